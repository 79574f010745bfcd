"""Answers to business-models.more_companies: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["b", "A mean", "abc", 1, ["a", "d"]]
