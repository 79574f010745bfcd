"""Answers to market-and-capital.mean_growth: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -4.0, 1e6, "20 %", [20.0]]
