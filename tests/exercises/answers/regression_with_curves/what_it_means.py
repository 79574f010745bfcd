"""Answers to regression-with-curves.what_it_means: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "overfitting", 2, ["a", "b"]]
