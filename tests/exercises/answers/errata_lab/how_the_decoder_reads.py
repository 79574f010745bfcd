"""Answers to errata-lab.how_the_decoder_reads: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "cross-attention", 2, ["b", "c"]]
