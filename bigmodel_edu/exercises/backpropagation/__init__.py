"""Backpropagation: the gradient of a product, the order of the way back, a dense layer's gradients, and a check by small steps."""

EXERCISES = (
    "value",
    "topological_order",
    "numerical_gradient",
    "dense_backward",
    "chain",
    "cost_of_going_back",
)
