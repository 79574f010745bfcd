"""A number: How far does this weight move in the first step?"""

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    target="first_step_size",
    reference=lambda rate, gradient: rate,
    variant=lambda rng: {"rate": round(float(rng.uniform(0.002, 0.009)), 4), "gradient": round(float(rng.uniform(40.0, 90.0)), 1)},
    relative=0.01,
    absolute=0.0,
    mistakes={
        "gradient-descent": lambda rate, gradient: rate * gradient,
        "no-correction": lambda rate, gradient: rate * 0.1 / 0.001**0.5,
        "only-the-mean": lambda rate, gradient: rate * gradient * 0.1,
        "tenth": lambda rate, gradient: rate * 0.1,
    },
)
