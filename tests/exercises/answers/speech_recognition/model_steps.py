"""Answers to speech-recognition.model_steps: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 1e6, 198.75, 398.25, "100 steps"]
