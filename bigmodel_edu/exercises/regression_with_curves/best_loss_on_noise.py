"""A number: What is the smallest mean squared error on new data that any model can have, on average?"""

import math

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    reference=lambda low, high: (high - low) ** 2 / 12,
    variant=lambda rng: dict(zip(("low", "high"), [(1, 6), (2, 8), (3, 7), (1, 9), (4, 14)][rng.integers(5)], strict=True)),
    relative=0.01,
    mistakes={
        "one-twelfth": lambda low, high: 1 / 12,
        "deviation": lambda low, high: (high - low) / math.sqrt(12),
        "squares-of-labels": lambda low, high: (high - low) ** 2 / 12 + ((high + low) / 2) ** 2,
        "largest-error": lambda low, high: (high - low) ** 2 / 4,
        "absolute": lambda low, high: (high - low) / 4,
    },
)
