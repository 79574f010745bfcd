"""Read every layer's state as a guess."""

import numpy as np

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes

EPSILON = 1e-5


def norm(hidden, scale, shift, correction=0):
    centred = hidden - hidden.mean(dim=-1, keepdim=True)
    variance = centred.var(dim=-1, keepdim=True, correction=correction)
    return centred / (variance + EPSILON).sqrt() * scale + shift


def lens(hidden, scale, shift, unembedding):
    return (norm(hidden, scale, shift) @ unembedding.T).log_softmax(dim=-1)


def states(rng: np.random.Generator, size: float, sharpness: float) -> Call:
    layers, length, width, vocabulary = sizes(rng, 4, low=3, high=10)
    hidden = normal(rng, layers, length, width, scale=size) + normal(rng, layers, length, 1, scale=size)
    return arguments(
        AsTensor(hidden.astype(np.float32)),
        AsTensor(normal(rng, width) + np.float32(0.5)),
        AsTensor(normal(rng, width, scale=0.7)),
        AsTensor(normal(rng, vocabulary, width, scale=sharpness)),
    )


def ordinary_states(rng: np.random.Generator) -> Call:
    return states(rng, 1.5, 0.8)


def large_states(rng: np.random.Generator) -> Call:
    return states(rng, 40.0, 0.8)


def sure_guesses(rng: np.random.Generator) -> Call:
    return states(rng, 1.5, 60.0)


def probabilities(ask, rng: np.random.Generator) -> bool:
    call = ordinary_states(rng)
    return np.allclose(np.exp(np.asarray(ask(*call.args), dtype=np.float64)).sum(axis=-1), 1, atol=1e-4)


EXERCISE = function(
    __file__,
    points=4,
    reference=lens,
    core={"ordinary states": ordinary_states, "large states": large_states, "very sure guesses": sure_guesses},
    properties=(probabilities,),
    bans=("bigmodel_edu.models", "bigmodel_edu.viz"),
    draws=3,
    relative=2e-3,
    absolute=2e-3,
    mistakes={
        "no-norm": (
            lambda h, scale, shift, u: (h @ u.T).log_softmax(-1),
            lambda h, scale, shift, u: ((h * scale + shift) @ u.T).log_softmax(-1),
        ),
        "no-scale-and-shift": (
            lambda h, scale, shift, u: (norm(h, 1.0, 0.0) @ u.T).log_softmax(-1),
            lambda h, scale, shift, u: (norm(h, scale, 0.0) @ u.T).log_softmax(-1),
            lambda h, scale, shift, u: (norm(h, 1.0, shift) @ u.T).log_softmax(-1),
        ),
        "unbiased-variance": lambda h, scale, shift, u: (norm(h, scale, shift, correction=1) @ u.T).log_softmax(-1),
        "norm-over-positions": (
            lambda h, scale, shift, u: (
                ((h - h.mean(1, keepdim=True)) / (h.var(1, keepdim=True, correction=0) + EPSILON).sqrt() * scale + shift) @ u.T
            ).log_softmax(-1),
            lambda h, scale, shift, u: (
                ((h - h.mean(0, keepdim=True)) / (h.var(0, keepdim=True, correction=0) + EPSILON).sqrt() * scale + shift) @ u.T
            ).log_softmax(-1),
        ),
        "softmax-over-positions": (
            lambda h, scale, shift, u: (norm(h, scale, shift) @ u.T).log_softmax(1),
            lambda h, scale, shift, u: (norm(h, scale, shift) @ u.T).log_softmax(0),
        ),
        "scores": lambda h, scale, shift, u: norm(h, scale, shift) @ u.T,
        "probabilities": lambda h, scale, shift, u: (norm(h, scale, shift) @ u.T).softmax(-1),
        "underflow": lambda h, scale, shift, u: (norm(h, scale, shift) @ u.T).softmax(-1).log(),
        "last-layer": lambda h, scale, shift, u: lens(h[-1], scale, shift, u),
    },
)
