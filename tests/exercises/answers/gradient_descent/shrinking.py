"""Answers to gradient-descent.shrinking: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [1, -1, 1e9, "near", [0.1]]
