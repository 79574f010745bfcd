"""Answers of students: ratings of lectures, and a questionnaire for item response models."""

from bigmodel_edu.data.record import Record
from bigmodel_edu.data.tables import Table, TableFile, read_table
from bigmodel_edu.language import _

INSTEVAL = Record(
    name="insteval",
    title=_("Ratings of lectures at ETH Zurich"),
    holds=_("73,421 ratings from 1 (poor) to 5 (very good): 2,972 students (s), 1,128 lecturers (d), 2.2 % of all pairs; anonymised"),
    licence=_("R package lme4: GPL, version 2 or later"),
    origin=_("ETH Zurich, a survey to find the best liked professor; prepared by Martin Maechler for lme4"),
    sources=(TableFile("lme4", "InstEval", "d9f6555d7e15eeceee211dae29a3a4dbbdfd878600e3d944d2c5563c9d0c598a"),),
)
VERBAGG = Record(
    name="verbagg",
    title=_("Verbal aggression, a questionnaire"),
    holds=_("7,584 answers (no, perhaps, yes; r2 holds N or Y): 316 people, 24 items, with a score of anger and the gender of each person"),
    licence=_("R package lme4: GPL, version 2 or later"),
    origin=_("BEAR Center, UC Berkeley; P. De Boeck and M. Wilson, Explanatory Item Response Models, 2004"),
    sources=(TableFile("lme4", "VerbAgg", "8d03a04a10ab796ee6030eb07b664cb66054169c2cdf342ea95345267460d230"),),
)


def insteval() -> Table:
    """Load the ratings of lectures: predict the rating ``y`` of lecturer ``d`` by student ``s``.

    >>> len(insteval().frame)
    73421
    """
    return read_table(INSTEVAL, target="y")


def verbagg() -> Table:
    """Load the questionnaire: predict the answer of person ``id`` to ``item``.

    >>> table = verbagg()
    >>> table.frame["id"].nunique(), table.frame["item"].nunique()
    (316, 24)
    """
    return read_table(VERBAGG, target="r2", positive="Y")
