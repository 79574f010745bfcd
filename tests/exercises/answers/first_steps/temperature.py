"""Answers to first-steps.temperature: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["b", "e", "ab", "a, b", "all", 0, ["a", "d"]]
