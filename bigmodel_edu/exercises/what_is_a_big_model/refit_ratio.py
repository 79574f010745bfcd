"""A number: How many times as many weights do the refitted constants recommend as the printed, rounded ones?"""

from bigmodel_edu.checking import number
from bigmodel_edu.economics.scaling import CHINCHILLA, REFIT, UNROUNDED, Chinchilla


def ratio(exponent: int, first: Chinchilla, second: Chinchilla) -> float:
    flops = 10.0**exponent
    return first.optimal(flops).parameters / second.optimal(flops).parameters


EXERCISE = number(
    __file__,
    points=2,
    reference=lambda exponent: ratio(exponent, REFIT, CHINCHILLA),
    variant=lambda rng: {"exponent": int(rng.integers(22, 27))},
    relative=0.02,
    mistakes={
        "upside-down": lambda exponent: ratio(exponent, CHINCHILLA, REFIT),
        "unrounded": lambda exponent: ratio(exponent, UNROUNDED, CHINCHILLA),
        "refit-over-unrounded": lambda exponent: ratio(exponent, REFIT, UNROUNDED),
    },
)
