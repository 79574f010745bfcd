"""Sentiment: word weights, the mean of a padded text, averages over classes, and how far a test result can be trusted."""

EXERCISES = (
    "always_great",
    "tf_idf",
    "masked_mean",
    "macro_f1",
    "bootstrap_interval",
    "paired_interval",
    "monthly_bill",
)
