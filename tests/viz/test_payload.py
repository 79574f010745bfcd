import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bigmodel_edu.viz.payload import BLANK, MAX_ERROR, atlas, dequantise, encode_png, max_pool, quantise, resize_for_print
from tests.viz.attention_samples import random_weights


def test_no_weight_moves_by_more_than_the_stated_error():
    weights = np.linspace(0, 1, 1_000_001)
    error = np.abs(dequantise(quantise(weights)) - weights)
    assert error.max() <= MAX_ERROR == 0.004
    assert error[weights < 0.01].max() < 0.0004  # the root spends its levels where weights are small


@pytest.mark.parametrize("sharpness", [0.1, 1.0, 3.0, 10.0])
@pytest.mark.parametrize("causal", [False, True])
def test_rows_still_sum_to_one_nearly(sharpness, causal):
    weights = random_weights((2, 3, 61, 61), causal=causal, sharpness=sharpness)
    assert np.abs(dequantise(quantise(weights)).sum(axis=-1) - 1).max() <= 0.015


@given(st.integers(0, 254))
def test_every_level_survives_the_way_there_and_back(level):
    one = np.array([level], dtype=np.uint8)
    assert quantise(dequantise(one)) == one


def test_the_atlas_holds_every_matrix_in_its_place():
    levels = np.random.default_rng(1).integers(0, 255, size=(3, 2, 4, 5)).astype(np.uint8)
    picture = atlas(levels)
    assert picture.shape == (3 * 5 - 1, 2 * 6 - 1)
    for layer, head in np.ndindex(3, 2):
        assert (picture[layer * 5 : layer * 5 + 4, head * 6 : head * 6 + 5] == levels[layer, head]).all()
    assert (picture[4] == BLANK).all()
    assert (picture[:, 5] == BLANK).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (257, 3)])
def test_the_picture_is_a_png_whose_palette_index_is_the_data(shape):
    levels = np.random.default_rng(2).integers(0, 256, size=shape).astype(np.uint8)
    image = Image.open(io.BytesIO(encode_png(levels)))
    assert image.mode == "P"
    assert (np.array(image) == levels).all()
    colours = np.array(image.convert("RGBA"))
    assert (colours[levels == BLANK, 3] == 0).all()
    assert (colours[levels != BLANK, 3] == 255).all()


def test_pooling_keeps_the_strongest_and_blanks_lose():
    levels = np.random.default_rng(3).integers(0, 256, size=(2, 7, 9)).astype(np.uint8)
    pooled = max_pool(levels, 3)
    assert pooled.shape == (2, 3, 3)
    for place, row, column in np.ndindex(2, 3, 3):
        block = levels[place, row * 3 : row * 3 + 3, column * 3 : column * 3 + 3]
        seen = block[block != BLANK]
        assert pooled[place, row, column] == (seen.max() if seen.size else BLANK)


@pytest.mark.parametrize(("shape", "longest"), [((7, 11), 900), ((2000, 1500), 900)])
def test_the_printed_picture_has_a_printable_size(shape, longest):
    resized = resize_for_print(np.zeros(shape, dtype=np.uint8), longest)
    assert 0.5 * longest < max(resized.shape) <= longest
