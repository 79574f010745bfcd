"""Answers to finance.break_even_risk: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 100, -12.5, "12 %", [12.0]]
