"""Answers to medicine.who_is_treated: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "c", "d", "ab", "doctors", 2]
