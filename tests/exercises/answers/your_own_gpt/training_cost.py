"""Answers to your-own-gpt.training_cost: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 3.5, "40 dollars", [1.0]]
