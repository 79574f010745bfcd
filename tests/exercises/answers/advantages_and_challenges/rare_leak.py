"""Answers to advantages-and-challenges.rare_leak: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 100, -5, "60 %", [45.0]]
