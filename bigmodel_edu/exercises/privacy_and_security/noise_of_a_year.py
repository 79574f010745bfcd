"""A number: What is the standard deviation of the noise on one day?"""

import math

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    reference=lambda days, epsilon: math.sqrt(2) * days / epsilon,
    variant=lambda rng: {"days": int(rng.choice([7, 12, 30, 52])), "epsilon": float(rng.choice([0.5, 2.0, 4.0]))},
    relative=0.01,
    mistakes={
        "scale": lambda days, epsilon: days / epsilon,
        "not-shared": lambda days, epsilon: math.sqrt(2) / epsilon,
        "variance": lambda days, epsilon: 2 * (days / epsilon) ** 2,
        "root-of-days": lambda days, epsilon: math.sqrt(2 * days) / epsilon,
    },
)
