"""Return the slopes of the loss by x, w and b, for y = x @ w.T + b."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes
from bigmodel_edu.exercises.backpropagation.differences import central


def _dense_backward(x, w, grad_y):
    return grad_y @ w, grad_y.T @ x, grad_y.sum(axis=0)


def layer(rng: np.random.Generator) -> Call:
    batch, inputs, outputs = sizes(rng, 3)
    return arguments(normal(rng, batch, inputs), normal(rng, outputs, inputs), normal(rng, batch, outputs))


def all_sizes_equal(rng: np.random.Generator) -> Call:
    size = int(rng.integers(3, 6))
    return arguments(normal(rng, size, size), normal(rng, size, size), normal(rng, size, size))


def single_example(rng: np.random.Generator) -> Call:
    inputs, outputs = sizes(rng, 2)
    return arguments(normal(rng, 1, inputs), normal(rng, outputs, inputs), normal(rng, 1, outputs))


def small_steps(ask, rng: np.random.Generator) -> bool:
    x, w, b, mix = rng.standard_normal((4, 3)), rng.standard_normal((2, 3)), rng.standard_normal(2), rng.standard_normal((4, 2))
    grad_x, grad_w, grad_b = ask(x, w, mix)
    loss_x = central(lambda moved: ((moved @ w.T + b) * mix).sum(), x)
    loss_w = central(lambda moved: ((x @ moved.T + b) * mix).sum(), w)
    loss_b = central(lambda moved: ((x @ w.T + moved) * mix).sum(), b)
    return all(
        np.shape(one) == other.shape and np.allclose(one, other, atol=1e-4)
        for one, other in ((grad_x, loss_x), (grad_w, loss_w), (grad_b, loss_b))
    )


EXERCISE = function(
    __file__,
    points=3,
    reference=_dense_backward,
    core={"a batch": layer, "all sizes equal": all_sizes_equal},
    edges={"one example": single_example},
    properties=(small_steps,),
    bans=("torch.autograd", ".backward", ".grad", "jax"),
    mistakes={
        "mean-over-the-batch": lambda x, w, g: (g @ w, g.T @ x / len(x), g.mean(axis=0)),
        "mean-of-the-bias": lambda x, w, g: (g @ w, g.T @ x, g.mean(axis=0)),
        "weights-transposed": lambda x, w, g: (g @ w, x.T @ g, g.sum(axis=0)),
        "w-transposed": lambda x, w, g: (g @ w.T, g.T @ x, g.sum(axis=0)),
        "bias-not-summed": lambda x, w, g: (g @ w, g.T @ x, g),
        "bias-over-the-outputs": lambda x, w, g: (g @ w, g.T @ x, g.sum(axis=1)),
        "another-order": lambda x, w, g: (g.T @ x, g.sum(axis=0), g @ w),
    },
)
