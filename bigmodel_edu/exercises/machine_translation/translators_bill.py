"""A number: What does one language cost, in dollars?"""

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    reference=lambda words, exact, near, share, cents: words * (100 - exact - near + near * share / 100) / 100 * cents / 100,
    variant=lambda rng: {
        "words": int(rng.choice([18_000, 42_000, 65_000, 120_000])),
        "exact": int(rng.choice([15, 20, 25])),
        "near": int(rng.choice([30, 35, 40])),
        "share": int(rng.choice([60, 70, 75])),
        "cents": int(rng.choice([9, 11, 14, 17])),
    },
    relative=0.01,
    mistakes={
        "all-new": lambda words, exact, near, share, cents: words * cents / 100,
        "near-in-full": lambda words, exact, near, share, cents: words * (100 - exact) / 100 * cents / 100,
        "near-free": lambda words, exact, near, share, cents: words * (100 - exact - near) / 100 * cents / 100,
        "discount-not-price": lambda words, exact, near, share, cents: words * (100 - exact - near * share / 100) / 100 * cents / 100,
        "cents": lambda words, exact, near, share, cents: words * (100 - exact - near + near * share / 100) / 100 * cents,
    },
)
