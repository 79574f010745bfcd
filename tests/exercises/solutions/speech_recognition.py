"""Answers to the exercises of speech recognition: right ones in several styles, and wrong ones that are no known misconception."""

import itertools
import math

import numpy as np
import torch
from torch.nn import functional as F

# frames


def frames_unfold(signal, window, hop):
    return torch.as_tensor(signal).unfold(0, window, hop)


def frames_list(signal, window, hop):
    rows, start = [], 0
    while start + window <= len(signal):
        rows.append(signal[start : start + window])
        start += hop
    return np.array(rows)


def frames_index(signal, window, hop):
    count = (len(signal) - window) // hop + 1
    return signal[np.arange(count)[:, None] * hop + np.arange(window)].astype(np.float64)


def frames_view(signal, window, hop):
    return np.lib.stride_tricks.sliding_window_view(signal, window)[::hop]


def frames_every_sample(signal, window, hop):
    return np.lib.stride_tricks.sliding_window_view(signal, window)


def frames_reversed(signal, window, hop):
    return frames_list(signal, window, hop)[::-1]


def frames_short(signal, window, hop):
    return frames_list(signal, window, hop)[:, :hop]


def frames_from_the_end(signal, window, hop):
    return frames_list(signal[::-1], window, hop)


# ctc_collapse


def collapse_loop(path, blank):
    text, last = [], None
    for label in path:
        if label != last and label != blank:
            text.append(label)
        last = label
    return text


def collapse_numpy(path, blank):
    path = np.asarray(path)
    fresh = np.concatenate([[True], path[1:] != path[:-1]])
    return path[fresh & (path != blank)]


def collapse_torch(path, blank):
    merged = torch.unique_consecutive(torch.tensor(path))
    return merged[merged != blank].tolist()


def collapse_pairs(path, blank):
    return [label for before, label in zip([None, *path], path, strict=False) if label not in (before, blank)]


def collapse_runs_of_two(path, blank):
    return [label for i, label in enumerate(path) if label != blank and not (i % 2 and label == path[i - 1])]


def collapse_forgets_the_first(path, blank):
    return [b for a, b in itertools.pairwise(path) if b not in (a, blank)]


def collapse_after_the_run(path, blank):
    return [a for a, b in itertools.pairwise(path) if a not in (b, blank)]


def collapse_needs_two_blanks(path, blank):
    path = path if path.count(blank) > 1 else [label for label in path if label != blank]
    return collapse_loop(path, blank)


def collapse_recursive(path, blank):
    if not path:
        return []
    rest = path[1:]
    while rest and rest[0] == path[0]:
        rest = rest[1:]
    return ([] if path[0] == blank else [path[0]]) + collapse_recursive(rest, blank)


def collapse_text(path, blank):
    return "".join(map(str, collapse_loop(path, blank)))


# ctc_log_probability


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


# word_error_rate


def wer_table(references, hypotheses):
    errors = words = 0
    for a, b in zip(references, hypotheses, strict=True):
        table = np.zeros((len(a) + 1, len(b) + 1), dtype=int)
        table[:, 0], table[0] = range(len(a) + 1), range(len(b) + 1)
        for i in range(1, len(a) + 1):
            for j in range(1, len(b) + 1):
                table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a[i - 1] != b[j - 1]))
        errors, words = errors + table[-1, -1], words + len(a)
    return errors / words


def wer_recursive(references, hypotheses):
    def distance(a, b, known):
        if not a or not b:
            return len(a) + len(b)
        key = len(a), len(b)
        if key not in known:
            known[key] = min(
                distance(a[1:], b, known) + 1,
                distance(a, b[1:], known) + 1,
                distance(a[1:], b[1:], known) + (a[0] != b[0]),
            )
        return known[key]

    return sum(distance(a, b, {}) for a, b in zip(references, hypotheses, strict=True)) / sum(len(a) for a in references)


def wer_one_row(references, hypotheses):
    total = 0
    for a, b in zip(references, hypotheses, strict=True):
        row = list(range(len(b) + 1))
        for i, word in enumerate(a, 1):
            diagonal, row[0] = row[0], i
            for j, other in enumerate(b, 1):
                diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
        total += row[-1]
    return np.float32(total / sum(map(len, references)))


def wer_naive_recursion(references, hypotheses):
    def distance(a, b):
        if not a or not b:
            return len(a) + len(b)
        return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))

    return sum(map(distance, references, hypotheses)) / sum(map(len, references))


def wer_matching_blocks(references, hypotheses):
    wrong = 0
    for a, b in zip(references, hypotheses, strict=True):
        wrong += max(len(a), len(b)) - sum(word in b for word in a)
    return wrong / sum(map(len, references))


def wer_bags(references, hypotheses):
    return sum(len(set(a) ^ set(b)) for a, b in zip(references, hypotheses, strict=True)) / sum(map(len, references))


def wer_common(references, hypotheses):
    def longest(a, b):
        row = [0] * (len(b) + 1)
        for word in a:
            before = row[:]
            for j, other in enumerate(b, 1):
                row[j] = before[j - 1] + 1 if word == other else max(before[j], row[j - 1])
        return row[-1]

    return 1 - sum(longest(a, b) for a, b in zip(references, hypotheses, strict=True)) / sum(map(len, references))


def wer_joined(references, hypotheses):
    return wer_table([list(itertools.chain(*references))], [list(itertools.chain(*hypotheses[::-1]))])


def wer_percent(references, hypotheses):
    return 100 * wer_table(references, hypotheses)


RIGHT = {
    "speech-recognition.frames": [frames_unfold, frames_list, frames_index, frames_view],
    "speech-recognition.ctc_collapse": [collapse_loop, collapse_numpy, collapse_torch, collapse_pairs, collapse_recursive],
    "speech-recognition.ctc_log_probability": [ctc_by_torch, ctc_all_paths, ctc_two_ends, ctc_by_matrices],
    "speech-recognition.word_error_rate": [wer_table, wer_recursive, wer_one_row, wer_naive_recursion],
}
WRONG = {
    "speech-recognition.frames": [frames_every_sample, frames_reversed, frames_short, frames_from_the_end],
    "speech-recognition.ctc_collapse": [
        collapse_runs_of_two,
        collapse_forgets_the_first,
        collapse_after_the_run,
        collapse_text,
        collapse_needs_two_blanks,
    ],
    "speech-recognition.ctc_log_probability": [ctc_uniform, ctc_wants_a_spare_step, ctc_base_two, ctc_sum_of_labels],
    "speech-recognition.word_error_rate": [wer_bags, wer_common, wer_joined, wer_percent, wer_matching_blocks],
    "speech-recognition.model_steps": [0, -1, 1e6, 198.75, 398.25, "100 steps"],
    "speech-recognition.over_one": ["a", "b", "d", "ab", 1.3],
}
