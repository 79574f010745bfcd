"""Answers to classification.threshold: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 1, -0.3, 1e9, "25 %", [0.25]]
