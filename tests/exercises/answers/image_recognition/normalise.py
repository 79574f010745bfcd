"""Answers to image-recognition.normalise: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def per_channel(training, testing):
    mean, deviation = training.mean(axis=(0, 2, 3), keepdims=True), training.std(axis=(0, 2, 3), keepdims=True)
    return (training - mean) / deviation, (testing - mean) / deviation


def channel_in_torch(training, testing):
    first, second = (torch.tensor(part).float() / 255 for part in (training, testing))
    mean = first.mean(dim=(0, 2, 3))[:, None, None]
    deviation = first.std(dim=(0, 2, 3), correction=0)[:, None, None]
    return (first - mean) / deviation, (second - mean) / deviation


def channel_by_channel(training, testing):
    results = [np.empty(part.shape, dtype=np.float32) for part in (training, testing)]
    for channel in range(training.shape[1]):
        mean, deviation = training[:, channel].mean(), training[:, channel].std()
        for part, result in zip((training, testing), results, strict=True):
            result[:, channel] = (part[:, channel] - mean) / deviation
    return results


def bytes_that_overflow(training, testing):
    mean = training.mean(axis=(0, 2, 3), keepdims=True).astype(np.uint8)
    deviation = training.std(axis=(0, 2, 3), keepdims=True)
    return (training - mean) / deviation, (testing - mean) / deviation


RIGHT = [per_channel, channel_in_torch, channel_by_channel]
WRONG = [
    bytes_that_overflow,
    lambda training, testing: per_channel(training, testing)[::-1],
    lambda training, testing: per_channel(training, testing)[0],
    lambda training, testing: tuple((part - training.mean(axis=(0, 2, 3), keepdims=True)) / 255 for part in (training, testing)),
]
