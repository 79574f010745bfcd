"""Answers to binary-classifier.loss_of_the_share: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 0.25, "ln 2", [0.4]]
