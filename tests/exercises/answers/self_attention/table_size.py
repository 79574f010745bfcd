"""Answers to self-attention.table_size: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 1e12, "12 GB", [3.2]]
