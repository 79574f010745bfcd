"""Answers to business-models.price_war: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 100, -1e6, "30 %", [30.0]]
