"""Answers to sentiment.always_great: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 1, 0.5, -0.2, "0.4 of all"]
