"""Return the mean squared error."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _mse(y, prediction):
    return float(((np.ravel(prediction) - np.ravel(y)) ** 2).mean())


def errors_of_both_signs(rng: np.random.Generator) -> Call:
    rows = int(rng.integers(4, 10))
    y = rng.normal(3, 4, rows)
    return arguments(y, y + rng.normal(0.5, 2, rows))


def a_column_of_predictions(rng: np.random.Generator) -> Call:
    call = errors_of_both_signs(rng)
    return arguments(call.args[0], call.args[1][:, None])


def one_case(rng: np.random.Generator) -> Call:
    return arguments(rng.normal(0, 3, 1), rng.normal(5, 3, 1))


def broadcast(y, prediction):
    return float(((prediction - y) ** 2).mean())


EXERCISE = function(
    __file__,
    points=2,
    reference=_mse,
    core={"two rows of numbers": errors_of_both_signs, "predictions as a column": a_column_of_predictions},
    edges={"one case": one_case},
    bans=(".mean_squared_error", ".mse_loss", ".MSELoss", "sklearn"),
    mistakes={
        "broadcast": broadcast,
        "root": lambda y, p: _mse(y, p) ** 0.5,
        "absolute": lambda y, p: float(np.abs(np.ravel(p) - np.ravel(y)).mean()),
        "sum": lambda y, p: _mse(y, p) * len(y),
        "half": lambda y, p: _mse(y, p) / 2,
        "square-of-the-mean": lambda y, p: float((np.ravel(p) - np.ravel(y)).mean() ** 2),
        "variance": lambda y, p: float((np.ravel(p) - np.ravel(y)).var()),
    },
)
