"""Say how much a score falls when each token is hidden."""

import numpy as np

from bigmodel_edu.calling import Source
from bigmodel_edu.checking import Call, arguments, function

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


def text(rng: np.random.Generator) -> Call:
    count = int(rng.integers(4, 10))
    return arguments(_score(rng), [int(token) for token in rng.integers(0, 10, count)], 10)


def hidden_already(rng: np.random.Generator) -> Call:
    """A text that holds the replacement itself: hiding it changes nothing."""
    tokens = [int(token) for token in rng.integers(0, 10, int(rng.integers(4, 8)))]
    tokens[int(rng.integers(len(tokens)))] = 10
    return arguments(_score(rng), tokens, 10)


def one_token(rng: np.random.Generator) -> Call:
    return arguments(_score(rng), [int(rng.integers(0, 10))], 10)


def hidden_at(tokens, place, replacement):
    return [*tokens[:place], replacement, *tokens[place + 1 :]]


def _occlusion(score, tokens, replacement):
    whole = score(list(tokens))
    return [whole - score(hidden_at(tokens, place, replacement)) for place in range(len(tokens))]


def occlusion_removed(score, tokens, replacement):
    return [score(tokens) - score([*tokens[:place], *tokens[place + 1 :]]) for place in range(len(tokens))]


def occlusion_never_restored(score, tokens, replacement):
    whole, hidden, falls = score(tokens), list(tokens), []
    for place in range(len(tokens)):
        hidden[place] = replacement
        falls.append(whole - score(hidden))
    return falls


def occlusion_step_by_step(score, tokens, replacement):
    before, hidden, falls = score(tokens), list(tokens), []
    for place in range(len(tokens)):
        hidden[place] = replacement
        falls.append(before - score(hidden))
        before = score(hidden)
    return falls


def occlusion_alone(score, tokens, replacement):
    empty = [replacement] * len(tokens)
    return [score(hidden_at(empty, place, token)) - score(empty) for place, token in enumerate(tokens)]


def occlusion_everywhere(score, tokens, replacement):
    return [score(tokens) - score([replacement if each == token else each for each in tokens]) for token in tokens]


EXERCISE = function(
    __file__,
    points=3,
    reference=_occlusion,
    core={"a text": text, "a text with the replacement in it": hidden_already},
    edges={"a single token": one_token},
    bans=("bigmodel_edu.viz", ".occlusion"),
    mistakes={
        "sign": lambda score, tokens, replacement: [-fall for fall in _occlusion(score, tokens, replacement)],
        "left-out": occlusion_removed,
        "never-restored": (occlusion_never_restored, occlusion_step_by_step),
        "alone": occlusion_alone,
        "every-copy": occlusion_everywhere,
        "score-without": lambda score, tokens, replacement: [score(hidden_at(tokens, place, replacement)) for place in range(len(tokens))],
        "absolute": lambda score, tokens, replacement: [abs(fall) for fall in _occlusion(score, tokens, replacement)],
        "share": lambda score, tokens, replacement: [
            fall / (sum(_occlusion(score, tokens, replacement)) or 1.0) for fall in _occlusion(score, tokens, replacement)
        ],
    },
)
