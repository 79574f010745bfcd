"""A number: How large is R²?"""

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    reference=lambda error, deviation: 1 - (error / deviation) ** 2,
    variant=lambda rng: {"error": round(float(rng.uniform(36, 41)), 1), "deviation": round(float(rng.uniform(72, 80)), 1)},
    relative=0.01,
    mistakes={
        "not-squared": lambda error, deviation: 1 - error / deviation,
        "share-left": lambda error, deviation: (error / deviation) ** 2,
        "percent": lambda error, deviation: 100 * (1 - (error / deviation) ** 2),
        "root": lambda error, deviation: (1 - (error / deviation) ** 2) ** 0.5,
    },
)
