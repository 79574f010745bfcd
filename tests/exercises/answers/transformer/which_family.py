"""Answers to transformer.which_family: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["b", "encoder", 3, "abc"]
