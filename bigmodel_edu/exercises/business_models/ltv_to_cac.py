"""Return what a customer leaves, for each dollar spent on winning it."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _ltv_to_cac(monthly_revenue, margin, churn, cost_of_acquisition):
    return monthly_revenue * margin / churn / cost_of_acquisition


def customer(rng: np.random.Generator, margin: float, churn: float) -> Call:
    return arguments(round(float(rng.uniform(5, 90)), 2), margin, churn, round(float(rng.uniform(8, 400)), 2))


def ordinary(rng: np.random.Generator) -> Call:
    return customer(rng, round(float(rng.uniform(0.2, 0.9)), 3), round(float(rng.uniform(0.01, 0.2)), 4))


def stay_long(rng: np.random.Generator) -> Call:
    return customer(rng, round(float(rng.uniform(0.2, 0.9)), 3), round(float(rng.uniform(0.01, 0.025)), 4))


def below_cost(rng: np.random.Generator) -> Call:
    return customer(rng, -round(float(rng.uniform(0.05, 0.6)), 3), round(float(rng.uniform(0.01, 0.2)), 4))


def all_leave(rng: np.random.Generator) -> Call:
    return customer(rng, round(float(rng.uniform(0.2, 0.9)), 3), 1.0)


def one_month(ask, rng: np.random.Generator) -> bool:
    """A customer who pays 10 once, all of it margin, and cost 10."""
    return abs(ask(10.0, 1.0, 1.0, 10.0) - 1) < 1e-6


EXERCISE = function(
    __file__,
    points=2,
    reference=_ltv_to_cac,
    core={"ordinary customers": ordinary, "customers who stay long": stay_long},
    edges={"customers served below cost": below_cost, "everybody leaves after a month": all_leave},
    properties=(one_month,),
    bans=("bigmodel_edu.economics",),
    mistakes={
        "churn-as-lifetime": lambda revenue, margin, churn, cac: revenue * margin * churn / cac,
        "retention-as-lifetime": (
            lambda revenue, margin, churn, cac: revenue * margin * (1 - churn) / cac,
            lambda revenue, margin, churn, cac: revenue * margin / (1 - churn) / cac,
        ),
        "first-month-forgotten": lambda revenue, margin, churn, cac: revenue * margin * (1 - churn) / churn / cac,
        "a-year": (
            lambda revenue, margin, churn, cac: 12 * revenue * margin / cac,
            *tuple(
                lambda revenue, margin, churn, cac, months=months: revenue * margin * (1 - (1 - churn) ** months) / churn / cac
                for months in (12, 24, 36)
            ),
        ),
        "margin-ignored": lambda revenue, margin, churn, cac: revenue / churn / cac,
        "margin-in-dollars": (
            lambda revenue, margin, churn, cac: (revenue - margin) / churn / cac,
            lambda revenue, margin, churn, cac: revenue * (1 - margin) / churn / cac,
        ),
        "upside-down": lambda revenue, margin, churn, cac: cac / (revenue * margin / churn),
        "acquisition-taken-off": (
            lambda revenue, margin, churn, cac: (revenue * margin / churn - cac) / cac,
            lambda revenue, margin, churn, cac: revenue * margin / churn - cac,
        ),
        "value-only": lambda revenue, margin, churn, cac: revenue * margin / churn,
    },
)
