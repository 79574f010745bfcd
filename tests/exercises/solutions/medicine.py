"""Answers to the exercises of medicine: right ones in several styles, and wrong ones that are no known misconception."""

import math
from fractions import Fraction

import numpy as np
import torch

# predictive_values


def by_bayes(sensitivity, specificity, prevalence):
    positive = sensitivity * prevalence + (1 - specificity) * (1 - prevalence)
    return sensitivity * prevalence / positive, specificity * (1 - prevalence) / (1 - positive)


def by_counting_people(sensitivity, specificity, prevalence):
    ill, healthy = 1e6 * prevalence, 1e6 * (1 - prevalence)
    hits, cleared = sensitivity * ill, specificity * healthy
    return [hits / (hits + healthy - cleared), cleared / (cleared + ill - hits)]


def by_odds(sensitivity, specificity, prevalence):
    for_ill = np.array([sensitivity, 1 - specificity]) * [prevalence, 1 - prevalence]
    for_healthy = np.array([specificity, 1 - sensitivity]) * [1 - prevalence, prevalence]
    return np.array([for_ill[0] / for_ill.sum(), for_healthy[0] / for_healthy.sum()])


# net_benefit


def in_numpy(labels, risks, threshold):
    treated = risks >= threshold
    return (np.sum(treated & labels) - np.sum(treated & ~labels) * threshold / (1 - threshold)) / len(labels)


def in_a_loop(labels, risks, threshold):
    total = 0.0
    for label, risk in zip(labels, risks, strict=True):
        if risk >= threshold:
            total += 1.0 if label else -threshold / (1 - threshold)
    return total / len(labels)


def in_torch(labels, risks, threshold):
    ill, treated = torch.tensor(labels), torch.tensor(risks) >= threshold
    weight = threshold / (1 - threshold)
    return (treated & ill).double().mean() - weight * (treated & ~ill).double().mean()


# number_needed_to_treat


def by_risks(events_treated, treated, events_control, control):
    gain = events_control / control - events_treated / treated
    return 1 / gain if gain else math.inf


def by_fractions(events_treated, treated, events_control, control):
    gain = Fraction(events_control, control) - Fraction(events_treated, treated)
    return float(1 / gain) if gain else float("inf")


def in_one_fraction(events_treated, treated, events_control, control):
    difference = events_control * treated - events_treated * control
    return treated * control / difference if difference else np.inf


# uplift_at_k


def by_argsort(scores, treated, outcome, k):
    first = np.argsort(-scores)[:k]
    return outcome[first][treated[first]].mean() - outcome[first][~treated[first]].mean()


def by_sorting_pairs(scores, treated, outcome, k):
    rows = sorted(zip(scores.tolist(), treated.tolist(), outcome.tolist(), strict=True), reverse=True)[:k]
    arms = [[came for _score, got, came in rows if got is arm] for arm in (True, False)]
    return sum(arms[0]) / len(arms[0]) - sum(arms[1]) / len(arms[1])


def by_topk(scores, treated, outcome, k):
    first = torch.topk(torch.tensor(scores), k).indices
    arm, came = torch.tensor(treated)[first], torch.tensor(outcome)[first]
    return came[arm].mean() - came[~arm].mean()


def share_instead_of_number(scores, treated, outcome, k):
    return by_argsort(scores, treated, outcome, k + 1)


# weighted_effect


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


RIGHT = {
    "medicine.predictive_values": [by_bayes, by_counting_people, by_odds],
    "medicine.net_benefit": [in_numpy, in_a_loop, in_torch],
    "medicine.number_needed_to_treat": [by_risks, by_fractions, in_one_fraction],
    "medicine.uplift_at_k": [by_argsort, by_sorting_pairs, by_topk],
    "medicine.weighted_effect": [by_average, by_sums, effect_in_torch],
}

WRONG = {
    "medicine.predictive_values": [
        lambda sensitivity, specificity, prevalence: by_bayes(specificity, sensitivity, prevalence),
        lambda sensitivity, specificity, prevalence: by_bayes(sensitivity, specificity, 1 - prevalence),
        lambda sensitivity, specificity, prevalence: by_bayes(sensitivity, specificity, prevalence)[0],
        lambda sensitivity, specificity, prevalence: tuple(100 * each for each in by_bayes(sensitivity, specificity, prevalence)),
    ],
    "medicine.net_benefit": [
        lambda labels, risks, threshold: np.mean((risks >= threshold) == labels),
        lambda labels, risks, threshold: in_numpy(~labels, risks, threshold),
        lambda labels, risks, threshold: in_numpy(labels, -risks, -threshold),
        lambda labels, risks, threshold: in_numpy(labels, risks, threshold) - in_numpy(labels, np.ones(len(risks)), threshold),
    ],
    "medicine.number_needed_to_treat": [
        lambda events_treated, treated, events_control, control: math.ceil(by_risks(1, 50, 9, 50)),
        lambda events_treated, treated, events_control, control: by_risks(events_control, control, events_treated, treated),
        lambda events_treated, treated, events_control, control: by_risks(events_treated, control, events_control, treated),
        lambda events_treated, treated, events_control, control: 100 * by_risks(events_treated, treated, events_control, control),
        lambda events_treated, treated, events_control, control: 1 / (events_control / control - events_treated / treated),
    ],
    "medicine.uplift_at_k": [
        share_instead_of_number,
        lambda scores, treated, outcome, k: by_argsort(np.abs(scores), treated, outcome, k),
        lambda scores, treated, outcome, k: by_argsort(scores, ~treated, outcome, k),
        lambda scores, treated, outcome, k: outcome[np.argsort(-scores)[:k]].mean(),
    ],
    "medicine.weighted_effect": [
        clipped,
        lambda outcome, treated, propensity: by_average(outcome, ~treated, propensity),
        lambda outcome, treated, propensity: by_average(outcome, treated, np.full(len(propensity), propensity.mean())),
        lambda outcome, treated, propensity: np.average(outcome, weights=np.where(treated, 1 / propensity, 1 / (1 - propensity))),
    ],
    "medicine.who_is_treated": ["a", "c", "d", "ab", "doctors", 2],
    "medicine.healthy_positives": [0, 100, -5, "90 %", [88.0]],
}
