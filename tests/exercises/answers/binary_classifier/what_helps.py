"""Answers to binary-classifier.what_helps: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "hidden layer", 4, ["a", "d"]]
