"""Answers to medicine.weighted_effect: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def by_average(outcome, treated, propensity):
    weights = np.where(treated, 1 / propensity, 1 / (1 - propensity))
    arms = [np.average(outcome[part], weights=weights[part]) for part in (treated, ~treated)]
    return arms[0] - arms[1]


def by_sums(outcome, treated, propensity):
    with_it, without = treated / propensity, (1 - treated) / (1 - propensity)
    return (with_it * outcome).sum() / with_it.sum() - (without * outcome).sum() / without.sum()


def effect_in_torch(outcome, treated, propensity):
    came, got, chance = torch.tensor(outcome), torch.tensor(treated), torch.tensor(propensity)
    weights = torch.where(got, 1 / chance, 1 / (1 - chance))
    means = [(weights * came)[part].sum() / weights[part].sum() for part in (got, ~got)]
    return means[0] - means[1]


def clipped(outcome, treated, propensity):
    return by_average(outcome, treated, np.clip(propensity, 0.25, 0.75))


RIGHT = [by_average, by_sums, effect_in_torch]
WRONG = [
    clipped,
    lambda outcome, treated, propensity: by_average(outcome, ~treated, propensity),
    lambda outcome, treated, propensity: by_average(outcome, treated, np.full(len(propensity), propensity.mean())),
    lambda outcome, treated, propensity: np.average(outcome, weights=np.where(treated, 1 / propensity, 1 / (1 - propensity))),
]
