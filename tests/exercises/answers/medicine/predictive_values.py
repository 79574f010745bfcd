"""Answers to medicine.predictive_values: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np


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


RIGHT = [by_bayes, by_counting_people, by_odds]
WRONG = [
    lambda sensitivity, specificity, prevalence: by_bayes(specificity, sensitivity, prevalence),
    lambda sensitivity, specificity, prevalence: by_bayes(sensitivity, specificity, 1 - prevalence),
    lambda sensitivity, specificity, prevalence: by_bayes(sensitivity, specificity, prevalence)[0],
    lambda sensitivity, specificity, prevalence: tuple(100 * each for each in by_bayes(sensitivity, specificity, prevalence)),
]
