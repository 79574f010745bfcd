"""Answers to gradient-descent.first_step: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [1, -1, 1e9, "small", [0.1]]
