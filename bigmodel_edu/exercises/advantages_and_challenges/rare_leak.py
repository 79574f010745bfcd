"""A number: What is the chance of at least one such leak, in per cent?"""

from bigmodel_edu.checking import number


def at_least_one(one_in: int, requests: int) -> float:
    return 100 * (1 - (1 - 1 / one_in) ** requests)


EXERCISE = number(
    __file__,
    points=1,
    target="chance_of_a_leak",
    reference=at_least_one,
    variant=lambda rng: {"one_in": int(rng.choice([2_000, 2_500, 4_000])), "requests": int(rng.choice([1_200, 1_500, 1_900]))},
    relative=0.01,
    mistakes={
        "added-up": lambda one_in, requests: 100 * requests / one_in,
        "none": lambda one_in, requests: 100 - at_least_one(one_in, requests),
        "one-answer": lambda one_in, requests: 100 / one_in,
        "share": lambda one_in, requests: at_least_one(one_in, requests) / 100,
    },
)
