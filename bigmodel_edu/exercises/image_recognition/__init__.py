"""Image recognition: patches, channels, top-k accuracy, the confusion matrix, and an interval for a share."""

EXERCISES = (
    "patchify",
    "normalise",
    "top_k_accuracy",
    "confusion_matrix",
    "wilson_interval",
    "attention_entries",
    "which_is_better",
)
