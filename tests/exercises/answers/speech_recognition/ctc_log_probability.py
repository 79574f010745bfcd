"""Answers to speech-recognition.ctc_log_probability: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch
from torch.nn import functional as F


def ctc_by_torch(log_probabilities, labels, blank):
    """An oracle: the library's own loss (forbidden to students)."""
    table = torch.as_tensor(log_probabilities)[:, None]
    text = torch.tensor([labels], dtype=torch.long).reshape(1, len(labels))
    lengths = torch.tensor([len(table)]), torch.tensor([len(labels)])
    return -F.ctc_loss(table, text, *lengths, blank=blank, reduction="sum")


def ctc_all_paths(log_probabilities, labels, blank):
    rows = np.exp(np.asarray(log_probabilities))
    total = {(None, ()): 1.0}  # last label of the path, text so far
    for row in rows:
        fresh = {}
        for (last, text), chance in total.items():
            for label, share in enumerate(row):
                now = text if label in (blank, last) else (*text, label)
                if list(now) == list(labels[: len(now)]):
                    fresh[label, now] = fresh.get((label, now), 0.0) + chance * share
        total = fresh
    chance = sum(value for (_, text), value in total.items() if list(text) == list(labels))
    return math.log(chance) if chance else -math.inf


def ctc_two_ends(log_probabilities, labels, blank):
    """Prefixes that end in a blank and prefixes that end in their last label, as probabilities."""
    rows = np.exp(log_probabilities)
    count = len(labels)
    in_blank, in_label = np.zeros(count + 1), np.zeros(count + 1)
    in_blank[0] = 1.0
    for row in rows:
        fresh_blank = (in_blank + in_label) * row[blank]
        fresh_label = np.zeros(count + 1)
        for place, label in enumerate(labels, start=1):
            same = place > 1 and labels[place - 2] == label
            from_before = in_blank[place - 1] + (0 if same else in_label[place - 1])
            fresh_label[place] = (in_label[place] + from_before) * row[label]
        in_blank, in_label = fresh_blank, fresh_label
    with np.errstate(divide="ignore"):
        return np.log(in_blank[count] + in_label[count])


def ctc_by_matrices(log_probabilities, labels, blank):
    states = torch.tensor([blank, *(each for label in labels for each in (label, blank))])
    moves = torch.eye(len(states), dtype=torch.float64)
    for place in range(1, len(states)):
        moves[place - 1, place] = 1
        if place > 1 and states[place] != blank and states[place] != states[place - 2]:
            moves[place - 2, place] = 1
    rows = torch.tensor(log_probabilities, dtype=torch.float64).exp()[:, states]
    chances = rows[0] * (torch.arange(len(states)) < 2)
    for row in rows[1:]:
        chances = chances @ moves * row
    return chances[-2:].sum().log()


def ctc_wants_a_spare_step(log_probabilities, labels, blank):
    return ctc_all_paths(log_probabilities, labels, blank) if len(labels) < len(log_probabilities) else -math.inf


def ctc_uniform(log_probabilities, labels, blank):
    return ctc_all_paths(np.zeros_like(log_probabilities) - np.log(log_probabilities.shape[1]), labels, blank)


def ctc_base_two(log_probabilities, labels, blank):
    return ctc_all_paths(log_probabilities, labels, blank) / math.log(2)


def ctc_sum_of_labels(log_probabilities, labels, blank):
    return float(sum(log_probabilities[min(step, len(log_probabilities) - 1)][label] for step, label in enumerate(labels)))


RIGHT = [ctc_by_torch, ctc_all_paths, ctc_two_ends, ctc_by_matrices]
WRONG = [ctc_uniform, ctc_wants_a_spare_step, ctc_base_two, ctc_sum_of_labels]
