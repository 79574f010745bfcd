"""A number: How many dollars does it spend for each dollar that it earns?"""

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    reference=lambda revenue, loss: (revenue + loss) / revenue,
    variant=lambda rng: {"revenue": int(rng.choice([310, 370, 420, 530])), "loss": int(rng.choice([650, 760, 980, 1_240]))},
    relative=0.01,
    mistakes={
        "loss-per-dollar": lambda revenue, loss: loss / revenue,
        "upside-down": lambda revenue, loss: revenue / (revenue + loss),
        "difference": lambda revenue, loss: (loss - revenue) / revenue,
        "revenue-per-loss": lambda revenue, loss: revenue / loss,
    },
)
