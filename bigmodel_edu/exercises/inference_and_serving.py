"""Inference and serving: the draw, the penalty, the cache, the batch, the smaller weight, and what a server's memory holds."""

import math
from typing import Any

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal, sizes, tensor
from bigmodel_edu.inference.sampling import penalise_repetition
from bigmodel_edu.models.quantization import quantize_int8 as quantize_rows

# ---------------------------------------------------------------- sample


def _distribution(logits, temperature, top_k, top_p) -> tuple[np.ndarray, np.ndarray]:
    """The tokens that may come, likeliest first, and their probabilities, in float64."""
    scores = np.asarray(logits, dtype=np.float64) / temperature
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    order = np.argsort(-shares, kind="stable")
    before = np.cumsum(shares[order]) - shares[order]
    keep = np.arange(len(order)) < (top_k or len(order))
    if top_p < 1:
        keep &= before < top_p
    kept = shares[order[keep]]
    return order[keep], kept / kept.sum()


def _drawn(order: np.ndarray, shares: np.ndarray, u: float) -> int:
    return int(order[min(int(np.searchsorted(np.cumsum(shares), u, side="right")), len(order) - 1)])


def _sample(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return int(np.argmax(np.asarray(logits)))
    return _drawn(*_distribution(logits, temperature, top_k, top_p), u)


def draw_many(answer, logits, temperature, top_k, top_p, us):
    """Ask for one token for each random number."""
    return [answer(logits, temperature, top_k, top_p, float(u)) for u in us]


def _random_numbers(rng: np.random.Generator, logits, temperature, top_k, top_p, count: int = 48) -> list[float]:
    """Random numbers that no rounding can move across the border between two tokens."""
    borders = np.cumsum(_distribution(logits, temperature, top_k, top_p)[1]) if temperature else np.array([1.0])
    us = rng.random(4 * count)
    return [float(u) for u in us[np.abs(us[:, None] - borders).min(axis=1) > 1e-4][:count]]


def _scores(rng: np.random.Generator, size: int) -> np.ndarray:
    """Scores of both signs in no order, with gaps of unequal size: equal ones would make top-p a threshold on single probabilities."""
    scores = np.cumsum(rng.choice([0.1, 0.2, 0.5, 0.9], size) + rng.uniform(0, 0.15, size))
    return rng.permutation(scores - scores.mean()).astype(np.float32)


def _draws(rng: np.random.Generator, temperature: float, top_k: int | None, top_p: float) -> Call:
    logits = _scores(rng, int(rng.integers(7, 14)))
    return arguments(AsTensor(logits), temperature, top_k, top_p, _random_numbers(rng, logits, temperature, top_k, top_p))


def _only_temperature(rng: np.random.Generator) -> Call:
    return _draws(rng, float(rng.choice([0.4, 0.7, 1.8, 3.0])), None, 1.0)


def _with_top_k(rng: np.random.Generator) -> Call:
    return _draws(rng, float(rng.choice([0.8, 1.0, 1.7])), int(rng.integers(2, 5)), 1.0)


def _top_k_larger_than_the_vocabulary(rng: np.random.Generator) -> Call:
    return _draws(rng, 1.3, 50, 1.0)


def _share_between(logits: np.ndarray, temperature: float, count: int) -> float:
    """A p that needs exactly so many tokens, well inside the last one's share."""
    shares = _distribution(logits, temperature, None, 1.0)[1]
    return float(shares[:count].sum() - 0.5 * shares[count - 1])


def _nucleus(rng: np.random.Generator, temperature: float) -> Call:
    """A p for which a threshold on single probabilities keeps another number of tokens."""
    while True:
        logits, count = _scores(rng, int(rng.integers(7, 14))), int(rng.integers(2, 5))
        top_p = _share_between(logits, temperature, count)
        shares = _distribution(logits, temperature, None, 1.0)[1]
        if (shares >= (1 - top_p) * shares[0]).sum() != count:
            return arguments(AsTensor(logits), temperature, None, top_p, _random_numbers(rng, logits, temperature, None, top_p))


def _with_top_p(rng: np.random.Generator) -> Call:
    return _nucleus(rng, float(rng.choice([0.6, 2.0])))


def _top_p_alone(rng: np.random.Generator) -> Call:
    return _nucleus(rng, 1.0)


def _first_reaches_p_alone(rng: np.random.Generator) -> Call:
    logits = _scores(rng, 8)
    top_p = _share_between(logits, 0.9, 1)
    return arguments(AsTensor(logits), 0.9, None, top_p, _random_numbers(rng, logits, 0.9, None, top_p, 12))


def _with_both(rng: np.random.Generator) -> Call:
    """Both filters, with a p that lies apart on the whole distribution and on what top-k leaves."""
    while True:
        logits, temperature = _scores(rng, int(rng.integers(9, 14))), 2.2
        top_k, count = 5, 3
        top_p = _share_between(logits, temperature, count)
        shares = _distribution(logits, temperature, top_k, 1.0)[1]
        before = np.cumsum(shares) - shares
        if (before < top_p).sum() != count and abs(before - top_p).min() > 0.01:
            return arguments(AsTensor(logits), temperature, top_k, top_p, _random_numbers(rng, logits, temperature, top_k, top_p))


def _no_chance(rng: np.random.Generator) -> Call:
    return arguments(AsTensor(_scores(rng, 9)), 0.0, None, 1.0, [float(u) for u in rng.random(6)])


def _greedy(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    return int(np.argmax(np.asarray(logits)))


def _p_after_renormalising(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return _greedy(logits)
    order, shares = _distribution(logits, temperature, top_k, 1.0)
    keep = (np.cumsum(shares) - shares < top_p) if top_p < 1 else np.ones(len(shares), bool)
    return _drawn(order[keep], shares[keep] / shares[keep].sum(), u)


def _multiplied(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return _greedy(logits)
    return _drawn(*_distribution(np.asarray(logits) * temperature, 1.0, top_k, top_p), u)


def _on_probabilities(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return _greedy(logits)
    order, shares = _distribution(logits, 1.0, None, 1.0)
    return _drawn(*_distribution(np.log(np.exp(shares / temperature))[np.argsort(order)], 1.0, top_k, top_p), u)


def _temperature_after_the_filters(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return _greedy(logits)
    order, shares = _distribution(logits, 1.0, top_k, top_p)
    shares = shares ** (1 / temperature)
    return _drawn(order, shares / shares.sum(), u)


def _without_the_last(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    """Keeps tokens while their sum stays at or below p."""
    if temperature == 0:
        return _greedy(logits)
    order, shares = _distribution(logits, temperature, None, 1.0)
    keep = (np.cumsum(shares) <= top_p + 1e-9) & (np.arange(len(order)) < (top_k or len(order)))
    keep[0] = True
    return _drawn(order[keep], shares[keep] / shares[keep].sum(), u)


def _never_renormalised(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return _greedy(logits)
    order, shares = _distribution(logits, temperature, None, 1.0)
    kept = len(_distribution(logits, temperature, top_k, top_p)[0])
    return _drawn(order[:kept], shares[:kept], u)


def _threshold(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    """Reads p as a smallest probability (a share of the largest)."""
    if temperature == 0:
        return _greedy(logits)
    order, shares = _distribution(logits, temperature, top_k, 1.0)
    keep = shares >= (1 - top_p) * shares[0] if top_p < 1 else np.ones(len(shares), bool)
    return _drawn(order[keep], shares[keep] / shares[keep].sum(), u)


def _ranks(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    """Returns the place in the sorted list instead of the token."""
    if temperature == 0:
        return 0
    order, shares = _distribution(logits, temperature, top_k, top_p)
    return min(int(np.searchsorted(np.cumsum(shares), u, side="right")), len(order) - 1)


def _least_likely(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return _greedy(logits)
    order, shares = _distribution(logits, temperature, None, 1.0)
    order, shares = order[::-1][: top_k or len(order)], shares[::-1][: top_k or len(order)]
    keep = np.cumsum(shares) - shares < top_p
    return _drawn(order[keep][::-1], shares[keep][::-1] / shares[keep].sum(), u)


def _top_k_ignored(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    return _sample(logits, temperature, None, top_p, u)


def _top_p_ignored(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    return _sample(logits, temperature, top_k, 1.0, u)


P_HINTS = (
    "Write the probabilities in falling order, and beside each the sum of those before it.",
    "A token stays as long as the sum *before* it is below p. On which distribution do you measure that sum?",
    "Sort the probabilities, take cumsum minus each one itself, and keep where that is below top_p.",
)
TEMPERATURE_HINTS = (
    "At which temperature should the probabilities become nearly equal: at 0.1 or at 10?",
    "Where does the temperature stand in the formula: inside the softmax, or outside?",
    "Divide the scores by the temperature before the softmax, and filter afterwards.",
)

sample = Exercise(
    id="inference-and-serving.sample",
    points=4,
    target="sample",
    reference=_sample,
    driver=draw_many,
    inputs={
        "temperature alone": _only_temperature,
        "top-k": _with_top_k,
        "a top-k larger than the vocabulary": _top_k_larger_than_the_vocabulary,
        "top-p alone": _top_p_alone,
        "temperature and top-p": _with_top_p,
        "the first token reaches p alone": _first_reaches_p_alone,
        "top-k and top-p together": _with_both,
        "temperature 0": _no_chance,
    },
    draws=2,
    forbidden=("bigmodel_edu.inference", "torch.multinomial", ".choice", ".choices"),
    misconceptions=(
        Misconception(
            "greedy",
            _greedy,
            "You always take the likeliest token, whatever the temperature: the random number u has no effect.",
            (
                "Call your function with the same scores and twenty different u. How many different tokens come out?",
                "Where in your code is u used?",
                "Compare u with the running sum of the probabilities; only at temperature 0 take the argmax.",
            ),
        ),
        Misconception(
            "p-after-renormalising",
            _p_after_renormalising,
            "You measure p on the probabilities that top-k has left and renormalised. Here both filters look at the whole distribution.",
            P_HINTS,
        ),
        Misconception("multiplied", _multiplied, "You multiply the scores by the temperature; they are divided by it.", TEMPERATURE_HINTS),
        Misconception(
            "temperature-on-probabilities",
            _on_probabilities,
            "You divide the probabilities by the temperature and take the softmax again. The scores are what is divided.",
            TEMPERATURE_HINTS,
        ),
        Misconception(
            "temperature-after-the-filters",
            _temperature_after_the_filters,
            "You filter first and apply the temperature to what is left. The temperature comes first: it changes which tokens reach p.",
            TEMPERATURE_HINTS,
        ),
        Misconception(
            "without-the-last",
            _without_the_last,
            "You leave out the token with which the sum reaches p. The kept tokens must have *at least* p together.",
            P_HINTS,
        ),
        Misconception(
            "not-renormalised",
            _never_renormalised,
            "After the filters the kept probabilities no longer sum to 1, and you compare u with their sum as it is.",
            (
                "What do the kept probabilities sum to? What happens when u is larger?",
                "Which token do you return for u = 0.999?",
                "Divide the kept probabilities by their sum before you compare u with the running sum.",
            ),
        ),
        Misconception(
            "p-as-a-threshold",
            _threshold,
            "You keep each token by its own probability. Top-p keeps tokens by the sum of those before it.",
            P_HINTS,
        ),
        Misconception(
            "place-instead-of-token",
            _ranks,
            "You return the place in the sorted list; the token's own id is asked for.",
            (
                "Which id has the likeliest token, and what do you return for it?",
                "After sorting, place 0 is the likeliest token. What was its place before?",
                "Keep the indices that the sort gives, and return the index at the place that u falls on.",
            ),
        ),
        Misconception(
            "least-likely",
            _least_likely,
            "You keep the least likely tokens: your sort runs the other way.",
            (
                "Print the probabilities after your sort: is the first the largest?",
                "numpy's argsort puts the smallest first.",
                "Sort in falling order: descending=True, or argsort of the negative.",
            ),
        ),
        Misconception(
            "top-k-ignored",
            _top_k_ignored,
            "Your function ignores top_k.",
            ("How many different tokens may come with top_k=2?", "Where in your code is top_k used?", "Keep the first k after sorting."),
        ),
        Misconception("top-p-ignored", _top_p_ignored, "Your function ignores top_p.", P_HINTS),
    ),
    hints=(
        "Work through probabilities 0.5, 0.3, 0.2 by hand: which token for u = 0.1, 0.6, 0.9? Which with top_p = 0.7?",
        "Print, in falling order, the probabilities and the sum before each. Then mark which tokens stay.",
        "Softmax of logits / temperature; sort; keep by place < k and by sum before < p; divide by the sum; first running sum above u.",
    ),
)

# ---------------------------------------------------------------- repetition penalty


def _penalty_reference(logits, seen, penalty):
    return penalise_repetition(torch.as_tensor(logits), list(seen), penalty)


def _some_seen(rng: np.random.Generator) -> Call:
    size = int(rng.integers(8, 15))
    logits = rng.permutation(np.linspace(-4.0, 4.4, size)).astype(np.float32)
    positive, negative = np.flatnonzero(logits > 0), np.flatnonzero(logits < 0)
    seen = [*rng.choice(positive, 2, replace=False), *rng.choice(negative, 2, replace=False)]
    return arguments(AsTensor(logits), [int(token) for token in rng.permutation(seen)], float(rng.choice([1.2, 1.5, 2.0])))


def _seen_often(rng: np.random.Generator) -> Call:
    logits, seen, penalty = _some_seen(rng).args
    return arguments(logits, [int(token) for token in rng.permutation([*seen, *seen[:3], seen[0]])], penalty)


def _nothing_seen(rng: np.random.Generator) -> Call:
    return arguments(tensor(rng, int(rng.integers(4, 9))), [], 1.7)


def _a_bonus(rng: np.random.Generator) -> Call:
    logits, seen, _ = _some_seen(rng).args
    return arguments(logits, seen, 0.8)


def _only_divided(logits, seen, penalty):
    logits = logits.clone()
    for token in set(seen):
        logits[token] /= penalty
    return logits


def _once_for_each_time(logits, seen, penalty):
    logits = logits.clone()
    for token in seen:
        logits[token] = logits[token] / penalty if logits[token] > 0 else logits[token] * penalty
    return logits


def _the_other_way_round(logits, seen, penalty):
    return _penalty_reference(logits, seen, 1 / penalty)


def _subtracted(logits, seen, penalty):
    logits = logits.clone()
    for token in set(seen):
        logits[token] -= penalty
    return logits


def _forbidden_tokens(logits, seen, penalty):
    logits = logits.clone()
    for token in seen:
        logits[token] = -math.inf
    return logits


def _unseen_instead(logits, seen, penalty):
    others = [token for token in range(len(logits)) if token not in set(seen)]
    return _penalty_reference(logits, others, penalty)


def _everything(logits, seen, penalty):
    return _penalty_reference(logits, range(len(logits)) if len(seen) else [], penalty)


def _never_likelier(ask, rng: np.random.Generator) -> bool:
    logits = normal(rng, 9, scale=3.0)
    after = np.asarray(ask(AsTensor(logits), [0, 4, 4, 7], 1.6))
    return after.shape == (9,) and bool((after[[0, 4, 7]] <= logits[[0, 4, 7]] + 1e-6).all())


repetition_penalty = Exercise(
    id="inference-and-serving.repetition_penalty",
    points=2,
    target="repetition_penalty",
    reference=_penalty_reference,
    inputs={"some tokens seen": _some_seen, "some seen often": _seen_often, "nothing seen": _nothing_seen, "a penalty below 1": _a_bonus},
    draws=3,
    properties=(Property("less-likely", "make no seen token likelier when the penalty is above 1.", _never_likelier),),
    forbidden=("bigmodel_edu.inference", "transformers"),
    misconceptions=(
        Misconception(
            "negative-scores-divided",
            _only_divided,
            "You divide every seen score. A negative score divided by 1.5 rises: the token becomes likelier.",
            (
                "What is −3 / 1.5? Is it more or less than −3?",
                "Print the score of a seen token with a negative score, before and after.",
                "Divide where the score is above 0, multiply where it is below.",
            ),
        ),
        Misconception(
            "once-for-each-time",
            _once_for_each_time,
            "You apply the penalty again for each time that a token has occurred. Here it counts once, however often.",
            (
                "What does your function do with seen = [2, 2, 2]?",
                "Compare seen = [2] with seen = [2, 2].",
                "Go over set(seen), or write the penalised scores from the original ones.",
            ),
        ),
        Misconception(
            "other-way-round",
            _the_other_way_round,
            "You multiply positive scores and divide negative ones: seen tokens become likelier.",
            (
                "Should a token that has occurred become more or less likely?",
                "Take one positive score and penalty 2: what comes out?",
                "Swap the two cases.",
            ),
        ),
        Misconception(
            "subtracted",
            _subtracted,
            "You subtract the penalty. That is another rule (OpenAI's presence penalty); here scores are divided or multiplied.",
            (
                "Read the formula: which operation stands there?",
                "With penalty 1 nothing should change. Does it?",
                "Divide positive scores by the penalty, multiply negative ones.",
            ),
        ),
        Misconception(
            "forbidden",
            _forbidden_tokens,
            "You forbid seen tokens altogether. They should become less likely only.",
            (
                "Could a text be written in which no word comes twice?",
                "What does the value of the penalty change in your code?",
                "Divide positive scores by the penalty, multiply negative ones.",
            ),
        ),
        Misconception(
            "unseen-instead",
            _unseen_instead,
            "You change the tokens that have *not* occurred.",
            (
                "Which tokens are in `seen`?",
                "Compare before and after for one token that is in `seen` and one that is not.",
                "Turn your condition round.",
            ),
        ),
        Misconception(
            "every-token",
            _everything,
            "You change every score, seen or not.",
            (
                "Which tokens should keep their score?",
                "Compare before and after for a token that is not in `seen`.",
                "Index the scores with the seen ids before you change them.",
            ),
        ),
    ),
    hints=(
        "Try scores (3, −1, 2), seen [0, 1], penalty 1.5: the result is (2, −1.5, 2).",
        "There are two cases, by the sign of the score.",
        "Copy the scores; for each id in set(seen), divide if positive, else multiply.",
    ),
)

# ---------------------------------------------------------------- KV cache


class _Cache:
    """Keys and values of the tokens so far, (B, H, S, D)."""

    def __init__(self):
        self.keys: Any = None
        self.values: Any = None

    def positions(self, tokens):
        start = 0 if self.keys is None else self.keys.shape[2]
        return torch.arange(start, start + tokens)

    def add(self, key, value):
        self.keys = key.clone() if self.keys is None else torch.cat([self.keys, key], dim=2)
        self.values = value.clone() if self.values is None else torch.cat([self.values, value], dim=2)
        return self.keys, self.values


def read_in_chunks(answer, chunks, again):
    """Fill a cache chunk by chunk, then a second one: positions, keys and values after each."""
    told = []
    for parts in (chunks, again):
        cache = answer()
        for key, value in parts:
            positions = cache.positions(key.shape[2])
            keys, values = cache.add(key.clone(), value.clone())
            told.append([[int(place) for place in positions], keys.clone(), values.clone()])
    return told


def _chunks(rng: np.random.Generator, lengths: list[int]) -> list[tuple[AsTensor, AsTensor]]:
    batch, heads, size, value_size = sizes(rng, 4)
    return [(tensor(rng, batch, heads, length, size), tensor(rng, batch, heads, length, value_size)) for length in lengths]


def _prompt_then_tokens(rng: np.random.Generator) -> Call:
    return arguments(_chunks(rng, [int(rng.integers(3, 6)), 1, 1, 1]), _chunks(rng, [2, 1]))


def _prompt_in_parts(rng: np.random.Generator) -> Call:
    return arguments(_chunks(rng, [3, 2, 4]), _chunks(rng, [1]))


def _token_by_token(rng: np.random.Generator) -> Call:
    return arguments(_chunks(rng, [1, 1, 1, 1]), _chunks(rng, [1, 2]))


class _PositionsRestart(_Cache):
    def positions(self, tokens):
        return torch.arange(tokens)


class _PositionsOneAhead(_Cache):
    def positions(self, tokens):
        return super().positions(tokens) + 1


class _PositionsOfTheLast(_Cache):
    def positions(self, tokens):
        start = 0 if self.keys is None else self.keys.shape[2]
        return torch.full((tokens,), start)


class _OnlyTheNewOnes(_Cache):
    def add(self, key, value):
        super().add(key, value)
        return key, value


class _Replaces(_Cache):
    def add(self, key, value):
        self.keys, self.values = key, value
        return key, value


class _Swapped(_Cache):
    def add(self, key, value):
        keys, values = super().add(key, value)
        return values, keys


class _NewOnesFirst(_Cache):
    def add(self, key, value):
        self.keys = key if self.keys is None else torch.cat([key, self.keys], dim=2)
        self.values = value if self.values is None else torch.cat([value, self.values], dim=2)
        return self.keys, self.values


class _AlongTheHeads(_Cache):
    def positions(self, tokens):
        start = 0 if self.keys is None else getattr(self, "count", 0)
        self.count = start + tokens
        return torch.arange(start, start + tokens)

    def add(self, key, value):
        fits = self.keys is None or key.shape[2] == self.keys.shape[2]
        self.keys = key if self.keys is None else torch.cat([self.keys, key], dim=1 if fits else 2)
        self.values = value if self.values is None else torch.cat([self.values, value], dim=1 if fits else 2)
        return self.keys, self.values


POSITION_HINTS = (
    "The prompt had 5 tokens. Which position has the first token that is written, counted from 0?",
    "Call positions(1) after a prompt of 5 tokens and print it.",
    "Begin to count at the number of tokens that the cache already holds.",
)

KVCache = Exercise(
    id="inference-and-serving.KVCache",
    points=3,
    kind="module",
    target="KVCache",
    reference=_Cache,
    driver=read_in_chunks,
    inputs={"a prompt, then token by token": _prompt_then_tokens, "a prompt in parts": _prompt_in_parts, "tokens only": _token_by_token},
    draws=2,
    forbidden=("bigmodel_edu.models", "bigmodel_edu.inference"),
    misconceptions=(
        Misconception(
            "positions-restart",
            _PositionsRestart,
            "Your positions begin at 0 for every chunk: the model believes that each new token stands at the beginning.",
            POSITION_HINTS,
        ),
        Misconception("one-ahead", _PositionsOneAhead, "Your positions are one too high: the first token stands at 0.", POSITION_HINTS),
        Misconception(
            "all-at-one-place",
            _PositionsOfTheLast,
            "All tokens of a chunk get the same position; each has its own, one after the other.",
            POSITION_HINTS,
        ),
        Misconception(
            "only-the-new-ones",
            _OnlyTheNewOnes,
            "You keep everything, but return the new keys and values only. The new query must look at all of them.",
            (
                "At how many keys should the newest token look?",
                "Compare the shape that you return with the number of tokens so far.",
                "Return what you have stored, not what came in.",
            ),
        ),
        Misconception(
            "replaces",
            _Replaces,
            "Each chunk replaces what was there before; the cache forgets the prompt.",
            (
                "How many keys are there after a prompt of 5 and one token more?",
                "Print the shape of what you store after each call.",
                "Join old and new with torch.cat along the axis of the tokens.",
            ),
        ),
        Misconception(
            "swapped",
            _Swapped,
            "You return the values first and the keys second.",
            ("In which order are they asked for?", "Read the docstring's Returns.", "Return keys, values."),
        ),
        Misconception(
            "new-ones-first",
            _NewOnesFirst,
            "You put the new tokens before the old ones; the order of the text is turned round.",
            (
                "In which order do the tokens stand in the text?",
                "Look at the order of the two parts in torch.cat.",
                "Old first, then new.",
            ),
        ),
        Misconception(
            "along-the-heads",
            _AlongTheHeads,
            "You join along the axis of the heads. Tokens are the third axis of (B, H, S, D).",
            (
                "Which of the four axes grows when a token comes?",
                "Print the shape after two single tokens.",
                "Give torch.cat the argument dim=2.",
            ),
        ),
    ),
    hints=(
        "After a prompt of 3 tokens and one more there are 4 keys, and the next position is 4.",
        "Make two caches: does the second one begin empty? Storage that is made in the class, not in __init__, is shared by all.",
        "Store None at first; then torch.cat([old, new], dim=2).",
    ),
)

# ---------------------------------------------------------------- batching


def _pad_right(prompts, pad):
    longest = max(len(prompt) for prompt in prompts)
    ids = torch.tensor([[*prompt, *[pad] * (longest - len(prompt))] for prompt in prompts])
    return ids, torch.tensor([len(prompt) - 1 for prompt in prompts])


def batch_and_places(answer, prompts, pad):
    """Read the places as whole numbers, be they a list, an array or a tensor."""
    ids, last = answer(prompts, pad)
    return ids, [int(place) for place in last]


def _prompts(rng: np.random.Generator) -> Call:
    lengths = rng.permutation([1, int(rng.integers(2, 5)), int(rng.integers(5, 9)), int(rng.integers(2, 9))])
    return arguments([[int(token) for token in rng.integers(1, 90, length)] for length in lengths], int(rng.choice([0, 95, -1])))


def _pad_inside_a_prompt(rng: np.random.Generator) -> Call:
    """The pad's id occurs as a real token, also at the end of a prompt."""
    return arguments([[3, 7, 7], [7], [int(token) for token in rng.integers(1, 90, 5)], [4, 7, 2, 7]], 7)


def _one_prompt(rng: np.random.Generator) -> Call:
    return arguments([[int(token) for token in rng.integers(1, 90, int(rng.integers(1, 6)))]], 0)


def _pad_left(prompts, pad):
    longest = max(len(prompt) for prompt in prompts)
    ids = torch.tensor([[*[pad] * (longest - len(prompt)), *prompt] for prompt in prompts])
    return ids, torch.full((len(prompts),), longest - 1)


def _pad_left_short_last(prompts, pad):
    return _pad_left(prompts, pad)[0], _pad_right(prompts, pad)[1]


def _last_column(prompts, pad):
    ids, last = _pad_right(prompts, pad)
    return ids, torch.full_like(last, ids.shape[1] - 1)


def _lengths(prompts, pad):
    ids, last = _pad_right(prompts, pad)
    return ids, last + 1


def _counts_pads(prompts, pad):
    ids, _ = _pad_right(prompts, pad)
    return ids, (ids != pad).sum(dim=1) - 1


def _first_pad(prompts, pad):
    ids, last = _pad_right(prompts, pad)
    found = [(row == pad).nonzero() for row in ids]
    return ids, torch.tensor([int(where[0]) - 1 if len(where) else int(end) for where, end in zip(found, last, strict=True)])


def _cut_to_the_shortest(prompts, pad):
    shortest = min(len(prompt) for prompt in prompts)
    return torch.tensor([prompt[:shortest] for prompt in prompts]), torch.full((len(prompts),), shortest - 1)


def _sorted_by_length(prompts, pad):
    return _pad_right(sorted(prompts, key=len, reverse=True), pad)


PAD_HINTS = (
    "Try prompts [5, 6, 7] and [8], pad 0: the rows are (5, 6, 7) and (8, 0, 0), and the last tokens stand at 2 and 0.",
    "The scores after a prompt stand where its last *real* token is.",
    "The last token of a prompt stands at len(prompt) − 1, whatever the padding is.",
)

pad_batch = Exercise(
    id="inference-and-serving.pad_batch",
    points=2,
    target="pad_batch",
    reference=_pad_right,
    driver=batch_and_places,
    inputs={"several prompts": _prompts, "the pad's id as a real token": _pad_inside_a_prompt, "one prompt": _one_prompt},
    draws=3,
    forbidden=("bigmodel_edu.models", "bigmodel_edu.inference", ".pad_sequence"),
    misconceptions=(
        Misconception("left", _pad_left, "You pad on the left. Here real tokens begin at position 0, and padding follows.", PAD_HINTS),
        Misconception(
            "left-with-places-from-the-right",
            _pad_left_short_last,
            "You pad on the left, but say where the last tokens would stand with padding on the right.",
            PAD_HINTS,
        ),
        Misconception(
            "last-column",
            _last_column,
            "You say that every prompt ends in the last column. For shorter prompts that is padding: the model would answer the padding.",
            PAD_HINTS,
        ),
        Misconception("lengths", _lengths, "You return how long each prompt is; the place of its last token is one less.", PAD_HINTS),
        Misconception(
            "counts-what-is-not-pad",
            _counts_pads,
            "You find the end by counting tokens that are not the pad. A prompt may hold the pad's id as a real token.",
            PAD_HINTS,
        ),
        Misconception(
            "before-the-first-pad",
            _first_pad,
            "You find the end by looking for the first pad. A prompt may hold the pad's id as a real token.",
            PAD_HINTS,
        ),
        Misconception(
            "cut-to-the-shortest", _cut_to_the_shortest, "You cut all prompts to the shortest one; no token may be lost.", PAD_HINTS
        ),
        Misconception(
            "sorted",
            _sorted_by_length,
            "You sort the prompts by length; the answers would go to the wrong people.",
            ("Which row belongs to whom?", "Compare the first row with the first prompt.", "Keep the order in which prompts come."),
        ),
    ),
    hints=PAD_HINTS,
)

# ---------------------------------------------------------------- int8


def _quantize_reference(w):
    return quantize_rows(torch.as_tensor(w))


def _weight(rng: np.random.Generator, scale: float = 1.0) -> np.ndarray:
    """Rows of very different size, none with a border case in rounding."""
    while True:
        rows, columns = sizes(rng, 2, 3, 11)
        w = normal(rng, rows, columns) * (scale * 10.0 ** rng.uniform(-2, 1, (rows, 1))).astype(np.float32)
        w[:, 0] = np.abs(w).max(axis=1) * rng.choice([-1.0, 1.0], rows) * rng.uniform(1.05, 1.4, rows)
        steps = np.abs(w.astype(np.float64)) / (np.abs(w.astype(np.float64)).max(axis=1, keepdims=True) / 127)
        if (np.abs(steps % 1 - 0.5) > 1e-3).all():
            return w[:, rng.permutation(columns)]


def _rows_of_different_size(rng: np.random.Generator) -> Call:
    return arguments(AsTensor(_weight(rng)))


def _one_sided(rng: np.random.Generator) -> Call:
    return arguments(AsTensor(np.abs(_weight(rng)) * np.float32(rng.choice([-1.0, 1.0]))))


def _a_row_of_zeros(rng: np.random.Generator) -> Call:
    w = _weight(rng)
    w[int(rng.integers(len(w)))] = 0.0
    return arguments(AsTensor(w))


def _near(ask, rng: np.random.Generator) -> bool:
    w = _weight(rng)
    codes, scale = (np.asarray(part, dtype=np.float64) for part in ask(AsTensor(w)))
    return bool((np.abs(codes * scale.reshape(-1, 1) - w) <= np.abs(w).max(axis=1, keepdims=True) / 127 * 0.51).all())


def _with_scale(w, scale):
    return (w / scale.clamp(min=1e-30)).round().clamp(-127, 127).to(torch.int8)


def _per_tensor(w):
    scale = w.abs().max() / 127
    return _with_scale(w, scale), scale.expand(len(w)).clone()


def _per_tensor_one_number(w):
    scale = w.abs().max() / 127
    return _with_scale(w, scale), scale


def _per_column(w):
    scale = w.abs().amax(dim=0) / 127
    return _with_scale(w, scale), scale


def _zero_point(w):
    low, high = w.amin(dim=1, keepdim=True), w.amax(dim=1, keepdim=True)
    scale = (high - low) / 255
    return ((w - low) / scale.clamp(min=1e-30)).round().sub(128).clamp(-128, 127).to(torch.int8), scale[:, 0]


def _zero_point_unsigned(w):
    low, high = w.amin(dim=1, keepdim=True), w.amax(dim=1, keepdim=True)
    scale = (high - low) / 255
    return ((w - low) / scale.clamp(min=1e-30)).round().to(torch.uint8), scale[:, 0]


def _by_128(w):
    scale = w.abs().amax(dim=1) / 128
    return (w / scale.clamp(min=1e-30)[:, None]).round().clamp(-128, 127).to(torch.int8), scale


def _by_255(w):
    scale = w.abs().amax(dim=1) / 255
    return (w / scale.clamp(min=1e-30)[:, None]).round().to(torch.int8), scale


def _cut_off(w):
    scale = w.abs().amax(dim=1) / 127
    return (w / scale.clamp(min=1e-30)[:, None]).clamp(-127, 127).to(torch.int8), scale


def _without_abs(w):
    scale = w.amax(dim=1) / 127
    return (w / scale[:, None]).nan_to_num().round().clamp(-127, 127).to(torch.int8), scale


def _inverse_scale(w):
    codes, scale = quantize_rows(w)
    return codes, torch.where(scale > 0, 1 / scale, torch.zeros_like(scale))


def _zeros_become_nan(w):
    scale = w.abs().amax(dim=1) / 127
    return (w / scale[:, None]).round(), scale


ROW_HINTS = (
    "One row has weights near 10, another near 0.01. What happens to the small row if both share a scale?",
    "How many scales do you return, and how many rows are there?",
    "Take the largest absolute value along dim=1, divide by 127, and use scale[:, None] to divide each row by its own.",
)

quantize_int8 = Exercise(
    id="inference-and-serving.quantize_int8",
    points=3,
    target="quantize_int8",
    reference=_quantize_reference,
    inputs={"rows of different size": _rows_of_different_size, "weights of one sign": _one_sided, "a row of zeros": _a_row_of_zeros},
    draws=3,
    properties=(Property("near", "give back each weight to within half a step of its row.", _near),),
    forbidden=("bigmodel_edu.models", "torch.quantize_per_channel", "torch.quantize_per_tensor", "torch.ao"),
    misconceptions=(
        Misconception(
            "per-tensor",
            _per_tensor,
            "All rows share one scale: a row of small weights is rounded to a few values, or to zero.",
            ROW_HINTS,
            also=(_per_tensor_one_number,),
        ),
        Misconception("per-column", _per_column, "You have a scale for each column (input); it should be one for each row.", ROW_HINTS),
        Misconception(
            "zero-point",
            _zero_point,
            "You spread each row from its smallest to its largest value (a zero point). Here codes are symmetric: 0 stands for 0.",
            (
                "Which code should the weight 0 get?",
                "Take a row whose weights are all positive: which codes do you use?",
                "Divide by the largest absolute value / 127, and subtract nothing.",
            ),
            also=(_zero_point_unsigned,),
        ),
        Misconception(
            "by-128",
            _by_128,
            "You divide by 128. The largest positive weight would need the code 128, which int8 does not have; it is cut off.",
            (
                "Which is the largest number that int8 can hold?",
                "Give back the largest weight of a row: is it right?",
                "Divide the largest absolute value by 127.",
            ),
        ),
        Misconception(
            "by-255",
            _by_255,
            "You divide by 255, the number of steps from end to end. Codes then reach ±255 and run over.",
            (
                "Which numbers can int8 hold?",
                "Print the codes before they become int8.",
                "From 0 to the largest absolute value there are 127 steps.",
            ),
        ),
        Misconception(
            "cut-off",
            _cut_off,
            "You cut off the fraction instead of rounding: to(torch.int8) goes towards 0, and the error is twice as large.",
            ("What does torch.tensor(3.9).to(torch.int8) give?", "Compare codes and w / scale.", "Call round() before to(torch.int8)."),
        ),
        Misconception(
            "without-abs",
            _without_abs,
            "You take the largest value, not the largest absolute value. A row's most negative weight is then cut off.",
            ("Try the row (1, −3).", "Which of its two weights sets the scale?", "Take abs() before the maximum."),
        ),
        Misconception(
            "inverse-scale",
            _inverse_scale,
            "You return 1 / scale. Codes times scale should give the weights back.",
            ("Multiply your codes by your scale. Do the weights come back?", "Is your scale above or below 1?", "Return the scale itself."),
        ),
        Misconception(
            "zeros-become-nan",
            _zeros_become_nan,
            "You return codes as floating-point numbers, and a row of zeros gives 0/0. Codes are int8, and such a row is all 0.",
            (
                "Which dtype have your codes? What is 0/0?",
                "Try a row of zeros and print its codes.",
                "Keep the divisor above 0 (clamp), round, and convert with to(torch.int8).",
            ),
        ),
    ),
    hints=(
        "Try the row (1.0, −2.54): the scale is 0.02 and the codes are 50 and −127.",
        "One scale for each row; codes from −127 to 127; a row of zeros must not divide by 0.",
        "scale = largest absolute value of the row / 127; codes = (w / scale).round() as int8.",
    ),
)

# ---------------------------------------------------------------- questions


def _users(memory: int, weights: int, layers: int, key_heads: int, head_size: int, tokens: int) -> float:
    return (memory - weights) * 1e9 / (2 * layers * key_heads * head_size * 2 * tokens)


users_at_once = Exercise(
    id="inference-and-serving.users_at_once",
    points=1,
    kind="number",
    target="users_at_once",
    prompt=(
        "A card has {memory} GB (10⁹ bytes); the model's weights take {weights} GB of it, the rest is for KV caches. The model has "
        "{layers} layers with {key_heads} key heads of size {head_size}, and stores keys and values in 2 bytes a number. Each user has "
        "{tokens:,} tokens of text. How many users' caches fit? Give the number to within 1 %, without rounding down."
    ),
    variant=lambda rng: {
        "memory": int(rng.choice([80, 96, 141])),
        "weights": int(rng.choice([14, 16, 26])),
        "layers": int(rng.choice([28, 40, 48])),
        "key_heads": int(rng.choice([6, 10])),
        "head_size": int(rng.choice([96, 128])),
        "tokens": int(rng.choice([4_000, 8_000, 16_000])),
    },
    reference=_users,
    relative=0.01,
    misconceptions=(
        Misconception(
            "keys-only",
            lambda **sizes: 2 * _users(**sizes),
            "You have twice too many: keys *and* values are kept, or you counted one byte a number.",
            (
                "What is kept of each token, in each layer?",
                "By which factor are you off?",
                "A token takes 2 (keys and values) × layers × key heads × head size × 2 bytes.",
            ),
        ),
        Misconception(
            "one-layer",
            lambda **sizes: sizes["layers"] * _users(**sizes),
            "You counted one layer; every layer has keys and values of its own.",
            (
                "How many caches does one text have?",
                "What does each layer keep?",
                "Multiply the bytes of a token by the number of layers.",
            ),
        ),
        Misconception(
            "weights-forgotten",
            lambda **sizes: _users(**{**sizes, "weights": 0}),
            "You gave the whole card to the caches; the weights need their place too.",
            ("What else lies in the card's memory?", "Read the question again.", "Subtract the weights first."),
        ),
        Misconception(
            "one-head",
            lambda **sizes: sizes["key_heads"] * _users(**sizes),
            "You counted one key head; each of them is kept.",
            ("How long is the key of one token, in one layer?", "Count the heads.", "Multiply by the number of key heads."),
        ),
        Misconception(
            "four-bytes",
            lambda **sizes: _users(**sizes) / 2,
            "You have half: you counted four bytes a number; the question says two.",
            ("By which factor are you off?", "Read the question again: bytes a number?", "Multiply by 2 bytes."),
        ),
    ),
)

batch_step = Exercise(
    id="inference-and-serving.batch_step",
    points=1,
    kind="choice",
    target="batch_step",
    prompt=(
        "Writing one token for one user takes a card 10 ms, nearly all of it to read the weights from memory. It now writes one token for "
        "each of 8 users in the same pass. About how long does the pass take?"
    ),
    options={
        "a": "80 ms: eight times the work.",
        "b": "About 10 ms: the weights are read once for all eight.",
        "c": "1.25 ms: the work is shared by eight.",
        "d": "It depends on the longest of the eight prompts only.",
    },
    reference="b",
    misconceptions=(
        Misconception(
            "eight-times",
            "a",
            "Eight times the arithmetic, yes; but the arithmetic was not what took the time.",
            (
                "What takes the 10 ms: computing or reading?",
                "How often must a weight be read to serve eight users in one pass?",
                "Each weight is read once and used eight times.",
            ),
        ),
        Misconception(
            "shared",
            "c",
            "That is the time for each user's token, if you share out the pass. The pass itself does not become shorter.",
            (
                "The question asks for the pass, not for the share of one user.",
                "Can eight users' tokens be written faster than one's?",
                "All weights must still be read.",
            ),
        ),
        Misconception(
            "longest-prompt",
            "d",
            "The caches are read as well, and longer texts cost a little more; the weights still come first.",
            (
                "What takes nearly all of the 10 ms?",
                "Does reading the weights depend on the prompts?",
                "Prompts are read before; each later pass writes one token for each user.",
            ),
        ),
    ),
)
