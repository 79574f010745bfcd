"""Answers to market-and-capital.what_is_no_market: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "b", "d", "ac", 252.3, "all"]
