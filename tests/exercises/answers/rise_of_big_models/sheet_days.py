"""Answers to rise-of-big-models.sheet_days: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -12.5, 1e9, "12 days", [30.0]]
