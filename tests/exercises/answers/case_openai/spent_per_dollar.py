"""Answers to case-openai.spent_per_dollar: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 1, -3.0, "3 dollars", [3.0]]
