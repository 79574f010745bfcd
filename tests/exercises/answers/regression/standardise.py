"""Answers to regression.standardise: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def standardise_in_numpy(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    deviation[deviation == 0] = 1
    return (train - mean) / deviation, (test - mean) / deviation


def standardise_in_torch(train, test):
    train, test = torch.as_tensor(train), torch.as_tensor(test)
    mean, deviation = train.mean(0), train.std(0, correction=0)
    deviation = torch.where(deviation == 0, torch.ones_like(deviation), deviation)
    return (train - mean) / deviation, (test - mean) / deviation


def standardise_by_columns(train, test):
    results = [np.zeros_like(train), np.zeros_like(test)]
    for column in range(train.shape[1]):
        values = [float(value) for value in train[:, column]]
        mean = sum(values) / len(values)
        deviation = (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5 or 1.0
        for result, table in zip(results, (train, test), strict=True):
            result[:, column] = (table[:, column] - mean) / deviation
    return results


def standardise_with_pandas(train, test):
    import pandas as pd

    train, test = pd.DataFrame(train), pd.DataFrame(test)
    deviation = train.std(ddof=0).replace(0.0, 1.0)
    return ((train - train.mean()) / deviation).to_numpy(), ((test - train.mean()) / deviation).to_numpy()


RIGHT = [standardise_in_numpy, standardise_in_torch, standardise_by_columns, standardise_with_pandas]
WRONG = [
    lambda train, test: standardise_in_numpy(train, test)[0],
    lambda train, test: standardise_in_numpy(train, test)[::-1],
    lambda train, test: np.concatenate(standardise_in_numpy(train, test)),
    lambda train, test: (standardise_in_numpy(train, test)[0], test),
    lambda train, test: ((train - train.mean(0)) / (train.std(0) + 0.1), (test - train.mean(0)) / (train.std(0) + 0.1)),
    lambda train, test: standardise_in_numpy(train - np.median(train, axis=0), test),
]
