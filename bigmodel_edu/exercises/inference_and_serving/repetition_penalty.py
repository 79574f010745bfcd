"""Make tokens less likely that have occurred."""

import math

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, tensor
from bigmodel_edu.inference.sampling import penalise_repetition


def penalty_reference(logits, seen, penalty):
    return penalise_repetition(torch.as_tensor(logits), list(seen), penalty)


def some_seen(rng: np.random.Generator) -> Call:
    size = int(rng.integers(8, 15))
    logits = rng.permutation(np.linspace(-4.0, 4.4, size)).astype(np.float32)
    positive, negative = np.flatnonzero(logits > 0), np.flatnonzero(logits < 0)
    seen = [*rng.choice(positive, 2, replace=False), *rng.choice(negative, 2, replace=False)]
    return arguments(AsTensor(logits), [int(token) for token in rng.permutation(seen)], float(rng.choice([1.2, 1.5, 2.0])))


def seen_often(rng: np.random.Generator) -> Call:
    logits, seen, penalty = some_seen(rng).args
    return arguments(logits, [int(token) for token in rng.permutation([*seen, *seen[:3], seen[0]])], penalty)


def nothing_seen(rng: np.random.Generator) -> Call:
    return arguments(tensor(rng, int(rng.integers(4, 9))), [], 1.7)


def a_bonus(rng: np.random.Generator) -> Call:
    logits, seen, _ = some_seen(rng).args
    return arguments(logits, seen, 0.8)


def only_divided(logits, seen, penalty):
    logits = logits.clone()
    for token in set(seen):
        logits[token] /= penalty
    return logits


def once_for_each_time(logits, seen, penalty):
    logits = logits.clone()
    for token in seen:
        logits[token] = logits[token] / penalty if logits[token] > 0 else logits[token] * penalty
    return logits


def the_other_way_round(logits, seen, penalty):
    return penalty_reference(logits, seen, 1 / penalty)


def subtracted(logits, seen, penalty):
    logits = logits.clone()
    for token in set(seen):
        logits[token] -= penalty
    return logits


def forbidden_tokens(logits, seen, penalty):
    logits = logits.clone()
    for token in seen:
        logits[token] = -math.inf
    return logits


def unseen_instead(logits, seen, penalty):
    others = [token for token in range(len(logits)) if token not in set(seen)]
    return penalty_reference(logits, others, penalty)


def everything(logits, seen, penalty):
    return penalty_reference(logits, range(len(logits)) if len(seen) else [], penalty)


def less_likely(ask, rng: np.random.Generator) -> bool:
    logits = normal(rng, 9, scale=3.0)
    after = np.asarray(ask(AsTensor(logits), [0, 4, 4, 7], 1.6))
    return after.shape == (9,) and bool((after[[0, 4, 7]] <= logits[[0, 4, 7]] + 1e-6).all())


EXERCISE = function(
    __file__,
    points=2,
    reference=penalty_reference,
    core={"some tokens seen": some_seen, "some seen often": seen_often},
    edges={"nothing seen": nothing_seen, "a penalty below 1": a_bonus},
    properties=(less_likely,),
    bans=("bigmodel_edu.inference", "transformers"),
    draws=3,
    mistakes={
        "negative-scores-divided": only_divided,
        "once-for-each-time": once_for_each_time,
        "other-way-round": the_other_way_round,
        "subtracted": subtracted,
        "forbidden": forbidden_tokens,
        "unseen-instead": unseen_instead,
        "every-token": everything,
    },
)
