"""Answers to regression.below_zero: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "e", "cd", "worse", 3, ["a", "c"]]
