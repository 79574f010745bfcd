"""Inference and serving: the draw, the penalty, the cache, the batch, the smaller weight, and what a server's memory holds."""

EXERCISES = (
    "sample",
    "repetition_penalty",
    "KVCache",
    "pad_batch",
    "quantize_int8",
    "users_at_once",
    "batch_step",
)
