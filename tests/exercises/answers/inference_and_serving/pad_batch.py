"""Answers to inference-and-serving.pad_batch: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def pad_by_lists(prompts, pad):
    longest = max(map(len, prompts))
    rows = [prompt + [pad] * (longest - len(prompt)) for prompt in prompts]
    return torch.tensor(rows), torch.tensor([len(prompt) - 1 for prompt in prompts])


def pad_by_filling(prompts, pad):
    ids = torch.full((len(prompts), max(len(prompt) for prompt in prompts)), pad)
    for row, prompt in enumerate(prompts):
        ids[row, : len(prompt)] = torch.tensor(prompt)
    return ids, [len(prompt) - 1 for prompt in prompts]


def pad_numpy(prompts, pad):
    lengths = np.array([len(prompt) for prompt in prompts])
    ids = np.full((len(prompts), lengths.max()), pad)
    ids[np.arange(lengths.max()) < lengths[:, None]] = np.concatenate(prompts)
    return ids, lengths - 1


def pad_with_zip_longest(prompts, pad):
    from itertools import zip_longest

    columns = list(zip_longest(*prompts, fillvalue=pad))
    return torch.tensor(columns).T, torch.as_tensor([len(prompt) for prompt in prompts]) - 1


def pad_one_column_more(prompts, pad):
    ids, last = pad_by_lists(prompts, pad)
    return torch.cat([ids, torch.full((len(ids), 1), pad)], dim=1), last


def pad_with_the_last_token(prompts, pad):
    longest = max(map(len, prompts))
    return torch.tensor([prompt + prompt[-1:] * (longest - len(prompt)) for prompt in prompts]), pad_by_lists(prompts, pad)[1]


def pad_always_with_zero(prompts, pad):
    return pad_by_lists(prompts, 0)


def pad_returns_a_mask(prompts, pad):
    ids, last = pad_by_lists(prompts, pad)
    return ids, torch.arange(ids.shape[1]) <= last[:, None]


RIGHT = [pad_by_lists, pad_by_filling, pad_numpy, pad_with_zip_longest]
WRONG = [pad_one_column_more, pad_with_the_last_token, pad_always_with_zero, pad_returns_a_mask]
