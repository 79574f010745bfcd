"""Answers to inference-and-serving.batch_step: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "10 ms", "ab", 2]
