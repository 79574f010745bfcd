"""Advantages and challenges: hide a token, read the layers, multiply the attention; and how long a lead lasts."""

import math

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor, Source
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal, sizes

# ---------------------------------------------------------------- occlusion

SCORE = """
def score(tokens):
    tokens = [int(token) for token in tokens]
    places, ids, pair = {places}, {ids}, {pair}
    total = sum(places[place % len(places)] * ids[token % len(ids)] for place, token in enumerate(tokens))
    return total + pair * sum(one == other for one, other in zip(tokens, tokens[1:]))
"""


def _score(rng: np.random.Generator) -> Source:
    """A score in which place, token and neighbours count."""
    places, ids = ([round(float(each), 3) for each in rng.normal(0, 1, count)] for count in (7, 11))
    return Source(SCORE.format(places=places, ids=ids, pair=round(float(rng.uniform(0.2, 0.9)), 3)), "score")


def _text(rng: np.random.Generator) -> Call:
    count = int(rng.integers(4, 10))
    return arguments(_score(rng), [int(token) for token in rng.integers(0, 10, count)], 10)


def _hidden_already(rng: np.random.Generator) -> Call:
    """A text that holds the replacement itself: hiding it changes nothing."""
    tokens = [int(token) for token in rng.integers(0, 10, int(rng.integers(4, 8)))]
    tokens[int(rng.integers(len(tokens)))] = 10
    return arguments(_score(rng), tokens, 10)


def _one_token(rng: np.random.Generator) -> Call:
    return arguments(_score(rng), [int(rng.integers(0, 10))], 10)


def _hidden_at(tokens, place, replacement):
    return [*tokens[:place], replacement, *tokens[place + 1 :]]


def _occlusion(score, tokens, replacement):
    whole = score(list(tokens))
    return [whole - score(_hidden_at(tokens, place, replacement)) for place in range(len(tokens))]


def _occlusion_removed(score, tokens, replacement):
    return [score(tokens) - score([*tokens[:place], *tokens[place + 1 :]]) for place in range(len(tokens))]


def _occlusion_never_restored(score, tokens, replacement):
    whole, hidden, falls = score(tokens), list(tokens), []
    for place in range(len(tokens)):
        hidden[place] = replacement
        falls.append(whole - score(hidden))
    return falls


def _occlusion_step_by_step(score, tokens, replacement):
    before, hidden, falls = score(tokens), list(tokens), []
    for place in range(len(tokens)):
        hidden[place] = replacement
        falls.append(before - score(hidden))
        before = score(hidden)
    return falls


def _occlusion_alone(score, tokens, replacement):
    empty = [replacement] * len(tokens)
    return [score(_hidden_at(empty, place, token)) - score(empty) for place, token in enumerate(tokens)]


def _occlusion_everywhere(score, tokens, replacement):
    return [score(tokens) - score([replacement if each == token else each for each in tokens]) for token in tokens]


occlusion = Exercise(
    id="advantages-and-challenges.occlusion",
    points=3,
    target="occlusion",
    reference=_occlusion,
    inputs={"a text": _text, "a text with the replacement in it": _hidden_already, "a single token": _one_token},
    forbidden=("bigmodel_edu.viz", ".occlusion"),
    misconceptions=(
        Misconception(
            "sign",
            lambda score, tokens, replacement: [-fall for fall in _occlusion(score, tokens, replacement)],
            "Your sign is turned round: a token that helps should have a positive number, the fall of the score without it.",
            (
                "A token helps. Is the score without it higher or lower?",
                "The attribution is the score of the whole text, minus what?",
                "score(tokens) − score(hidden).",
            ),
        ),
        Misconception(
            "left-out",
            _occlusion_removed,
            "You leave the token out. Then all later tokens move one place forward, and that changes the score as well.",
            (
                "How long is the text that you score?",
                "Print the places of the later tokens before and after.",
                "Put the replacement at that place instead.",
            ),
        ),
        Misconception(
            "never-restored",
            _occlusion_never_restored,
            "You hide more and more tokens: the ones before are never put back.",
            (
                "How many tokens are hidden when you score the third place?",
                "Print the list that you score in each turn.",
                "Make a fresh copy of the tokens for each place.",
            ),
            also=(_occlusion_step_by_step,),
        ),
        Misconception(
            "alone",
            _occlusion_alone,
            "You hide everything *but* the token. Occlusion hides one token and keeps the rest.",
            (
                "How many tokens are hidden when you score the third place?",
                "Compare the text that you score with the original.",
                "Begin with a copy of the tokens and replace one place.",
            ),
        ),
        Misconception(
            "every-copy",
            _occlusion_everywhere,
            "You hide every copy of the token at once. Each place has an attribution of its own.",
            (
                "What happens to a token that stands in the text twice?",
                "Replace by place, not by value.",
                "hidden[place] = replacement, on a copy.",
            ),
        ),
        Misconception(
            "score-without",
            lambda score, tokens, replacement: [score(_hidden_at(tokens, place, replacement)) for place in range(len(tokens))],
            "You return the scores of the changed texts, not how far they fall.",
            (
                "What would a token get that changes nothing?",
                "The fall is a difference of two scores.",
                "Subtract from score(tokens).",
            ),
        ),
        Misconception(
            "absolute",
            lambda score, tokens, replacement: [abs(fall) for fall in _occlusion(score, tokens, replacement)],
            "You return sizes without signs. A token may also hurt, and then its number is negative.",
            (
                "Can hiding a token raise the score?",
                "Is any of your numbers negative?",
                "Leave out abs.",
            ),
        ),
        Misconception(
            "share",
            lambda score, tokens, replacement: [
                fall / (sum(_occlusion(score, tokens, replacement)) or 1.0) for fall in _occlusion(score, tokens, replacement)
            ],
            "You divide by the sum. Falls need not add up to anything; they are asked for as they are.",
            (
                "In which unit is the result: that of the score, or none?",
                "Read the docstring's Returns again.",
                "Leave out the division.",
            ),
        ),
    ),
    hints=(
        "One number for each place: the score of the whole text minus the score with that place hidden.",
        "The text that you score always has the same length.",
        "hidden = list(tokens); hidden[place] = replacement; score(tokens) − score(hidden).",
    ),
)

# ---------------------------------------------------------------- logit_lens

EPSILON = 1e-5


def _norm(hidden, scale, shift, correction=0):
    centred = hidden - hidden.mean(dim=-1, keepdim=True)
    variance = centred.var(dim=-1, keepdim=True, correction=correction)
    return centred / (variance + EPSILON).sqrt() * scale + shift


def _lens(hidden, scale, shift, unembedding):
    return (_norm(hidden, scale, shift) @ unembedding.T).log_softmax(dim=-1)


def _states(rng: np.random.Generator, size: float, sharpness: float) -> Call:
    layers, length, width, vocabulary = sizes(rng, 4, low=3, high=10)
    hidden = normal(rng, layers, length, width, scale=size) + normal(rng, layers, length, 1, scale=size)
    return arguments(
        AsTensor(hidden.astype(np.float32)),
        AsTensor(normal(rng, width) + np.float32(0.5)),
        AsTensor(normal(rng, width, scale=0.7)),
        AsTensor(normal(rng, vocabulary, width, scale=sharpness)),
    )


def _ordinary_states(rng: np.random.Generator) -> Call:
    return _states(rng, 1.5, 0.8)


def _large_states(rng: np.random.Generator) -> Call:
    return _states(rng, 40.0, 0.8)


def _sure_guesses(rng: np.random.Generator) -> Call:
    return _states(rng, 1.5, 60.0)


def _probabilities(ask, rng: np.random.Generator) -> bool:
    call = _ordinary_states(rng)
    return np.allclose(np.exp(np.asarray(ask(*call.args), dtype=np.float64)).sum(axis=-1), 1, atol=1e-4)


NORM_HINTS = (
    "What does the model do between its last block and the scores?",
    "Each position's C numbers are brought to mean 0 and variance 1, then scaled and shifted.",
    "(h − mean) / sqrt(variance + 1e-5) × scale + shift along the last axis, then the unembedding.",
)
LOG_HINTS = (
    "Take exp of your result and sum over the vocabulary. Is it 1?",
    "Three steps: norm, scores, log-softmax.",
    "Use log_softmax(dim=-1) on the scores.",
)

logit_lens = Exercise(
    id="advantages-and-challenges.logit_lens",
    points=4,
    target="logit_lens",
    reference=_lens,
    inputs={"ordinary states": _ordinary_states, "large states": _large_states, "very sure guesses": _sure_guesses},
    properties=(Property("probabilities", "be logarithms of probabilities that sum to 1 over the vocabulary.", _probabilities),),
    draws=3,
    relative=2e-3,
    absolute=2e-3,
    forbidden=("bigmodel_edu.models", "bigmodel_edu.viz"),
    misconceptions=(
        Misconception(
            "no-norm",
            lambda h, scale, shift, u: (h @ u.T).log_softmax(-1),
            "You leave out the last norm. The unembedding was trained to read normalised states.",
            NORM_HINTS,
            also=(lambda h, scale, shift, u: ((h * scale + shift) @ u.T).log_softmax(-1),),
        ),
        Misconception(
            "no-scale-and-shift",
            lambda h, scale, shift, u: (_norm(h, 1.0, 0.0) @ u.T).log_softmax(-1),
            "You normalise, and forget the learned scale and shift.",
            NORM_HINTS,
            also=(
                lambda h, scale, shift, u: (_norm(h, scale, 0.0) @ u.T).log_softmax(-1),
                lambda h, scale, shift, u: (_norm(h, 1.0, shift) @ u.T).log_softmax(-1),
            ),
        ),
        Misconception(
            "unbiased-variance",
            lambda h, scale, shift, u: (_norm(h, scale, shift, correction=1) @ u.T).log_softmax(-1),
            "Your variance divides by C − 1, torch's default. A layer norm divides by C.",
            (
                "By what do you divide the sum of squares?",
                "Compare h.var(-1) and h.var(-1, correction=0) for a small C.",
                "Use correction=0 (or unbiased=False), or torch's layer_norm.",
            ),
        ),
        Misconception(
            "norm-over-positions",
            lambda h, scale, shift, u: (
                ((h - h.mean(1, keepdim=True)) / (h.var(1, keepdim=True, correction=0) + EPSILON).sqrt() * scale + shift) @ u.T
            ).log_softmax(-1),
            "You normalise over the positions (dim=1). Each position is normalised alone, over its C numbers.",
            NORM_HINTS,
            also=(
                lambda h, scale, shift, u: (
                    ((h - h.mean(0, keepdim=True)) / (h.var(0, keepdim=True, correction=0) + EPSILON).sqrt() * scale + shift) @ u.T
                ).log_softmax(-1),
            ),
        ),
        Misconception(
            "softmax-over-positions",
            lambda h, scale, shift, u: (_norm(h, scale, shift) @ u.T).log_softmax(1),
            "Your softmax runs over the positions. Each position has probabilities over the vocabulary.",
            LOG_HINTS,
            also=(lambda h, scale, shift, u: (_norm(h, scale, shift) @ u.T).log_softmax(0),),
        ),
        Misconception(
            "scores",
            lambda h, scale, shift, u: _norm(h, scale, shift) @ u.T,
            "You return scores. The exercise asks for logarithms of probabilities.",
            LOG_HINTS,
        ),
        Misconception(
            "probabilities",
            lambda h, scale, shift, u: (_norm(h, scale, shift) @ u.T).softmax(-1),
            "You return probabilities; their logarithms are asked for.",
            LOG_HINTS,
        ),
        Misconception(
            "underflow",
            lambda h, scale, shift, u: (_norm(h, scale, shift) @ u.T).softmax(-1).log(),
            "You take the logarithm of the softmax. Where a guess is very sure, the others' probabilities round to 0, and log 0 is −∞.",
            (
                "What is torch.tensor([0.0, 200.0]).softmax(0).log()?",
                "The logarithm can be computed without the probability.",
                "Use log_softmax, or subtract logsumexp from the scores.",
            ),
        ),
        Misconception(
            "last-layer",
            lambda h, scale, shift, u: _lens(h[-1], scale, shift, u),
            "You read the last layer only. The lens reads every layer.",
            ("What shape should come out?", "The first axis of hidden holds the layers.", "Work on hidden as a whole; the last axis is C."),
        ),
    ),
    hints=(
        "Follow the shapes: (L, T, C) → norm → (L, T, C) → unembedding → (L, T, V).",
        "The norm works along the last axis, with the variance divided by C and 1e-5 added to it.",
        "torch.nn.functional.layer_norm(hidden, hidden.shape[-1:], scale, shift) @ unembedding.T, then log_softmax(-1).",
    ),
)

# ---------------------------------------------------------------- attention_rollout


def _rollout(weights):
    same = torch.eye(weights.shape[-1], dtype=weights.dtype)
    reached = same
    for layer in weights:
        reached = (0.5 * layer.mean(dim=0) + 0.5 * same) @ reached
    return reached


def _attention(rng: np.random.Generator, causal: bool, layers: int) -> AsTensor:
    heads, length = sizes(rng, 2, low=2, high=7)
    scores = normal(rng, layers, heads, length, length, scale=2.0)
    if causal:
        scores[..., ~np.tril(np.ones((length, length), dtype=bool))] = -np.inf
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return AsTensor((powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32))


def _causal_maps(rng: np.random.Generator) -> Call:
    return arguments(_attention(rng, True, int(rng.integers(2, 5))))


def _full_maps(rng: np.random.Generator) -> Call:
    return arguments(_attention(rng, False, int(rng.integers(2, 5))))


def _one_layer(rng: np.random.Generator) -> Call:
    return arguments(_attention(rng, False, 1))


def _rows_sum_to_one(ask, rng: np.random.Generator) -> bool:
    return np.allclose(np.asarray(ask(_attention(rng, False, 3))).sum(axis=-1), 1, atol=1e-4)


def _step(layer, heads="mean", residual=0.5):
    mixed = {"mean": layer.mean(0), "sum": layer.sum(0), "max": layer.amax(0), "first": layer[0]}[heads]
    return (1 - residual) * mixed + residual * torch.eye(layer.shape[-1])


def _product(weights, order=1, **options):
    reached = torch.eye(weights.shape[-1])
    for layer in weights:
        reached = _step(layer, **options) @ reached if order == 1 else reached @ _step(layer, **options)
    return reached


RESIDUAL_HINTS = (
    "Attention is one of two ways through a layer. What is the other?",
    "The residual path carries each position to itself. Give each way one half.",
    "0.5 × mean over the heads + 0.5 × identity, for each layer, before multiplying.",
)
ORDER_HINTS = (
    "Which layer does the input meet first?",
    "Row t of the result: from position t of the *last* layer back to the input.",
    "reached = step(later layer) @ reached, beginning with the identity.",
)

attention_rollout = Exercise(
    id="advantages-and-challenges.attention_rollout",
    points=3,
    target="attention_rollout",
    reference=_rollout,
    inputs={"causal maps": _causal_maps, "maps that look everywhere": _full_maps, "one layer": _one_layer},
    properties=(Property("rows", "have rows that sum to 1.", _rows_sum_to_one),),
    draws=3,
    forbidden=("bigmodel_edu.viz", "bigmodel_edu.models"),
    misconceptions=(
        Misconception(
            "no-residual",
            lambda w: _product(w, residual=0.0),
            "You multiply the attention alone. Half of what flows takes the residual path.",
            RESIDUAL_HINTS,
        ),
        Misconception(
            "not-halved",
            lambda w: 2.0 ** len(w) * _product(w),
            "You add the identity without halving: rows of each step sum to 2, and those of the product grow with the layers.",
            RESIDUAL_HINTS,
            also=(
                lambda w: _product(w, residual=0.0) + torch.eye(w.shape[-1]),
                lambda w: 0.5 * _product(w, residual=0.0) + 0.5 * torch.eye(w.shape[-1]),
            ),
        ),
        Misconception(
            "order", lambda w: _product(w, order=-1), "You multiply in the wrong order: the first layer meets the input first.", ORDER_HINTS
        ),
        Misconception(
            "transposed", lambda w: _rollout(w).T, "Your result is transposed: a row should belong to a position that looks.", ORDER_HINTS
        ),
        Misconception(
            "mean-of-layers",
            lambda w: torch.stack([_step(layer) for layer in w]).mean(0),
            "You average the layers. What flows through one layer flows on through the next: that is a product.",
            (
                "What does the second layer look at: the input, or what the first layer made of it?",
                "Two steps one after the other: sum or product?",
                "Multiply the layers' matrices.",
            ),
            also=(lambda w: w.mean(dim=(0, 1)),),
        ),
        Misconception(
            "last-layer",
            lambda w: _step(w[-1]),
            "You use the last layer only.",
            ("How many layers are there?", "The last layer looks at what the others made.", "Loop over all layers and multiply."),
            also=(lambda w: w[-1].mean(0),),
        ),
        Misconception(
            "heads-summed",
            lambda w: _product(w, heads="sum"),
            "You sum the heads. Their mean keeps rows at a sum of 1.",
            ("What do the rows of your step sum to?", "How many heads are there?", "Take the mean over the heads' axis."),
            also=(lambda w: _product(w, heads="max"), lambda w: _product(w, heads="first")),
        ),
        Misconception(
            "over-layers",
            lambda w: _product(w.transpose(0, 1)),
            "You mix up the axes of layers and heads: mean over heads (second axis), product over layers (first axis).",
            (
                "The shape is (L, H, T, T). Which axis do you average?",
                "Print how many matrices you multiply.",
                "for layer in weights: the heads' mean is layer.mean(dim=0).",
            ),
        ),
    ),
    hints=(
        "One (T, T) matrix for each layer, then their product.",
        "Each matrix: half the mean over heads, half the identity. Its rows sum to 1; so do the product's.",
        "reached = eye; for layer in weights: reached = (0.5 * layer.mean(0) + 0.5 * eye) @ reached.",
    ),
)

# ---------------------------------------------------------------- months_until_affordable


def _months(cost, budget, yearly_factor):
    if cost <= budget:
        return 0.0
    return 12 * math.log(cost / budget) / math.log(yearly_factor) if yearly_factor > 1 else math.inf


def _lead(rng: np.random.Generator) -> Call:
    budget = round(float(rng.uniform(1e3, 1e6)), 2)
    return arguments(round(budget * float(rng.uniform(1.5, 900)), 2), budget, round(float(rng.uniform(1.2, 6)), 2))


def _affordable(rng: np.random.Generator) -> Call:
    budget = round(float(rng.uniform(1e3, 1e6)), 2)
    return arguments(round(budget * float(rng.uniform(0.1, 1)), 2), budget, round(float(rng.uniform(0.6, 6)), 2))


def _never(rng: np.random.Generator) -> Call:
    budget = round(float(rng.uniform(1e3, 1e6)), 2)
    return arguments(round(budget * float(rng.uniform(1.5, 90)), 2), budget, float(rng.choice([1.0, 0.9, 0.75])))


def _guarded(function):
    def wrong(cost, budget, factor):
        if cost <= budget:
            return 0.0
        return function(cost, budget, factor) if factor > 1 else math.inf

    return wrong


def _without_floor(cost, budget, factor):
    if cost <= budget and factor <= 1:
        return 0.0
    return 12 * math.log(cost / budget) / math.log(factor) if factor > 1 else math.inf


def _no_never(cost, budget, factor):
    if cost <= budget or factor == 1:
        return 0.0
    return 12 * math.log(cost / budget) / math.log(factor)


FACTOR_HINTS = (
    "A cost of 1,000 falls to half each year. When is it 250?",
    "After y years the cost is cost / factor^y. Set this equal to the budget.",
    "12 × ln(cost / budget) / ln(factor).",
)

months_until_affordable = Exercise(
    id="advantages-and-challenges.months_until_affordable",
    points=2,
    target="months_until_affordable",
    reference=_months,
    inputs={"a lead": _lead, "affordable today": _affordable, "costs that do not fall": _never},
    relative=1e-4,
    absolute=1e-4,
    misconceptions=(
        Misconception(
            "linear",
            _guarded(lambda cost, budget, factor: 12 * cost / budget / factor),
            "You divide once. The cost falls by the factor every year, again and again.",
            FACTOR_HINTS,
            also=(_guarded(lambda cost, budget, factor: 12 * (cost - budget) / (cost * (1 - 1 / factor))),),
        ),
        Misconception(
            "years",
            _guarded(lambda cost, budget, factor: math.log(cost / budget) / math.log(factor)),
            "You return years; months are asked for.",
            ("In which unit is your result?", "By which factor are you off?", "Multiply by 12."),
        ),
        Misconception(
            "upside-down",
            _guarded(lambda cost, budget, factor: 12 * math.log(factor) / math.log(cost / budget)),
            "Your fraction is upside down: a faster fall should mean fewer months.",
            FACTOR_HINTS,
        ),
        Misconception(
            "factor-is-an-exponent",
            _guarded(lambda cost, budget, factor: 12 * math.log(cost / budget) / factor),
            "You divide by the factor itself. A factor of 2 a year has a logarithm of 0.69.",
            FACTOR_HINTS,
            also=(_guarded(lambda cost, budget, factor: 12 * math.log(cost / budget) / (factor - 1)),),
        ),
        Misconception(
            "negative",
            _without_floor,
            "Where the budget is enough today you return a negative number. The answer there is 0.",
            (
                "What does a lead of −5 months mean?",
                "Test a cost below the budget.",
                "Return 0 where cost ≤ budget.",
            ),
        ),
        Misconception(
            "never-forgotten",
            _no_never,
            "Where the cost does not fall, it is never affordable: math.inf, not a number.",
            (
                "What does your function say for a factor of 1 or below?",
                "A factor of 1 means that nothing becomes cheaper.",
                "Return math.inf where yearly_factor ≤ 1 and the cost is above the budget.",
            ),
        ),
        Misconception(
            "whole-months",
            lambda cost, budget, factor: (
                math.ceil(_months(cost, budget, factor)) if _months(cost, budget, factor) != math.inf else math.inf
            ),
            "You round to whole months. The number is asked for as it is.",
            ("Does the docstring ask for whole months?", "Print the number before rounding.", "Leave the rounding out."),
            also=(
                lambda cost, budget, factor: (
                    12 * math.ceil(_months(cost, budget, factor) / 12) if factor > 1 else _months(cost, budget, factor)
                ),
            ),
        ),
    ),
    hints=(
        "After m months the cost is cost / factor^(m / 12).",
        "Two cases come first: affordable today (0), and a cost that does not fall (math.inf).",
        "12 × ln(cost / budget) / ln(yearly_factor).",
    ),
)

# ---------------------------------------------------------------- questions


def _at_least_one(one_in: int, requests: int) -> float:
    return 100 * (1 - (1 - 1 / one_in) ** requests)


rare_leak = Exercise(
    id="advantages-and-challenges.rare_leak",
    points=1,
    kind="number",
    target="chance_of_a_leak",
    prompt=(
        "An assistant shows another customer's data in one of {one_in:,} answers, each time independently. It gives {requests:,} answers. "
        "What is the chance of at least one such leak, in per cent? Give the number to within 1 %."
    ),
    variant=lambda rng: {"one_in": int(rng.choice([2_000, 2_500, 4_000])), "requests": int(rng.choice([1_200, 1_500, 1_900]))},
    reference=_at_least_one,
    relative=0.01,
    misconceptions=(
        Misconception(
            "added-up",
            lambda one_in, requests: 100 * requests / one_in,
            "You add the chances up. With enough answers that would be more than 100 %.",
            (
                "Two coins: is the chance of at least one head 100 %?",
                "Begin with the chance that *no* answer leaks.",
                "1 − (1 − p)^n.",
            ),
        ),
        Misconception(
            "none",
            lambda one_in, requests: 100 - _at_least_one(one_in, requests),
            "You gave the chance that no answer leaks.",
            ("What is the opposite of “at least one”?", "You are one subtraction away.", "100 minus what you have."),
        ),
        Misconception(
            "one-answer",
            lambda one_in, requests: 100 / one_in,
            "You gave the chance for one answer.",
            ("How many answers are given?", "Each answer is one more chance.", "1 − (1 − p)^n."),
        ),
        Misconception(
            "share",
            lambda one_in, requests: _at_least_one(one_in, requests) / 100,
            "You gave a share; per cent are asked for.",
            ("What is 0.5 in per cent?", "By which factor are you off?", "Multiply by 100."),
        ),
    ),
)

what_a_map_says = Exercise(
    id="advantages-and-challenges.what_a_map_says",
    points=1,
    kind="choice",
    target="what_a_map_says",
    prompt="In the last layer's map, a guess puts 80 % of its attention on one word. What follows for a report to a regulator?",
    options={
        "a": "The word caused 80 % of the decision.",
        "b": "Without the word the model would have decided otherwise.",
        "c": "The word is a candidate: change it, and measure how the guess changes.",
        "d": "The other words had no influence worth reporting.",
    },
    reference="c",
    misconceptions=(
        Misconception(
            "weight-is-cause",
            "a",
            "A weight says how much of a value is mixed in, in one layer. Other layers and the residual path carry information too.",
            (
                "Which paths lead around this attention?",
                "Compare attention and occlusion in the lesson's table.",
                "Only a change of the input shows what depends on it.",
            ),
        ),
        Misconception(
            "counterfactual",
            "b",
            "That has to be tried. The same information may stand elsewhere in the text.",
            (
                "What if the word stands in the text twice?",
                "Did anybody change the input?",
                "Hide the word and look.",
            ),
        ),
        Misconception(
            "rest-is-nothing",
            "d",
            "By the last layer, the values of that word's place hold what earlier layers brought there from other words.",
            (
                "What does a position contain after three layers?",
                "Which words were mixed into this place before?",
                "Follow the layers back: that is what a rollout does.",
            ),
        ),
    ),
)
