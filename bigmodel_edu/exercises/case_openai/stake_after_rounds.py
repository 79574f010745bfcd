"""Return what is left of a stake after several rounds."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _stake(stake, rounds):
    for raised, pre_money in rounds:
        stake *= pre_money / (pre_money + raised)
    return stake


def _rounds(rng: np.random.Generator, count: int) -> Call:
    pre, rounds = float(rng.uniform(4, 20)), []
    for _ in range(count):
        raised = pre * float(rng.uniform(0.08, 0.6))
        rounds.append((round(raised, 2), round(pre, 2)))
        pre = (pre + raised) * float(rng.uniform(1.2, 4))
    return arguments(round(float(rng.uniform(0.05, 0.9)), 3), rounds)


def several_rounds(rng: np.random.Generator) -> Call:
    return _rounds(rng, int(rng.integers(2, 5)))


def one_round(rng: np.random.Generator) -> Call:
    return _rounds(rng, 1)


def no_round(rng: np.random.Generator) -> Call:
    return _rounds(rng, 0)


def by_factor(factor):
    def wrong(stake, rounds):
        for raised, pre_money in rounds:
            stake *= factor(raised, pre_money)
        return stake

    return wrong


EXERCISE = function(
    __file__,
    points=2,
    reference=_stake,
    core={"several rounds": several_rounds},
    edges={"one round": one_round, "no round": no_round},
    bans=("bigmodel_edu.economics",),
    mistakes={
        "share-of-pre-money": by_factor(lambda raised, pre: 1 - raised / pre),
        "points-subtracted": lambda stake, rounds: stake - sum(raised / (pre + raised) for raised, pre in rounds),
        "shares-added-up": lambda stake, rounds: stake * (1 - sum(raised / (pre + raised) for raised, pre in rounds)),
        "investors-share": lambda stake, rounds: math.prod((raised / (pre + raised) for raised, pre in rounds), start=stake),
        "last-round-only": (lambda stake, rounds: _stake(stake, rounds[-1:]), lambda stake, rounds: _stake(stake, rounds[:1])),
        "all-money-at-once": (
            lambda stake, rounds: _stake(stake, [(sum(r for r, _ in rounds), rounds[0][1])]) if rounds else stake,
            lambda stake, rounds: _stake(stake, [(sum(r for r, _ in rounds), rounds[-1][1])]) if rounds else stake,
        ),
    },
)
