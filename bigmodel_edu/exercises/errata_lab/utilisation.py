"""Share of the chips' peak that a training uses."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _utilisation(parameters, tokens_per_second, chips, peak):
    return 6 * parameters * tokens_per_second / (chips * peak)


def utilisation_call(rng: np.random.Generator) -> Call:
    peak, chips = float(rng.choice([1.25e14, 2.75e14, 3.12e14, 9.894e14])), int(rng.integers(3, 4_000))
    parameters = int(rng.integers(10**8, 10**11))
    return arguments(parameters, float(rng.uniform(0.2, 0.6) * peak * chips / (6 * parameters)), chips, peak)


EXERCISE = function(
    __file__,
    points=2,
    reference=_utilisation,
    core=utilisation_call,
    mistakes={
        "forward-only": lambda n, rate, chips, peak: _utilisation(n, rate, chips, peak) / 3,
        "one-chip": lambda n, rate, chips, peak: _utilisation(n, rate, 1, peak),
        "sparse-peak": lambda n, rate, chips, peak: _utilisation(n, rate, chips, 2 * peak),
        "percent": lambda n, rate, chips, peak: 100 * _utilisation(n, rate, chips, peak),
        "upside-down": lambda n, rate, chips, peak: 1 / _utilisation(n, rate, chips, peak),
        "capped": lambda n, rate, chips, peak: min(1.0, 6 * n * rate / peak),
    },
)
