"""A number: What is its mean cross-entropy on these patients, in nats?"""

import math

from bigmodel_edu.checking import number


def entropy(count: int, positive: int) -> float:
    share = positive / count
    return -share * math.log(share) - (1 - share) * math.log(1 - share)


EXERCISE = number(
    __file__,
    points=1,
    reference=entropy,
    variant=lambda rng: dict(
        zip(("count", "positive"), [(400, 48), (400, 60), (500, 130), (600, 180), (800, 280)][rng.integers(5)], strict=True)
    ),
    relative=0.01,
    mistakes={
        "bits": lambda count, positive: entropy(count, positive) / math.log(2),
        "one-half": lambda count, positive: math.log(2),
        "ill-only": lambda count, positive: -math.log(positive / count),
        "half-of-the-sum": lambda count, positive: -(positive / count) * math.log(positive / count),
        "variance": lambda count, positive: positive / count * (1 - positive / count),
    },
)
