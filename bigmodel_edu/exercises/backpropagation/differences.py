"""Central differences, by which gradients are checked."""

import numpy as np


def central(f, x, step=1e-5):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        moved = np.zeros_like(x)
        moved[index] = step
        gradient[index] = (f(x + moved) - f(x - moved)) / (2 * step)
    return gradient
