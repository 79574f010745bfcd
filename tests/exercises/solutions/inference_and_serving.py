"""Answers to the exercises of inference and serving: right ones in several styles, and wrong ones that are no known misconception."""

import bisect
import math

import numpy as np
import torch
from torch import nn

# sample: right


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


# sample: wrong


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


# repetition_penalty


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


# KVCache


class CacheConcatenates:
    def __init__(self):
        self.k, self.v = None, None

    def positions(self, tokens):
        n = 0 if self.k is None else self.k.size(2)
        return torch.arange(tokens) + n

    def add(self, key, value):
        self.k = key if self.k is None else torch.cat((self.k, key), 2)
        self.v = value if self.v is None else torch.cat((self.v, value), 2)
        return self.k, self.v


class CacheOfLists:
    def __init__(self):
        self.parts = []

    def positions(self, tokens):
        n = sum(key.shape[2] for key, _ in self.parts)
        return list(range(n, n + tokens))

    def add(self, key, value):
        self.parts.append((key, value))
        return tuple(torch.cat(side, dim=-2) for side in zip(*self.parts, strict=True))


class CacheModule(nn.Module):
    def __init__(self):
        super().__init__()
        self.length = 0
        self.buffers_ = []

    def positions(self, tokens):
        return np.arange(self.length, self.length + tokens)

    def add(self, key, value):
        self.length += key.shape[2]
        if not self.buffers_:
            self.buffers_ = [key, value]
        else:
            self.buffers_ = [torch.cat([old, new], dim=2) for old, new in zip(self.buffers_, (key, value), strict=True)]
        return self.buffers_[0], self.buffers_[1]


class CacheWithRoom:
    """Writes into memory that was taken beforehand."""

    def __init__(self):
        self.length, self.store = 0, None

    def positions(self, tokens):
        return torch.arange(self.length, self.length + tokens)

    def add(self, key, value):
        if self.store is None:
            self.store = [torch.zeros(*each.shape[:2], 64, each.shape[3]) for each in (key, value)]
        end = self.length + key.shape[2]
        for place, new in zip(self.store, (key, value), strict=True):
            place[:, :, self.length : end] = new
        self.length = end
        return self.store[0][:, :, :end], self.store[1][:, :, :end]


class CacheReturnsAllItsRoom(CacheWithRoom):
    def add(self, key, value):
        super().add(key, value)
        return self.store[0], self.store[1]


class CacheCountsCalls(CacheConcatenates):
    """Takes each chunk for one token."""

    def __init__(self):
        super().__init__()
        self.calls = -1

    def positions(self, tokens):
        self.calls += 1
        return torch.arange(self.calls, self.calls + tokens)


class CacheKeepsTheLastFour(CacheConcatenates):
    def add(self, key, value):
        keys, values = super().add(key, value)
        return keys[:, :, -4:], values[:, :, -4:]


class CacheForgetsValues(CacheConcatenates):
    def add(self, key, value):
        keys, _ = super().add(key, value)
        return keys, value


class CacheOnTheClass:
    """Keeps everything on the class: a second cache begins where the first one ended."""

    parts: list = []

    def positions(self, tokens):
        n = sum(key.shape[2] for key, _ in self.parts)
        return torch.arange(n, n + tokens)

    def add(self, key, value):
        self.parts.append((key, value))
        return tuple(torch.cat(side, dim=2) for side in zip(*self.parts, strict=True))


# pad_batch


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


# quantize_int8


def quantize_torch(w):
    scale = w.abs().amax(dim=1) / 127
    return (w / scale.clamp(min=1e-12)[:, None]).round().to(torch.int8), scale


def quantize_numpy(w):
    w = np.asarray(w, dtype=np.float64)
    scale = np.abs(w).max(axis=1) / 127
    return np.rint(w / np.where(scale == 0, 1, scale)[:, None]).astype(np.int8), scale


def quantize_loops(w):
    codes, scales = [], []
    for row in w.tolist():
        largest = max(abs(each) for each in row)
        codes.append([round(each / largest * 127) if largest else 0 for each in row])
        scales.append(largest / 127)
    return torch.tensor(codes, dtype=torch.int8), torch.tensor(scales)


def quantize_with_nan_to_num(w):
    scale = w.double().abs().max(dim=1).values.div(127)
    return (w.double() / scale.unsqueeze(1)).nan_to_num().round().clamp(-127, 127).char(), scale


def quantize_rounded_up(w):
    scale = w.abs().amax(dim=1) / 127
    return (w / scale.clamp(min=1e-12)[:, None]).ceil().to(torch.int8), scale


def quantize_by_the_norm(w):
    scale = w.norm(dim=1) / 127
    return (w / scale.clamp(min=1e-12)[:, None]).round().to(torch.int8), scale


def quantize_to_four_bits(w):
    scale = w.abs().amax(dim=1) / 7
    return (w / scale.clamp(min=1e-12)[:, None]).round().to(torch.int8), scale


def quantize_scale_first(w):
    codes, scale = quantize_torch(w)
    return scale, codes


def quantize_without_signs(w):
    codes, scale = quantize_torch(w)
    return codes.abs(), scale


def quantize_clipped_to_three_deviations(w):
    scale = (2 * w.std(dim=1)).minimum(w.abs().amax(dim=1)) / 127
    return (w / scale.clamp(min=1e-12)[:, None]).round().clamp(-127, 127).to(torch.int8), scale


CHAPTER = "inference-and-serving"
RIGHT = {
    f"{CHAPTER}.sample": [sample_torch, sample_numpy, sample_loops, sample_by_masks, sample_bisect],
    f"{CHAPTER}.repetition_penalty": [
        penalty_where,
        penalty_loops,
        penalty_numpy,
        penalty_gather_scatter,
        penalty_power_of_the_sign,
    ],
    f"{CHAPTER}.KVCache": [CacheConcatenates, CacheOfLists, CacheModule, CacheWithRoom],
    f"{CHAPTER}.pad_batch": [pad_by_lists, pad_by_filling, pad_numpy, pad_with_zip_longest],
    f"{CHAPTER}.quantize_int8": [quantize_torch, quantize_numpy, quantize_loops, quantize_with_nan_to_num],
}

WRONG = {
    f"{CHAPTER}.sample": [
        sample_in_order_of_ids,
        sample_uniform,
        sample_one_token_too_many,
        sample_chance_at_zero,
        sample_with_gumbel,
        sample_in_base_two,
    ],
    f"{CHAPTER}.repetition_penalty": [
        penalty_changes_its_input,
        penalty_only_positive,
        penalty_last_only,
        penalty_on_probabilities,
    ],
    f"{CHAPTER}.KVCache": [CacheReturnsAllItsRoom, CacheCountsCalls, CacheKeepsTheLastFour, CacheForgetsValues, CacheOnTheClass],
    f"{CHAPTER}.pad_batch": [pad_one_column_more, pad_with_the_last_token, pad_always_with_zero, pad_returns_a_mask],
    f"{CHAPTER}.quantize_int8": [
        quantize_rounded_up,
        quantize_by_the_norm,
        quantize_to_four_bits,
        quantize_scale_first,
        quantize_without_signs,
        quantize_clipped_to_three_deviations,
    ],
    f"{CHAPTER}.users_at_once": [0, -3, 1e9, "12 users", [3.2]],
    f"{CHAPTER}.batch_step": ["a", "10 ms", "ab", 2],
}
