"""Answers to your-own-gpt.bits_per_byte: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def bits_in_numpy(losses, text):
    return losses.sum() / np.log(2) / len(text.encode())


def bits_in_torch(losses, text):
    return torch.as_tensor(losses).sum() / math.log(2) / len(bytes(text, "utf-8"))


def bits_by_loop(losses, text):
    return sum(math.log2(math.e) * float(loss) for loss in losses) / sum(len(letter.encode("utf-8")) for letter in text)


RIGHT = [bits_in_numpy, bits_in_torch, bits_by_loop]
WRONG = [
    lambda losses, text: losses[0] / math.log(2),
    lambda losses, text: losses.sum() / math.log(2) / len(text.split()),
    lambda losses, text: losses.sum() / math.log(2) / len(text.encode("utf-16")),
]
