"""A number: What is its macro F1, the mean of the F1 of both classes?"""

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    reference=lambda percent: percent / (100 + percent),
    variant=lambda rng: {"percent": int(rng.choice([58, 61, 64, 68, 71, 74, 77, 82]))},
    relative=0.01,
    mistakes={
        "percent": lambda percent: 100 * percent / (100 + percent),
        "accuracy": lambda percent: percent / 100,
        "positive-only": lambda percent: 2 * percent / (100 + percent),
        "half-the-accuracy": lambda percent: percent / 200,
    },
)
