"""Answers to regression-with-curves.best_loss_on_noise: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 1e6, "1/12", [2.0]]
