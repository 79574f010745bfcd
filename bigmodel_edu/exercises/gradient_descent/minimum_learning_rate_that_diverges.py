"""Return the learning rate above which gradient descent explodes."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def diverges_from(matrix):
    return float(2 / np.linalg.eigvalsh(matrix)[-1])


def turned_bowl(rng: np.random.Generator) -> Call:
    """A symmetric matrix with different curvatures along directions that are not the axes."""
    size = int(rng.integers(2, 6))
    directions, _ = np.linalg.qr(rng.standard_normal((size, size)))
    curvatures = np.exp(rng.uniform(-1.5, 1.5, size)) * rng.uniform(0.5, 3)
    matrix = directions @ np.diag(curvatures) @ directions.T
    return arguments((matrix + matrix.T) / 2)


def one_weight(rng: np.random.Generator) -> Call:
    return arguments(np.array([[float(rng.uniform(0.2, 9))]]))


EXERCISE = function(
    __file__,
    points=3,
    reference=diverges_from,
    core={"several weights": turned_bowl},
    edges={"one weight": one_weight},
    draws=5,
    mistakes={
        "one-over": lambda matrix: float(1 / np.linalg.eigvalsh(matrix)[-1]),
        "flattest": (lambda matrix: float(2 / np.linalg.eigvalsh(matrix)[0]), lambda matrix: float(2 / np.linalg.norm(matrix, -2))),
        "trace": lambda matrix: float(2 / np.trace(matrix)),
        "diagonal": lambda matrix: float(2 / np.diag(matrix).max()),
        "frobenius": lambda matrix: float(2 / np.linalg.norm(matrix)),
        "half-forgotten": lambda matrix: float(1 / (2 * np.linalg.eigvalsh(matrix)[-1])),
    },
)
