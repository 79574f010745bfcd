"""Answers to the exercises of sentiment: right ones in several styles, and wrong ones that are no known misconception."""

import math
import statistics

import numpy as np
import torch
from torch.nn import functional as F

# tf_idf


def tf_idf_numpy(counts):
    factor = np.log((1 + counts.shape[0]) / (1 + np.count_nonzero(counts, axis=0))) + 1
    weights = counts * factor
    length = np.linalg.norm(weights, axis=1, keepdims=True)
    return np.divide(weights, length, out=np.zeros_like(weights), where=length > 0)


def tf_idf_loops(counts):
    texts, words = counts.shape
    rows = []
    for text in counts:
        row = [n * (math.log((1 + texts) / (1 + sum(1 for other in counts if other[w] > 0))) + 1) for w, n in enumerate(text)]
        length = math.sqrt(sum(each * each for each in row))
        rows.append([each / length if length else 0.0 for each in row])
    return np.array(rows).reshape(texts, words)


def tf_idf_torch(counts):
    counts = torch.as_tensor(counts, dtype=torch.float32)
    factor = torch.log((1 + len(counts)) / (1 + (counts > 0).sum(0))) + 1
    return F.normalize(counts * factor, dim=1)


def tf_idf_binary(counts):
    return tf_idf_numpy((counts > 0).astype(float))


def tf_idf_log_counts(counts):
    factor = np.log((1 + len(counts)) / (1 + (counts > 0).sum(0))) + 1
    weights = np.log1p(counts) * factor
    return weights / np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-12)


def tf_idf_base_ten(counts):
    weights = counts * (np.log10((1 + len(counts)) / (1 + (counts > 0).sum(0))) + 1)
    return weights / np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-12)


def tf_idf_inverted(counts):
    weights = counts * (np.log((1 + (counts > 0).sum(0)) / (1 + len(counts))) + 1)
    return weights / np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-12)


# masked_mean


def mean_torch(hidden, mask):
    return (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)


def mean_einsum(hidden, mask):
    weights = mask.double() / mask.double().sum(1, keepdim=True)
    return torch.einsum("btc,bt->bc", hidden.double(), weights)


def mean_loops(hidden, mask):
    return torch.stack([row[keep].mean(dim=0) for row, keep in zip(hidden, mask, strict=True)])


def mean_numpy(hidden, mask):
    hidden = np.where(mask.numpy()[..., None], hidden.numpy(), np.nan)
    return np.nanmean(hidden, axis=1)


def mean_by_softmax(hidden, mask):
    weights = torch.zeros(mask.shape).masked_fill(~mask, -torch.inf).softmax(dim=1)
    return (weights[:, :, None] * hidden).sum(dim=1)


def mean_over_the_longest(hidden, mask):
    return (hidden * mask[..., None]).sum(1) / mask.sum(1).max()


def mean_inverted(hidden, mask):
    mask = ~mask
    return (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)


def last_real(hidden, mask):
    return hidden[torch.arange(len(hidden)), mask.sum(1) - 1]


def mean_plus_one(hidden, mask):
    return (hidden * mask[..., None]).sum(1) / (mask.sum(1, keepdim=True) + 1)


def mean_from_the_left(hidden, mask):
    counts = mask.sum(1)
    return torch.stack([row[:count].mean(0) for row, count in zip(hidden, counts.tolist(), strict=True)])


# macro_f1


def macro_loops(truth, predicted, classes):
    scores = []
    for each in range(classes):
        hits = sum(1 for t, p in zip(truth, predicted, strict=True) if t == p == each)
        total = sum(1 for t in truth if t == each) + sum(1 for p in predicted if p == each)
        scores.append(2 * hits / total if total else 0.0)
    return sum(scores) / classes


def macro_matrix(truth, predicted, classes):
    table = np.zeros((classes, classes))
    np.add.at(table, (truth, predicted), 1)
    total = table.sum(0) + table.sum(1)
    return np.divide(2 * np.diag(table), total, out=np.zeros(classes), where=total > 0).mean()


def macro_precision_recall(truth, predicted, classes):
    scores = []
    for each in range(classes):
        said, real = predicted == each, truth == each
        hits = (said & real).sum()
        if not hits:
            scores.append(0)
            continue
        precision, recall = hits / said.sum(), hits / real.sum()
        scores.append(2 * precision * recall / (precision + recall))
    return float(np.mean(scores))


def macro_torch(truth, predicted, classes):
    truth, predicted = (F.one_hot(torch.as_tensor(each).long(), classes).float() for each in (truth, predicted))
    return (2 * (truth * predicted).sum(0) / (truth + predicted).sum(0).clamp(min=1)).mean()


def macro_median(truth, predicted, classes):
    return float(np.median([macro_one(truth, predicted, each) for each in range(classes)]))


def macro_one(truth, predicted, each):
    total = (truth == each).sum() + (predicted == each).sum()
    return 2 * ((truth == each) & (predicted == each)).sum() / max(total, 1)


def macro_without_two(truth, predicted, classes):
    return macro_loops(truth, predicted, classes) / 2


def macro_predicted_only(truth, predicted, classes):
    return float(np.mean([macro_one(truth, predicted, each) for each in np.unique(predicted)]))


def macro_jaccard(truth, predicted, classes):
    scores = [macro_one(truth, predicted, each) for each in range(classes)]
    return float(np.mean([score / (2 - score) for score in scores]))


# intervals


def interval_numpy(scores, picks):
    return tuple(np.percentile(scores[picks].mean(axis=1), [2.5, 97.5]))


def interval_quantile(scores, picks):
    means = np.array([np.mean([scores[i] for i in row]) for row in picks])
    return [np.quantile(means, 0.025), np.quantile(means, 0.975)]


def interval_torch(scores, picks):
    means = torch.as_tensor(scores, dtype=torch.float64)[torch.as_tensor(picks)].mean(1)
    return torch.quantile(means, torch.tensor([0.025, 0.975], dtype=torch.float64))


def interval_sorted_by_hand(scores, picks):
    means = sorted(statistics.fmean(scores[i] for i in row) for row in picks)

    def at(share):
        place = share * (len(means) - 1)
        low = math.floor(place)
        return means[low] + (place - low) * (means[min(low + 1, len(means) - 1)] - means[low])

    return at(0.025), at(0.975)


def interval_medians(scores, picks):
    return tuple(np.percentile(np.median(scores[picks], axis=1), [2.5, 97.5]))


def interval_sums(scores, picks):
    return tuple(np.percentile(scores[picks].sum(axis=1), [2.5, 97.5]))


def interval_ninety_nine(scores, picks):
    return tuple(np.percentile(scores[picks].mean(axis=1), [0.5, 99.5]))


def interval_low_and_mean(scores, picks):
    means = scores[picks].mean(axis=1)
    return np.percentile(means, 2.5), means.mean()


def interval_half_the_resamples(scores, picks):
    return interval_numpy(scores, picks[: len(picks) // 2])


def paired_numpy(first, second, picks):
    return interval_numpy(first - second, picks)


def paired_two_means(first, second, picks):
    return list(np.percentile(first[picks].mean(1) - second[picks].mean(1), (2.5, 97.5)))


def paired_torch(first, second, picks):
    return interval_torch(torch.as_tensor(first) - torch.as_tensor(second), picks)


def paired_loops(first, second, picks):
    return interval_quantile([one - other for one, other in zip(first, second, strict=True)], picks)


def paired_first_only(first, second, picks):
    return interval_numpy(first, picks)


def paired_sum(first, second, picks):
    return interval_numpy(first + second, picks)


def paired_ninety(first, second, picks):
    return tuple(np.percentile((first - second)[picks].mean(1), [5, 95]))


def paired_mean_of_second(first, second, picks):
    return interval_numpy(first - second.mean(), picks)


RIGHT = {
    "sentiment.tf_idf": [tf_idf_numpy, tf_idf_loops, tf_idf_torch],
    "sentiment.masked_mean": [mean_torch, mean_einsum, mean_loops, mean_numpy, mean_by_softmax],
    "sentiment.macro_f1": [macro_loops, macro_matrix, macro_precision_recall, macro_torch],
    "sentiment.bootstrap_interval": [interval_numpy, interval_quantile, interval_torch, interval_sorted_by_hand],
    "sentiment.paired_interval": [paired_numpy, paired_two_means, paired_torch, paired_loops],
}
WRONG = {
    "sentiment.tf_idf": [tf_idf_binary, tf_idf_log_counts, tf_idf_base_ten, tf_idf_inverted],
    "sentiment.masked_mean": [mean_inverted, last_real, mean_plus_one, mean_from_the_left, mean_over_the_longest],
    "sentiment.macro_f1": [macro_median, macro_without_two, macro_predicted_only, macro_jaccard],
    "sentiment.bootstrap_interval": [
        interval_medians,
        interval_sums,
        interval_ninety_nine,
        interval_low_and_mean,
        interval_half_the_resamples,
    ],
    "sentiment.paired_interval": [paired_first_only, paired_sum, paired_ninety, paired_mean_of_second],
    "sentiment.always_great": [0, 1, 0.5, -0.2, "0.4 of all"],
    "sentiment.monthly_bill": [0, -1, 1e9, "12 dollars"],
}
