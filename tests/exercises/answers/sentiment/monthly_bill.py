"""Answers to sentiment.monthly_bill: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 1e9, "12 dollars"]
