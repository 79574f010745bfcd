"""Answers to neurons-and-activations.vanishing: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 1, -1, 1e9, "small", [0.1]]
