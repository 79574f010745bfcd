"""Choose the next token."""

import numpy as np

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function


def distribution(logits, temperature, top_k, top_p) -> tuple[np.ndarray, np.ndarray]:
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


def drawn(order: np.ndarray, shares: np.ndarray, u: float) -> int:
    return int(order[min(int(np.searchsorted(np.cumsum(shares), u, side="right")), len(order) - 1)])


def _sample(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return int(np.argmax(np.asarray(logits)))
    return drawn(*distribution(logits, temperature, top_k, top_p), u)


def draw_many(answer, logits, temperature, top_k, top_p, us):
    """Ask for one token for each random number."""
    return [answer(logits, temperature, top_k, top_p, float(u)) for u in us]


def random_numbers(rng: np.random.Generator, logits, temperature, top_k, top_p, count: int = 48) -> list[float]:
    """Random numbers that no rounding can move across the border between two tokens."""
    borders = np.cumsum(distribution(logits, temperature, top_k, top_p)[1]) if temperature else np.array([1.0])
    us = rng.random(4 * count)
    return [float(u) for u in us[np.abs(us[:, None] - borders).min(axis=1) > 1e-4][:count]]


def _scores(rng: np.random.Generator, size: int) -> np.ndarray:
    """Scores of both signs in no order, with gaps of unequal size: equal ones would make top-p a threshold on single probabilities."""
    scores = np.cumsum(rng.choice([0.1, 0.2, 0.5, 0.9], size) + rng.uniform(0, 0.15, size))
    return rng.permutation(scores - scores.mean()).astype(np.float32)


def draws(rng: np.random.Generator, temperature: float, top_k: int | None, top_p: float) -> Call:
    logits = _scores(rng, int(rng.integers(7, 14)))
    return arguments(AsTensor(logits), temperature, top_k, top_p, random_numbers(rng, logits, temperature, top_k, top_p))


def only_temperature(rng: np.random.Generator) -> Call:
    return draws(rng, float(rng.choice([0.4, 0.7, 1.8, 3.0])), None, 1.0)


def with_top_k(rng: np.random.Generator) -> Call:
    return draws(rng, float(rng.choice([0.8, 1.0, 1.7])), int(rng.integers(2, 5)), 1.0)


def top_k_larger_than_the_vocabulary(rng: np.random.Generator) -> Call:
    return draws(rng, 1.3, 50, 1.0)


def share_between(logits: np.ndarray, temperature: float, count: int) -> float:
    """A p that needs exactly so many tokens, well inside the last one's share."""
    shares = distribution(logits, temperature, None, 1.0)[1]
    return float(shares[:count].sum() - 0.5 * shares[count - 1])


def nucleus(rng: np.random.Generator, temperature: float) -> Call:
    """A p for which a threshold on single probabilities keeps another number of tokens."""
    while True:
        logits, count = _scores(rng, int(rng.integers(7, 14))), int(rng.integers(2, 5))
        top_p = share_between(logits, temperature, count)
        shares = distribution(logits, temperature, None, 1.0)[1]
        if (shares >= (1 - top_p) * shares[0]).sum() != count:
            return arguments(AsTensor(logits), temperature, None, top_p, random_numbers(rng, logits, temperature, None, top_p))


def with_top_p(rng: np.random.Generator) -> Call:
    return nucleus(rng, float(rng.choice([0.6, 2.0])))


def top_p_alone(rng: np.random.Generator) -> Call:
    return nucleus(rng, 1.0)


def first_reaches_p_alone(rng: np.random.Generator) -> Call:
    logits = _scores(rng, 8)
    top_p = share_between(logits, 0.9, 1)
    return arguments(AsTensor(logits), 0.9, None, top_p, random_numbers(rng, logits, 0.9, None, top_p, 12))


def with_both(rng: np.random.Generator) -> Call:
    """Both filters, with a p that lies apart on the whole distribution and on what top-k leaves."""
    while True:
        logits, temperature = _scores(rng, int(rng.integers(9, 14))), 2.2
        top_k, count = 5, 3
        top_p = share_between(logits, temperature, count)
        shares = distribution(logits, temperature, top_k, 1.0)[1]
        before = np.cumsum(shares) - shares
        if (before < top_p).sum() != count and abs(before - top_p).min() > 0.01:
            return arguments(AsTensor(logits), temperature, top_k, top_p, random_numbers(rng, logits, temperature, top_k, top_p))


def no_chance(rng: np.random.Generator) -> Call:
    return arguments(AsTensor(_scores(rng, 9)), 0.0, None, 1.0, [float(u) for u in rng.random(6)])


def greedy(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    return int(np.argmax(np.asarray(logits)))


def p_after_renormalising(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return greedy(logits)
    order, shares = distribution(logits, temperature, top_k, 1.0)
    keep = (np.cumsum(shares) - shares < top_p) if top_p < 1 else np.ones(len(shares), bool)
    return drawn(order[keep], shares[keep] / shares[keep].sum(), u)


def multiplied(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return greedy(logits)
    return drawn(*distribution(np.asarray(logits) * temperature, 1.0, top_k, top_p), u)


def on_probabilities(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return greedy(logits)
    order, shares = distribution(logits, 1.0, None, 1.0)
    return drawn(*distribution(np.log(np.exp(shares / temperature))[np.argsort(order)], 1.0, top_k, top_p), u)


def temperature_after_the_filters(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return greedy(logits)
    order, shares = distribution(logits, 1.0, top_k, top_p)
    shares = shares ** (1 / temperature)
    return drawn(order, shares / shares.sum(), u)


def without_the_last(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    """Keeps tokens while their sum stays at or below p."""
    if temperature == 0:
        return greedy(logits)
    order, shares = distribution(logits, temperature, None, 1.0)
    keep = (np.cumsum(shares) <= top_p + 1e-9) & (np.arange(len(order)) < (top_k or len(order)))
    keep[0] = True
    return drawn(order[keep], shares[keep] / shares[keep].sum(), u)


def never_renormalised(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return greedy(logits)
    order, shares = distribution(logits, temperature, None, 1.0)
    kept = len(distribution(logits, temperature, top_k, top_p)[0])
    return drawn(order[:kept], shares[:kept], u)


def threshold(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    """Reads p as a smallest probability (a share of the largest)."""
    if temperature == 0:
        return greedy(logits)
    order, shares = distribution(logits, temperature, top_k, 1.0)
    keep = shares >= (1 - top_p) * shares[0] if top_p < 1 else np.ones(len(shares), bool)
    return drawn(order[keep], shares[keep] / shares[keep].sum(), u)


def ranks(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    """Returns the place in the sorted list instead of the token."""
    if temperature == 0:
        return 0
    order, shares = distribution(logits, temperature, top_k, top_p)
    return min(int(np.searchsorted(np.cumsum(shares), u, side="right")), len(order) - 1)


def least_likely(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    if temperature == 0:
        return greedy(logits)
    order, shares = distribution(logits, temperature, None, 1.0)
    order, shares = order[::-1][: top_k or len(order)], shares[::-1][: top_k or len(order)]
    keep = np.cumsum(shares) - shares < top_p
    return drawn(order[keep][::-1], shares[keep][::-1] / shares[keep].sum(), u)


def top_k_ignored(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    return _sample(logits, temperature, None, top_p, u)


def top_p_ignored(logits, temperature=1.0, top_k=None, top_p=1.0, u=0.5):
    return _sample(logits, temperature, top_k, 1.0, u)


EXERCISE = function(
    __file__,
    points=4,
    reference=_sample,
    core={"top-k": with_top_k, "top-p alone": top_p_alone, "temperature and top-p": with_top_p, "top-k and top-p together": with_both},
    edges={
        "temperature alone": only_temperature,
        "a top-k larger than the vocabulary": top_k_larger_than_the_vocabulary,
        "the first token reaches p alone": first_reaches_p_alone,
        "temperature 0": no_chance,
    },
    driver=draw_many,
    bans=("bigmodel_edu.inference", "torch.multinomial", ".choice", ".choices"),
    draws=2,
    mistakes={
        "greedy": greedy,
        "p-after-renormalising": p_after_renormalising,
        "multiplied": multiplied,
        "temperature-on-probabilities": on_probabilities,
        "temperature-after-the-filters": temperature_after_the_filters,
        "without-the-last": without_the_last,
        "not-renormalised": never_renormalised,
        "p-as-a-threshold": threshold,
        "place-instead-of-token": ranks,
        "least-likely": least_likely,
        "top-k-ignored": top_k_ignored,
        "top-p-ignored": top_p_ignored,
    },
)
