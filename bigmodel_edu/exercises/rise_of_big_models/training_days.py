"""Return how many days training takes."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.economics.sizes import training_days as reference_days
from bigmodel_edu.exercises.rise_of_big_models.draws import log_uniform


def run(rng: np.random.Generator) -> Call:
    return arguments(
        log_uniform(rng, 1e21, 5e25), int(rng.integers(8, 20_000)), log_uniform(rng, 2e13, 2e15), round(float(rng.uniform(0.12, 0.62)), 3)
    )


def cards(ask, rng: np.random.Generator) -> bool:
    return math.isclose(ask(1e24, 700, 3e14, 0.4), 2 * ask(1e24, 1400, 3e14, 0.4), rel_tol=1e-4)


EXERCISE = function(
    __file__,
    points=2,
    reference=lambda flops, gpus, peak_flops, mfu: reference_days(flops, gpus, peak_flops, mfu),
    core=run,
    properties=(cards,),
    bans=("bigmodel_edu.economics",),
    relative=1e-5,
    absolute=1e-12,
    mistakes={
        "mfu-ignored": lambda flops, gpus, peak, mfu: flops / (gpus * peak) / 86_400,
        "mfu-multiplied": lambda flops, gpus, peak, mfu: flops * mfu / (gpus * peak) / 86_400,
        "percent": lambda flops, gpus, peak, mfu: flops / (gpus * peak * mfu / 100) / 86_400,
        "sparse-peak": lambda flops, gpus, peak, mfu: flops / (gpus * 2 * peak * mfu) / 86_400,
        "one-card": lambda flops, gpus, peak, mfu: flops / (peak * mfu) / 86_400,
        "hours": (
            lambda flops, gpus, peak, mfu: flops / (gpus * peak * mfu) / 3_600,
            lambda flops, gpus, peak, mfu: flops / (gpus * peak * mfu),
        ),
        "gpu-days": lambda flops, gpus, peak, mfu: flops * gpus / (peak * mfu) / 86_400,
    },
)
