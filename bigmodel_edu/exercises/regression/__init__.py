"""Regression: columns on one scale, a straight model in closed form, its error, and the share that it explains of new cases."""

EXERCISES = (
    "standardise",
    "fit_linear",
    "mse",
    "r_squared",
    "bootstrap_interval",
    "share_explained",
    "below_zero",
)
