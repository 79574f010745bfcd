"""Answers to what-is-a-big-model.beyond_the_runs: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "b", "d", "ad", 1000, "e"]
