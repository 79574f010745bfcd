"""A number: How many US dollars a month does reading cost?"""

from bigmodel_edu.checking import number


def monthly(tokens: int, factor: float, pages: int, price: float) -> float:
    return tokens * factor * pages * price / 1e6


EXERCISE = number(
    __file__,
    points=1,
    target="dollars_a_month",
    reference=monthly,
    variant=lambda rng: {
        "tokens": int(rng.choice([450, 520, 640, 700])),
        "factor": float(rng.choice([1.6, 2.2, 2.8])),
        "pages": int(rng.choice([30_000, 80_000, 250_000])),
        "price": float(rng.choice([0.8, 2.5, 3.0])),
    },
    relative=0.01,
    mistakes={
        "english": lambda tokens, factor, pages, price: monthly(tokens, 1, pages, price),
        "divided": lambda tokens, factor, pages, price: monthly(tokens, 1 / factor, pages, price),
        "per-thousand": lambda tokens, factor, pages, price: monthly(tokens, factor, pages, price) * 1e3,
        "a-year": lambda tokens, factor, pages, price: monthly(tokens, factor, pages, price) * 12,
    },
)
