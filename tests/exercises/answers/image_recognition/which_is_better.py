"""Answers to image-recognition.which_is_better: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "b", "d", "cd", "neither", 3]
