"""What is a big model: laws of scale, fitted to runs and used to spend a budget."""

EXERCISES = (
    "predicted_loss",
    "fit_power_law",
    "losses_of_budget",
    "chinchilla_optimal",
    "halving",
    "refit_ratio",
    "beyond_the_runs",
)
