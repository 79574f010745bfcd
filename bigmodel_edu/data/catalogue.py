"""Every data set by name, without loading any."""

from bigmodel_edu.data.customers import CHURN, CREDIT, LENDING
from bigmodel_edu.data.fashion import RECORD as FASHION_MNIST
from bigmodel_edu.data.gpt2 import RECORD as GPT2
from bigmodel_edu.data.libreoffice import RECORD as LIBREOFFICE
from bigmodel_edu.data.medicine import TABLES
from bigmodel_edu.data.plays import RECORD as SHAKESPEARE
from bigmodel_edu.data.price_list import RECORD as PRICES
from bigmodel_edu.data.real_models import MINILM, SMOLLM2
from bigmodel_edu.data.record import Record
from bigmodel_edu.data.recordings import RECORD as SPEECH
from bigmodel_edu.data.reviews import RECORD as REVIEWS
from bigmodel_edu.data.scikit import BREAST_CANCER, DIABETES, DIGITS
from bigmodel_edu.data.series import PRICE_INDEX, RIDERSHIP, SP500
from bigmodel_edu.data.teaching import INSTEVAL, VERBAGG

_TEXT = (SHAKESPEARE, GPT2, LIBREOFFICE, REVIEWS)
_PICTURES_AND_SOUND = (FASHION_MNIST, DIGITS, SPEECH)
_MEDICINE = (BREAST_CANCER, DIABETES, *(table.record for table in TABLES.values()))
_BUSINESS = (CREDIT, LENDING, CHURN, SP500, PRICE_INDEX, RIDERSHIP, PRICES)
_TEACHING = (INSTEVAL, VERBAGG)
_MODELS = (SMOLLM2, MINILM)

RECORDS: dict[str, Record] = {
    record.name: record for record in (*_TEXT, *_PICTURES_AND_SOUND, *_MEDICINE, *_BUSINESS, *_TEACHING, *_MODELS)
}


def describe(name: str) -> str:
    """Return what a set holds, its licence, its origin and what carries it.

    Args:
        name: a loader's name, or ``medical_`` and the name of a medical table.

    Raises:
        ValueError: if there is no set of that name.

    >>> print(describe("digits").splitlines()[0])
    Handwritten digits (digits)
    """
    if name not in RECORDS:
        raise ValueError(f"expected one of {', '.join(RECORDS)}, got {name!r}")
    return RECORDS[name].describe()
