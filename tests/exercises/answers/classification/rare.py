"""Answers to classification.rare: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "e", "cd", "nothing", 4, ["b", "d"]]
