"""Measure a submitted model: bits for each byte of plays that it has not read, and how it fails where it is weak."""

import math
from functools import cache

import numpy as np
import torch
from torch.nn import functional as F

from bigmodel_edu.calling import Plain
from bigmodel_edu.checking.artefact import Refused, Verdict
from bigmodel_edu.checking.result import Part
from bigmodel_edu.data import shakespeare
from bigmodel_edu.exercises.your_own_gpt.submitted_model import load_submission
from bigmodel_edu.language import _
from bigmodel_edu.models.gpt import GPT
from bigmodel_edu.text import ByteLevelBPE

THRESHOLDS = (3.6, 3.2, 3.0, 2.85, 2.75)  # bits per byte, one part of the points each
PASSAGES, LETTERS = 32, 900
NEWLINE = 10  # the byte that stands in front of each passage


@cache
def plays() -> tuple[str, str]:
    """(the plays to learn from, the held-out plays), as plain text."""
    return shakespeare(markup=False).split()


def passages_of(text: str, rng: np.random.Generator) -> list[str]:
    return [text[start : start + LETTERS] for start in rng.integers(0, len(text) - LETTERS, PASSAGES)]


@torch.inference_mode()
def nats_of(model: GPT, tokenizer: ByteLevelBPE, passages: list[str]) -> tuple[float, int, int]:
    """The loss of all tokens together in nats, their number, and the number of bytes.

    Windows overlap by half, so that each token but the first of a passage has at least half a window before it.
    """
    length = model.config.context
    hop = max(length // 2, 1)
    rows, targets = [], []
    for passage in passages:
        ids = tokenizer.encode(passage)
        stream = [NEWLINE, *ids]
        done = 0
        while done < len(ids):
            first = 0 if done == 0 else done - (length - hop)
            row, wanted = stream[first : first + length], ids[first : first + length]
            skipped = done - first
            rows.append(row[: len(wanted)] + [0] * (length - len(wanted)))
            targets.append([-100] * skipped + wanted[skipped:] + [-100] * (length - len(wanted)))
            done = first + len(wanted)
    together = max(4_096 // length, 1)
    total = 0.0
    for place in range(0, len(rows), together):
        logits = model(torch.tensor(rows[place : place + together]))
        right = torch.tensor(targets[place : place + together])
        total += float(F.cross_entropy(logits.flatten(0, 1), right.flatten(), ignore_index=-100, reduction="sum"))
    count = sum(each != -100 for row in targets for each in row)
    return total, count, sum(len(passage.encode("utf-8")) for passage in passages)


@torch.inference_mode()
def habits(model: GPT, tokenizer: ByteLevelBPE, passage: str, rng: np.random.Generator) -> str:
    """How a weak model fails: it answers the same everywhere, looks one token back, or repeats its input; empty if none of these."""
    ids = [NEWLINE, *tokenizer.encode(passage)]
    length = min(model.config.context, 24, len(ids))
    places = rng.integers(0, len(ids) - length + 1, 24)
    rows = torch.tensor([ids[place : place + length] for place in places])
    after = model(rows)[:, -1].log_softmax(dim=-1).exp()
    if float((after - after.mean(dim=0)).abs().sum(dim=-1).mean()) < 0.02:
        return "constant"
    everywhere = model(rows).softmax(dim=-1)
    if float(everywhere.gather(-1, rows[..., None]).mean()) > 0.3:
        return "not-shifted"
    mixed = torch.cat([rows[torch.from_numpy(rng.permutation(len(rows)))][:, :-1], rows[:, -1:]], dim=1)
    if length > 2 and float((after - model(mixed)[:, -1].softmax(dim=-1)).abs().sum(dim=-1).mean()) < 0.02:
        return "one-token"
    return ""


def judge_gpt(answer: Plain, rng: np.random.Generator) -> Verdict:
    model, tokenizer = load_submission(answer)
    seen, unseen = plays()
    texts = {"held-out": passages_of(unseen, rng), "other": passages_of(seen, rng)}
    measured, per_token = {}, 0.0
    for name, passages in texts.items():
        nats, tokens, size = nats_of(model, tokenizer, passages)
        if not math.isfinite(nats):
            raise Refused(_("The model's loss is not finite: its weights are too large."), "not-finite")
        measured[name] = nats / math.log(2) / size
        per_token = max(per_token, nats / tokens)
    worst = max(measured.values())
    parts = tuple(Part(_("below {bits} bits per byte").format(bits=bits), worst < bits) for bits in THRESHOLDS)
    lines = [
        _("Your model has {weights:,} weights and {tokens:,} tokens.").format(
            weights=sum(weight.numel() for weight in model.parameters()), tokens=len(tokenizer)
        ),
        _("Bits per byte: {held:.2f} on the held-out plays, {other:.2f} on the other plays. The larger number counts.").format(
            held=measured["held-out"], other=measured["other"]
        ),
    ]
    if measured["held-out"] < measured["other"] - 0.15:
        lines.append(_("It reads the held-out plays better than all others. Were they in its training text?"))
    uniform = math.log(len(tokenizer))
    clueless = abs(per_token - uniform) < 0.1
    diagnosis = "untrained" if clueless else habits(model, tokenizer, "\n".join(texts["held-out"]), rng)
    if not diagnosis and per_token > uniform:
        diagnosis = "worse-than-guessing"
    return Verdict(parts, tuple(lines), diagnosis or None)
