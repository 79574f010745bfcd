"""Your own GPT: a split that is clean, bits per byte, windows, a budget of compute, targets for fine-tuning, and the model itself."""

EXERCISES = (
    "overlap",
    "bits_per_byte",
    "scoring_windows",
    "affordable_steps",
    "fine_tuning_targets",
    "training_cost",
    "my_gpt",
)
