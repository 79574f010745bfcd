"""A number: How many times as many weights halve the part of its loss that can be lost?"""

import numpy as np

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=2,
    reference=lambda exponent, floor, loss: 2 ** (1 / exponent),
    variant=lambda rng: {
        "exponent": round(float(rng.uniform(0.21, 0.45)), 2),
        "floor": round(float(rng.uniform(1.4, 1.9)), 2),
        "loss": round(float(rng.uniform(2.3, 3.2)), 2),
    },
    relative=0.02,
    mistakes={
        "linear": lambda exponent, floor, loss: 2.0,
        "forward": lambda exponent, floor, loss: 2**exponent,
        "floor-halved-too": lambda exponent, floor, loss: ((loss - floor) / max(loss / 2 - floor, 0.01)) ** (1 / exponent),
        "base-e": lambda exponent, floor, loss: float(np.exp(1 / exponent)),
    },
)
