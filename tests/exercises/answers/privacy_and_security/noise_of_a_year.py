"""Answers to privacy-and-security.noise_of_a_year: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 1e9, "10 people", [9.9]]
