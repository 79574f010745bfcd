from html.parser import HTMLParser

import numpy as np
import pytest

from bigmodel_edu.viz import attention_rollout, attention_view, compare_attention
from bigmodel_edu.viz.payload import BLANK, MAX_ERROR, dequantise
from tests.viz.attention_samples import HOSTILE, random_weights


class Tags(HTMLParser):
    """What a browser would see as tags, with the names of their attributes."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, {name for name, _ in attrs}))


def names(count):
    return [f"t{place}" for place in range(count)]


@pytest.mark.parametrize("causal", [False, True])
def test_the_payload_holds_every_head_and_the_rollout(causal):
    weights = random_weights((3, 5, 11, 11), causal=causal)
    [side] = attention_view(weights, names(11)).sides
    assert side.levels.shape == (3, 6, 11, 11)
    kept = dequantise(side.levels)
    assert np.abs(kept[:, :5] - weights).max() <= MAX_ERROR
    assert np.abs(kept[:, 5] - attention_rollout(weights)).max() <= MAX_ERROR
    later = np.triu(np.ones((11, 11), dtype=bool), k=1)
    assert ((side.levels == BLANK) == (later & causal)).all()
    assert side.is_causal == causal


def test_cross_attention_has_no_rollout_and_two_sets_of_labels():
    view = attention_view(random_weights((2, 3, 4, 6)), names(4), ["k"] * 6, axes=("decoder", "encoder"))
    [side] = view.sides
    assert side.extras == {}
    assert (side.queries, side.keys) == (names(4), ["k"] * 6)
    assert '"keyAxis":"encoder"' in view.html.replace("&quot;", '"')


def test_chosen_layers_and_heads_keep_their_numbers_and_the_whole_models_rollout():
    weights = random_weights((5, 4, 6, 6))
    [side] = attention_view(weights, names(6), layers=[1, 4], heads=[3, 0]).sides
    np.testing.assert_array_equal(side.weights, weights[[1, 4]][:, [3, 0]])
    assert (side.layer_names, side.head_names) == (["1", "4"], ["3", "0"])
    np.testing.assert_allclose(side.extras["rollout"], attention_rollout(weights)[[1, 4]])


def test_the_mean_of_heads():
    weights = random_weights((2, 3, 5, 5))
    [side] = attention_view(weights, names(5), heads="mean").sides
    np.testing.assert_allclose(side.weights[:, 0], weights.mean(axis=1))


def test_pooled_cells_hold_the_largest_weight_of_their_block():
    weights = random_weights((1, 2, 10, 10), causal=True)
    view = attention_view(weights, names(10), pool=4)
    [side] = view.sides
    kept = dequantise(side.levels)
    for row, column in np.ndindex(3, 3):
        block = weights[0, 1, row * 4 : row * 4 + 4, column * 4 : column * 4 + 4]
        assert kept[0, 1, row, column] == pytest.approx(block.max(), abs=MAX_ERROR)
    assert side.config()["queries"] == ["t0…t3", "t4…t7", "t8…t9"]
    assert "largest of 4 × 4" in view.html


def test_flow_is_there_for_the_last_layer_and_the_queries_asked_for():
    [side] = attention_view(random_weights((3, 2, 5, 5), causal=True), names(5), flow=[4]).sides
    extras = {extra["name"]: extra["layers"] for extra in side.config()["shape"]["extras"]}
    assert extras == {"rollout": [0, 1, 2], "flow": [2]}
    assert (side.levels[2, 3, :4] == BLANK).all()
    assert (side.levels[2, 3, 4] != BLANK).all()


def test_segments_give_a_choice_of_parts():
    view = attention_view(random_weights((2, 3, 3)), ["a", "b", "c"], segments=["question", "question", "answer"])
    assert "question → answer" in view.html
    with pytest.raises(ValueError, match="3 tokens, got 2"):
        attention_view(random_weights((3, 3)), names(3), segments=[0, 1])


def test_start_is_a_place_among_what_is_shown():
    weights = random_weights((4, 3, 5, 5))
    assert attention_view(weights, names(5), layers=[1, 3], start=(3, 2)).start == (1, "2")
    assert attention_view(weights, names(5), start=(2, "rollout")).start == (2, "rollout")
    with pytest.raises(ValueError, match="start"):
        attention_view(weights, names(5), start=(9, 0))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"layers": [4]}, "layers from 0 to 1"),
        ({"heads": [-1]}, "heads from 0 to 2"),
        ({"heads": []}, "heads from 0 to 2"),
        ({"pool": 0}, "pool"),
        ({"pool": 1.5}, "pool"),
        ({"form": "morse"}, "form"),
    ],
)
def test_wrong_choices_are_named(options, said):
    with pytest.raises(ValueError, match=said):
        attention_view(random_weights((2, 3, 4, 4)), names(4), **options)


def test_wrong_numbers_of_tokens_are_named():
    with pytest.raises(ValueError, match="4 queries, got 3"):
        attention_view(random_weights((4, 5)), names(3), names(5))
    with pytest.raises(ValueError, match="5 keys, got 4"):
        attention_view(random_weights((4, 5)), names(4))


def test_two_inputs_of_different_lengths_stand_side_by_side():
    one = attention_view(random_weights((2, 3, 4, 4)), names(4))
    other = attention_view(random_weights((2, 3, 6, 6), seed=1), names(6))
    both = compare_attention(one, other, ("short", "long"), title="Longer")
    assert [side.name for side in both.sides] == ["short", "long"]
    assert both.html.count("<img ") == 2


def test_models_of_different_depth_cannot_be_compared():
    one = attention_view(random_weights((2, 3, 4, 4)), names(4))
    other = attention_view(random_weights((3, 3, 4, 4)), names(4))
    with pytest.raises(ValueError, match="same layers and heads"):
        compare_attention(one, other, ("a", "b"))
    with pytest.raises(ValueError, match="two views of one model each, got 3"):
        compare_attention(one, compare_attention(one, one, ("a", "b")), ("c", "d"))


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_tokens_stay_text(title):
    count = len(HOSTILE)
    html = attention_view(random_weights((2, 2, count, count)), HOSTILE, title=title, axes=(HOSTILE[1], HOSTILE[2])).html
    found = Tags()
    found.feed(html)
    element = html[1:].split(" ", 1)[0]
    own = [(element, {"class", "data-view"}), ("img", {"src", "alt", "width", "style"}), ("script", {"type", "data-view-script"})]
    assert found.seen == own
