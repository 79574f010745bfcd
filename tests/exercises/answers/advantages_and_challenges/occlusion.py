"""Answers to advantages-and-challenges.occlusion: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def occlusion_by_copies(score, tokens, replacement):
    whole, falls = score(tokens), []
    for place in range(len(tokens)):
        hidden = list(tokens)
        hidden[place] = replacement
        falls.append(whole - score(hidden))
    return falls


def occlusion_in_numpy(score, tokens, replacement):
    table = np.tile(np.array(tokens), (len(tokens), 1))
    np.fill_diagonal(table, replacement)
    return score(tokens) - np.array([score(row.tolist()) for row in table])


def occlusion_in_torch(score, tokens, replacement):
    falls = [score([*tokens[:place], replacement, *tokens[place + 1 :]]) for place in range(len(tokens))]
    return score(tokens) - torch.tensor(falls, dtype=torch.float64)


def occlusion_and_back(score, tokens, replacement):
    work, falls = list(tokens), []
    for place, kept in enumerate(tokens):
        work[place] = replacement
        falls.append(score(tokens) - score(work))
        work[place] = kept
    return tuple(falls)


RIGHT = [occlusion_by_copies, occlusion_in_numpy, occlusion_in_torch, occlusion_and_back]
WRONG = [
    lambda score, tokens, replacement: occlusion_by_copies(score, tokens, replacement)[::-1],
    lambda score, tokens, replacement: occlusion_by_copies(score, tokens, tokens[0]),
    lambda score, tokens, replacement: occlusion_by_copies(score, tokens, 0),
    lambda score, tokens, replacement: sum(occlusion_by_copies(score, tokens, replacement)),
    lambda score, tokens, replacement: dict(enumerate(occlusion_by_copies(score, tokens, replacement))),
    lambda score, tokens, replacement: [score(tokens) - score(tokens[: place + 1]) for place in range(len(tokens))],
]
