"""Answers to case-openai.stake_after_rounds: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np


def stake(stake, rounds):
    for raised, pre_money in rounds:
        stake *= pre_money / (pre_money + raised)
    return stake


def stake_by_shares(stake, rounds):
    left = 1.0
    for raised, pre in rounds:
        left = left * (1 - raised / (raised + pre))
    return stake * left


def stake_in_numpy(stake, rounds):
    table = np.array(rounds, dtype=float).reshape(-1, 2)
    return stake * np.prod(table[:, 1] / table.sum(axis=1))


def stake_recursive(stake, rounds):
    if not rounds:
        return stake
    (raised, pre), *rest = rounds
    return stake_recursive(stake / (1 + raised / pre), rest)


RIGHT = [stake, stake_by_shares, stake_in_numpy, stake_recursive]
WRONG = [
    lambda own, rounds: stake(own, rounds) if rounds else 0.0,
    lambda own, rounds: stake(own, [(pre, raised) for raised, pre in rounds]) if rounds else own,
    lambda own, rounds: 1 - stake(1 - own, rounds),
    lambda own, rounds: 100 * stake(own, rounds),
]
