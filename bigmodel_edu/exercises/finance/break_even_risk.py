"""A number: Up to which probability of turning bad, in per cent, does a loan not lose money on average?"""

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    reference=lambda rate, loss: 100 * rate / (rate + loss),
    variant=lambda rng: {"rate": int(rng.integers(6, 19)), "loss": int(rng.choice([40, 45, 55, 60, 70]))},
    relative=0.01,
    mistakes={
        "ratio": lambda rate, loss: 100 * rate / loss,
        "everything-lost": lambda rate, loss: 100 * rate / (rate + 100),
        "other-side": lambda rate, loss: 100 * loss / (rate + loss),
        "share": lambda rate, loss: rate / (rate + loss),
    },
)
