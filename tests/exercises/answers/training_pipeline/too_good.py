"""Answers to training-pipeline.too_good: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "leak", 3, "bc"]
