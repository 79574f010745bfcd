"""Take one step of Adam; the old state stays as it is."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes


def adam(
    state,
    gradient,
    learning_rate,
    beta1,
    beta2,
    eps,
    *,
    correct=True,
    eps_inside=False,
    advance=1,
    used=0,
    swap=False,
    store=False,
    root=True,
):
    """Adam with the ways in which it goes wrong as switches."""
    step = state["step"] + advance
    mean = beta1 * state["mean"] + (1 - beta1) * gradient
    square = beta2 * state["square"] + (1 - beta2) * gradient**2
    t = step + used
    with np.errstate(all="ignore"):
        first = mean / (1 - beta1**t) if correct else mean
        second = square / (1 - beta2**t) if correct else square
        if swap:
            first, second = second, np.abs(first)
        divisor = np.sqrt(second + eps) if eps_inside else (np.sqrt(second) if root else second) + eps
        weights = state["weights"] - learning_rate * first / divisor
    kept = (first, second) if store else (mean, square)
    return {"weights": weights, "mean": kept[0], "square": kept[1], "step": step}


def _adam_step(state, gradient, learning_rate, beta1, beta2, eps):
    return adam(state, gradient, learning_rate, beta1, beta2, eps)


def adam_variant(**switches):
    def wrong(state, gradient, learning_rate, beta1, beta2, eps):
        return adam(state, gradient, learning_rate, beta1, beta2, eps, **switches)

    return wrong


def adam_betas_swapped(state, gradient, learning_rate, beta1, beta2, eps):
    return adam(state, gradient, learning_rate, beta2, beta1, eps)


def adam_correction_without_power(state, gradient, learning_rate, beta1, beta2, eps):
    new = adam(state, gradient, learning_rate, beta1, beta2, eps)
    first, second = new["mean"] / (1 - beta1), new["square"] / (1 - beta2)
    return new | {"weights": state["weights"] - learning_rate * first / (np.sqrt(second) + eps)}


def adam_call(rng: np.random.Generator, step: int) -> Call:
    shape = sizes(rng, int(rng.integers(1, 3)))
    empty = np.zeros(shape, dtype=np.float32)
    state = {
        "weights": normal(rng, *shape),
        "mean": empty if step == 0 else normal(rng, *shape, scale=0.5),
        "square": empty.copy() if step == 0 else normal(rng, *shape) ** 2,
        "step": step,
    }
    settings = [round(float(rng.uniform(low, high)), 3) for low, high in ((0.01, 0.1), (0.7, 0.9), (0.93, 0.98))]
    return arguments(state, normal(rng, *shape, scale=0.8), *settings, 0.03)


def first_adam_step(rng: np.random.Generator) -> Call:
    return adam_call(rng, 0)


def later_adam_step(rng: np.random.Generator) -> Call:
    return adam_call(rng, int(rng.integers(1, 12)))


def first_step(ask, rng: np.random.Generator) -> bool:
    gradient = normal(rng, 5, scale=3.0) + np.float32(0.01)
    zero = np.zeros(5, dtype=np.float32)
    new = ask({"weights": zero, "mean": zero, "square": zero, "step": 0}, gradient, 0.02, 0.9, 0.999, 1e-12)
    return np.allclose(np.asarray(new["weights"], dtype=float), -0.02 * np.sign(gradient), rtol=1e-3)


EXERCISE = function(
    __file__,
    points=4,
    reference=_adam_step,
    core={"later steps": later_adam_step},
    edges={"the first step": first_adam_step},
    properties=(first_step,),
    bans=("torch.optim", "bigmodel_edu.training"),
    mistakes={
        "no-correction": adam_variant(correct=False),
        "eps-inside": adam_variant(eps_inside=True),
        "moments-swapped": adam_variant(swap=True),
        "betas-swapped": adam_betas_swapped,
        "correction-without-power": adam_correction_without_power,
        "step-one-behind": adam_variant(used=-1),
        "step-one-ahead": adam_variant(used=1),
        "no-root": adam_variant(root=False),
        "stores-corrected": adam_variant(store=True),
        "step-not-counted": lambda state, gradient, learning_rate, beta1, beta2, eps: (
            adam(state, gradient, learning_rate, beta1, beta2, eps) | {"step": state["step"]}
        ),
    },
)
