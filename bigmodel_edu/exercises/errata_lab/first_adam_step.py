"""A number: How many times the learning rate is the size of the very first step?"""

import math

from bigmodel_edu.checking import number


def first_step(beta1: float, beta2: float) -> float:
    return (1 - beta1) / math.sqrt(1 - beta2)


EXERCISE = number(
    __file__,
    points=1,
    reference=first_step,
    variant=lambda rng: dict(
        zip(("beta1", "beta2"), [(0.9, 0.999), (0.8, 0.999), (0.95, 0.999), (0.8, 0.99), (0.9, 0.98)][rng.integers(5)], strict=True)
    ),
    relative=0.01,
    mistakes={
        "corrected": lambda beta1, beta2: 1.0,
        "no-root": lambda beta1, beta2: (1 - beta1) / (1 - beta2),
        "upside-down": lambda beta1, beta2: math.sqrt(1 - beta2) / (1 - beta1),
        "first-moment-only": lambda beta1, beta2: 1 - beta1,
        "second-moment-only": lambda beta1, beta2: 1 / math.sqrt(1 - beta2),
    },
)
