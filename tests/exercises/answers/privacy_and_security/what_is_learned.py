"""Answers to privacy-and-security.what_is_learned: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "c", "d", "ab", "diagnosis", 5]
