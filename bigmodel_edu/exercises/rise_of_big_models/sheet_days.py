"""A number: How many days does it take?"""

from bigmodel_edu.checking import number
from bigmodel_edu.facts import fact

DENSE, SPARSE = fact("h100.peak-16bit").value, fact("h100.peak-16bit-sparse").value


def days(billions: float, trillions: float, cards: int, percent: int, peak: float = DENSE, factor: float = 6) -> float:
    return factor * billions * 1e9 * trillions * 1e12 / (cards * peak * percent / 100) / 86_400


EXERCISE = number(
    __file__,
    points=2,
    reference=days,
    variant=lambda rng: {
        "billions": int(rng.integers(7, 90)),
        "trillions": round(float(rng.uniform(0.6, 9.0)), 1),
        "cards": int(rng.integers(20, 200)) * 16,
        "percent": int(rng.integers(37, 46)),
    },
    relative=0.01,
    mistakes={
        "sparse-peak": lambda **numbers: days(**numbers, peak=SPARSE),
        "mfu-ignored": lambda **numbers: days(**{**numbers, "percent": 100}),
        "forward-only": lambda **numbers: days(**numbers, factor=2),
        "mfu-multiplied": lambda **numbers: days(**{**numbers, "percent": 100}) * numbers["percent"] / 100,
        "hours": lambda **numbers: days(**numbers) * 24,
    },
)
