"""Neurons and activations: sigmoid, ReLU, GELU, a dense layer, units that never answer, and gradients that vanish."""

import math

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal, sizes


def _sigmoid(x):
    x = np.asarray(x, dtype=np.float64)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


def _any_shape(rng: np.random.Generator) -> Call:
    return arguments(normal(rng, *sizes(rng, int(rng.integers(1, 4))), scale=3.0))


def _far_from_zero(rng: np.random.Generator) -> Call:
    x = rng.uniform(100, 900, size=sizes(rng, 2)) * rng.choice([-1.0, 1.0], size=1)
    x.flat[: x.size // 2] *= -1  # both ends in every array
    return arguments(x.astype(np.float32))


def _rises_from_0_to_1(ask, rng: np.random.Generator) -> bool:
    values = np.asarray(ask(np.sort(normal(rng, 40, scale=3.0))), dtype=np.float64)
    return bool((np.diff(values) >= 0).all() and (values > 0).all() and (values < 1).all())


def _mirrored(ask, rng: np.random.Generator) -> bool:
    x = normal(rng, 3, 5, scale=2.0)
    return np.allclose(np.asarray(ask(x)) + np.asarray(ask(-x)), 1, atol=1e-5)


def _quotient_of_exponentials(x):
    with np.errstate(all="ignore"):
        return np.exp(x) / (1 + np.exp(x))


def _one_number_at_a_time(x):
    return np.array([1 / (1 + math.exp(-float(each))) for each in x.ravel()]).reshape(x.shape)


def _sign_lost(x):
    return _sigmoid(-x)


def _one_forgotten(x):
    with np.errstate(all="ignore"):
        return 1 / np.exp(-x)


def _derivative_of_sigmoid(x):
    return _sigmoid(x) * (1 - _sigmoid(x))


def _softmax_of_all(x):
    powers = np.exp(x - x.max())
    return powers / powers.sum()


OVERFLOW_HINTS = (
    "What is np.exp(1000.0)? And what is that number divided by itself?",
    "Call your function with np.array([-1000.0, 1000.0]). Which of the two fails, and which exponential is to blame?",
    "Write it so that the exponential never sees a large positive number: np.exp(-abs(x)) is at most 1.",
)
FORMULA_HINTS = (
    "Compute by hand: what should sigmoid(0) be? And sigmoid(3)? Is it nearer to 0 or to 1?",
    "Print your values for np.array([-3.0, 0.0, 3.0]) and compare them with the curve in the text.",
    "The formula is 1 / (1 + exp(−x)): check the sign in the exponent and the 1 in the denominator.",
)

sigmoid = Exercise(
    id="neurons-and-activations.sigmoid",
    points=3,
    target="sigmoid",
    reference=_sigmoid,
    inputs={"ordinary numbers": _any_shape, "numbers far from zero": _far_from_zero},
    properties=(
        Property("rises", "rise with x and lie between 0 and 1.", _rises_from_0_to_1),
        Property("mirror", "give values for x and −x that sum to 1.", _mirrored),
    ),
    misconceptions=(
        Misconception(
            "overflow",
            _quotient_of_exponentials,
            "Your formula is right for ordinary numbers. For numbers far from zero an exponential overflows.",
            OVERFLOW_HINTS,
            also=(_one_number_at_a_time,),
        ),
        Misconception("sign", _sign_lost, "Your curve falls instead of rising: the sign in the exponent is lost.", FORMULA_HINTS),
        Misconception("one-forgotten", _one_forgotten, "You compute exp(x): the 1 in the denominator is missing.", FORMULA_HINTS),
        Misconception("tanh", np.tanh, "You return tanh, which runs from −1 to 1; the sigmoid runs from 0 to 1.", FORMULA_HINTS),
        Misconception(
            "derivative",
            _derivative_of_sigmoid,
            "You return the derivative σ(x)(1 − σ(x)), not the sigmoid itself.",
            FORMULA_HINTS,
        ),
        Misconception(
            "softmax",
            _softmax_of_all,
            "You return a softmax over the whole array. The sigmoid works on each number alone.",
            (
                "Does one number's sigmoid depend on its neighbours?",
                "What does your function return for an array of one number?",
                "Leave out the sum over the array: the denominator holds only 1 and one exponential.",
            ),
        ),
    ),
    forbidden=(".sigmoid", ".expit", ".Sigmoid", ".sigmoid_", ".logsigmoid", ".softmax"),
    hints=(
        "Compute by hand: sigmoid(0) is 1/2, and sigmoid(−x) is 1 − sigmoid(x).",
        "Try np.array([-1000.0, 0.0, 1000.0]): the result is 0, 0.5 and 1, without NaN.",
        "For x ≥ 0 take 1/(1 + e), for x < 0 take e/(1 + e), both times with e = exp(−|x|).",
    ),
)


def _slope(x):
    small = np.exp(-np.abs(np.asarray(x, dtype=np.float64)))
    return small / (1 + small) ** 2


def _slope_of_an_output(x):
    return x * (1 - x)


def _rest_forgotten(x):
    return 1 - _sigmoid(x)


def _slope_of_tanh(x):
    return 1 - np.tanh(x) ** 2


def _slope_by_overflow(x):
    with np.errstate(all="ignore"):
        return np.exp(-x) / (1 + np.exp(-x)) ** 2


def _square_of_sigmoid(x):
    return _sigmoid(x) ** 2


def _highest_in_the_middle(ask, rng: np.random.Generator) -> bool:
    x = np.abs(normal(rng, 6)) + np.float32(0.5)
    left, right = np.asarray(ask(-x), dtype=float), np.asarray(ask(x), dtype=float)
    middle = float(np.ravel(ask(np.zeros(1, dtype=np.float32)))[0])
    return np.allclose(left, right, atol=1e-5) and abs(middle - 0.25) < 1e-5 and bool((left < middle).all())


SLOPE_HINTS = (
    "How steep is the sigmoid at 0? The figure says ¼. What does your function say?",
    "Compare with a small step: (σ(x + 0.001) − σ(x − 0.001)) / 0.002 at x = 2.",
    "Compute s = sigmoid(x) first, then s · (1 − s): the formula holds for the output s, not for x.",
)

sigmoid_slope = Exercise(
    id="neurons-and-activations.sigmoid_slope",
    points=2,
    target="sigmoid_slope",
    reference=_slope,
    inputs={"ordinary numbers": _any_shape, "numbers far from zero": _far_from_zero},
    properties=(Property("middle", "be ¼ at 0, smaller elsewhere, and the same for x and −x.", _highest_in_the_middle),),
    misconceptions=(
        Misconception(
            "of-the-output",
            _slope_of_an_output,
            "You compute x · (1 − x). That is right when x is already the *output* of a sigmoid; here x is what goes in.",
            SLOPE_HINTS,
        ),
        Misconception("factor-forgotten", _rest_forgotten, "You return 1 − σ(x); the factor σ(x) is missing.", SLOPE_HINTS),
        Misconception("sigmoid", _sigmoid, "You return the sigmoid itself, not its slope.", SLOPE_HINTS),
        Misconception("tanh", _slope_of_tanh, "You return the slope of tanh, 1 − tanh², which is 1 at 0.", SLOPE_HINTS),
        Misconception("square", _square_of_sigmoid, "You return σ(x) squared; it should be σ(x) times 1 − σ(x).", SLOPE_HINTS),
        Misconception(
            "overflow",
            _slope_by_overflow,
            "Your formula is right for ordinary numbers. Far from zero an exponential overflows, and infinity by infinity is NaN.",
            OVERFLOW_HINTS,
        ),
    ),
    forbidden=(".sigmoid", ".expit", ".Sigmoid", ".autograd", ".backward", ".grad"),
    hints=SLOPE_HINTS,
)


def _relu(x):
    return np.where(x > 0, x, 0)


def _with_exact_zeros(rng: np.random.Generator) -> Call:
    x = normal(rng, *sizes(rng, 2), scale=2.0)
    x[rng.random(x.shape) < 0.3] = 0.0
    return arguments(x)


def _all_negative(rng: np.random.Generator) -> Call:
    return arguments(-np.abs(normal(rng, *sizes(rng, 2))) - np.float32(0.1))


def _pythons_max(x):
    return max(0, x)


def _leaky(x):
    return np.where(x > 0, x, 0.01 * x)


def _step(x):
    return (x > 0).astype(np.float32)


def _only_the_positive(x):
    return x[x > 0]


def _at_most_six(x):
    return np.clip(x, 0, 1)


RELU_HINTS = (
    "What should ReLU give for −2, for 0 and for 3?",
    "Print your values for np.array([-2.0, 0.0, 3.0]). The right ones are 0, 0 and 3.",
    "Keep x where it is positive and write 0 everywhere else; np.maximum or np.where do it for a whole array.",
)

relu = Exercise(
    id="neurons-and-activations.relu",
    points=2,
    target="relu",
    reference=_relu,
    inputs={"both signs": _any_shape, "with zeros": _with_exact_zeros, "negative numbers only": _all_negative},
    draws=3,
    misconceptions=(
        Misconception(
            "pythons-max",
            _pythons_max,
            "Python's max compares two whole arrays and cannot say which is larger. You need the larger of each pair.",
            (
                "What does max(0, np.array([1.0, -1.0])) say?",
                "max asks: is the array larger than 0? An array has no single answer to that.",
                "np.maximum compares element by element.",
            ),
        ),
        Misconception("absolute", np.abs, "You return the absolute value: negative numbers should become 0, not positive.", RELU_HINTS),
        Misconception("leaky", _leaky, "That is leaky ReLU: it keeps a hundredth of the negative numbers. ReLU keeps nothing.", RELU_HINTS),
        Misconception("derivative", _step, "You return the derivative of ReLU, 1 or 0, instead of the number itself.", RELU_HINTS),
        Misconception(
            "drops-numbers",
            _only_the_positive,
            "You drop the negative numbers. They should become 0 and stay in their places.",
            (
                "What shape should the result have?",
                "Compare x.shape with the shape of your result.",
                "Use np.where(condition, this, that) instead of indexing with the condition.",
            ),
        ),
        Misconception("clipped", _at_most_six, "You cut off above 1 as well. ReLU has no upper limit.", RELU_HINTS),
        Misconception("negative-part", lambda x: np.minimum(x, 0), "You keep the negative part; ReLU keeps the positive part.", RELU_HINTS),
    ),
    forbidden=(".relu", ".ReLU", ".relu_", ".threshold"),
    hints=RELU_HINTS,
)


_erf = np.vectorize(math.erf, otypes=[np.float64])


def _gelu(x):
    x = np.asarray(x, dtype=np.float64)
    return x * 0.5 * (1 + _erf(x / math.sqrt(2)))


def _between_minus_four_and_four(rng: np.random.Generator) -> Call:
    x = rng.uniform(-4, 4, size=(*sizes(rng, 1), 6)).astype(np.float32)
    x[0, :4] = rng.uniform(1.8, 2.6, 4) * np.array([1, -1, 1, -1])  # here the usual approximations are worst
    return arguments(x)


def _gelu_by_tanh(x):
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def _gelu_by_sigmoid(x):
    return x * _sigmoid(1.702 * x)


def _silu(x):
    return x * _sigmoid(x)


def _no_root_of_two(x):
    return x * 0.5 * (1 + _erf(x))


def _erf_for_phi(x):
    return x * _erf(x / math.sqrt(2))


def _density_for_distribution(x):
    return x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def _phi_alone(x):
    return 0.5 * (1 + _erf(x / math.sqrt(2)))


def _half_forgotten(x):
    return x * (1 + _erf(x / math.sqrt(2)))


GELU_HINTS = (
    "Φ(x) is the probability that a normal number lies below x. What is Φ(0)? What is it far to the right?",
    "Compute x = 1 by hand: Φ(1) is 0.8413, so gelu(1) is 0.8413. What do you get?",
    "Φ(x) = (1 + erf(x/√2)) / 2: look for the 2 under the root, the 1 before erf, the half, and the factor x.",
)

gelu = Exercise(
    id="neurons-and-activations.gelu",
    points=2,
    target="gelu",
    reference=_gelu,
    inputs={"between −4 and 4": _between_minus_four_and_four, "any shape": _any_shape},
    misconceptions=(
        Misconception(
            "tanh-approximation",
            _gelu_by_tanh,
            "That is the approximation with tanh, which GPT-2 uses. It is off by up to 0.0005; here the exact formula is asked for.",
            (
                "Which function gives Φ exactly?",
                "Compare your value at x = 2.2 with the exact formula.",
                "Use erf: Φ(x) = (1 + erf(x/√2)) / 2.",
            ),
        ),
        Misconception(
            "sigmoid-approximation",
            _gelu_by_sigmoid,
            "That is the approximation x·σ(1.702x), off by up to 0.02; here the exact formula is asked for.",
            GELU_HINTS,
        ),
        Misconception("silu", _silu, "That is SiLU, x·σ(x): like GELU, with the sigmoid in place of Φ.", GELU_HINTS),
        Misconception("no-root", _no_root_of_two, "You give x itself to erf; it wants x/√2.", GELU_HINTS),
        Misconception("erf-for-phi", _erf_for_phi, "You use erf itself for Φ. erf runs from −1 to 1, Φ from 0 to 1.", GELU_HINTS),
        Misconception(
            "density",
            _density_for_distribution,
            "You use the density of the normal distribution (the bell curve). Φ is the area to the left of x under it.",
            GELU_HINTS,
        ),
        Misconception("phi-alone", _phi_alone, "You return Φ(x); the factor x is missing.", GELU_HINTS),
        Misconception(
            "half-forgotten", _half_forgotten, "Your values are twice what they should be: the half in Φ is missing.", GELU_HINTS
        ),
    ),
    forbidden=(".gelu", ".GELU"),
    hints=GELU_HINTS,
)


def _dense(x, w, b):
    return x @ w.T + b


def _rows(rng: np.random.Generator) -> Call:
    batch, inputs, outputs = sizes(rng, 3)
    return arguments(normal(rng, batch, inputs), normal(rng, outputs, inputs), normal(rng, outputs))


def _two_leading_axes(rng: np.random.Generator) -> Call:
    texts, places, inputs, outputs = sizes(rng, 4)
    return arguments(normal(rng, texts, places, inputs), normal(rng, outputs, inputs), normal(rng, outputs))


def _as_many_outputs_as_inputs(rng: np.random.Generator) -> Call:
    batch, width = sizes(rng, 2)
    return arguments(normal(rng, batch, width), normal(rng, width, width), normal(rng, width))


def _linear(ask, rng: np.random.Generator) -> bool:
    x, y, w, b = normal(rng, 4, 3), normal(rng, 4, 3), normal(rng, 5, 3), normal(rng, 5)
    zero = np.asarray(ask(np.zeros_like(x), w, b))
    return np.allclose(np.asarray(ask(x + y, w, b)) + zero, np.asarray(ask(x, w, b)) + ask(y, w, b), atol=1e-4)


def _not_transposed(x, w, b):
    return x @ w + b


def _weights_first(x, w, b):
    return w @ x + b


def _no_bias(x, w, b):
    return x @ w.T


def _bias_subtracted(x, w, b):
    return x @ w.T - b


def _mean_product(x, w, b):
    return x @ w.T / x.shape[-1] + b


def _activated(x, w, b):
    return np.maximum(x @ w.T + b, 0)


SHAPE_HINTS = (
    "Each row of w belongs to one neuron: how many numbers does it hold, and with which axis of x do they meet?",
    "Write down the shapes of x, of w and of the result. Which size must disappear?",
    "The product is x @ w.T: the last axis of x meets the last axis of w.",
)

dense = Exercise(
    id="neurons-and-activations.dense",
    points=3,
    target="dense",
    reference=_dense,
    inputs={
        "a batch of rows": _rows,
        "two leading axes": _two_leading_axes,
        "as many outputs as inputs": _as_many_outputs_as_inputs,
    },
    draws=3,
    properties=(Property("linear", "add up: the layer of a sum is the sum of the layers, with one bias less.", _linear),),
    misconceptions=(
        Misconception(
            "transposed",
            _not_transposed,
            "You multiply with w instead of its transpose. Where w is square, every shape fits and the numbers are wrong.",
            SHAPE_HINTS,
        ),
        Misconception(
            "weights-first",
            _weights_first,
            "You compute w @ x, which is right for a single column. Here the examples are the rows of x.",
            SHAPE_HINTS,
        ),
        Misconception(
            "no-bias",
            _no_bias,
            "The bias is missing.",
            (
                "What should the layer return when x is all zeros?",
                "Call it with x = 0 and look for b.",
                "Add b at the end; it reaches every row by itself.",
            ),
        ),
        Misconception(
            "bias-subtracted",
            _bias_subtracted,
            "You subtract the bias; the formula adds it.",
            (
                "What should the layer return when x is all zeros?",
                "Call it with x = 0 and compare with b.",
                "Look at the sign before b.",
            ),
        ),
        Misconception(
            "mean",
            _mean_product,
            "You divide by the number of inputs. A neuron takes the sum of its products, not their mean.",
            (
                "Does the formula divide anywhere?",
                "Try one input 1, one weight 1, bias 0, then twice as many of each.",
                "Take the sum (or the matrix product) as it is.",
            ),
        ),
        Misconception(
            "activated",
            _activated,
            "You apply ReLU at the end. This function is the part before the activation.",
            (
                "Can your result be negative?",
                "Read the formula in the docstring: does a σ or a maximum stand in it?",
                "Return the sum as it is.",
            ),
        ),
    ),
    forbidden=(".linear", ".Linear", "bigmodel_edu.models"),
    hints=SHAPE_HINTS,
)


def _dead_units(activations):
    return (activations <= 0).all(axis=0)


def _some_dead(rng: np.random.Generator) -> Call:
    """After ReLU; some units answer to no example, some to few, one very weakly."""
    examples, units = int(rng.integers(9, 14)), int(rng.integers(5, 9))
    activations = np.maximum(normal(rng, examples, units), 0)
    order = rng.permutation(units)
    activations[:, order[:2]] = 0
    activations[:, order[2]] = 0
    activations[rng.integers(1, examples), order[2]] = 1e-4  # alive, if only just
    activations[0, order[3]] = 0
    activations[1, order[3]] = 1.5
    return arguments(activations)


def _none_dead(rng: np.random.Generator) -> Call:
    examples, units = int(rng.integers(3, 6)), int(rng.integers(6, 10))
    activations = np.maximum(normal(rng, examples, units), 0)
    activations[rng.integers(0, examples, units), np.arange(units)] = np.abs(normal(rng, units)) + np.float32(0.1)
    return arguments(activations)


def _one_example(rng: np.random.Generator) -> Call:
    activations = np.maximum(normal(rng, 1, 7), 0)
    activations[0, :2] = (0, 0.7)
    return arguments(activations)


DEAD_HINTS = (
    "A unit is dead when it answers to *no* example. How many examples does it take to show that a unit is alive?",
    "Take a table with 3 rows (examples) and 2 columns (units) and write the answer by hand: it has 2 entries.",
    "Compare with 0, then use all along the axis of the examples (axis=0).",
)

dead_units = Exercise(
    id="neurons-and-activations.dead_units",
    points=2,
    target="dead_units",
    reference=_dead_units,
    inputs={"some dead": _some_dead, "none dead": _none_dead, "one example": _one_example},
    draws=3,
    misconceptions=(
        Misconception(
            "any-zero",
            lambda activations: (activations == 0).any(axis=0),
            "You call a unit dead when it is 0 for some example. ReLU is meant to be 0 often; dead means 0 for all.",
            DEAD_HINTS,
        ),
        Misconception(
            "wrong-axis",
            lambda activations: (activations == 0).all(axis=1),
            "You look along the units: your answer says which *examples* reach no unit.",
            DEAD_HINTS,
        ),
        Misconception("alive", lambda activations: (activations > 0).any(axis=0), "Your answer is True for the living units.", DEAD_HINTS),
        Misconception(
            "share",
            lambda activations: (activations == 0).mean(axis=0),
            "You return how often each unit is 0. Asked is True or False: is it always 0?",
            DEAD_HINTS,
        ),
        Misconception(
            "count",
            lambda activations: int((activations == 0).all(axis=0).sum()),
            "You count the dead units; asked is which they are.",
            DEAD_HINTS,
        ),
        Misconception(
            "places",
            lambda activations: np.flatnonzero((activations == 0).all(axis=0)),
            "You return the numbers of the dead units. Asked is one True or False for every unit.",
            DEAD_HINTS,
        ),
        Misconception(
            "threshold",
            lambda activations: activations.max(axis=0) < 1e-2,
            "You call a unit dead that answers weakly. While it is above 0 for one example, a gradient reaches it.",
            DEAD_HINTS,
        ),
        Misconception("first-example", lambda activations: activations[0] == 0, "You look at the first example only.", DEAD_HINTS),
    ),
    hints=DEAD_HINTS,
)


vanishing = Exercise(
    id="neurons-and-activations.vanishing",
    points=1,
    kind="number",
    target="largest_derivative",
    prompt=(
        "A chain of {layers} neurons, one after the other, each with weight {weight}, bias 0 and the sigmoid. How large can the derivative "
        "of the last output by the first input be at most, if every neuron sat where its sigmoid is steepest? Give it to within 1 %."
    ),
    variant=lambda rng: {"layers": int(rng.integers(6, 13)), "weight": round(float(rng.uniform(1.2, 1.9)), 1)},
    reference=lambda layers, weight: (weight / 4) ** layers,
    relative=0.01,
    absolute=0.0,
    misconceptions=(
        Misconception(
            "weights-forgotten",
            lambda layers, weight: 0.25**layers,
            "You multiplied the slopes of the sigmoids and left out the weights.",
            (
                "What does the chain rule multiply for one neuron?",
                "The derivative of σ(w·x) by x has two factors.",
                "Multiply each slope ¼ with the weight before you take the power.",
            ),
        ),
        Misconception(
            "slopes-forgotten",
            lambda layers, weight: weight**layers,
            "You multiplied the weights and left out the slopes of the sigmoids.",
            (
                "What does the chain rule multiply for one neuron?",
                "How steep is the sigmoid at most?",
                "Its slope σ(1 − σ) is largest at σ = ½: multiply with ¼ for each neuron.",
            ),
        ),
        Misconception(
            "slope-one-half",
            lambda layers, weight: (weight / 2) ** layers,
            "You took ½ for the steepest slope. ½ is the value of the sigmoid there, not its slope.",
            (
                "What is σ(1 − σ) when σ = ½?",
                "Draw the sigmoid from −1 to 1: by how much does it rise?",
                "The steepest slope is ½ · ½ = ¼.",
            ),
        ),
        Misconception(
            "sum",
            lambda layers, weight: layers * weight / 4,
            "You added the neurons' derivatives; along a chain they are multiplied.",
            (
                "How do derivatives of nested functions combine?",
                "Write down the case of two neurons.",
                "Take the power with the number of layers as exponent.",
            ),
        ),
    ),
)

linear_stack = Exercise(
    id="neurons-and-activations.linear_stack",
    points=1,
    kind="choice",
    target="linear_stack",
    prompt="Ten dense layers without activations, one after the other, all of the same width. Which functions can they compute?",
    options={
        "a": "Exactly those of one dense layer.",
        "b": "More than one dense layer, because they have ten times the weights.",
        "c": "Polynomials up to degree ten.",
        "d": "Any function, if they are wide enough.",
    },
    reference="a",
    misconceptions=(
        Misconception(
            "more-weights",
            "b",
            "More weights, but no new functions: the product of ten matrices is one matrix.",
            (
                "Write down two layers and multiply out.",
                "What shape has the product of the two weight matrices?",
                "W₂(W₁x + b₁) + b₂ is again some W times x plus some b.",
            ),
        ),
        Misconception(
            "polynomials",
            "c",
            "x is never multiplied with itself, so no square can come out.",
            (
                "Where would x² come from?",
                "Write down two layers and multiply out.",
                "Every layer multiplies x with constants only.",
            ),
        ),
        Misconception(
            "universal",
            "d",
            "That needs an activation between the layers: without one, all functions that come out are straight.",
            (
                "Which part of a network makes curves possible?",
                "Can a linear function compute |x|?",
                "Without an activation the whole stack collapses to one matrix and one bias.",
            ),
        ),
    ),
)
