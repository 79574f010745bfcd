"""Answers to inference-and-serving.sample: right ones in several styles, wrong ones that are no known mistake."""

import bisect
import math

import numpy as np
import torch


def sample_torch(logits, temperature, top_k, top_p, u):
    if temperature == 0:
        return int(logits.argmax())
    probabilities, ids = (logits / temperature).softmax(dim=-1).sort(descending=True)
    before = probabilities.cumsum(-1) - probabilities
    keep = torch.arange(len(ids)) < (top_k or len(ids))
    if top_p < 1:
        keep &= before < top_p
    kept = probabilities[keep]
    place = int((kept / kept.sum()).cumsum(-1).gt(u).int().argmax())
    return ids[keep][place]


def sample_numpy(logits, temperature, top_k, top_p, u):
    logits = np.asarray(logits, dtype=np.float64)
    if temperature == 0:
        return np.argmax(logits)
    p = np.exp(logits / temperature - (logits / temperature).max())
    p = p / p.sum()
    order = p.argsort()[::-1]
    stay = int(np.searchsorted(np.cumsum(p[order]), min(top_p, 1 - 1e-12))) + 1
    stay = min(stay, top_k if top_k else len(p))
    chosen = order[:stay]
    return chosen[np.searchsorted(np.cumsum(p[chosen]) / p[chosen].sum(), u, side="right")]


def sample_loops(logits, temperature, top_k, top_p, u):
    scores = [float(each) for each in logits]
    ranked = sorted(range(len(scores)), key=lambda token: -scores[token])
    if temperature == 0:
        return ranked[0]
    weights = [math.exp((score - max(scores)) / temperature) for score in scores]
    total, reached, kept = sum(weights), 0.0, []
    for token in ranked:
        if len(kept) == (top_k or len(ranked)) or (top_p < 1 and reached >= top_p):
            break
        kept.append(token)
        reached += weights[token] / total
    target = u * sum(weights[token] for token in kept)
    for token in kept:
        target -= weights[token]
        if target < 0:
            return token
    return kept[-1]


def sample_by_masks(logits, temperature, top_k, top_p, u):
    """Sets what is filtered out to −∞ and takes the softmax again, likeliest first."""
    if temperature == 0:
        return torch.argmax(logits).item()
    logits, ids = torch.sort(logits.double() / temperature, descending=True)
    before = torch.softmax(logits, 0).cumsum(0) - torch.softmax(logits, 0)
    if top_k is not None:
        logits = logits.index_fill(0, torch.arange(min(top_k, len(logits)), len(logits)), -math.inf)
    if top_p < 1.0:
        logits = logits.masked_fill(before >= top_p, -math.inf)
    return ids[torch.searchsorted(torch.softmax(logits, 0).cumsum(0), torch.tensor(u, dtype=torch.float64), right=True)].item()


def sample_bisect(logits, temperature, top_k, top_p, u):
    if not temperature:
        return int(np.argmax(logits.numpy()))
    p = torch.softmax(logits / temperature, -1).tolist()
    ranked = sorted(enumerate(p), key=lambda pair: pair[1], reverse=True)[: top_k or None]
    sums = np.cumsum([share for _, share in ranked]).tolist()
    if top_p < 1:
        end = min(bisect.bisect_left(sums, top_p) + 1, len(ranked))
        ranked, sums = ranked[:end], sums[:end]
    return ranked[bisect.bisect_right(sums, u * sums[-1])][0]


def sample_in_order_of_ids(logits, temperature, top_k, top_p, u):
    """Sums up in the order of ids: another rule than the one that the docstring states."""
    if temperature == 0:
        return int(logits.argmax())
    p = (logits / temperature).softmax(-1)
    return int(p.cumsum(-1).gt(u).int().argmax())


def sample_uniform(logits, temperature, top_k, top_p, u):
    return int(u * len(logits))


def sample_one_token_too_many(logits, temperature, top_k, top_p, u):
    if temperature == 0:
        return int(logits.argmax())
    p, ids = (logits / temperature).softmax(-1).sort(descending=True)
    keep = ((p.cumsum(-1) - p) < top_p).cumsum(-1).max() + 1
    p, ids = p[: min(int(keep), top_k or 99)], ids[: min(int(keep), top_k or 99)]
    return int(ids[int((p / p.sum()).cumsum(-1).gt(u).int().argmax())])


def sample_chance_at_zero(logits, temperature, top_k, top_p, u):
    return sample_loops(logits, max(temperature, 1.0) if temperature == 0 else temperature, top_k, top_p, u)


def sample_with_gumbel(logits, temperature, top_k, top_p, u):
    generator = torch.Generator().manual_seed(int(u * 1e6))
    noise = -torch.empty(len(logits)).exponential_(generator=generator).log()
    return int((logits / max(temperature, 1e-6) + noise).argmax())


def sample_in_base_two(logits, temperature, top_k, top_p, u):
    return sample_loops(logits * math.log(2), temperature, top_k, top_p, u)


RIGHT = [sample_torch, sample_numpy, sample_loops, sample_by_masks, sample_bisect]
WRONG = [
    sample_in_order_of_ids,
    sample_uniform,
    sample_one_token_too_many,
    sample_chance_at_zero,
    sample_with_gumbel,
    sample_in_base_two,
]
