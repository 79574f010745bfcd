"""Return noisy answers to one question."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def laplace(value, sensitivity, epsilon, uniform):
    scale = sensitivity / epsilon
    return value - scale * np.sign(uniform) * np.log(1 - 2 * np.abs(uniform))


def noise(rng: np.random.Generator, sensitivity: float, epsilon: float) -> Call:
    uniform = rng.uniform(-0.49, 0.49, int(rng.integers(4, 9)))
    uniform[:2] = (0.31, -0.17)
    return arguments(float(rng.uniform(20, 90)), sensitivity, epsilon, uniform)


def a_count(rng: np.random.Generator) -> Call:
    return noise(rng, 1.0, float(rng.choice([0.1, 0.25, 0.5])))


def a_sum(rng: np.random.Generator) -> Call:
    return noise(rng, float(rng.uniform(3, 40)), float(rng.uniform(0.3, 4)))


EXERCISE = function(
    __file__,
    points=3,
    reference=laplace,
    core={"a count": a_count, "a sum": a_sum},
    mistakes={
        "times-epsilon": lambda value, sensitivity, epsilon, uniform: laplace(value, sensitivity, 1 / epsilon, uniform),
        "sensitivity-ignored": lambda value, sensitivity, epsilon, uniform: laplace(value, 1.0, epsilon, uniform),
        "scale-upside-down": lambda value, sensitivity, epsilon, uniform: laplace(value, epsilon, sensitivity, uniform),
        "one-sided": lambda value, sensitivity, epsilon, uniform: value - sensitivity / epsilon * np.log(1 - 2 * np.abs(uniform)),
        "wrong-sign": lambda value, sensitivity, epsilon, uniform: 2 * value - laplace(value, sensitivity, epsilon, uniform),
        "noise-only": lambda value, sensitivity, epsilon, uniform: laplace(0.0, sensitivity, epsilon, uniform),
        "uniform-noise": lambda value, sensitivity, epsilon, uniform: value + sensitivity / epsilon * uniform,
    },
)
