"""Tokenization: count pairs, merge them, learn merges, encode and decode, and what a token more costs."""

EXERCISES = (
    "pair_counts",
    "merge",
    "learn_merges",
    "encode",
    "decode",
    "language_price",
    "unseen",
)
