"""Answers to multi-head-and-position.parameters_of_heads: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 1e15, "4 C squared", [3.2]]
