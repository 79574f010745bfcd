"""First steps: softmax, and how answers are checked."""

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal, sizes


def _softmax(x, axis):
    exponentials = np.exp(x - x.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def _along(rng: np.random.Generator, place: str, scale: float = 2.0) -> Call:
    """An array and an axis at one place, counted now from the front, now from the back."""
    shape = sizes(rng, 3 if place == "middle" else int(rng.integers(2, 4)))
    axis = {"first": 0, "middle": 1, "last": len(shape) - 1}[place]
    return arguments(normal(rng, *shape, scale=scale), axis - len(shape) * int(rng.integers(0, 2)))


def _one_row(rng: np.random.Generator) -> Call:
    return arguments(normal(rng, *sizes(rng, 1), scale=2.0), int(rng.choice([0, -1])))


def _first(rng: np.random.Generator) -> Call:
    return _along(rng, "first")


def _middle(rng: np.random.Generator) -> Call:
    return _along(rng, "middle")


def _last(rng: np.random.Generator) -> Call:
    return _along(rng, "last")


def _extreme(rng: np.random.Generator) -> Call:
    """Neighbouring rows far above and far below 0: no single shift serves the whole array."""
    scores, axis = _along(rng, str(rng.choice(["first", "middle", "last"])), scale=40.0).args
    rows = np.delete(scores.shape, axis)
    levels = rng.permutation(np.resize([-900.0, 800.0], rows.prod())).reshape(rows)
    return arguments(scores + np.expand_dims(levels, axis).astype(np.float32), axis)


def _sums_to_one(ask, rng: np.random.Generator) -> bool:
    x = normal(rng, 3, 5, 2)
    return all(np.allclose(ask(x, axis).sum(axis=axis), 1, atol=1e-5) for axis in range(3))


def _unmoved_by_a_shift(ask, rng: np.random.Generator) -> bool:
    x = normal(rng, 4, 3)
    return np.allclose(ask(x, 1), ask(x + np.float32(7), 1), atol=1e-5)


def _last_axis_always(x, axis):
    return _softmax(x, -1)


def _first_axis_always(x, axis):
    return _softmax(x, 0)


def _over_everything(x, axis):
    return _softmax(x.ravel(), 0).reshape(x.shape)


def _no_shift(x, axis):
    with np.errstate(all="ignore"):
        exponentials = np.exp(x)
        return exponentials / exponentials.sum(axis=axis, keepdims=True)


def _one_shift_for_all(x, axis):
    with np.errstate(all="ignore"):
        exponentials = np.exp(x - x.max())
        return exponentials / exponentials.sum(axis=axis, keepdims=True)


def _scores(x, axis):
    return x - x.max(axis=axis, keepdims=True)


def _not_normalised(x, axis):
    return np.exp(x - x.max(axis=axis, keepdims=True))


def _logarithm(x, axis):
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def _divided_by_the_sum(x, axis):
    with np.errstate(all="ignore"):
        return x / x.sum(axis=axis, keepdims=True)


AXIS_HINTS = (
    "Take an array of shape (2, 3) and sum your result over each axis. Which sums are 1?",
    "Compare what you get for axis=0 and for axis=1.",
    "Look at every max and sum: each needs the argument axis, and keepdims=True.",
)

softmax = Exercise(
    id="first-steps.softmax",
    points=3,
    target="softmax",
    reference=_softmax,
    inputs={
        "one row of scores": _one_row,
        "along the first axis": _first,
        "along the middle one of three axes": _middle,
        "along the last axis": _last,
        "very large and very small scores": _extreme,
    },
    draws=3,
    properties=(
        Property("sums", "sum to 1 along the axis that was asked for.", _sums_to_one),
        Property("shift", "stay the same when every score grows by the same amount.", _unmoved_by_a_shift),
    ),
    misconceptions=(
        Misconception(
            "last-axis", _last_axis_always, "Your softmax always runs along the last axis, whatever axis is asked for.", AXIS_HINTS
        ),
        Misconception(
            "first-axis", _first_axis_always, "Your softmax always runs along the first axis, whatever axis is asked for.", AXIS_HINTS
        ),
        Misconception("whole-array", _over_everything, "Your softmax runs over the whole array at once, not along one axis.", AXIS_HINTS),
        Misconception(
            "overflow",
            _no_shift,
            "Your formula is right for ordinary scores. For very large ones exp overflows; for very small ones you divide 0 by 0.",
            (
                "What is np.exp(1000.0)? What is np.exp(-1000.0)?",
                "Softmax does not change when you subtract the same number from every score. Which number keeps exp small?",
                "Subtract the maximum along the axis before you call exp.",
            ),
        ),
        Misconception(
            "one-shift-for-all",
            _one_shift_for_all,
            "You subtract the largest score of the whole array. A row that lies far below it becomes all zeros, and 0/0 is NaN.",
            (
                "Which rows come out as NaN? Compare their scores with the largest score of the array.",
                "How many maxima do you subtract, and how many rows are there?",
                "Give max the arguments axis=axis and keepdims=True, as in the sum.",
            ),
        ),
        Misconception(
            "scores",
            _scores,
            "You return shifted scores, not probabilities: the exponential is missing.",
            (
                "Are your numbers positive? Do they sum to 1?",
                "Read the formula again: what stands in the numerator?",
                "After the shift, take exp, then divide by its sum.",
            ),
        ),
        Misconception(
            "not-normalised",
            _not_normalised,
            "You return the exponentials before they are divided by their sum.",
            (
                "Do your numbers sum to 1 along the axis?",
                "Read the formula again: what stands in the denominator?",
                "Divide the exponentials by their sum along the axis, with keepdims=True.",
            ),
        ),
        Misconception(
            "log-softmax",
            _logarithm,
            "You return the logarithm of the probabilities.",
            (
                "Can a probability be negative?",
                "Compare your numbers with the logarithm of what the formula gives.",
                "Leave out the logarithm in the last line, or take exp of it.",
            ),
        ),
        Misconception(
            "no-exponential",
            _divided_by_the_sum,
            "You divide the scores by their sum; the exponential is missing.",
            (
                "Try a row with a negative score. Is every result between 0 and 1?",
                "Read the formula again: what is summed in the denominator?",
                "Take exp of the (shifted) scores before dividing.",
            ),
        ),
    ),
    forbidden=(".softmax", ".log_softmax", ".Softmax", ".LogSoftmax"),  # torch, scipy, jax, and the methods of tensors
    hints=(
        "Check one row by hand: softmax of (0, ln 3) is (1/4, 3/4). What do you get?",
        "Print the shape after each line; keepdims=True keeps the axis that was summed.",
        "Three lines do it: subtract the maximum along the axis, take exp, divide by the sum along the axis.",
    ),
)


def _ratio(difference: float) -> float:
    return float(np.exp(difference))


odds = Exercise(
    id="first-steps.odds",
    points=1,
    kind="number",
    target="odds",
    prompt=(
        "Two words have the scores {high} and {low}. After softmax, how many times as likely is the first word as the second? "
        "Give the number to within 1 %."
    ),
    variant=lambda rng: {"high": round(float(rng.uniform(1.5, 3.5)), 1), "low": round(float(rng.uniform(-1.2, -0.2)), 1)},
    reference=lambda high, low: _ratio(high - low),
    relative=0.01,
    misconceptions=(
        Misconception(
            "ratio-of-scores",
            lambda high, low: high / low,
            "You divided one score by the other. Softmax takes exp first.",
            (
                "Which function stands between a score and a probability?",
                "Write both probabilities as fractions. What cancels?",
                "The common denominator cancels; what is left is exp of something.",
            ),
        ),
        Misconception(
            "difference-of-scores",
            lambda high, low: high - low,
            "You gave the difference of the scores; it is the logarithm of the ratio.",
            (
                "You are one step away.",
                "How does a difference of exponents become a ratio?",
                "Take exp of the difference.",
            ),
        ),
        Misconception(
            "other-way-round",
            lambda high, low: _ratio(low - high),
            "You gave how likely the second word is, measured by the first. The question asks for it the other way round.",
            (
                "Which of the two words is the likelier one? Is your number above or below 1?",
                "Which of the two scores stands first in your difference?",
                "Take one divided by your number, or swap the two scores.",
            ),
        ),
        Misconception(
            "probability",
            lambda high, low: float(1 / (1 + np.exp(low - high))),
            "You gave the probability of the first word, when there are only these two.",
            (
                "The question asks for a ratio of two probabilities.",
                "Divide the probability of the first word by that of the second.",
                "p / (1 − p), with p what you gave.",
            ),
        ),
    ),
)

temperature = Exercise(
    id="first-steps.temperature",
    points=1,
    kind="choice",
    target="temperature",
    prompt="You divide all scores by 100 before the softmax. What happens to the probabilities?",
    options={
        "a": "They become nearly equal.",
        "b": "The largest becomes nearly 1.",
        "c": "They do not change: softmax ignores a common factor.",
        "d": "They become 100 times smaller.",
    },
    reference="a",
    misconceptions=(
        Misconception(
            "sharper",
            "b",
            "That happens when the scores are multiplied, not divided.",
            (
                "How far apart are the scores after the division?",
                "Try scores (1, 2, 4) and (0.01, 0.02, 0.04).",
                "When all scores are nearly 0, every exponential is nearly 1.",
            ),
        ),
        Misconception(
            "scale-invariant",
            "c",
            "Softmax ignores a common summand, not a common factor.",
            (
                "Which operation on all scores leaves softmax unchanged?",
                "Compare softmax of (0, 1) and of (0, 10).",
                "A common factor multiplies every difference of scores, and the differences decide.",
            ),
        ),
        Misconception(
            "linear",
            "d",
            "Probabilities still sum to 1, so they cannot all shrink.",
            (
                "What is the sum of the probabilities before and after?",
                "Softmax is not linear.",
                "Try scores (1, 2, 4) and (0.01, 0.02, 0.04).",
            ),
        ),
    ),
)
