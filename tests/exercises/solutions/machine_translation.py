"""Answers to the exercises of machine translation: right ones in several styles, and wrong ones that are no known misconception."""

import math
from collections import Counter

import numpy as np
import torch
from torch import nn

# teacher_forcing


def forcing_loops(texts, begin, end):
    longest = max(len(text) for text in texts) + 1
    inputs, following = [], []
    for text in texts:
        gap = longest - len(text) - 1
        inputs.append([begin, *text] + [0] * gap)
        following.append([*text, end] + [-100] * gap)
    return torch.tensor(inputs), torch.tensor(following)


def forcing_numpy(texts, begin, end):
    shape = (len(texts), max(map(len, texts)) + 1)
    inputs, following = np.zeros(shape, dtype=np.int64), np.full(shape, -100)
    for row, text in enumerate(texts):
        inputs[row, 0], inputs[row, 1 : len(text) + 1] = begin, text
        following[row, : len(text)], following[row, len(text)] = text, end
    return inputs, following


def forcing_pad_sequence(texts, begin, end):
    inputs = nn.utils.rnn.pad_sequence([torch.tensor([begin, *text]) for text in texts], batch_first=True)
    following = nn.utils.rnn.pad_sequence([torch.tensor([*text, end]) for text in texts], batch_first=True, padding_value=-100)
    return inputs, following


def forcing_swapped(texts, begin, end):
    return forcing_loops(texts, begin, end)[::-1]


def forcing_end_first(texts, begin, end):
    return forcing_loops(texts, end, begin)


def forcing_only_targets(texts, begin, end):
    return forcing_loops(texts, begin, end)[1]


def forcing_left(texts, begin, end):
    inputs, following = forcing_loops(texts, begin, end)
    return inputs.flip(1), following.flip(1)


# bleu_ngram_precision


def precision_counter(candidate, references, n):
    grams = Counter(zip(*(candidate[i:] for i in range(n)), strict=False))
    if not grams:
        return 0.0
    limits = [Counter(zip(*(reference[i:] for i in range(n)), strict=False)) for reference in references]
    return sum(min(count, max(limit[gram] for limit in limits)) for gram, count in grams.items()) / sum(grams.values())


def precision_lists(candidate, references, n):
    grams = [tuple(candidate[i : i + n]) for i in range(len(candidate) - n + 1)]
    if not grams:
        return 0
    hits = 0
    for gram in set(grams):
        most = 0
        for reference in references:
            most = max(most, sum(tuple(reference[i : i + n]) == gram for i in range(len(reference) - n + 1)))
        hits += min(most, grams.count(gram))
    return hits / len(grams)


def precision_strings(candidate, references, n):
    def cut(tokens):
        return Counter(" ".join(tokens[i : i + n]) for i in range(max(len(tokens) - n + 1, 0)))

    own, limit = cut(candidate), Counter()
    for reference in references:
        limit = limit | cut(reference)
    return np.float64(sum((own & limit).values())) / max(1, sum(own.values()))


def precision_last_reference(candidate, references, n):
    return precision_counter(candidate, references[-1:], n)


def precision_all_orders(candidate, references, n):
    return sum(precision_counter(candidate, references, each) for each in range(1, n + 1)) / n


def precision_percent(candidate, references, n):
    return 100 * precision_counter(candidate, references, n)


def precision_clip_at_one(candidate, references, n):
    grams = [tuple(candidate[i : i + n]) for i in range(len(candidate) - n + 1)]
    known = {tuple(reference[i : i + n]) for reference in references for i in range(len(reference) - n + 1)}
    return len(set(grams) & known) / max(len(grams), 1)


# brevity_penalty


def penalty_if(candidate_length, reference_length):
    if candidate_length == 0:
        return 0.0
    if candidate_length >= reference_length:
        return 1.0
    return math.exp(1 - reference_length / candidate_length)


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


# bleu


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


# character_f_score


def f_counter(candidate, reference, n, beta):
    candidate, reference = ("".join(text.split()) for text in (candidate, reference))
    own = Counter(candidate[i : i + n] for i in range(len(candidate) - n + 1))
    other = Counter(reference[i : i + n] for i in range(len(reference) - n + 1))
    hits = (own & other).total()
    if hits == 0:
        return 0.0
    precision, recall = hits / own.total(), hits / other.total()
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def f_counts(candidate, reference, n, beta):
    candidate, reference = candidate.replace(" ", ""), reference.replace(" ", "")
    own = [candidate[i : i + n] for i in range(len(candidate) - n + 1)]
    other = [reference[i : i + n] for i in range(len(reference) - n + 1)]
    hits, left = 0, list(other)
    for gram in own:
        if gram in left:
            left.remove(gram)
            hits += 1
    return (1 + beta**2) * hits / (len(own) + beta**2 * len(other)) if hits else 0


def f_numpy(candidate, reference, n, beta):
    texts = ["".join(each for each in text if not each.isspace()) for text in (candidate, reference)]
    own, other = (np.array([text[i : i + n] for i in range(len(text) - n + 1)]) for text in texts)
    names, counts = np.unique(own, return_counts=True)
    hits = sum(min(int(count), int((other == name).sum())) for name, count in zip(names, counts, strict=True))
    precision, recall = np.float64(hits) / len(own), np.float64(hits) / len(other)
    return 0.0 if not hits else (1 + beta * beta) * precision * recall / (beta * beta * precision + recall)


def f_mean(candidate, reference, n, beta):
    candidate, reference = candidate.replace(" ", ""), reference.replace(" ", "")
    own = Counter(candidate[i : i + n] for i in range(len(candidate) - n + 1))
    other = Counter(reference[i : i + n] for i in range(len(reference) - n + 1))
    hits = (own & other).total()
    return (hits / own.total() + hits / other.total()) / 2


def f_always_two(candidate, reference, n, beta):
    return f_counter(candidate, reference, 2, beta)


def f_percent(candidate, reference, n, beta):
    return 100 * f_counter(candidate, reference, n, beta)


def f_swapped(candidate, reference, n, beta):
    return f_counter(reference, candidate, n, beta)


RIGHT = {
    "machine-translation.teacher_forcing": [forcing_loops, forcing_numpy, forcing_pad_sequence],
    "machine-translation.bleu_ngram_precision": [precision_counter, precision_lists, precision_strings],
    "machine-translation.brevity_penalty": [penalty_if, penalty_numpy, penalty_torch],
    "machine-translation.bleu": [bleu_logs, bleu_root, bleu_torch],
    "machine-translation.character_f_score": [f_counter, f_counts, f_numpy],
}
WRONG = {
    "machine-translation.teacher_forcing": [forcing_swapped, forcing_end_first, forcing_only_targets, forcing_left],
    "machine-translation.bleu_ngram_precision": [
        precision_last_reference,
        precision_all_orders,
        precision_percent,
        precision_clip_at_one,
    ],
    "machine-translation.brevity_penalty": [penalty_step, penalty_squared, penalty_of_difference, penalty_base_two],
    "machine-translation.bleu": [bleu_harmonic, bleu_first, bleu_ratio_penalty, bleu_log_ten],
    "machine-translation.character_f_score": [f_mean, f_always_two, f_percent, f_swapped],
    "machine-translation.translators_bill": [0, -1, 1e9, "100 dollars"],
    "machine-translation.chinese_words": ["a", "c", "d", "nearly 0", "bd"],
}
