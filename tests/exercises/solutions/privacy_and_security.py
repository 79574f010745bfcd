"""Answers to the exercises of privacy and security: right ones in several styles, and wrong ones that are no known misconception."""

import hashlib
import hmac
import math
from collections import Counter, defaultdict

import numpy as np
import pandas as pd
import torch

# pseudonym


def by_hmac(identifier, key):
    return hmac.new(key, identifier.encode("utf-8"), hashlib.sha256).hexdigest()


def by_digest(identifier, key):
    return hmac.digest(key, identifier.encode(), "sha256").hex()


def by_hand(identifier, key):
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(each ^ 0x36 for each in block) + identifier.encode()).digest()
    return hashlib.sha256(bytes(each ^ 0x5C for each in block) + inner).hexdigest()


# k_anonymity


def by_counter(table, columns):
    return min(Counter(tuple(row[column] for column in columns) for row in table).values())


def by_dictionary(table, columns):
    groups = defaultdict(list)
    for row in table:
        groups[tuple(map(row.get, columns))].append(row)
    return min(len(group) for group in groups.values())


def by_pandas(table, columns):
    return int(pd.DataFrame(table).groupby(list(columns), dropna=False).size().min())


def by_comparing(table, columns):
    return min(sum(all(row[c] == other[c] for c in columns) for other in table) for row in table)


# laplace_mechanism


def by_formula(value, sensitivity, epsilon, uniform):
    return value - sensitivity / epsilon * np.sign(uniform) * np.log(1 - 2 * np.abs(uniform))


def by_log1p(value, sensitivity, epsilon, uniform):
    return np.array([value - sensitivity / epsilon * math.copysign(1, u) * math.log1p(-2 * abs(u)) for u in uniform])


def by_torch(value, sensitivity, epsilon, uniform):
    u = torch.tensor(uniform)
    return value - u.sign() * (1 - 2 * u.abs()).log() * (sensitivity / epsilon)


def by_quantile(value, sensitivity, epsilon, uniform):
    p = uniform + 0.5
    noise = np.where(p < 0.5, np.log(np.maximum(2 * p, 1e-300)), -np.log(np.maximum(2 * (1 - p), 1e-300)))
    return value + noise * sensitivity / epsilon


# total_epsilon


def by_sums(queries):
    totals = defaultdict(float)
    for part, epsilon in queries:
        totals[part] += epsilon
    return max(totals.values(), default=0.0)


def by_names(queries):
    names = {part for part, _ in queries}
    return max([sum(epsilon for part, epsilon in queries if part == name) for name in names] or [0])


def by_loop(queries):
    largest, totals = 0.0, {}
    for part, epsilon in queries:
        totals[part] = totals.get(part, 0.0) + epsilon
        largest = max(largest, totals[part])
    return largest


# clip_each


def by_clamp(gradients, bound):
    norms = gradients.norm(dim=1, keepdim=True)
    return gradients * (bound / norms.clamp_min(1e-12)).clamp(max=1)


def by_maximum(gradients, bound):
    norms = torch.linalg.vector_norm(gradients, dim=1, keepdim=True)
    return gradients / torch.maximum(torch.ones_like(norms), norms / bound)


def in_numpy(gradients, bound):
    array = gradients.numpy().astype(np.float64)
    norms = np.sqrt((array**2).sum(axis=1, keepdims=True))
    return array * np.where(norms > bound, bound / np.maximum(norms, 1e-12), 1.0)


def row_by_row(gradients, bound):
    rows = [row * (bound / row.norm()) if row.norm() > bound else row.clone() for row in gradients]
    return torch.stack(rows)


# membership_auc


def by_pairs(members, others):
    pairs = [(m < o) + 0.5 * (m == o) for m in members for o in others]
    return sum(pairs) / len(pairs)


def by_arrays(members, others):
    gap = others[None] - members[:, None]
    return ((gap > 0) + 0.5 * (gap == 0)).mean()


def by_sign(members, others):
    return 0.5 + 0.5 * torch.sign(torch.tensor(others)[None] - torch.tensor(members)[:, None]).mean()


def by_ranks(members, others):
    from scipy.stats import rankdata

    ranks = rankdata(np.concatenate([-members, -others]))[: len(members)]
    return (ranks.sum() - len(members) * (len(members) + 1) / 2) / (len(members) * len(others))


def accuracy_at_the_mean(members, others):
    limit = np.mean([members.mean(), others.mean()])
    return 0.5 * ((members < limit).mean() + (others >= limit).mean())


RIGHT = {
    "privacy-and-security.pseudonym": [by_hmac, by_digest, by_hand],
    "privacy-and-security.k_anonymity": [by_counter, by_dictionary, by_pandas, by_comparing],
    "privacy-and-security.laplace_mechanism": [by_formula, by_log1p, by_torch, by_quantile],
    "privacy-and-security.total_epsilon": [by_sums, by_names, by_loop],
    "privacy-and-security.clip_each": [by_clamp, by_maximum, in_numpy, row_by_row],
    "privacy-and-security.membership_auc": [by_pairs, by_arrays, by_sign, by_ranks],
}

WRONG = {
    "privacy-and-security.pseudonym": [
        lambda identifier, key: by_hmac(identifier, key)[:16],
        lambda identifier, key: by_hmac(identifier.lower() + "x", key),
        lambda identifier, key: by_hmac(identifier, key).upper(),
        lambda identifier, key: hmac.new(key, identifier.encode("ascii", "ignore"), hashlib.sha256).hexdigest(),
    ],
    "privacy-and-security.k_anonymity": [
        lambda table, columns: by_counter(table, columns) - 1,
        lambda table, columns: by_counter(table, columns[:1]),
        lambda table, columns: sum(size == 1 for size in Counter(tuple(row[c] for c in columns) for row in table).values()),
        lambda table, columns: len(table) - by_counter(table, columns),
        lambda table, columns: 1,
    ],
    "privacy-and-security.laplace_mechanism": [
        lambda value, sensitivity, epsilon, uniform: by_formula(value, 2 * sensitivity, epsilon, uniform),
        lambda value, sensitivity, epsilon, uniform: value - sensitivity / epsilon * np.sign(uniform) * np.log(1 - np.abs(uniform)),
        lambda value, sensitivity, epsilon, uniform: np.round(by_formula(value, sensitivity, epsilon, uniform)),
        lambda value, sensitivity, epsilon, uniform: value * by_formula(1.0, sensitivity, epsilon, uniform),
    ],
    "privacy-and-security.total_epsilon": [
        lambda queries: min((by_sums([q for q in queries if q[0] == part]) for part, _ in queries), default=0.0),
        lambda queries: by_sums(queries) * len({part for part, _ in queries}),
        lambda queries: float(len(queries)),
        lambda queries: max(q[1] for q in queries),
    ],
    "privacy-and-security.clip_each": [
        lambda gradients, bound: by_clamp(gradients, bound).mean(dim=0),
        lambda gradients, bound: by_clamp(gradients, bound**2),
        lambda gradients, bound: torch.where(gradients.norm(dim=1, keepdim=True) > bound, torch.zeros_like(gradients), gradients),
        lambda gradients, bound: by_clamp(gradients, bound) / len(gradients),
    ],
    "privacy-and-security.membership_auc": [
        accuracy_at_the_mean,
        lambda members, others: by_arrays(members[:1], others),
        lambda members, others: 2 * by_arrays(members, others) - 1,
        lambda members, others: (members < np.median(others)).mean(),
    ],
    "privacy-and-security.noise_of_a_year": [0, -1, 1e9, "10 people", [9.9]],
    "privacy-and-security.what_is_learned": ["a", "c", "d", "ab", "diagnosis", 5],
}
