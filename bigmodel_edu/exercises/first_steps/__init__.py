"""First steps: softmax, and how answers are checked."""

EXERCISES = (
    "softmax",
    "odds",
    "temperature",
)
