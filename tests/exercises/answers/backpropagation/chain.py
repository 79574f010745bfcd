"""Answers to backpropagation.chain: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 1, -3, 1e9, "2", [2.0]]
