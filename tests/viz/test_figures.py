"""The static figures: what is drawn is what was given."""

import warnings

import numpy as np
import pytest

from bigmodel_edu.viz import (
    ctc_spans,
    detection_boxes,
    histograms_over_training,
    optimiser_paths,
    patch_attention,
    spectrogram_alignment,
    tornado,
    waterfall,
)


def test_the_path_is_drawn_over_the_loss_and_its_end_is_told():
    path = [[3.0, -1.0], [1.0, 0.5], [0.5, 0.25]]
    ax = optimiser_paths(lambda x, y: x**2 + 2 * y**2, {"SGD": path}, names=("weight", "bias"))
    np.testing.assert_allclose(ax.get_lines()[0].get_xydata(), path)
    assert ax.get_legend().get_texts()[0].get_text() == "SGD: 2 steps, loss 0.375"
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    assert left < 0.5 < 3 < right
    assert low < -1 < 0.5 < high


def test_a_path_that_stands_still_and_a_flat_loss_are_drawn():
    ax = optimiser_paths(lambda x, y: 0 * x, {"none": [[1.0, 1.0], [1.0, 1.0]]})
    ax.figure.canvas.draw()


def test_logarithmic_contours_need_a_positive_loss():
    with pytest.raises(ValueError, match="positive loss"):
        optimiser_paths(lambda x, y: x * y, {"a": [[-1.0, 1.0], [1.0, 1.0]]}, logarithmic=True)
    with pytest.raises(ValueError, match=r"'a' to be \(steps \+ 1, 2\), got \(3,\)"):
        optimiser_paths(lambda x, y: x, {"a": [1.0, 2.0, 3.0]})


def test_each_snapshot_becomes_a_histogram_in_the_order_of_training():
    random = np.random.default_rng(0)
    ax = histograms_over_training({100: random.normal(size=(40, 50)) * 3, 0: random.normal(size=500)}, values="weight")
    assert [text.get_text() for text in ax.get_yticklabels()] == ["100", "0"]
    assert [float(text.get_text().removeprefix("σ ")) for text in ax.texts] == pytest.approx([1, 3], rel=0.1)
    first, second = (collection.get_paths()[0].vertices for collection in ax.collections)
    assert first[:, 1].max() - 1 > second[:, 1].max()  # the narrow one is the taller


def test_constant_values_and_no_values():
    histograms_over_training({0: [1.0, 1.0, 1.0]}).figure.canvas.draw()
    with pytest.raises(ValueError, match="at step 7, got none"):
        histograms_over_training({7: [np.nan]})
    with pytest.raises(ValueError, match="at least one snapshot"):
        histograms_over_training({})


def test_the_brightest_patch_is_the_strongest():
    weights = np.array([0.4, 0.05, 0.05, 0.3, 0.1, 0.1])
    ax = patch_attention(np.full((20, 30, 3), 200, dtype=np.uint8), weights[1:], grid=(1, 5), query=2)
    colours = ax.images[1].get_array()
    assert colours.shape[:2] == (1, 5)
    assert colours[0].sum(axis=1).argmax() == 2
    frame = ax.patches[0]
    assert (frame.get_x(), frame.get_y(), frame.get_width(), frame.get_height()) == (12, 0, 6, 20)


def test_the_share_of_the_class_token_is_told():
    ax = patch_attention(np.zeros((9, 9)), [0.7, 0.1, 0.1, 0.05, 0.05], class_tokens=1)
    assert ax.get_xlabel() == "30 % of the weight lies on patches; strongest 0.100"
    with pytest.raises(ValueError, match="4 weights for 2 × 2 patches"):
        patch_attention(np.zeros((9, 9)), np.ones(5))


def test_spans_are_runs_without_blanks():
    path = [9, 9, 4, 4, 9, 4, 2, 2, 2]
    assert ctc_spans(path, blank=9) == [(4, 2, 4), (4, 5, 6), (2, 6, 9)]
    assert ctc_spans([0, 0]) == []
    assert ctc_spans([]) == []


def test_symbols_stand_at_their_time():
    path, chances = [0, 0, 1, 1, 0, 2, 2, 2, 0, 0], np.full((10, 3), 1 / 3)
    figure = spectrogram_alignment(np.zeros((5, 40)), path, ["-", "a", " "], duration=2.0, chances=chances)
    below = figure.axes[1]
    assert [(text.get_text(), round(text.get_position()[0], 3)) for text in below.texts] == [("a", 0.6), ("␣", 1.3)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.canvas.draw()
    with pytest.raises(ValueError, match="10 frames, got 9"):
        spectrogram_alignment(np.zeros((5, 40)), [0] * 10, ["-"], chances=np.zeros((9, 1)))


def test_boxes_stand_where_they_were_found():
    truth = [[6, 11, 26, 41], [1, 1, 3, 3]]
    ax = detection_boxes(np.zeros((50, 60)), [[5, 10, 25, 40]], ["$cat$"], [0.876], truth=truth, truth_labels=["cat", "mouse"])
    frames = {(frame.get_x(), frame.get_y(), frame.get_width(), frame.get_height()) for frame in ax.patches}
    assert frames == {(5, 10, 20, 30), (6, 11, 20, 30), (1, 1, 2, 2)}
    assert [text.get_text() for text in ax.texts] == ["cat", "mouse", "$cat$ 0.88"]
    ax.figure.canvas.draw()


def test_no_box_and_boxes_that_are_turned_over():
    assert not detection_boxes(np.zeros((5, 5)), [], []).patches
    with pytest.raises(ValueError, match="left, top, right, bottom"):
        detection_boxes(np.zeros((5, 5)), [[3, 0, 1, 2]], ["a"])
    with pytest.raises(ValueError, match="2 labels"):
        detection_boxes(np.zeros((5, 5)), [[0, 0, 1, 2]], ["a", "b"])


def test_a_waterfall_ends_at_the_sum():
    ax = waterfall({"revenue": 10.0, "costs": -14.5, "grant": 2.0}, unit="US$")
    bars = [(bar.get_y(), bar.get_height()) for bar in ax.patches]
    assert bars == [(0, 10), (10, -14.5), (-4.5, 2), (0, -2.5)]
    assert [text.get_text() for text in ax.texts] == ["+10", "−14.5", "+2", "−2.5"]
    low, high = ax.get_ylim()
    assert low < -4.5
    assert high > 10


def test_a_tornado_puts_the_widest_bar_on_top():
    ax = tornado({"a": (9.0, 11.0), "b": (14.0, 6.0), "c": (10.0, 10.5)}, base=10.0, unit="years")
    assert [text.get_text() for text in ax.get_yticklabels()] == ["c", "a", "b"]
    assert sorted({text.get_text() for text in ax.texts}) == ["10", "10.5", "11", "14", "6", "9"]


@pytest.mark.parametrize("draw", [lambda: waterfall({}, unit="US$"), lambda: waterfall({"a": np.inf}, unit="US$")])
def test_a_waterfall_needs_finite_steps(draw):
    with pytest.raises(ValueError, match="at least one step, all finite"):
        draw()


def test_a_tornado_needs_finite_results():
    with pytest.raises(ValueError, match="all results finite"):
        tornado({"a": (np.nan, 1.0)}, base=0.0, unit="US$")
