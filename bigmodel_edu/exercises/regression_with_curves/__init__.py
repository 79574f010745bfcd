"""Regression with curves: the loss of an epoch, the best guess for noise, early stopping, a paired bootstrap, honest intervals."""

EXERCISES = (
    "best_loss_on_noise",
    "what_it_means",
    "epoch_loss",
    "early_stopping",
    "paired_bootstrap",
    "conformal_radius",
    "interval_score",
)
