"""Return the model FLOPs utilisation of a training run, a share."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.economics.sizes import mfu
from bigmodel_edu.exercises.rise_of_big_models.draws import log_uniform


def throughput(rng: np.random.Generator) -> Call:
    n, gpus, peak = log_uniform(rng, 1e9, 6e11), int(rng.integers(16, 9_000)), log_uniform(rng, 1e14, 1.2e15)
    share = rng.uniform(0.1, 0.6)
    return arguments(float(share * gpus * peak / (6 * n)), n, gpus, peak)


EXERCISE = function(
    __file__,
    points=2,
    reference=lambda tokens_per_second, n_params, gpus, peak_flops: mfu(tokens_per_second, n_params, gpus * peak_flops),
    core=throughput,
    bans=("bigmodel_edu.economics",),
    relative=1e-5,
    absolute=1e-9,
    mistakes={
        "forward-only": lambda r, n, gpus, peak: 2 * r * n / (gpus * peak),
        "one-card": lambda r, n, gpus, peak: 6 * r * n / peak,
        "percent": lambda r, n, gpus, peak: 600 * r * n / (gpus * peak),
        "sparse-peak": lambda r, n, gpus, peak: 6 * r * n / (2 * gpus * peak),
        "upside-down": lambda r, n, gpus, peak: gpus * peak / (6 * r * n),
        "times-the-cards": (lambda r, n, gpus, peak: 6 * r * n * gpus / peak, lambda r, n, gpus, peak: min(1.0, 6 * r * n * gpus / peak)),
    },
)
