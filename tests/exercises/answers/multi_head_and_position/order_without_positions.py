"""Answers to multi-head-and-position.order_without_positions: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["b", "nothing", 3, "ad"]
