"""A number: Which share of those who test positive is healthy, in per cent?"""

from bigmodel_edu.checking import number


def _healthy_positives(sensitivity, specificity, ill):
    hits, false = sensitivity / 100 * ill, (100 - specificity) / 100 * (1000 - ill)
    return 100 * false / (hits + false)


EXERCISE = number(
    __file__,
    points=1,
    reference=_healthy_positives,
    variant=lambda rng: {
        "sensitivity": int(rng.choice([80, 85, 92])),
        "specificity": int(rng.choice([94, 95, 96])),
        "ill": int(rng.choice([4, 6, 8, 12])),
    },
    relative=0.01,
    mistakes={
        "predictive-value": lambda sensitivity, specificity, ill: 100 - _healthy_positives(sensitivity, specificity, ill),
        "one-minus-specificity": lambda sensitivity, specificity, ill: float(100 - specificity),
        "one-minus-sensitivity": lambda sensitivity, specificity, ill: float(100 - sensitivity),
    },
)
