"""Answers to language-generation.win_rate: right ones in several styles, wrong ones that are no known mistake."""

import itertools

import numpy as np


def wins_counts(first_order, second_order):
    wins = first_order.count("first") + second_order.count("second")
    ties = first_order.count("tie") + second_order.count("tie")
    return (wins + ties / 2) / (len(first_order) + len(second_order))


def wins_numpy(first_order, second_order):
    score = {"first": 1.0, "tie": 0.5, "second": 0.0}
    one, two = (np.array([score[each] for each in order]) for order in (first_order, second_order))
    return np.mean((one + 1 - two) / 2)


def wins_loop(first_order, second_order):
    points = 0
    for verdict in first_order:
        points += 2 if verdict == "first" else 1 if verdict == "tie" else 0
    for verdict in second_order:
        points += 2 if verdict == "second" else 1 if verdict == "tie" else 0
    return points / (2 * len(list(itertools.chain(first_order, second_order))))


def wins_second_only(first_order, second_order):
    return wins_counts([], second_order)


def wins_sum(first_order, second_order):
    return 2 * wins_counts(first_order, second_order)


def wins_agreed_only(first_order, second_order):
    pairs = [(a, b) for a, b in zip(first_order, second_order, strict=True) if (a, b) in (("first", "second"), ("second", "first"))]
    return sum(a == "first" for a, _ in pairs) / len(pairs) if pairs else 0.5


def wins_net(first_order, second_order):
    return 2 * wins_counts(first_order, second_order) - 1


RIGHT = [wins_counts, wins_numpy, wins_loop]
WRONG = [wins_second_only, wins_sum, wins_agreed_only, wins_net]
