import warnings

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from bigmodel_edu.viz import attention_map
from bigmodel_edu.viz.colours import MASKED, luminance, readable_on, weight_colours
from tests.viz.attention_samples import HOSTILE, random_weights


def names(count):
    return [f"t{place}" for place in range(count)]


def drawn(ax):
    return ax.images[0].get_array()


def test_cells_are_the_weights_and_the_mask_is_left_out():
    weights = random_weights((5, 5), causal=True)
    cells = drawn(attention_map(weights, names(5)))
    np.testing.assert_allclose(cells.filled(0), weights)
    assert (cells.mask == np.triu(np.ones((5, 5), dtype=bool), 1)).all()


def test_one_head_or_the_mean_of_all():
    weights = random_weights((3, 4, 6))
    ax = attention_map(weights, names(4), names(6), head=2)
    np.testing.assert_allclose(drawn(ax), weights[2])
    assert ax.get_title() == "Attention weights, head 2"
    mean = attention_map(weights, names(4), names(6))
    np.testing.assert_allclose(drawn(mean), weights.mean(axis=0), atol=1e-6)
    assert "mean of 3 heads" in mean.get_title()


def test_small_maps_show_their_numbers_in_a_readable_ink():
    weights = random_weights((3, 4))
    ax = attention_map(weights, names(3), names(4))
    assert sorted(text.get_text() for text in ax.texts) == sorted(f"{weight:.2f}" for weight in weights.ravel())
    for colour in weight_colours() / 255:
        lights = sorted([luminance(tuple(colour)), luminance(to_rgb(readable_on(tuple(colour))))])
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


def test_large_maps_show_no_numbers_and_not_every_label():
    ax = attention_map(random_weights((130, 130)), names(130))
    assert not ax.texts
    assert 40 <= len(ax.get_yticklabels()) <= 65


def test_chinese_stands_upright_in_a_font_that_has_it():
    ax = attention_map(random_weights((2, 3)), ["我", "看见"], ["注意力", "sees", " cat"], title="注意力")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a glyph that it must draw as a box
        ax.figure.canvas.draw()
    assert [text.get_text() for text in ax.get_xticklabels()] == ["注\n意\n力", "sees", "␣cat"]
    assert [text.get_rotation() for text in ax.get_xticklabels()] == [0, 90, 90]


def test_hostile_tokens_are_drawn_as_they_are():
    count = len(HOSTILE)
    ax = attention_map(random_weights((count, count)), HOSTILE)
    ax.figure.canvas.draw()  # a dollar sign would start a formula
    assert ax.get_yticklabels()[0].get_text() == HOSTILE[0]


def test_the_mask_is_grey():
    ax = attention_map(random_weights((4, 4), causal=True), names(4))
    assert ax.patches[0].get_facecolor()[:3] == to_rgb(MASKED)


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match="head to be from 0 to 2, got 3"):
        attention_map(random_weights((3, 4, 4)), names(4), head=3)
    with pytest.raises(ValueError, match=r"one layer, .*weights\[layer\]"):
        attention_map(random_weights((2, 3, 4, 4)), names(4))
    with pytest.raises(ValueError, match="4 keys, got 3"):
        attention_map(random_weights((4, 4)), names(4), names(3))
