"""Answers to training-pipeline.tokens_seen: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 1e15, "9 billion", [3.2]]
