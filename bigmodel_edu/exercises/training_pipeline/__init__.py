"""The training pipeline: batches, perplexity, the learning rate of a step, clipping, one step, and what training costs."""

EXERCISES = (
    "get_batch",
    "perplexity",
    "lr_schedule",
    "clip_gradients",
    "train_step",
    "tokens_seen",
    "too_good",
)
