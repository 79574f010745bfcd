"""What is a big model: laws of scale, fitted to runs and used to spend a budget."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.economics.scaling import CHINCHILLA, REFIT, UNROUNDED, Chinchilla
from bigmodel_edu.economics.scaling import fit_power_law as reference_fit

Constants = Mapping[str, float]
Array = np.ndarray


def _law(constants: Constants, **other: float) -> Chinchilla:
    return Chinchilla(**{**constants, **other})


def _constants(rng: np.random.Generator) -> dict[str, float]:
    """Constants of the kind that are published, with α and β well apart."""
    alpha, beta = (float(each) for each in rng.permutation([rng.uniform(0.24, 0.33), rng.uniform(0.38, 0.5)]))
    a, b = (float(each) for each in rng.uniform(150, 1500, 2))
    return {
        "e": round(float(rng.uniform(1.2, 2.1)), 3),
        "a": round(a, 1),
        "b": round(b, 1),
        "alpha": round(alpha, 4),
        "beta": round(beta, 4),
    }


def _log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


# ---------------------------------------------------------------- predicted_loss


def _a_model(rng: np.random.Generator) -> Call:
    return arguments(_log_uniform(rng, 1e7, 5e10), _log_uniform(rng, 1e8, 5e12), _constants(rng))


def _never_below_the_floor(ask, rng: np.random.Generator) -> bool:
    constants = _constants(rng)
    return abs(ask(1e40, 1e40, constants) - constants["e"]) < 1e-3


LOSS_HINTS = (
    "Three terms: what no model can lose, what this one is too small for, what its data are too few for.",
    "Print the three terms alone. Each is above 0, and the last two become smaller for larger models and more data.",
    "e + a / n_params ** alpha + b / n_tokens ** beta.",
)

predicted_loss = Exercise(
    id="what-is-a-big-model.predicted_loss",
    points=2,
    target="predicted_loss",
    reference=lambda n_params, n_tokens, constants: _law(constants).loss(n_params, n_tokens),
    inputs=_a_model,
    properties=(Property("floor", "approach e for endless weights and data.", _never_below_the_floor),),
    misconceptions=(
        Misconception(
            "floor-forgotten",
            lambda n, d, c: c["a"] / n ** c["alpha"] + c["b"] / d ** c["beta"],
            "You leave out e, the loss that no model can avoid.",
            LOSS_HINTS,
        ),
        Misconception(
            "exponents-swapped",
            lambda n, d, c: c["e"] + c["a"] / n ** c["beta"] + c["b"] / d ** c["alpha"],
            "You swapped the exponents: alpha belongs to the weights, beta to the tokens.",
            LOSS_HINTS,
        ),
        Misconception(
            "inputs-swapped",
            lambda n, d, c: c["e"] + c["a"] / d ** c["alpha"] + c["b"] / n ** c["beta"],
            "You swapped weights and tokens.",
            LOSS_HINTS,
        ),
        Misconception(
            "factors-swapped",
            lambda n, d, c: c["e"] + c["b"] / n ** c["alpha"] + c["a"] / d ** c["beta"],
            "You swapped the factors: a belongs to the weights, b to the tokens.",
            LOSS_HINTS,
        ),
        Misconception(
            "weights-only",
            lambda n, d, c: c["e"] + c["a"] / n ** c["alpha"],
            "You leave out the data: a large model with few tokens loses, too.",
            LOSS_HINTS,
        ),
        Misconception("tokens-only", lambda n, d, c: c["e"] + c["b"] / d ** c["beta"], "You leave out the weights.", LOSS_HINTS),
        Misconception(
            "factor-inside-the-power",
            lambda n, d, c: c["e"] + (c["a"] / n) ** c["alpha"] + (c["b"] / d) ** c["beta"],
            "You take the power of a / N. Only N has the exponent here. (Kaplan's law is written the other way.)",
            LOSS_HINTS,
        ),
        Misconception(
            "joint-power",
            lambda n, d, c: c["e"] + c["a"] * c["b"] / (n ** c["alpha"] * d ** c["beta"]),
            "You multiply the two terms; they are added.",
            LOSS_HINTS,
        ),
    ),
    forbidden=("bigmodel_edu.economics",),
    relative=1e-5,
    hints=LOSS_HINTS,
)

# ---------------------------------------------------------------- fit_power_law


def _runs(rng: np.random.Generator, count: int, *, ordered: bool) -> Call:
    floor, scale, exponent = float(rng.uniform(0.8, 2.2)), float(rng.uniform(0.3, 2.5)), float(rng.uniform(0.18, 0.75))
    sizes = np.exp(np.linspace(np.log(0.02), np.log(60), count) + rng.uniform(-0.25, 0.25, count))
    if not ordered:
        rng.shuffle(sizes)
    return arguments(sizes, floor + scale * sizes**-exponent)


def _five_runs(rng: np.random.Generator) -> Call:
    return _runs(rng, 5, ordered=True)


def _many_runs(rng: np.random.Generator) -> Call:
    return _runs(rng, int(rng.integers(9, 16)), ordered=False)


def _fit(x: Array, loss: Array) -> tuple[float, float, float]:
    law = reference_fit(x, loss)
    assert law.floor is not None
    return law.floor.value, law.scale.value, law.exponent.value


def _line(x: Array, y: Array) -> tuple[float, float]:
    slope, constant = np.polyfit(x, y, 1)
    return float(slope), float(constant)


def _no_floor(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = _line(np.log(x), np.log(loss))
    return 0.0, float(np.exp(constant)), -slope


def _no_floor_ten(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = _line(np.log10(x), np.log10(loss))
    return 0.0, constant, -slope


def _straight(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = _line(x, loss)
    return constant, slope, 1.0


def _straight_negative(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = _line(x, loss)
    return constant, -slope, -1.0


def _half_logarithmic(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = _line(np.log(x), loss)
    return 0.0, constant, -slope


def _half_logarithmic_floor(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = _line(np.log(x), loss)
    return constant, slope, 1.0


def _smallest_is_floor(share: float) -> Callable[[Array, Array], tuple[float, float, float]]:
    def fit(x: Array, loss: Array) -> tuple[float, float, float]:
        floor = share * loss.min()
        above = loss > floor
        slope, constant = _line(np.log(x[above]), np.log(loss[above] - floor))
        return float(floor), float(np.exp(constant)), -slope

    return fit


FIT_HINTS = (
    "Draw log(loss) over log(x): is it a straight line? And log(loss − E), for the right E?",
    "For every floor E below the smallest loss, log(loss − E) = log A − α log x is a straight line to fit. Which E leaves the least error?",
    "Try many E, or use curve_fit with bounds (without them it may run away); compare predicted losses; return (E, A, α), with α > 0.",
)

fit_power_law = Exercise(
    id="what-is-a-big-model.fit_power_law",
    points=4,
    target="fit_power_law",
    reference=_fit,
    inputs={"five runs": _five_runs, "many runs in any order": _many_runs},
    misconceptions=(
        Misconception(
            "floor-ignored",
            _no_floor,
            "You fit a law without a floor: the loss would fall to 0 for a model that is large enough. The exponent comes out too small.",
            FIT_HINTS,
            also=(_no_floor_ten, lambda x, loss: (0.0, -_no_floor(x, loss)[2], _no_floor(x, loss)[1])),
        ),
        Misconception(
            "no-logarithm",
            _straight,
            "You fit a straight line to x and loss. The law is a power: it becomes straight in logarithms.",
            FIT_HINTS,
            also=(_straight_negative, lambda x, loss: (_straight(x, loss)[0], -_straight(x, loss)[1], 1.0)),
        ),
        Misconception(
            "half-logarithmic",
            _half_logarithmic,
            "You fit the loss itself over log(x). The logarithm of loss − E belongs on the other axis.",
            FIT_HINTS,
            also=(_half_logarithmic_floor,),
        ),
        Misconception(
            "smallest-loss-is-the-floor",
            _smallest_is_floor(1.0),
            "You take the smallest measured loss for the floor. The floor lies below every run.",
            FIT_HINTS,
            also=(_smallest_is_floor(0.999), _smallest_is_floor(0.99), _smallest_is_floor(0.95)),
        ),
        Misconception(
            "logarithm-of-the-scale",
            lambda x, loss: (_fit(x, loss)[0], float(np.log(_fit(x, loss)[1])), _fit(x, loss)[2]),
            "Your fit is right, but you return log A instead of A.",
            FIT_HINTS,
        ),
        Misconception(
            "sign-of-the-exponent",
            lambda x, loss: (*_fit(x, loss)[:2], -_fit(x, loss)[2]),
            "Your fit is right, but α has the wrong sign: the law has x to the power −α, and α is above 0.",
            FIT_HINTS,
        ),
        Misconception(
            "order",
            lambda x, loss: (_fit(x, loss)[1], _fit(x, loss)[2], _fit(x, loss)[0]),
            "Your constants are right, in another order: E, A, α is asked for.",
            FIT_HINTS,
            also=(
                lambda x, loss: (_fit(x, loss)[2], _fit(x, loss)[1], _fit(x, loss)[0]),
                lambda x, loss: (_fit(x, loss)[1], _fit(x, loss)[0], _fit(x, loss)[2]),
                lambda x, loss: (_fit(x, loss)[0], _fit(x, loss)[2], _fit(x, loss)[1]),
            ),
        ),
    ),
    forbidden=("bigmodel_edu.economics",),
    draws=3,
    relative=0.03,
    absolute=1e-3,
    hints=FIT_HINTS,
)

# ---------------------------------------------------------------- losses_of_budget


def _budget(rng: np.random.Generator) -> Call:
    flops = _log_uniform(rng, 1e19, 1e25)
    sizes = np.exp(rng.uniform(np.log(1e7), np.log(1e12), int(rng.integers(3, 8))))
    return arguments(flops, sizes, _constants(rng))


BUDGET_HINTS = (
    "The budget is fixed. What does a larger model leave fewer of?",
    "From C = 6 · N · D: how many tokens can each size be trained on?",
    "D = flops / (6 · sizes), then the law for every pair of N and D.",
)


def _losses(flops: float, sizes: Array, constants: Constants, tokens: Array) -> Array:
    return constants["e"] + constants["a"] / sizes ** constants["alpha"] + constants["b"] / tokens ** constants["beta"]


losses_of_budget = Exercise(
    id="what-is-a-big-model.losses_of_budget",
    points=2,
    target="losses_of_budget",
    reference=lambda flops, sizes, constants: np.array([_law(constants).loss(size, flops / 6 / size) for size in sizes]),
    inputs=_budget,
    misconceptions=(
        Misconception(
            "six-forgotten",
            lambda flops, sizes, c: _losses(flops, sizes, c, flops / sizes),
            "You divide the budget by the weights alone. Each weight and token takes six operations.",
            BUDGET_HINTS,
        ),
        Misconception(
            "forward-only",
            lambda flops, sizes, c: _losses(flops, sizes, c, flops / (2 * sizes)),
            "You count two operations for each weight and token. Training takes six.",
            BUDGET_HINTS,
        ),
        Misconception(
            "same-data",
            lambda flops, sizes, c: _losses(flops, sizes, c, np.full(len(sizes), flops / (6 * sizes[0]))),
            "You give every size the same tokens. On a fixed budget a larger model sees fewer.",
            BUDGET_HINTS,
            also=(lambda flops, sizes, c: _losses(flops, sizes, c, np.full(len(sizes), flops / (6 * sizes.mean()))),),
        ),
        Misconception(
            "twenty-tokens",
            lambda flops, sizes, c: _losses(flops, sizes, c, 20 * sizes),
            "You give each size 20 tokens a weight, whatever the budget. Then the sizes cost different amounts.",
            BUDGET_HINTS,
        ),
        Misconception(
            "endless-data",
            lambda flops, sizes, c: c["e"] + c["a"] / sizes ** c["alpha"],
            "You leave out the data: larger would always be better.",
            BUDGET_HINTS,
        ),
        Misconception(
            "exponents-swapped",
            lambda flops, sizes, c: c["e"] + c["a"] / sizes ** c["beta"] + c["b"] / (flops / 6 / sizes) ** c["alpha"],
            "You swapped the exponents: alpha belongs to the weights, beta to the tokens.",
            BUDGET_HINTS,
        ),
        Misconception(
            "sorted",
            lambda flops, sizes, c: _losses(flops, np.sort(sizes), c, flops / 6 / np.sort(sizes)),
            "You sort the sizes; keep their order.",
            BUDGET_HINTS,
        ),
    ),
    forbidden=("bigmodel_edu.economics",),
    relative=1e-5,
    hints=BUDGET_HINTS,
)

# ---------------------------------------------------------------- chinchilla_optimal


def _optimum(flops: float, constants: Constants) -> tuple[float, float]:
    best = _law(constants).optimal(flops)
    return best.parameters, best.tokens


def _to_spend(rng: np.random.Generator) -> Call:
    return arguments(_log_uniform(rng, 1e18, 1e26), _constants(rng))


def _spends_it_all(ask, rng: np.random.Generator) -> bool:
    n, d = ask(3e21, _constants(rng))
    return bool(np.isclose(6 * n * d, 3e21, rtol=1e-3))


def _cannot_be_improved(ask, rng: np.random.Generator) -> bool:
    constants = _constants(rng)
    n, d = ask(3e21, constants)
    law = _law(constants)
    here = law.loss(n, d)
    return n > 0 and all(here <= law.loss(n * factor, 3e21 / 6 / n / factor) + 1e-9 for factor in (0.8, 1.25))


def _with(flops: float, c: Constants, **other: Any) -> tuple[float, float]:
    """The optimum by its formula, with one part wrong."""
    alpha, beta = other.get("alpha", c["alpha"]), other.get("beta", c["beta"])
    budget = flops / other.get("six", 6)
    g = other.get("g", (alpha * c["a"] / (beta * c["b"])) ** (1 / (alpha + beta)))
    n = g * budget ** other.get("power", beta / (alpha + beta))
    return n, budget / n


OPTIMUM_HINTS = (
    "Write the loss as a function of N alone, with D = C / (6 N). Where is its derivative 0?",
    "At the optimum α A / N^α = β B / D^β: one per cent more weights gains as much as one per cent more data.",
    "N = G · (C/6)^(β/(α+β)) with G = (α A / (β B))^(1/(α+β)), and D = C / (6 N). Note: N grows with β.",
)

chinchilla_optimal = Exercise(
    id="what-is-a-big-model.chinchilla_optimal",
    points=4,
    target="chinchilla_optimal",
    reference=_optimum,
    inputs=_to_spend,
    properties=(
        Property("budget", "spend the whole budget: 6 · N · D equals flops.", _spends_it_all),
        Property("best", "not be improved by a larger or a smaller model.", _cannot_be_improved),
    ),
    misconceptions=(
        Misconception(
            "exponents-swapped",
            lambda flops, c: _with(flops, c, power=c["alpha"] / (c["alpha"] + c["beta"])),
            "You swapped the exponents: N grows with the power β/(α+β), the exponent of the *data*, not with α/(α+β).",
            OPTIMUM_HINTS,
            also=(lambda flops, c: _with(flops, c, alpha=c["beta"], beta=c["alpha"]),),
        ),
        Misconception(
            "six-forgotten",
            lambda flops, c: _with(flops, c, six=1),
            "You spend C = N · D. Training takes six operations for each weight and token.",
            OPTIMUM_HINTS,
            also=(lambda flops, c: _with(flops, c, six=2),),
        ),
        Misconception(
            "factor-upside-down",
            lambda flops, c: _with(flops, c, g=(c["beta"] * c["b"] / (c["alpha"] * c["a"])) ** (1 / (c["alpha"] + c["beta"]))),
            "Your factor G stands on its head: that is the one for the tokens.",
            OPTIMUM_HINTS,
        ),
        Misconception(
            "factor-forgotten",
            lambda flops, c: _with(flops, c, g=1.0),
            "You have the right powers, but not the factor in front.",
            OPTIMUM_HINTS,
        ),
        Misconception(
            "equal-terms",
            lambda flops, c: _with(flops, c, g=(c["a"] / c["b"]) ** (1 / (c["alpha"] + c["beta"]))),
            "You make the two terms of the loss equal. At the optimum their *gains* are equal: each term times its exponent.",
            OPTIMUM_HINTS,
        ),
        Misconception(
            "twenty-tokens",
            lambda flops, c: ((flops / 120) ** 0.5, 20 * (flops / 120) ** 0.5),
            "You take 20 tokens a weight. That is the result for one set of constants and budgets near those measured, not the law.",
            OPTIMUM_HINTS,
        ),
        Misconception(
            "half-and-half",
            lambda flops, c: ((flops / 6) ** 0.5, (flops / 6) ** 0.5),
            "You give weights and tokens the same number.",
            OPTIMUM_HINTS,
        ),
        Misconception(
            "order", lambda flops, c: _optimum(flops, c)[::-1], "Your numbers are right; weights come first, tokens second.", OPTIMUM_HINTS
        ),
        Misconception(
            "all-in-tokens",
            lambda flops, c: (_optimum(flops, c)[0], flops / _optimum(flops, c)[0]),
            "Your weights are right. The tokens follow from C = 6 · N · D.",
            OPTIMUM_HINTS,
        ),
    ),
    forbidden=("bigmodel_edu.economics",),
    relative=0.01,
    hints=OPTIMUM_HINTS,
)

# ---------------------------------------------------------------- questions

halving = Exercise(
    id="what-is-a-big-model.halving",
    points=2,
    kind="number",
    target="halving",
    prompt=(
        "A law for the loss has the floor {floor} and the exponent {exponent}: L = {floor} + A / N^{exponent}. A model loses {loss} "
        "nats a token. How many times as many weights halve the part of its loss that can be lost? Give the number to within 2 %."
    ),
    variant=lambda rng: {
        "exponent": round(float(rng.uniform(0.21, 0.45)), 2),
        "floor": round(float(rng.uniform(1.4, 1.9)), 2),
        "loss": round(float(rng.uniform(2.3, 3.2)), 2),
    },
    reference=lambda exponent, floor, loss: 2 ** (1 / exponent),
    relative=0.02,
    misconceptions=(
        Misconception(
            "linear",
            lambda exponent, floor, loss: 2.0,
            "Twice the weights halve it only where the exponent is 1.",
            ("What does twice the size leave of the term A / N^α?", "Ask for the factor k with k^(−α) = 1/2.", "k = 2 ** (1 / exponent)."),
        ),
        Misconception(
            "forward",
            lambda exponent, floor, loss: 2**exponent,
            "You computed what twice the weights do to the loss. The question goes the other way.",
            ("Put your number into the law: does the term halve?", "Ask for the factor k with k^(−α) = 1/2.", "k = 2 ** (1 / exponent)."),
        ),
        Misconception(
            "floor-halved-too",
            lambda exponent, floor, loss: ((loss - floor) / max(loss / 2 - floor, 0.01)) ** (1 / exponent),
            "You halved the whole loss, or tried to. Only the part above the floor can be lost.",
            (
                "Which part of the loss does size change?",
                "Subtract the floor first.",
                "The factor depends on the exponent alone: 2 ** (1 / exponent).",
            ),
        ),
        Misconception(
            "base-e",
            lambda exponent, floor, loss: float(np.exp(1 / exponent)),
            "That is the factor for a fall to 1/e.",
            ("By what does the term fall with your factor?", "Ask for the factor k with k^(−α) = 1/2.", "k = 2 ** (1 / exponent)."),
        ),
    ),
)


def _ratio(exponent: int, first: Chinchilla, second: Chinchilla) -> float:
    flops = 10.0**exponent
    return first.optimal(flops).parameters / second.optimal(flops).parameters


RATIO_HINTS = (
    "Compute the best number of weights twice, with the two sets of constants.",
    "Which of the two stands above the line? The question asks for refitted over printed.",
    "chinchilla_optimal(10.0**k, refit)[0] / chinchilla_optimal(10.0**k, printed)[0].",
)

refit_ratio = Exercise(
    id="what-is-a-big-model.refit_ratio",
    points=2,
    kind="number",
    target="refit_ratio",
    prompt=(
        "You have 10^{exponent} operations. How many times as many weights do the refitted constants recommend as the printed, rounded "
        "ones? Give the number to within 2 %."
    ),
    variant=lambda rng: {"exponent": int(rng.integers(22, 27))},
    reference=lambda exponent: _ratio(exponent, REFIT, CHINCHILLA),
    relative=0.02,
    misconceptions=(
        Misconception(
            "upside-down",
            lambda exponent: _ratio(exponent, CHINCHILLA, REFIT),
            "Your fraction stands on its head. (It is the ratio of the tokens.)",
            RATIO_HINTS,
        ),
        Misconception(
            "unrounded",
            lambda exponent: _ratio(exponent, UNROUNDED, CHINCHILLA),
            "You compared the unrounded constants of the paper with the rounded ones.",
            RATIO_HINTS,
        ),
        Misconception(
            "refit-over-unrounded",
            lambda exponent: _ratio(exponent, REFIT, UNROUNDED),
            "You compared with the unrounded constants; the printed, rounded ones were asked for.",
            RATIO_HINTS,
        ),
    ),
)

BEYOND = (
    "How far do the measured sizes reach, and how far does the question?",
    "What happens to the interval of the exponent when it is applied over many powers of ten?",
    "A fit describes the range in which it was made. Say the range, and how far beyond it you go.",
)

beyond_the_runs = Exercise(
    id="what-is-a-big-model.beyond_the_runs",
    points=1,
    kind="choice",
    target="beyond_the_runs",
    prompt=(
        "You fitted a law with a floor to five models, trained alike on the same tokens. It hits all five. What may you say about a model "
        "that is 1,000 times larger than the largest of them, trained on the same tokens?"
    ),
    options={
        "a": "Its loss, to within the error of the five points: the law fits.",
        "b": "Nothing at all: no law holds outside its data.",
        "c": "Its loss comes close to the fitted floor, if the law goes on; how close is less sure than the fit looks, and it may overfit.",
        "d": "Its loss will be near the entropy of the language, because the floor is that entropy.",
    },
    reference="c",
    misconceptions=(
        Misconception(
            "fit-is-forecast",
            "a",
            "Points inside the range are easy to hit. Outside it the errors of the constants grow, and other things may happen.",
            BEYOND,
        ),
        Misconception(
            "nothing",
            "b",
            "Too strict: forecasts over one or two powers of ten have been made and kept. They need an interval, and a condition.",
            BEYOND,
        ),
        Misconception(
            "floor-is-entropy",
            "d",
            "The fitted floor is what these runs lose with endless size, also for lack of tokens and training. Entropy is a part of it.",
            BEYOND,
        ),
    ),
)
