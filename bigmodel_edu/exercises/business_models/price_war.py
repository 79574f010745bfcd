"""A number: What is the gross margin after years years, in per cent?"""

from bigmodel_edu.checking import number


def after_the_war(margin: int, price_fall: int, cost_fall: int, years: int) -> float:
    return 100 - (100 - margin) * ((100 - cost_fall) / (100 - price_fall)) ** years


EXERCISE = number(
    __file__,
    points=1,
    target="margin_left",
    reference=after_the_war,
    variant=lambda rng: {
        "margin": int(rng.choice([80, 81, 84])),
        "price_fall": int(rng.choice([25, 31])),
        "cost_fall": int(rng.choice([8, 11])),
        "years": int(rng.choice([2, 3])),
    },
    relative=0.01,
    mistakes={
        "share": lambda **numbers: after_the_war(**numbers) / 100,
        "subtracted": lambda margin, price_fall, cost_fall, years: margin - years * (price_fall - cost_fall),
        "one-year": lambda margin, price_fall, cost_fall, years: after_the_war(margin, price_fall, cost_fall, 1),
        "swapped": lambda margin, price_fall, cost_fall, years: after_the_war(margin, cost_fall, price_fall, years),
        "costs-stay": lambda margin, price_fall, cost_fall, years: after_the_war(margin, price_fall, 0, years),
        "margin-shrinks-itself": lambda margin, price_fall, cost_fall, years: margin * ((100 - price_fall) / (100 - cost_fall)) ** years,
        "cost-share": lambda margin, price_fall, cost_fall, years: 100 - after_the_war(margin, price_fall, cost_fall, years),
    },
)
