import numpy as np
import pytest

from bigmodel_edu.viz import loss_curves


def test_one_run_is_a_line_through_its_points():
    ax = loss_curves({"training": [3.0, 2.0, 1.5]}, steps=[0, 10, 20])
    [line] = ax.get_lines()
    np.testing.assert_array_equal(line.get_xydata(), [[0, 3], [10, 2], [20, 1.5]])


def test_several_runs_are_a_median_and_a_band_of_percentiles():
    runs = np.random.default_rng(0).normal(size=(7, 5)) + 3
    ax = loss_curves({"runs": runs}, band=(0, 100))
    np.testing.assert_allclose(ax.get_lines()[0].get_ydata(), np.median(runs, axis=0))
    corners = ax.collections[0].get_paths()[0].vertices
    for step in range(5):
        heights = corners[corners[:, 0] == step + 1, 1]
        assert (heights.min(), heights.max()) == pytest.approx((runs[:, step].min(), runs[:, step].max()))
    assert "median of 7 runs" in ax.get_lines()[0].get_label()


def test_curves_differ_in_more_than_colour():
    ax = loss_curves({name: [2.0, 1.0] for name in "abcd"})
    assert len({line.get_linestyle() for line in ax.get_lines()}) == 4


def test_each_curve_may_have_its_own_steps_and_a_run_may_break_off():
    ax = loss_curves({"a": [1.0, 2.0], "b": [[1.0, np.nan, 3.0], [2.0, 2.0, 4.0]]}, steps={"a": [5, 6], "b": [1, 2, 3]})
    assert ax.get_lines()[0].get_xdata().tolist() == [5, 6]
    np.testing.assert_allclose(ax.get_lines()[1].get_ydata(), [1.5, 2, 3.5])


def test_a_reference_is_a_level():
    ax = loss_curves({"a": [3.0, 1.0]}, reference={"guessing": np.log(65)}, logarithmic=True, ylabel="bits")
    assert ax.get_lines()[-1].get_ydata() == pytest.approx([np.log(65)] * 2)
    assert (ax.get_xscale(), ax.get_ylabel(), ax.texts[0].get_text()) == ("log", "bits", "guessing")


@pytest.mark.parametrize(
    ("losses", "options", "said"),
    [
        ({}, {}, "at least one curve"),
        ({"a": 3.0}, {}, r"'a' to be \(steps,\)"),
        ({"a": []}, {}, r"'a' to be \(steps,\)"),
        ({"a": np.zeros((2, 3, 4))}, {}, r"got \(2, 3, 4\)"),
        ({"a": [1.0, 2.0]}, {"steps": [1, 2, 3]}, "2 steps for curve 'a', got 3"),
    ],
)
def test_what_does_not_fit_is_named(losses, options, said):
    with pytest.raises(ValueError, match=said):
        loss_curves(losses, **options)
