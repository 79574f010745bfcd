"""Answers to inference-and-serving.repetition_penalty: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def penalty_where(logits, seen, penalty):
    changed = torch.where(logits > 0, logits / penalty, logits * penalty)
    mask = torch.zeros(len(logits), dtype=torch.bool)
    mask[torch.tensor(seen, dtype=torch.long)] = True
    return torch.where(mask, changed, logits)


def penalty_loops(logits, seen, penalty):
    scores = logits.tolist()
    for token in set(seen):
        scores[token] = scores[token] / penalty if scores[token] > 0 else scores[token] * penalty
    return torch.tensor(scores)


def penalty_numpy(logits, seen, penalty):
    scores = np.asarray(logits, dtype=np.float64).copy()
    places = np.unique(np.array(seen, dtype=int))
    scores[places] *= np.where(scores[places] > 0, 1 / penalty, penalty)
    return scores


def penalty_gather_scatter(logits, seen, penalty):
    if not seen:
        return logits.clone()
    index = torch.tensor(seen)
    score = logits.gather(0, index)
    return logits.scatter(0, index, torch.where(score < 0, score * penalty, score / penalty))


def penalty_power_of_the_sign(logits, seen, penalty):
    out = logits.clone()
    for token in dict.fromkeys(seen):
        out[token] *= penalty ** -float(torch.sign(logits[token]))
    return out


def penalty_changes_its_input(logits, seen, penalty):
    for token in set(seen):
        logits[token] = logits[token] / penalty if logits[token] > 0 else logits[token] * penalty
    return logits


def penalty_only_positive(logits, seen, penalty):
    out = logits.clone()
    for token in set(seen):
        if out[token] > 0:
            out[token] /= penalty
    return out


def penalty_last_only(logits, seen, penalty):
    return penalty_loops(logits, seen[-1:], penalty)


def penalty_on_probabilities(logits, seen, penalty):
    p = logits.softmax(-1)
    for token in set(seen):
        p[token] /= penalty
    return p.log()


RIGHT = [
    penalty_where,
    penalty_loops,
    penalty_numpy,
    penalty_gather_scatter,
    penalty_power_of_the_sign,
]
WRONG = [
    penalty_changes_its_input,
    penalty_only_positive,
    penalty_last_only,
    penalty_on_probabilities,
]
