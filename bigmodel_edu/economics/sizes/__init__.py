"""Weights, operations, memory, communication and energy of a model: arithmetic that needs no GPU.

Shape letters as everywhere: B batch, T positions, H heads, D head size, C width, V vocabulary, L layers.
"""

from bigmodel_edu.economics.sizes.energy import carbon, energy
from bigmodel_edu.economics.sizes.memory_needed import (
    OPTIMISERS,
    TrainingMemory,
    activation_bytes,
    kv_bytes_per_token,
    memory_per_gpu,
    training_memory,
    weight_bytes,
)
from bigmodel_edu.economics.sizes.operations import (
    days_at_throughput,
    forward_flops,
    gpu_flops,
    mfu,
    training_cost,
    training_days,
    training_flops,
)
from bigmodel_edu.economics.sizes.parallel import pipeline_bubble, ring_allreduce_bytes
from bigmodel_edu.economics.sizes.weights import active_parameters, lora_parameters, matrix_parameters, parameter_table, parameters

__all__ = [
    "OPTIMISERS",
    "TrainingMemory",
    "activation_bytes",
    "active_parameters",
    "carbon",
    "days_at_throughput",
    "energy",
    "forward_flops",
    "gpu_flops",
    "kv_bytes_per_token",
    "lora_parameters",
    "matrix_parameters",
    "memory_per_gpu",
    "mfu",
    "parameter_table",
    "parameters",
    "pipeline_bubble",
    "ring_allreduce_bytes",
    "training_cost",
    "training_days",
    "training_flops",
    "training_memory",
    "weight_bytes",
]
