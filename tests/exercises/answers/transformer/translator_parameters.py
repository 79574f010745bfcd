"""Answers to transformer.translator_parameters: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 1e15, "28", [3.2]]
