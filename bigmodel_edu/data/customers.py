"""Credit and customers: who paid back, and who left."""

from bigmodel_edu.data.record import Record
from bigmodel_edu.data.tables import Table, TableFile, read_table
from bigmodel_edu.language import _

CREDIT = Record(
    name="credit",
    title=_("Credit scoring"),
    holds=_("4,454 loans with 13 features of the applicant; 28 % turned out bad; some incomes, assets and debts are missing"),
    licence=_("R package modeldata: MIT"),
    origin=_("Lluis A. Belanche Munoz and Gaston Sanchez, github.com/gastonstat/CreditScoring; the lender is not named"),
    sources=(TableFile("modeldata", "credit_data", "0969270e63458b23e922b40338ea85b889aa2b5d7ab97d5139e27c0f25352f23"),),
)
LENDING = Record(
    name="lending",
    title=_("Loans of Lending Club"),
    holds=_("9,857 loans of the first quarter of 2016 with 22 features; 5 % turned out bad (charged off, in default or late)"),
    licence=_("R package modeldata: MIT"),
    origin=_("Lending Club's public statistics, United States, a subset of rows and columns chosen by Max Kuhn"),
    sources=(TableFile("modeldata", "lending_club", "9bf31762e03b4f5df8057781889299e0c4d688b9d21ff6a28fcc83abd38d782d"),),
)
CHURN = Record(
    name="churn",
    title=_("Customers of a telephone company"),
    holds=_("7,043 customers with 19 features: contract, services, charges, months as a customer; 27 % left; 11 total charges are missing"),
    licence=_("R package modeldata: MIT"),
    origin=_("IBM sample data (Watson Analytics, downloaded 2018): a fictional company, made by IBM for demonstrations"),
    sources=(TableFile("modeldata", "wa_churn", "95d0478a84ee4e289f1f3d2dd3ec72293f4e64cc5a2425a8044f4bcc8eba47d7"),),
)


def credit() -> Table:
    """Load the credit scoring data: predict a bad loan.

    >>> round(float(credit().labels.mean()), 3)
    0.282
    """
    return read_table(CREDIT, target="Status", positive="bad")


def lending() -> Table:
    """Load the loans of Lending Club: predict a bad loan, a rare event.

    >>> round(float(lending().labels.mean()), 3)
    0.052
    """
    return read_table(LENDING, target="Class", positive="bad")


def churn() -> Table:
    """Load the customers of a telephone company: predict who leaves.

    >>> round(float(churn().labels.mean()), 3)
    0.265
    """
    return read_table(CHURN, target="churn", positive="Yes")
