"""Real data, found where packages carry it; every set knows its licence and origin.

>>> from bigmodel_edu import data
>>> print(data.shakespeare().record.licence)
the text is in the public domain; the package is MIT
"""

from bigmodel_edu.data.finding import DataNotFound
from bigmodel_edu.data.record import Record
from bigmodel_edu.data.shakespeare import shakespeare

__all__ = ["DataNotFound", "Record", "shakespeare"]
