"""Return the slope of f by each number of x, by small steps."""

import inspect

import numpy as np

from bigmodel_edu.calling import Source
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import sizes
from bigmodel_edu.exercises.backpropagation.differences import central


def steep_bowl(x):
    """A loss with large values and strong bends, as real losses have."""
    return float(4000.0 + 2500.0 * (x**2).sum() + np.sin(3.0 * x).sum() + 40.0 * (x * x[::-1]).sum())


def mixed_terms(x):
    """Each number counts differently."""
    weights = np.arange(1.0, x.size + 1).reshape(x.shape)
    return float(3000.0 - 1800.0 * (weights * x**2).sum() / x.size + (weights * np.cos(2.0 * x)).sum() + 5.0 * x.sum() ** 2)


def row_of_numbers(rng: np.random.Generator) -> Call:
    return arguments(Source(inspect.getsource(steep_bowl), "steep_bowl"), rng.uniform(-1.5, 1.5, int(rng.integers(3, 7))))


def table_of_numbers(rng: np.random.Generator) -> Call:
    return arguments(Source(inspect.getsource(mixed_terms), "mixed_terms"), rng.uniform(-1.5, 1.5, sizes(rng, 2, 2, 5)))


def one_sided(step):
    def forward_difference(f, x):
        gradient = np.zeros_like(x)
        for index in np.ndindex(x.shape):
            moved = np.zeros_like(x)
            moved[index] = step
            gradient[index] = (f(x + moved) - f(x)) / step
        return gradient

    return forward_difference


def two_forgotten(f, x):
    return 2 * central(f, x)


def all_at_once(f, x):
    return np.full_like(x, (f(x + 1e-5) - f(x - 1e-5)) / 2e-5)


def step_too_small(f, x):
    return central(f, x, 1e-12)


def step_far_too_small(f, x):
    return central(f, x, 1e-17)


def step_too_large(f, x):
    return central(f, x, 0.1)


def never_moved_back(f, x):
    moved, gradient, step = x.copy(), np.zeros_like(x), 1e-5
    for index in np.ndindex(x.shape):
        moved[index] += step
        high = f(moved)
        moved[index] -= 2 * step
        gradient[index] = (high - f(moved)) / (2 * step)
    return gradient


def opposite(f, x):
    return -central(f, x)


EXERCISE = function(
    __file__,
    points=3,
    reference=central,
    core={"a row of numbers": row_of_numbers, "a table of numbers": table_of_numbers},
    bans=("torch.autograd", ".backward", ".approx_fprime", ".jacobian", "jax", ".gradient", ".jacrev", ".jacfwd"),
    relative=1e-9,
    absolute=3e-5,
    mistakes={
        "one-sided": (one_sided(1e-5), one_sided(1e-6), one_sided(1e-4), one_sided(1e-3)),
        "two-forgotten": two_forgotten,
        "step-too-small": (step_too_small, step_far_too_small),
        "step-too-large": step_too_large,
        "all-at-once": all_at_once,
        "never-moved-back": never_moved_back,
        "opposite": opposite,
    },
)
