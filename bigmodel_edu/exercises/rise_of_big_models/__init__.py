"""The rise of big models: weights, operations, days and utilisation, recomputed from what is published."""

EXERCISES = (
    "count_parameters",
    "training_flops",
    "training_days",
    "utilisation",
    "doubling_months",
    "sheet_days",
    "above_one",
)
