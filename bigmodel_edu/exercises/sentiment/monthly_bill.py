"""A number: What does reading cost, in dollars a month?"""

from bigmodel_edu.checking import number


def bill(reviews: int, characters: int, price: float) -> float:
    return reviews * characters / 4 / 1e6 * price


EXERCISE = number(
    __file__,
    points=1,
    reference=lambda reviews, characters, instruction, price: reviews * (characters / 4 + instruction) / 1e6 * price,
    variant=lambda rng: {
        "reviews": int(rng.choice([30_000, 70_000, 120_000, 450_000])),
        "characters": int(rng.choice([280, 360, 440, 520])),
        "instruction": int(rng.choice([180, 250, 330])),
        "price": float(rng.choice([0.15, 0.4, 1.1, 3.0])),
    },
    relative=0.01,
    mistakes={
        "no-instruction": lambda reviews, characters, instruction, price: bill(reviews, characters, price),
        "characters-as-tokens": lambda reviews, characters, instruction, price: reviews * (characters + instruction) / 1e6 * price,
        "divided-both": lambda reviews, characters, instruction, price: reviews * (characters + instruction) / 4 / 1e6 * price,
        "per-thousand": lambda reviews, characters, instruction, price: reviews * (characters / 4 + instruction) / 1e3 * price,
    },
)
