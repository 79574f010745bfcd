"""A number: How many entries has the table of attention weights of one head?"""

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    reference=lambda side, patch: ((side // patch) ** 2 + 1) ** 2,
    variant=lambda rng: dict(
        zip(("side", "patch"), [(224, 16), (224, 14), (224, 32), (384, 32), (96, 8), (64, 8)][int(rng.integers(0, 6))], strict=True)
    ),
    relative=1e-6,
    mistakes={
        "no-class-token": lambda side, patch: (side // patch) ** 4,
        "tokens": lambda side, patch: (side // patch) ** 2 + 1,
        "one-side": lambda side, patch: (side // patch + 1) ** 2,
        "pixels": lambda side, patch: (side**2 + 1) ** 2,
    },
)
