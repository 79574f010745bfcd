"""Answers to machine-translation.chinese_words: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "c", "d", "nearly 0", "bd"]
