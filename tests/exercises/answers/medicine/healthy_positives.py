"""Answers to medicine.healthy_positives: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 100, -5, "90 %", [88.0]]
