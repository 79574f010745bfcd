"""Answers to inference-and-serving.users_at_once: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -3, 1e9, "12 users", [3.2]]
