"""Answers to tokenization.unseen: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "bytes", 3, ["a", "c"], "d"]
