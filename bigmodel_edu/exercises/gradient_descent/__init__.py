"""Gradient descent: one step, one epoch, RMSProp, Adam, and the learning rate from which a quadratic diverges."""

EXERCISES = (
    "gd_step",
    "sgd_epoch",
    "momentum_step",
    "rmsprop_step",
    "adam_step",
    "minimum_learning_rate_that_diverges",
    "shrinking",
    "first_step",
)
