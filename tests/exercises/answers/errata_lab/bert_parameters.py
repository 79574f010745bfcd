"""Answers to errata-lab.bert_parameters: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np


def bert_by_parts(vocabulary, positions, segments, layers, width):
    attention = 4 * (width * width + width)
    feed_forward = width * 4 * width + 4 * width + 4 * width * width + width
    norms = 2 * 2 * width
    embeddings = (vocabulary + positions + segments) * width + 2 * width
    return embeddings + layers * (attention + feed_forward + norms) + width * width + width


def bert_by_shapes(vocabulary, positions, segments, layers, width):
    inner = 4 * width
    block = [(width, width), (width,)] * 4 + [(width, inner), (inner,), (inner, width), (width,)] + [(width,)] * 4
    rest = [(vocabulary, width), (positions, width), (segments, width), (width,), (width,), (width, width), (width,)]
    return int(sum(np.prod(shape) for shape in block * layers + rest))


def bert_in_float(vocabulary, positions, segments, layers, width):
    return float(bert_by_parts(vocabulary, positions, segments, layers, width))


RIGHT = [bert_by_parts, bert_by_shapes, bert_in_float]
WRONG = [
    lambda v, p, s, n, c: 110_000_000,
    lambda v, p, s, n, c: bert_by_parts(v, p, s, n, c) + 1,
    lambda v, p, s, n, c: bert_by_parts(v, p, s, n - 1, c),
    lambda v, p, s, n, c: round(bert_by_parts(v, p, s, n, c), -6),
]
