"""Answers to language-generation.likeliest_text: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "b", "ab", "greedy"]
