"""Answers to backpropagation.cost_of_going_back: right ones in several styles, wrong ones that are no known mistake."""

WRONG = ["a", "e", "ab", "three", 3, ["b", "d"]]
