"""Say what a positive and a negative test mean."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _predictive_values(sensitivity, specificity, prevalence):
    ill, healthy = prevalence, 1 - prevalence
    positive = sensitivity * ill + (1 - specificity) * healthy
    return sensitivity * ill / positive, specificity * healthy / (1 - positive)


def test_of(rng: np.random.Generator, low: float, high: float) -> Call:
    sensitivity, specificity = rng.uniform(0.55, 0.95, 2)
    return arguments(float(sensitivity), float(specificity), float(rng.uniform(low, high)))


def rare(rng: np.random.Generator) -> Call:
    return test_of(rng, 0.005, 0.04)


def common(rng: np.random.Generator) -> Call:
    return test_of(rng, 0.2, 0.7)


def never_wrong_on_the_healthy(rng: np.random.Generator) -> Call:
    return arguments(float(rng.uniform(0.4, 0.8)), 1.0, float(rng.uniform(0.05, 0.4)))


EXERCISE = function(
    __file__,
    points=3,
    reference=_predictive_values,
    core={"a rare disease": rare, "a common disease": common},
    edges={"a test without false positives": never_wrong_on_the_healthy},
    mistakes={
        "sensitivity-is-ppv": lambda sensitivity, specificity, prevalence: (sensitivity, specificity),
        "prevalence-ignored": lambda sensitivity, specificity, prevalence: _predictive_values(sensitivity, specificity, 0.5),
        "specificity-for-its-complement": lambda sensitivity, specificity, prevalence: (
            sensitivity * prevalence / (sensitivity * prevalence + specificity * (1 - prevalence)),
            specificity * (1 - prevalence) / (specificity * (1 - prevalence) + sensitivity * prevalence),
        ),
        "swapped": lambda sensitivity, specificity, prevalence: _predictive_values(sensitivity, specificity, prevalence)[::-1],
        "complement": lambda sensitivity, specificity, prevalence: (
            _predictive_values(sensitivity, specificity, prevalence)[0],
            1 - _predictive_values(sensitivity, specificity, prevalence)[0],
        ),
        "share-of-all": lambda sensitivity, specificity, prevalence: (sensitivity * prevalence, specificity * (1 - prevalence)),
    },
)
