"""Gradient descent: one step, one epoch, RMSProp, Adam, and the learning rate from which a quadratic diverges."""

import numpy as np

from bigmodel_edu.calling import RandomGenerator
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal, sizes


def _gd_step(weights, gradient, learning_rate):
    return weights - learning_rate * gradient


def _step_in_a_table(rng: np.random.Generator) -> Call:
    shape = sizes(rng, int(rng.integers(1, 4)))
    return arguments(normal(rng, *shape, scale=2.0), normal(rng, *shape, scale=3.0), round(float(rng.uniform(0.02, 0.6)), 2))


STEP_HINTS = (
    "The gradient points to where the loss grows. Where do you want to go?",
    "Take weight 1, gradient 2, learning rate 0.1 and compute by hand: 0.8.",
    "Return weights − learning_rate · gradient, as a new array.",
)

gd_step = Exercise(
    id="gradient-descent.gd_step",
    points=1,
    target="gd_step",
    reference=_gd_step,
    inputs=_step_in_a_table,
    draws=5,
    misconceptions=(
        Misconception(
            "uphill",
            lambda weights, gradient, learning_rate: weights + learning_rate * gradient,
            "Your step goes uphill, with the gradient: the loss grows.",
            STEP_HINTS,
        ),
        Misconception(
            "rate-forgotten",
            lambda weights, gradient, learning_rate: weights - gradient,
            "You take the whole gradient; the learning rate has no effect.",
            STEP_HINTS,
        ),
        Misconception(
            "only-the-sign",
            lambda weights, gradient, learning_rate: weights - learning_rate * np.sign(gradient),
            "All your steps have the same size: you use only the sign of the gradient.",
            STEP_HINTS,
        ),
        Misconception(
            "length-one",
            lambda weights, gradient, learning_rate: weights - learning_rate * gradient / np.linalg.norm(gradient),
            "You bring the gradient to length 1 first. Plain gradient descent takes smaller steps where the slope is smaller.",
            STEP_HINTS,
        ),
        Misconception(
            "only-the-change",
            lambda weights, gradient, learning_rate: -learning_rate * gradient,
            "You return the change; asked are the new weights.",
            STEP_HINTS,
        ),
        Misconception(
            "shrinks-the-weights",
            lambda weights, gradient, learning_rate: weights * (1 - learning_rate * gradient),
            "You multiply the weights with the gradient; the step is subtracted, whatever the weights are.",
            STEP_HINTS,
        ),
    ),
    forbidden=("torch.optim", "bigmodel_edu.training"),
    hints=STEP_HINTS,
)


def _epoch(weights, x, y, learning_rate, batch_size, order, *, mean=True, factor=2.0, drop_last=False, divisor=None, shuffled_y=None):
    """One walk over the rows in an order, with the ways in which it goes wrong as switches."""
    targets = y if shuffled_y is None else shuffled_y
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        if drop_last and len(chosen) < batch_size:
            break
        error = x[chosen] @ weights - targets[start : start + batch_size] if shuffled_y is not None else x[chosen] @ weights - y[chosen]
        gradient = factor * x[chosen].T @ error
        if mean:
            gradient = gradient / (divisor or len(chosen))
        weights = weights - learning_rate * gradient
    return weights


def _sgd_epoch(weights, x, y, learning_rate, batch_size, rng):
    return _epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)))


def _no_shuffling(weights, x, y, learning_rate, batch_size, rng):
    return _epoch(weights, x, y, learning_rate, batch_size, np.arange(len(x)))


def _sum_not_mean(weights, x, y, learning_rate, batch_size, rng):
    return _epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), mean=False)


def _two_forgotten(weights, x, y, learning_rate, batch_size, rng):
    return _epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), factor=1.0)


def _last_batch_dropped(weights, x, y, learning_rate, batch_size, rng):
    return _epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), drop_last=True)


def _divided_by_batch_size(weights, x, y, learning_rate, batch_size, rng):
    return _epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), divisor=batch_size)


def _divided_by_all(weights, x, y, learning_rate, batch_size, rng):
    return _epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), divisor=len(x))


def _only_x_shuffled(weights, x, y, learning_rate, batch_size, rng):
    return _epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), shuffled_y=y)


def _one_step_for_all(weights, x, y, learning_rate, batch_size, rng):
    return _epoch(weights, x, y, learning_rate, len(x), np.arange(len(x)))


def _gradient_at_the_start(weights, x, y, learning_rate, batch_size, rng):
    order, change = rng.permutation(len(x)), np.zeros_like(weights)
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        change = change - learning_rate * 2 * x[chosen].T @ (x[chosen] @ weights - y[chosen]) / len(chosen)
    return weights + change


def _one_batch_only(weights, x, y, learning_rate, batch_size, rng):
    return _epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x))[:batch_size])


def _epoch_of(rng: np.random.Generator, rows: int, batch_size: int) -> Call:
    columns = int(rng.integers(2, 5))
    x, y = normal(rng, rows, columns), normal(rng, rows, scale=2.0)
    seed = RandomGenerator(int(rng.integers(1 << 30)))
    return arguments(normal(rng, columns), x, y, round(float(rng.uniform(0.03, 0.12)), 3), batch_size, seed)


def _full_batches(rng: np.random.Generator) -> Call:
    batch_size = int(rng.integers(2, 5))
    return _epoch_of(rng, batch_size * int(rng.integers(3, 6)), batch_size)


def _a_smaller_last_batch(rng: np.random.Generator) -> Call:
    batch_size = int(rng.integers(3, 6))
    return _epoch_of(rng, batch_size * int(rng.integers(2, 4)) + int(rng.integers(1, batch_size)), batch_size)


def _single_examples(rng: np.random.Generator) -> Call:
    return _epoch_of(rng, int(rng.integers(5, 9)), 1)


EPOCH_HINTS = (
    "How often is each example used in one epoch, and in which order?",
    "Print the chosen row numbers for 7 examples and batches of 3: three batches, of 3, 3 and 1, without a repeat.",
    "order = rng.permutation(len(x)); for each slice of it: weights −= learning_rate · 2 · Xᵀ(X w − y) / rows of the slice.",
)

sgd_epoch = Exercise(
    id="gradient-descent.sgd_epoch",
    points=4,
    target="sgd_epoch",
    reference=_sgd_epoch,
    inputs={"batches of equal size": _full_batches, "a smaller last batch": _a_smaller_last_batch, "batches of one": _single_examples},
    misconceptions=(
        Misconception(
            "no-shuffling",
            _no_shuffling,
            "You take the examples in their own order. In a sorted table each batch would then hold one kind only.",
            EPOCH_HINTS,
        ),
        Misconception(
            "sum-not-mean",
            _sum_not_mean,
            "You sum over the batch; the loss is a mean. With a sum, larger batches take larger steps.",
            EPOCH_HINTS,
        ),
        Misconception(
            "two-forgotten",
            _two_forgotten,
            "Your steps are half as long: the slope of a square has a factor 2.",
            EPOCH_HINTS,
        ),
        Misconception("last-batch-dropped", _last_batch_dropped, "You leave out the last, smaller batch.", EPOCH_HINTS),
        Misconception(
            "divided-by-batch-size",
            _divided_by_batch_size,
            "You divide by batch_size even when the last batch is smaller. Divide by the rows that it has.",
            EPOCH_HINTS,
        ),
        Misconception(
            "divided-by-all", _divided_by_all, "You divide by the number of all examples; the mean is over the batch.", EPOCH_HINTS
        ),
        Misconception(
            "only-x-shuffled",
            _only_x_shuffled,
            "You shuffle x but not y: each example gets another one's target.",
            (
                "Which target belongs to row order[0]?",
                "Compare x[chosen] with the targets that you use beside it.",
                "Index y with the same chosen rows as x.",
            ),
        ),
        Misconception(
            "one-step-for-all",
            _one_step_for_all,
            "You take one step with all examples. That is gradient descent; an epoch of SGD takes one step for each batch.",
            EPOCH_HINTS,
        ),
        Misconception(
            "gradient-at-the-start",
            _gradient_at_the_start,
            "All your gradients are taken at the weights with which the epoch began. Each batch starts where the last one ended.",
            EPOCH_HINTS,
        ),
        Misconception("one-batch-only", _one_batch_only, "You stop after one batch; an epoch uses every example once.", EPOCH_HINTS),
    ),
    forbidden=("torch.optim", "bigmodel_edu.training", "sklearn"),
    hints=EPOCH_HINTS,
    relative=1e-3,
    absolute=1e-4,
)


def _momentum_step(weights, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + gradient
    return weights - learning_rate * velocity, velocity


def _rolling(rng: np.random.Generator) -> Call:
    shape = sizes(rng, int(rng.integers(1, 3)))
    settings = [round(float(rng.uniform(0.05, 0.3)), 2), round(float(rng.uniform(0.6, 0.95)), 2)]
    return arguments(normal(rng, *shape), normal(rng, *shape, scale=2.0), normal(rng, *shape), *settings)


def _at_rest(rng: np.random.Generator) -> Call:
    call = _rolling(rng)
    call.args[1][:] = 0
    return call


def _old_velocity(weights, velocity, gradient, learning_rate, momentum):
    return weights - learning_rate * velocity, momentum * velocity + gradient


def _faded_gradient(weights, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + (1 - momentum) * gradient
    return weights - learning_rate * velocity, velocity


def _rate_inside(weights, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + learning_rate * gradient
    return weights - velocity, velocity


def _rate_inside_with_sign(weights, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity - learning_rate * gradient
    return weights + velocity, velocity


def _nothing_fades(weights, velocity, gradient, learning_rate, momentum):
    return weights - learning_rate * (velocity + gradient), velocity + gradient


def _forgets(weights, velocity, gradient, learning_rate, momentum):
    return weights - learning_rate * gradient, gradient


def _looks_ahead(weights, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + gradient
    return weights - learning_rate * (gradient + momentum * velocity), velocity


MOMENTUM_HINTS = (
    "Two lines: first the new velocity, then the step. Which velocity does the step use?",
    "By hand: velocity 2, gradient 1, momentum 0.9, learning rate 0.1: the new velocity is 2.8, the step 0.28.",
    "velocity = momentum · velocity + gradient; weights − learning_rate · velocity; return both, as new arrays.",
)

momentum_step = Exercise(
    id="gradient-descent.momentum_step",
    points=2,
    target="momentum_step",
    reference=_momentum_step,
    inputs={"already rolling": _rolling, "from rest": _at_rest},
    draws=3,
    misconceptions=(
        Misconception("old-velocity", _old_velocity, "Your step uses the old velocity; it should use the new one.", MOMENTUM_HINTS),
        Misconception(
            "mean-of-gradients",
            _faded_gradient,
            "You multiply the gradient with 1 − μ, as Adam does. In this formula it enters whole.",
            MOMENTUM_HINTS,
        ),
        Misconception(
            "rate-inside",
            _rate_inside,
            "Your learning rate stands inside the velocity. Some books do so; in the formula here it stands outside.",
            MOMENTUM_HINTS,
            also=(_rate_inside_with_sign,),
        ),
        Misconception("nothing-fades", _nothing_fades, "Your velocity never fades: the share μ is missing.", MOMENTUM_HINTS),
        Misconception("forgets", _forgets, "That is plain gradient descent: the old velocity has no effect.", MOMENTUM_HINTS),
        Misconception(
            "looks-ahead",
            _looks_ahead,
            "That is Nesterov's form, which looks one step ahead. Asked is the plain one.",
            MOMENTUM_HINTS,
        ),
    ),
    forbidden=("torch.optim", "bigmodel_edu.training"),
    hints=MOMENTUM_HINTS,
)


def _rmsprop_step(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * gradient**2
    return weights - learning_rate * gradient / (np.sqrt(square) + eps), square


def _moment_call(rng: np.random.Generator, first: bool) -> Call:
    shape = sizes(rng, int(rng.integers(1, 3)))
    square = np.zeros(shape, dtype=np.float32) if first else normal(rng, *shape) ** 2
    settings = [round(float(rng.uniform(0.01, 0.2)), 3), round(float(rng.uniform(0.6, 0.95)), 2), 0.05]
    return arguments(normal(rng, *shape), square, normal(rng, *shape, scale=0.7), *settings)


def _first_rms_step(rng: np.random.Generator) -> Call:
    return _moment_call(rng, first=True)


def _later_rms_step(rng: np.random.Generator) -> Call:
    return _moment_call(rng, first=False)


def _flat_places(rng: np.random.Generator) -> Call:
    """Some weights have never had a gradient: only ε keeps the division finite."""
    call = _moment_call(rng, first=True)
    call.args[2].flat[::2] = 0
    return call


def _rms_eps_inside(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * gradient**2
    return weights - learning_rate * gradient / np.sqrt(square + eps), square


def _rms_no_root(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * gradient**2
    return weights - learning_rate * gradient / (square + eps), square


def _rms_swapped(weights, square, gradient, learning_rate, alpha, eps):
    return _rmsprop_step(weights, square, gradient, learning_rate, 1 - alpha, eps)


def _rms_old_square(weights, square, gradient, learning_rate, alpha, eps):
    new = alpha * square + (1 - alpha) * gradient**2
    return weights - learning_rate * gradient / (np.sqrt(square) + eps), new


def _rms_not_squared(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * np.abs(gradient)
    return weights - learning_rate * gradient / (np.sqrt(square) + eps), square


def _rms_sum(weights, square, gradient, learning_rate, alpha, eps):
    square = square + gradient**2
    return weights - learning_rate * gradient / (np.sqrt(square) + eps), square


def _rms_no_eps(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * gradient**2
    with np.errstate(all="ignore"):
        return weights - learning_rate * gradient / np.sqrt(square), square


def _rms_corrected(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * gradient**2
    return weights - learning_rate * gradient / (np.sqrt(square / (1 - alpha)) + eps), square


RMS_HINTS = (
    "Two lines: first the new average of squares, then the step. Which average does the step use?",
    "Compute by hand with square 0, gradient 2, alpha 0.9, learning rate 0.1, eps 0: square 0.4, step 0.1 · 2 / √0.4.",
    "square = alpha·square + (1 − alpha)·gradient²; step = learning_rate · gradient / (√square + eps).",
)

rmsprop_step = Exercise(
    id="gradient-descent.rmsprop_step",
    points=3,
    target="rmsprop_step",
    reference=_rmsprop_step,
    inputs={"a first step": _first_rms_step, "a later step": _later_rms_step, "places without a slope": _flat_places},
    draws=3,
    misconceptions=(
        Misconception("eps-inside", _rms_eps_inside, "Your ε stands inside the root; in this formula it stands outside.", RMS_HINTS),
        Misconception("no-root", _rms_no_root, "You divide by the average of squares itself; its root is missing.", RMS_HINTS),
        Misconception(
            "alpha-swapped",
            _rms_swapped,
            "Your α and 1 − α are swapped: α is the share of the old average that stays.",
            RMS_HINTS,
        ),
        Misconception("old-square", _rms_old_square, "Your step uses the old average; it should use the new one.", RMS_HINTS),
        Misconception("not-squared", _rms_not_squared, "You average the sizes of the gradients; it should be their squares.", RMS_HINTS),
        Misconception("adagrad", _rms_sum, "You add up all squares. That is AdaGrad: its steps only ever become smaller.", RMS_HINTS),
        Misconception("no-eps", _rms_no_eps, "Without ε you divide 0 by 0 where no gradient has ever come.", RMS_HINTS),
        Misconception(
            "corrected", _rms_corrected, "You correct for the start at zero. Adam does that; RMSProp, as given here, does not.", RMS_HINTS
        ),
    ),
    forbidden=("torch.optim", "bigmodel_edu.training"),
    hints=RMS_HINTS,
)


def _adam(
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
    return _adam(state, gradient, learning_rate, beta1, beta2, eps)


def _adam_variant(**switches):
    def wrong(state, gradient, learning_rate, beta1, beta2, eps):
        return _adam(state, gradient, learning_rate, beta1, beta2, eps, **switches)

    return wrong


def _adam_betas_swapped(state, gradient, learning_rate, beta1, beta2, eps):
    return _adam(state, gradient, learning_rate, beta2, beta1, eps)


def _adam_correction_without_power(state, gradient, learning_rate, beta1, beta2, eps):
    new = _adam(state, gradient, learning_rate, beta1, beta2, eps)
    first, second = new["mean"] / (1 - beta1), new["square"] / (1 - beta2)
    return new | {"weights": state["weights"] - learning_rate * first / (np.sqrt(second) + eps)}


def _adam_call(rng: np.random.Generator, step: int) -> Call:
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


def _first_adam_step(rng: np.random.Generator) -> Call:
    return _adam_call(rng, 0)


def _later_adam_step(rng: np.random.Generator) -> Call:
    return _adam_call(rng, int(rng.integers(1, 12)))


def _first_step_has_the_size_of_the_rate(ask, rng: np.random.Generator) -> bool:
    gradient = normal(rng, 5, scale=3.0) + np.float32(0.01)
    zero = np.zeros(5, dtype=np.float32)
    new = ask({"weights": zero, "mean": zero, "square": zero, "step": 0}, gradient, 0.02, 0.9, 0.999, 1e-12)
    return np.allclose(np.asarray(new["weights"], dtype=float), -0.02 * np.sign(gradient), rtol=1e-3)


ADAM_HINTS = (
    "What is the mean after the first step, when it began at 0 and the gradient is 5? How far is that from 5?",
    "At the first step, the corrected mean must be the gradient itself, and the corrected square its square. Print both.",
    "t = step + 1; divide mean by 1 − beta1**t and square by 1 − beta2**t; keep the uncorrected ones in the state.",
)
STATE_HINTS = (
    "What does the next call need to know from this one?",
    "Call your function twice in a row and print step, mean and square each time.",
    "Return the new weights, the uncorrected mean and square, and step + 1.",
)

adam_step = Exercise(
    id="gradient-descent.adam_step",
    points=4,
    target="adam_step",
    reference=_adam_step,
    inputs={"the first step": _first_adam_step, "later steps": _later_adam_step},
    properties=(
        Property(
            "first step", "take a first step of the size of the learning rate, whatever the gradient.", _first_step_has_the_size_of_the_rate
        ),
    ),
    misconceptions=(
        Misconception(
            "no-correction",
            _adam_variant(correct=False),
            "The bias correction is missing, as in many articles. The averages began at 0 and are too small at first.",
            ADAM_HINTS,
        ),
        Misconception(
            "eps-inside", _adam_variant(eps_inside=True), "Your ε stands inside the root; in the paper it stands outside.", ADAM_HINTS
        ),
        Misconception(
            "moments-swapped",
            _adam_variant(swap=True),
            "The two averages are swapped: the mean belongs above, the root of the squares below.",
            ADAM_HINTS,
        ),
        Misconception("betas-swapped", _adam_betas_swapped, "β₁ and β₂ are swapped: β₁ belongs to the mean of gradients.", ADAM_HINTS),
        Misconception(
            "correction-without-power",
            _adam_correction_without_power,
            "You correct by 1 − β at every step. The correction fades: it is 1 − βᵗ.",
            ADAM_HINTS,
        ),
        Misconception(
            "step-one-behind",
            _adam_variant(used=-1),
            "Your correction uses the step before it was counted up: at the first step it divides by 0.",
            ADAM_HINTS,
        ),
        Misconception("step-one-ahead", _adam_variant(used=1), "Your correction is one step ahead: the first step has t = 1.", ADAM_HINTS),
        Misconception(
            "no-root", _adam_variant(root=False), "You divide by the average of squares itself; its root is missing.", ADAM_HINTS
        ),
        Misconception(
            "stores-corrected",
            _adam_variant(store=True),
            "Your weights are right, but you keep the corrected averages: the next step would correct them again.",
            STATE_HINTS,
        ),
        Misconception(
            "step-not-counted",
            lambda state, gradient, learning_rate, beta1, beta2, eps: (
                _adam(state, gradient, learning_rate, beta1, beta2, eps) | {"step": state["step"]}
            ),
            "Your weights are right, but the step is not counted up in the state that you return.",
            STATE_HINTS,
        ),
    ),
    forbidden=("torch.optim", "bigmodel_edu.training"),
    hints=ADAM_HINTS,
)


def _diverges_from(matrix):
    return float(2 / np.linalg.eigvalsh(matrix)[-1])


def _turned_bowl(rng: np.random.Generator) -> Call:
    """A symmetric matrix with different curvatures along directions that are not the axes."""
    size = int(rng.integers(2, 6))
    directions, _ = np.linalg.qr(rng.standard_normal((size, size)))
    curvatures = np.exp(rng.uniform(-1.5, 1.5, size)) * rng.uniform(0.5, 3)
    matrix = directions @ np.diag(curvatures) @ directions.T
    return arguments((matrix + matrix.T) / 2)


def _one_weight(rng: np.random.Generator) -> Call:
    return arguments(np.array([[float(rng.uniform(0.2, 9))]]))


RATE_HINTS = (
    "Take one weight and f(w) = ½ c w². What does one step multiply w with? When does that not shrink?",
    "w becomes (1 − η c) w. It grows when |1 − η c| > 1. In several dimensions each principal direction has its own c.",
    "The steepest direction decides: 2 divided by the largest eigenvalue (np.linalg.eigvalsh).",
)

minimum_learning_rate_that_diverges = Exercise(
    id="gradient-descent.minimum_learning_rate_that_diverges",
    points=3,
    target="minimum_learning_rate_that_diverges",
    reference=_diverges_from,
    inputs={"several weights": _turned_bowl, "one weight": _one_weight},
    draws=5,
    misconceptions=(
        Misconception(
            "one-over",
            lambda matrix: float(1 / np.linalg.eigvalsh(matrix)[-1]),
            "That rate lands in the middle of the steepest direction in one step. It may be doubled before the steps grow.",
            RATE_HINTS,
        ),
        Misconception(
            "flattest",
            lambda matrix: float(2 / np.linalg.eigvalsh(matrix)[0]),
            "You took the smallest eigenvalue. In a steeper direction the steps would have grown long before.",
            RATE_HINTS,
            also=(lambda matrix: float(2 / np.linalg.norm(matrix, -2)),),
        ),
        Misconception(
            "trace",
            lambda matrix: float(2 / np.trace(matrix)),
            "You took the sum of all curvatures (the trace). Directions do not add up: each goes its own way.",
            RATE_HINTS,
        ),
        Misconception(
            "diagonal",
            lambda matrix: float(2 / np.diag(matrix).max()),
            "You took the largest number on the diagonal: the curvature along an axis. The steepest direction may lie between the axes.",
            RATE_HINTS,
        ),
        Misconception(
            "frobenius",
            lambda matrix: float(2 / np.linalg.norm(matrix)),
            "You took np.linalg.norm, the root of the sum of all squares. The largest curvature is the largest eigenvalue.",
            RATE_HINTS,
        ),
        Misconception(
            "half-forgotten",
            lambda matrix: float(1 / (2 * np.linalg.eigvalsh(matrix)[-1])),
            "You counted the ½ of the quadratic twice: the gradient of ½ wᵀA w is A w.",
            RATE_HINTS,
        ),
    ),
    hints=RATE_HINTS,
)


def _bowl(rng: np.random.Generator) -> dict[str, float]:
    """Numbers for which the wrong ways to compute lie well apart from the right one and from each other."""
    while True:
        curvature, rate, steps = round(float(rng.uniform(2, 4)), 1), round(float(rng.uniform(0.05, 0.12)), 2), int(rng.integers(5, 10))
        ways = (
            abs(1 - rate * curvature) ** steps,
            (1 - rate) ** steps,
            abs(1 - steps * rate * curvature),
            abs(1 - 2 * rate * curvature) ** steps,
        )
        low, *rest = sorted(ways)
        if all(high > 1.05 * below for below, high in zip((low, *rest), rest, strict=False)):
            return {"curvature": curvature, "rate": rate, "steps": steps}


shrinking = Exercise(
    id="gradient-descent.shrinking",
    points=1,
    kind="number",
    target="distance_left",
    prompt=(
        "f(w) = ½ · {curvature} · w². You start at w = 1 and take {steps} steps of gradient descent with learning rate {rate}. "
        "How far from the minimum are you then? Give the distance to within 1 %."
    ),
    variant=_bowl,
    reference=lambda curvature, rate, steps: abs(1 - rate * curvature) ** steps,
    relative=0.01,
    absolute=0.0,
    misconceptions=(
        Misconception(
            "curvature-forgotten",
            lambda curvature, rate, steps: (1 - rate) ** steps,
            "You left out the curvature: the gradient at w is c · w, not w.",
            (
                "What is the gradient of ½ · c · w² at w?",
                "After one step w is 1 − rate · c.",
                "Every step multiplies with 1 − rate · c: take the power.",
            ),
        ),
        Misconception(
            "straight",
            lambda curvature, rate, steps: abs(1 - steps * rate * curvature),
            "You took every step as long as the first. The gradient shrinks as you come nearer.",
            (
                "Is the second gradient as large as the first?",
                "Every step multiplies the distance with the same number.",
                "Take the power of 1 − rate · c, with the number of steps as exponent.",
            ),
        ),
        Misconception(
            "twice",
            lambda curvature, rate, steps: abs(1 - 2 * rate * curvature) ** steps,
            "Your gradient is twice as large: the ½ in f cancels the 2 of the square.",
            (
                "What is the derivative of ½ · c · w²?",
                "It is c · w: the ½ and the 2 cancel.",
                "Every step multiplies with 1 − rate · c.",
            ),
        ),
    ),
)

first_step = Exercise(
    id="gradient-descent.first_step",
    points=1,
    kind="number",
    target="first_step_size",
    prompt=(
        "Adam begins with learning rate {rate}, β₁ = 0.9, β₂ = 0.999 and a tiny ε. The first gradient of one weight is {gradient}. "
        "How far does this weight move in the first step? Give the distance to within 1 %."
    ),
    variant=lambda rng: {"rate": round(float(rng.uniform(0.002, 0.009)), 4), "gradient": round(float(rng.uniform(40.0, 90.0)), 1)},
    reference=lambda rate, gradient: rate,
    relative=0.01,
    absolute=0.0,
    misconceptions=(
        Misconception(
            "gradient-descent",
            lambda rate, gradient: rate * gradient,
            "That is the step of plain gradient descent. Adam divides by the size of the gradients.",
            (
                "What stands below the fraction in Adam's step?",
                "After the correction, the mean is the gradient and the square is its square.",
                "g divided by √(g²) is 1 in size.",
            ),
        ),
        Misconception(
            "no-correction",
            lambda rate, gradient: rate * 0.1 / 0.001**0.5,
            "That is the first step without the bias correction: about three times too large.",
            (
                "Which two numbers are divided by 1 − β₁ᵗ and 1 − β₂ᵗ?",
                "At t = 1: the mean 0.1 · g is divided by 0.1, the square 0.001 · g² by 0.001.",
                "After the correction the fraction is g/√(g²).",
            ),
        ),
        Misconception(
            "only-the-mean",
            lambda rate, gradient: rate * gradient * 0.1,
            "You used the uncorrected mean alone, 0.1 · g, and did not divide by the root of the squares.",
            (
                "What stands below the fraction in Adam's step?",
                "Correct both averages, then divide.",
                "g divided by √(g²) is 1 in size.",
            ),
        ),
        Misconception(
            "tenth",
            lambda rate, gradient: rate * 0.1,
            "You corrected the square but not the mean.",
            (
                "Both averages began at 0. Which of them is corrected?",
                "At t = 1 the mean is 0.1 · g, divided by 1 − 0.9.",
                "After the correction the fraction is g/√(g²).",
            ),
        ),
    ),
)
