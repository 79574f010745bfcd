"""Answers to advantages-and-challenges.what_a_map_says: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "C it", "abcd", 3, ["b", "c"]]
