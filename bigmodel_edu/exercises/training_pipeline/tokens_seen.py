"""A number: How many tokens does the model see in training?"""

from bigmodel_edu.checking import number


def tokens_per_step(batch: int, length: int, accumulate: int, steps: int) -> float:
    return float(batch * length * accumulate * steps)


EXERCISE = number(
    __file__,
    points=1,
    reference=tokens_per_step,
    variant=lambda rng: {
        "batch": int(rng.choice([12, 24, 48])),
        "length": int(rng.choice([512, 1_024])),
        "accumulate": int(rng.choice([5, 10])),
        "steps": int(rng.choice([6_000, 20_000, 70_000])),
    },
    relative=0.01,
    mistakes={
        "windows": lambda batch, length, accumulate, steps: float(batch * accumulate * steps),
        "one-batch-a-step": lambda batch, length, accumulate, steps: float(batch * length * steps),
        "one-window": lambda batch, length, accumulate, steps: float(length * accumulate * steps),
        "per-step": lambda batch, length, accumulate, steps: float(batch * length * accumulate),
    },
)
