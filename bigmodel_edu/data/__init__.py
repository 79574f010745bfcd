"""Real data, found where packages carry it; every set knows its licence and origin.

Loaders look for an installed Python package or Debian package first. Debian's sets are otherwise fetched once into the user's cache
folder, checked by SHA-256; ``python -m bigmodel_edu.data`` lists all sets and fetches what is missing.

>>> from bigmodel_edu import data
>>> print(data.shakespeare().record.licence)
the text is in the public domain; the package is MIT
"""

from bigmodel_edu.data.catalogue import RECORDS, describe
from bigmodel_edu.data.customers import churn, credit, lending
from bigmodel_edu.data.fashion import LabelledImages, fashion_mnist
from bigmodel_edu.data.finding import DataNotFound
from bigmodel_edu.data.gpt2 import gpt2_vocabulary
from bigmodel_edu.data.libreoffice import libreoffice_help
from bigmodel_edu.data.medicine import medical
from bigmodel_edu.data.plays import plain_text, shakespeare
from bigmodel_edu.data.price_list import Price, prices
from bigmodel_edu.data.real_models import ModelFiles, minilm, smollm2
from bigmodel_edu.data.record import Record
from bigmodel_edu.data.recordings import Recording, speech
from bigmodel_edu.data.reviews import amazon_reviews
from bigmodel_edu.data.scikit import breast_cancer, diabetes, digits
from bigmodel_edu.data.series import price_index, ridership, sp500
from bigmodel_edu.data.tables import Table
from bigmodel_edu.data.teaching import insteval, verbagg

__all__ = [
    "RECORDS",
    "DataNotFound",
    "LabelledImages",
    "ModelFiles",
    "Price",
    "Record",
    "Recording",
    "Table",
    "amazon_reviews",
    "breast_cancer",
    "churn",
    "credit",
    "describe",
    "diabetes",
    "digits",
    "fashion_mnist",
    "gpt2_vocabulary",
    "insteval",
    "lending",
    "libreoffice_help",
    "medical",
    "minilm",
    "plain_text",
    "price_index",
    "prices",
    "ridership",
    "shakespeare",
    "smollm2",
    "sp500",
    "speech",
    "verbagg",
]
