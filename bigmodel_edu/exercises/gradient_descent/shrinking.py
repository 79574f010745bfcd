"""A number: How far from the minimum are you then?"""

import numpy as np

from bigmodel_edu.checking import number


def bowl(rng: np.random.Generator) -> dict[str, float]:
    """Numbers for which the wrong ways to compute lie well apart from the right one and from each other."""
    while True:
        curvature, rate, steps = round(float(rng.uniform(2, 4)), 1), round(float(rng.uniform(0.05, 0.12)), 2), int(rng.integers(5, 10))
        ways = (
            abs(1 - rate * curvature) ** steps,
            (1 - rate) ** steps,
            abs(1 - steps * rate * curvature),
            abs(1 - 2 * rate * curvature) ** steps,
        )
        low, *rest = sorted(ways)
        if all(high > 1.05 * below for below, high in zip((low, *rest), rest, strict=False)):
            return {"curvature": curvature, "rate": rate, "steps": steps}


EXERCISE = number(
    __file__,
    points=1,
    target="distance_left",
    reference=lambda curvature, rate, steps: abs(1 - rate * curvature) ** steps,
    variant=bowl,
    relative=0.01,
    absolute=0.0,
    mistakes={
        "curvature-forgotten": lambda curvature, rate, steps: (1 - rate) ** steps,
        "straight": lambda curvature, rate, steps: abs(1 - steps * rate * curvature),
        "twice": lambda curvature, rate, steps: abs(1 - 2 * rate * curvature) ** steps,
    },
)
