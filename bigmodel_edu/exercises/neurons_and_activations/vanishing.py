"""A number: How large can the derivative of the last output by the first input be at most, if every neuron sat where its sigmoid is
steepest?
"""

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    target="largest_derivative",
    reference=lambda layers, weight: (weight / 4) ** layers,
    variant=lambda rng: {"layers": int(rng.integers(6, 13)), "weight": round(float(rng.uniform(1.2, 1.9)), 1)},
    relative=0.01,
    absolute=0.0,
    mistakes={
        "weights-forgotten": lambda layers, weight: 0.25**layers,
        "slopes-forgotten": lambda layers, weight: weight**layers,
        "slope-one-half": lambda layers, weight: (weight / 2) ** layers,
        "sum": lambda layers, weight: layers * weight / 4,
    },
)
