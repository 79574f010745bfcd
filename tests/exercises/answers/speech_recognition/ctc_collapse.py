"""Answers to speech-recognition.ctc_collapse: right ones in several styles, wrong ones that are no known mistake."""

import itertools

import numpy as np
import torch


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


RIGHT = [collapse_loop, collapse_numpy, collapse_torch, collapse_pairs, collapse_recursive]
WRONG = [
    collapse_runs_of_two,
    collapse_forgets_the_first,
    collapse_after_the_run,
    collapse_text,
    collapse_needs_two_blanks,
]
