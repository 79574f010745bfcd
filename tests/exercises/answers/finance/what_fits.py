"""Answers to finance.what_fits: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "b", "d", "ac", "nothing", 3]
