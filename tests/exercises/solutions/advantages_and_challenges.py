"""Answers to the exercises of advantages and challenges: right ones in several styles, and wrong ones that are no known misconception."""

import math

import numpy as np
import torch
from torch.nn import functional as F

# occlusion


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


# logit_lens


def lens_with_layer_norm(hidden, scale, shift, unembedding):
    normed = F.layer_norm(hidden, hidden.shape[-1:], scale, shift)
    return (normed @ unembedding.T).log_softmax(dim=-1)


def lens_by_hand(hidden, scale, shift, unembedding):
    mean = hidden.mean(-1, keepdim=True)
    variance = ((hidden - mean) ** 2).mean(-1, keepdim=True)
    scores = ((hidden - mean) / torch.sqrt(variance + 1e-5) * scale + shift).matmul(unembedding.t())
    return scores - scores.logsumexp(-1, keepdim=True)


def lens_in_numpy(hidden, scale, shift, unembedding):
    hidden, scale, shift, unembedding = (np.asarray(each, dtype=np.float64) for each in (hidden, scale, shift, unembedding))
    normed = (hidden - hidden.mean(-1, keepdims=True)) / np.sqrt(hidden.var(-1, keepdims=True) + 1e-5) * scale + shift
    scores = np.einsum("ltc,vc->ltv", normed, unembedding)
    scores -= scores.max(-1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(-1, keepdims=True))


def lens_layer_by_layer(hidden, scale, shift, unembedding):
    norm = torch.nn.LayerNorm(hidden.shape[-1])
    norm.weight.data, norm.bias.data = scale, shift
    with torch.no_grad():
        return torch.stack([F.log_softmax(F.linear(norm(layer), unembedding), dim=-1) for layer in hidden])


def lens_softmax_last_layer_norm(hidden, scale, shift, unembedding):
    return lens_with_layer_norm(hidden[-1:].expand_as(hidden), scale, shift, unembedding)


def lens_in_bits(hidden, scale, shift, unembedding):
    return lens_with_layer_norm(hidden, scale, shift, unembedding) / math.log(2)


def lens_rms(hidden, scale, shift, unembedding):
    normed = hidden / (hidden.pow(2).mean(-1, keepdim=True) + 1e-5).sqrt() * scale + shift
    return (normed @ unembedding.T).log_softmax(-1)


def lens_normed_twice(hidden, scale, shift, unembedding):
    return lens_with_layer_norm(F.layer_norm(hidden, hidden.shape[-1:], scale, shift), scale, shift, unembedding)


# attention_rollout


def rollout(weights):
    same = torch.eye(weights.shape[-1])
    reached = same
    for layer in weights:
        reached = (0.5 * layer.mean(dim=0) + 0.5 * same) @ reached
    return reached


def rollout_in_numpy(weights):
    weights = np.asarray(weights, dtype=np.float64)
    steps = (weights.mean(axis=1) + np.eye(weights.shape[-1])) / 2
    return np.linalg.multi_dot(list(steps[::-1])) if len(steps) > 1 else steps[0]


def rollout_normalised(weights):
    steps = weights.mean(1) + torch.eye(weights.shape[-1])
    steps = steps / steps.sum(-1, keepdim=True)
    result = steps[-1]
    for step in reversed(steps[:-1]):
        result = result @ step
    return result


def rollout_by_einsum(weights):
    reached = torch.eye(weights.size(-1)).double()
    for layer in weights.double():
        reached = 0.5 * reached + 0.5 * torch.einsum("hts,sk->tk", layer, reached) / weights.size(1)
    return reached


# months_until_affordable


def months(cost, budget, yearly_factor):
    if cost <= budget:
        return 0.0
    if yearly_factor <= 1:
        return math.inf
    return 12 * math.log(cost / budget) / math.log(yearly_factor)


def months_in_numpy(cost, budget, yearly_factor):
    if budget >= cost:
        return 0
    if yearly_factor <= 1:
        return np.inf
    return 12 * (np.log2(cost) - np.log2(budget)) / np.log2(yearly_factor)


def months_by_halving(cost, budget, yearly_factor):
    if cost <= budget or yearly_factor <= 1:
        return 0.0 if cost <= budget else float("inf")
    low, high = 0.0, 3_000.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if cost / yearly_factor ** (middle / 12) > budget else (low, middle)
    return high


RIGHT = {
    "advantages-and-challenges.occlusion": [occlusion_by_copies, occlusion_in_numpy, occlusion_in_torch, occlusion_and_back],
    "advantages-and-challenges.logit_lens": [lens_with_layer_norm, lens_by_hand, lens_in_numpy, lens_layer_by_layer],
    "advantages-and-challenges.attention_rollout": [rollout, rollout_in_numpy, rollout_normalised, rollout_by_einsum],
    "advantages-and-challenges.months_until_affordable": [months, months_in_numpy, months_by_halving],
}

WRONG = {
    "advantages-and-challenges.occlusion": [
        lambda score, tokens, replacement: occlusion_by_copies(score, tokens, replacement)[::-1],
        lambda score, tokens, replacement: occlusion_by_copies(score, tokens, tokens[0]),
        lambda score, tokens, replacement: occlusion_by_copies(score, tokens, 0),
        lambda score, tokens, replacement: sum(occlusion_by_copies(score, tokens, replacement)),
        lambda score, tokens, replacement: dict(enumerate(occlusion_by_copies(score, tokens, replacement))),
        lambda score, tokens, replacement: [score(tokens) - score(tokens[: place + 1]) for place in range(len(tokens))],
    ],
    "advantages-and-challenges.logit_lens": [
        lens_softmax_last_layer_norm,
        lens_in_bits,
        lens_rms,
        lens_normed_twice,
        lambda hidden, scale, shift, unembedding: lens_with_layer_norm(hidden.cumsum(0), scale, shift, unembedding),
        lambda hidden, scale, shift, unembedding: lens_with_layer_norm(hidden, scale, shift, unembedding).argmax(-1),
    ],
    "advantages-and-challenges.attention_rollout": [
        lambda weights: torch.eye(weights.shape[-1]),
        lambda weights: rollout(weights[1:]) if len(weights) > 1 else weights[0].mean(0),
        lambda weights: rollout(weights)[-1],
        lambda weights: rollout(weights) - torch.eye(weights.shape[-1]),
        lambda weights: torch.matrix_power(0.5 * weights.mean((0, 1)) + 0.5 * torch.eye(weights.shape[-1]), len(weights) + 1),
    ],
    "advantages-and-challenges.months_until_affordable": [
        lambda cost, budget, factor: months(cost, budget, 1 + factor),
        lambda cost, budget, factor: months(cost, budget, factor**12),
        lambda cost, budget, factor: months(max(cost, budget), budget, factor) + 1,
        lambda cost, budget, factor: None if months(cost, budget, factor) == math.inf else months(cost, budget, factor),
        lambda cost, budget, factor: min(120.0, months(cost, budget, factor)),
    ],
    "advantages-and-challenges.rare_leak": [0, 100, -5, "60 %", [45.0]],
    "advantages-and-challenges.what_a_map_says": ["a", "C it", "abcd", 3, ["b", "c"]],
}
