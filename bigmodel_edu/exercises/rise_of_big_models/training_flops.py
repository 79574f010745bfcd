"""Return the operations of training a dense model, attention left out."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.economics.sizes import training_flops as reference_flops
from bigmodel_edu.exercises.rise_of_big_models.draws import log_uniform


def size_and_data(rng: np.random.Generator) -> Call:
    return arguments(log_uniform(rng, 1e8, 5e11), log_uniform(rng, 1e9, 2e13))


EXERCISE = function(
    __file__,
    points=1,
    reference=lambda n_params, n_tokens: reference_flops(n_params, n_tokens),
    core=size_and_data,
    bans=("bigmodel_edu.economics",),
    relative=1e-5,
    mistakes={
        "forward-only": lambda n, d: 2.0 * n * d,
        "backward-only": lambda n, d: 4.0 * n * d,
        "one-operation-for-two": lambda n, d: 3.0 * n * d,
        "one-each": lambda n, d: 1.0 * n * d,
        "tokens-forgotten": lambda n, d: 6.0 * n,
    },
)
