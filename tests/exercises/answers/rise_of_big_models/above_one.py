"""Answers to rise-of-big-models.above_one: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "c", "d", "bc", 127, ""]
