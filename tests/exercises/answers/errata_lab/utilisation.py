"""Answers to errata-lab.utilisation: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def share_of_the_peak(parameters, tokens_per_second, chips, peak):
    return parameters * 6 * tokens_per_second / chips / peak


def share_in_numpy(parameters, tokens_per_second, chips, peak):
    return np.float64(6) * parameters * tokens_per_second / np.multiply(float(chips), peak)


def share_in_torch(parameters, tokens_per_second, chips, peak):
    return torch.tensor(6.0 * parameters * tokens_per_second, dtype=torch.float64) / (chips * peak)


RIGHT = [share_of_the_peak, share_in_numpy, share_in_torch]
WRONG = [
    lambda n, rate, chips, peak: 0.4,
    lambda n, rate, chips, peak: n * rate / (chips * peak),
    lambda n, rate, chips, peak: 6 * n * rate / chips,
]
