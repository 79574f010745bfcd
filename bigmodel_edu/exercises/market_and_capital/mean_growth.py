"""A number: What is its compound growth rate a year?"""

from bigmodel_edu.checking import number


def three_years(up: int, down: int, again: int) -> float:
    return (1 + up / 100) * (1 - down / 100) * (1 + again / 100)


EXERCISE = number(
    __file__,
    points=2,
    reference=lambda **numbers: 100 * (three_years(**numbers) ** (1 / 3) - 1),
    variant=lambda rng: {"up": int(rng.integers(80, 141)), "down": int(rng.integers(20, 31)), "again": int(rng.integers(25, 71))},
    relative=0.01,
    mistakes={
        "share": lambda **numbers: three_years(**numbers) ** (1 / 3) - 1,
        "factor": lambda **numbers: three_years(**numbers) ** (1 / 3),
        "mean-of-the-rates": lambda up, down, again: (up - down + again) / 3,
        "whole-growth": lambda **numbers: 100 * (three_years(**numbers) - 1),
        "fall-counted-as-growth": lambda up, down, again: (up + down + again) / 3,
    },
)
