"""Answers to machine-translation.bleu: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch

from .brevity import penalty_if


def bleu_logs(matches, totals, candidate_length, reference_length):
    if not all(matches):
        return 0.0
    mean = np.mean([math.log(a) - math.log(b) for a, b in zip(matches, totals, strict=True)])
    return 100 * penalty_if(candidate_length, reference_length) * math.exp(mean)


def bleu_root(matches, totals, candidate_length, reference_length):
    product = 1.0
    for a, b in zip(matches, totals, strict=True):
        product *= a / b
    return 100 * penalty_if(candidate_length, reference_length) * product ** (1 / len(matches))


def bleu_torch(matches, totals, candidate_length, reference_length):
    precisions = torch.tensor(matches, dtype=torch.float64) / torch.tensor(totals)
    return 100 * penalty_if(candidate_length, reference_length) * precisions.log().mean().exp()


def bleu_harmonic(matches, totals, candidate_length, reference_length):
    if not all(matches):
        return 0.0
    return 100 * penalty_if(candidate_length, reference_length) * len(matches) / sum(b / a for a, b in zip(matches, totals, strict=True))


def bleu_first(matches, totals, candidate_length, reference_length):
    return 100 * penalty_if(candidate_length, reference_length) * matches[0] / totals[0]


def bleu_ratio_penalty(matches, totals, candidate_length, reference_length):
    return bleu_root(matches, totals, reference_length, reference_length) * min(1, candidate_length / reference_length)


def bleu_log_ten(matches, totals, candidate_length, reference_length):
    if not all(matches):
        return 0.0
    mean = np.mean([math.log10(a / b) for a, b in zip(matches, totals, strict=True)])
    return 100 * penalty_if(candidate_length, reference_length) * math.exp(mean)


RIGHT = [bleu_logs, bleu_root, bleu_torch]
WRONG = [bleu_harmonic, bleu_first, bleu_ratio_penalty, bleu_log_ten]
