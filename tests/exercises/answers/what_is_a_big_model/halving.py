"""Answers to what-is-a-big-model.halving: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -3.0, 1e9, "8 times", [8.0]]
