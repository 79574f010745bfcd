"""Answers to machine-translation.translators_bill: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 1e9, "100 dollars"]
