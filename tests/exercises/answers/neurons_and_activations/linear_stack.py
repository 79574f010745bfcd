"""Answers to neurons-and-activations.linear_stack: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["b", "e", "ab", "one", 1, ["a", "d"]]
