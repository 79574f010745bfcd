"""A number: From which probability on is it cheaper to refuse?"""

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    target="act_from",
    reference=lambda miss, alarm: alarm / (alarm + miss),
    variant=lambda rng: {"miss": int(rng.integers(30, 48)) * 100, "alarm": int(rng.integers(9, 14)) * 100},
    relative=0.01,
    mistakes={
        "one-half": lambda miss, alarm: 0.5,
        "quotient": lambda miss, alarm: alarm / miss,
        "other-way-round": lambda miss, alarm: miss / (alarm + miss),
    },
)
