"""Answers to tokenization.language_price: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 1e12, "12 dollars", [3.2]]
