"""Answers to the exercises of your own GPT: right ones in many styles, wrong ones that are no known misconception."""

import math
from collections import Counter

import numpy as np
import torch
from torch.nn import functional as F


def overlap_with_sets(training, held_out, n):
    known = set(zip(*(training[i:] for i in range(n)), strict=False))
    grams = list(zip(*(held_out[i:] for i in range(n)), strict=False))
    return sum(gram in known for gram in grams) / len(grams) if grams else 0.0


def overlap_with_counts(training, held_out, n):
    held = Counter(tuple(held_out[i : i + n]) for i in range(len(held_out) - n + 1))
    known = {tuple(training[i : i + n]) for i in range(len(training) - n + 1)}
    return np.float64(sum(count for gram, count in held.items() if gram in known)) / max(sum(held.values()), 1)


def overlap_by_loops(training, held_out, n):
    found = places = 0
    for i in range(len(held_out) - n + 1):
        places += 1
        for j in range(len(training) - n + 1):
            if training[j : j + n] == held_out[i : i + n]:
                found += 1
                break
    return found / places if places else 0


def bits_in_numpy(losses, text):
    return losses.sum() / np.log(2) / len(text.encode())


def bits_in_torch(losses, text):
    return torch.as_tensor(losses).sum() / math.log(2) / len(bytes(text, "utf-8"))


def bits_by_loop(losses, text):
    return sum(math.log2(math.e) * float(loss) for loss in losses) / sum(len(letter.encode("utf-8")) for letter in text)


def windows_in_numpy(ids, length, start):
    rows = -(-len(ids) // length)
    inputs = np.full(rows * length, start)
    targets = np.full(rows * length, -100)
    inputs[: len(ids)] = np.concatenate([[start], ids[:-1]])
    targets[: len(ids)] = ids
    return inputs.reshape(rows, length), targets.reshape(rows, length)


def windows_in_torch(ids, length, start):
    ids = torch.as_tensor(np.asarray(ids))
    empty = -len(ids) % length
    stream = torch.cat([torch.tensor([start]), ids])
    inputs = F.pad(stream[:-1], (0, empty), value=start).view(-1, length)
    return [inputs, F.pad(ids, (0, empty), value=-100).view(-1, length)]


def windows_by_rows(ids, length, start):
    inputs, targets, before = [], [], start
    for first in range(0, len(ids), length):
        wanted = [int(each) for each in ids[first : first + length]]
        row = [before, *wanted[:-1]]
        inputs.append(row + [start] * (length - len(row)))
        targets.append(wanted + [-100] * (length - len(wanted)))
        before = wanted[-1]
    return np.array(inputs), np.array(targets)


def steps_exact(parameters, batch, length, operations):
    return math.floor(operations / 6 / parameters / batch / length)


def steps_by_division(parameters, batch, length, operations):
    return int(operations / (6 * parameters * batch * length))


def steps_in_numpy(parameters, batch, length, operations):
    return np.int64(np.floor(operations / np.prod([6.0, parameters, batch, length])))


def targets_by_lists(prompt, answer):
    text = prompt + answer
    return text[:-1], [-100] * (len(prompt) - 1) + answer


def targets_by_loop(prompt, answer):
    text = prompt + answer
    targets = [text[i + 1] if i + 1 >= len(prompt) else -100 for i in range(len(text) - 1)]
    return [text[:-1], targets]


def targets_by_masking(prompt, answer):
    text = list(prompt) + list(answer)
    targets = text[1:]
    targets[: len(prompt) - 1] = [-100] * (len(prompt) - 1)
    return text[:-1], targets


def a_list_of_numbers_that_could_be_weights(seed: int) -> dict:
    return {"token_embedding.weight": np.random.default_rng(seed).standard_normal((256, 8)), "heads": 2}


RIGHT = {
    "your-own-gpt.overlap": [overlap_with_sets, overlap_with_counts, overlap_by_loops],
    "your-own-gpt.bits_per_byte": [bits_in_numpy, bits_in_torch, bits_by_loop],
    "your-own-gpt.scoring_windows": [windows_in_numpy, windows_in_torch, windows_by_rows],
    "your-own-gpt.affordable_steps": [steps_exact, steps_by_division, steps_in_numpy],
    "your-own-gpt.fine_tuning_targets": [targets_by_lists, targets_by_loop, targets_by_masking],
}

WRONG = {
    "your-own-gpt.overlap": [
        lambda training, held_out, n: float(any(word in training for word in held_out)),
        lambda training, held_out, n: 0.0,
        lambda training, held_out, n: overlap_with_sets(training, held_out, n + 1),
        lambda training, held_out, n: 1 - overlap_with_sets(training, held_out, n),
    ],
    "your-own-gpt.bits_per_byte": [
        lambda losses, text: losses[0] / math.log(2),
        lambda losses, text: losses.sum() / math.log(2) / len(text.split()),
        lambda losses, text: losses.sum() / math.log(2) / len(text.encode("utf-16")),
    ],
    "your-own-gpt.scoring_windows": [
        lambda ids, length, start: windows_in_numpy(ids, length, start)[::-1],
        lambda ids, length, start: windows_in_numpy(ids, length + 1, start),
        lambda ids, length, start: windows_in_numpy(ids[::-1], length, start),
        lambda ids, length, start: windows_in_numpy(ids, length, 0),
    ],
    "your-own-gpt.affordable_steps": [
        lambda parameters, batch, length, operations: 1_000,
        lambda parameters, batch, length, operations: steps_exact(parameters, batch, length, operations) - 1,
        lambda parameters, batch, length, operations: steps_exact(parameters, batch, length, operations / 4 * 6),
    ],
    "your-own-gpt.fine_tuning_targets": [
        lambda prompt, answer: (prompt, answer),
        lambda prompt, answer: targets_by_lists(answer, prompt),
        lambda prompt, answer: targets_by_lists(prompt, answer)[::-1],
    ],
    "your-own-gpt.training_cost": [0, -1, 3.5, "40 dollars", [1.0]],
    "your-own-gpt.my_gpt": [
        a_list_of_numbers_that_could_be_weights(1),
        "my_gpt.safetensors",
        b"PK\x03\x04",
        {"weights": "excellent", "bits_per_byte": 0.1},
        [1, 2, 3],
        object(),
    ],
}
