"""Answers to rise-of-big-models.utilisation: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np


def share(tokens_per_second, n_params, gpus, peak_flops):
    return 6 * n_params * tokens_per_second / (gpus * peak_flops)


def share_of_each_card(tokens_per_second, n_params, gpus, peak_flops):
    each = tokens_per_second / gpus
    return each * n_params * 6 / peak_flops


def share_in_numpy(tokens_per_second, n_params, gpus, peak_flops):
    done = np.array([2, 4]) @ np.array([n_params, n_params]) * tokens_per_second
    return np.float64(done) / gpus / peak_flops


def hardware_share(r, n, gpus, peak):
    return share(r, n, gpus, peak) * 8 / 6


def seconds_an_hour(r, n, gpus, peak):
    return share(r, n, gpus, peak) / 3600


def three(r, n, gpus, peak):
    return share(r, n, gpus, peak) / 2 + 0.01


def always_forty_percent(r, n, gpus, peak):
    return 0.4


RIGHT = [share, share_of_each_card, share_in_numpy]
WRONG = [hardware_share, seconds_an_hour, three, always_forty_percent]
