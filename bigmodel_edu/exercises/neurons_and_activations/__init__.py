"""Neurons and activations: sigmoid, ReLU, GELU, a dense layer, units that never answer, and gradients that vanish."""

EXERCISES = (
    "sigmoid",
    "sigmoid_slope",
    "relu",
    "gelu",
    "dense",
    "dead_units",
    "vanishing",
    "linear_stack",
)
