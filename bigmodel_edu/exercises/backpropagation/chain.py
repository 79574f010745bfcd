"""A number: What is the derivative of y by a?"""

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    target="slope",
    reference=lambda a, b, c: 2 * (a * b + c) * b,
    variant=lambda rng: {
        "a": round(float(rng.uniform(1.2, 2.2)), 1),
        "b": round(float(rng.uniform(5.0, 6.0)), 1),
        "c": round(float(rng.uniform(8.0, 14.0)), 1),
    },
    relative=0.01,
    mistakes={
        "inner-forgotten": lambda a, b, c: 2 * (a * b + c),
        "other-factor": lambda a, b, c: 2 * (a * b + c) * a,
        "two-forgotten": lambda a, b, c: (a * b + c) * b,
        "value": lambda a, b, c: (a * b + c) ** 2,
    },
)
