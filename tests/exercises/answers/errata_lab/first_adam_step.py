"""Answers to errata-lab.first_adam_step: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 0.001, "3.16 times", [3.16]]
