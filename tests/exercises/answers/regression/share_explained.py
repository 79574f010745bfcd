"""Answers to regression.share_explained: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 1, -2, 1e9, "70 %", [0.7]]
