"""Answers to what-is-a-big-model.refit_ratio: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 1.0, -2.0, "twice", [2.0]]
