"""A number: How many steps does the model have?"""

from bigmodel_edu.checking import number


def steps(seconds: int, hop: int, window: int, halvings: int) -> float:
    count = 1 + (seconds * 1000 - window) // hop
    for _ in range(halvings):
        count = (count + 1) // 2
    return float(count)


EXERCISE = number(
    __file__,
    points=1,
    reference=lambda seconds, window, hop, halvings: steps(seconds, hop, window, halvings),
    variant=lambda rng: {
        # sizes for which forgetting the window, the first frame or the rounding up gives another whole number
        "seconds": int(rng.integers(4, 20)),
        "window": 40,
        "hop": 5,
        "halvings": 2,
    },
    relative=1e-6,
    mistakes={
        "no-halving": lambda seconds, window, hop, halvings: steps(seconds, hop, window, 0),
        "window-as-hop": lambda seconds, window, hop, halvings: steps(seconds, window, window, halvings),
        "window-forgotten": lambda seconds, window, hop, halvings: steps(seconds, hop, hop, halvings),
        "rounded-down": lambda seconds, window, hop, halvings: float((1 + (seconds * 1000 - window) // hop) // 2**halvings),
        "not-rounded": lambda seconds, window, hop, halvings: (1 + (seconds * 1000 - window) // hop) / 2**halvings,
        "one-halving": lambda seconds, window, hop, halvings: steps(seconds, hop, window, 1),
        "too-many-halvings": lambda seconds, window, hop, halvings: steps(seconds, hop, window, halvings + 1),
    },
)
