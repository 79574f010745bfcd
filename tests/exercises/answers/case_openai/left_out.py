"""Answers to case-openai.left_out: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a, c", "c, e", "b, d", "salaries", 3, "a,b,c,e"]
