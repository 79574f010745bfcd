"""A number: After softmax, how many times as likely is the first word as the second?"""

import numpy as np

from bigmodel_edu.checking import number


def ratio(difference: float) -> float:
    return float(np.exp(difference))


EXERCISE = number(
    __file__,
    points=1,
    reference=lambda high, low: ratio(high - low),
    variant=lambda rng: {"high": round(float(rng.uniform(1.5, 3.5)), 1), "low": round(float(rng.uniform(-1.2, -0.2)), 1)},
    relative=0.01,
    mistakes={
        "ratio-of-scores": lambda high, low: high / low,
        "difference-of-scores": lambda high, low: high - low,
        "other-way-round": lambda high, low: ratio(low - high),
        "probability": lambda high, low: float(1 / (1 + np.exp(low - high))),
    },
)
