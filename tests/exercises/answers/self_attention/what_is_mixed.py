"""Answers to self-attention.what_is_mixed: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["b", "values", "v", "bc", "a,b,c,d", 3, ["c", "b"]]
