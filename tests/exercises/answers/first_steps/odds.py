"""Answers to first-steps.odds: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 1, -3.2, 1e9, "4", "four", [4.0]]
