"""Answers to image-recognition.attention_entries: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, 1.0, "49", [2500], -1]
