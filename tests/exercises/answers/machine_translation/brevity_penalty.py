"""Answers to machine-translation.brevity_penalty: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch

from .brevity import penalty_if


def penalty_numpy(candidate_length, reference_length):
    return np.exp(min(0, 1 - reference_length / candidate_length)) if candidate_length else 0


def penalty_torch(candidate_length, reference_length):
    ratio = torch.tensor(reference_length, dtype=torch.float32) / candidate_length
    return torch.exp(1 - ratio).clamp(max=1.0)


def penalty_step(candidate_length, reference_length):
    return 1.0 if candidate_length >= reference_length else 0.0


def penalty_squared(candidate_length, reference_length):
    return penalty_if(candidate_length, reference_length) ** 2


def penalty_of_difference(candidate_length, reference_length):
    return math.exp(min(0, candidate_length - reference_length) / 10)


def penalty_base_two(candidate_length, reference_length):
    return 2 ** min(0, 1 - reference_length / candidate_length) if candidate_length else 0.0


RIGHT = [penalty_if, penalty_numpy, penalty_torch]
WRONG = [penalty_step, penalty_squared, penalty_of_difference, penalty_base_two]
