"""Answers to language-generation.bits_per_byte: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def bits_plain(loss, tokens, text):
    return loss * tokens / (math.log(2) * len(text.encode()))


def bits_numpy(loss, tokens, text):
    return np.float32(loss / np.log(2) * (tokens / len(bytes(text, "utf-8"))))


def bits_torch(loss, tokens, text):
    return torch.tensor(loss) * tokens / torch.log(torch.tensor(2.0)) / sum(len(each.encode()) for each in text)


def bits_rounded(loss, tokens, text):
    return round(bits_plain(loss, tokens, text))


def bits_words(loss, tokens, text):
    return loss * tokens / math.log(2) / max(len(text.split()), 1)


def bits_log_ten(loss, tokens, text):
    return loss * tokens / math.log10(2) / len(text.encode())


def bits_ascii(loss, tokens, text):
    return loss * tokens / math.log(2) / max(len(text.encode("ascii", "ignore")), 1)


RIGHT = [bits_plain, bits_numpy, bits_torch]
WRONG = [bits_rounded, bits_words, bits_log_ten, bits_ascii]
