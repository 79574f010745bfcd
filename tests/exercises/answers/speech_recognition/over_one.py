"""Answers to speech-recognition.over_one: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "b", "d", "ab", 1.3]
