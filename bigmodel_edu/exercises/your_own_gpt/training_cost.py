"""A number: What does the training cost, in dollars?"""

from bigmodel_edu.checking import number


def cost(parameters, tokens, peak, share, price):
    seconds = 6 * parameters * 1e6 * tokens * 1e9 / (peak * 1e12 * share / 100)
    return seconds / 3600 * price


EXERCISE = number(
    __file__,
    points=1,
    reference=cost,
    variant=lambda rng: {
        "parameters": int(rng.choice([124, 160, 350])),
        "tokens": int(rng.choice([3, 7, 10])),
        "peak": int(rng.choice([312, 989])),
        "share": int(rng.choice([35, 40, 45])),
        "price": float(rng.choice([1.7, 2.3, 3.1])),
    },
    relative=0.01,
    mistakes={
        "forward-only": lambda **numbers: cost(**numbers) / 3,
        "peak": lambda **numbers: cost(**numbers) * numbers["share"] / 100,
        "seconds": lambda **numbers: cost(**numbers) * 3600,
        "hours": lambda **numbers: cost(**numbers) / numbers["price"],
        "one-operation": lambda **numbers: cost(**numbers) / 6,
    },
)
