"""Views made of text: the ribbon, attribution and the logit lens."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest

from bigmodel_edu.viz import attribution_view, logit_lens_view, occlusion, token_ribbon
from tests.viz.attention_samples import HOSTILE


class Boxes(HTMLParser):
    """The text of each box or cell, its style, and every tag."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.texts, self.styles, self.open = set(), [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag in ("li", "td"):
            self.texts.append("")
            self.styles.append(dict(attrs)["style"])
        self.open = tag in ("bdi", "small") and bool(self.texts)

    def handle_data(self, data):
        if self.open:
            self.texts[-1] += data

    def handle_endtag(self, tag):
        self.open = False


def test_the_ribbon_shows_each_piece_and_its_number():
    view = token_ribbon(["The", "Ġcat", "Ċ"], [464, 3797, 198])
    assert Boxes(view.html).texts == ["The464", "␣cat3797", "↵198"]
    assert repr(view).splitlines() == ["Tokens: 3 tokens, 2.7 characters each", "The|␣cat|↵"]


def test_neighbouring_pieces_differ_in_colour():
    styles = Boxes(token_ribbon([b"a"] * 9).html).styles
    assert all(one != other for one, other in pairwise(styles))


def test_tokenisers_are_compared_by_characters_per_token():
    text = repr(token_ribbon({"bytes": [b"\xe7", b"\x8c", b"\xab"], "characters": ["猫"]}))
    assert "bytes: 3 tokens, 0.3 characters each" in text
    assert "characters: 1 token, 1.0 characters each" in text


def test_a_number_is_needed_for_each_piece():
    with pytest.raises(ValueError, match="2 numbers, one per token, got 1"):
        token_ribbon(["a", "b"], [1])


def test_occlusion_of_a_linear_score_is_each_tokens_share():
    weights = np.random.default_rng(0).normal(size=7)
    attributed = occlusion(lambda tokens: float(np.dot(weights, tokens)), [1.0] * 7, 0.0)
    np.testing.assert_allclose(attributed, weights)


def test_a_wider_window_hides_neighbours_too():
    assert occlusion(sum, [1, 10, 100], 0, width=3).tolist() == [11, 111, 110]
    with pytest.raises(ValueError, match="odd"):
        occlusion(sum, [1], 0, width=2)


def test_attribution_says_the_number_and_the_sign_by_colour():
    boxes = Boxes(attribution_view([0.5, -1.25, 0.0], ["a", "b", "c"], unit="nats").html)
    assert boxes.texts == ["a+0.50", "b−1.25", "c+0.00"]
    papers = [re.search(r"background:#(\w{6})", style)[1] for style in boxes.styles]
    red, blue = (tuple(bytes.fromhex(paper)) for paper in (papers[1], papers[0]))
    assert red[0] > red[2]
    assert blue[2] > blue[0]
    assert papers[2] == "ffffff"


def test_attribution_of_nothing_and_of_what_is_not_finite():
    assert "What each token" in repr(attribution_view([], []))
    with pytest.raises(ValueError, match="finite"):
        attribution_view([np.nan], ["a"])
    with pytest.raises(ValueError, match="2 values, got 1"):
        attribution_view([1.0, 2.0], ["a"])


def test_the_lens_tells_the_best_guesses_and_the_rank_of_the_truth():
    logits = np.random.default_rng(1).normal(size=(3, 4, 6)) * 3
    vocabulary = ["Ġa", "b", "<|end|>", "Ã©", "Ċ", "猫"]
    view = logit_lens_view(logits, list("wxyz"), vocabulary, targets=[5, 0, 1, 2], top=2, form="byte-level")
    chances = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    readable = ["␣a", "b", "<|end|>", "é", "↵", "猫"]
    best = chances.argmax(-1)
    assert Boxes(view.html).texts == [readable[guess] for layer in (2, 1, 0) for guess in best[layer]]
    first, second = np.argsort(-chances[2, 0])[:2]
    rank = int((chances[2, 0] > chances[2, 0, 5]).sum()) + 1
    told = f"layer 2, “w”: {readable[first]} {chances[2, 0, first]:.0%}, {readable[second]} {chances[2, 0, second]:.0%}."
    assert f"{told} What really comes next has rank {rank}." in view.html.replace("&lt;", "<").replace("&gt;", ">")


def test_the_lens_needs_one_score_for_each_piece():
    with pytest.raises(ValueError, match=r"\(L, T, 3\).*got \(2, 4, 6\)"):
        logit_lens_view(np.zeros((2, 4, 6)), list("wxyz"), list("abc"))
    with pytest.raises(ValueError, match="4 positions, got 3"):
        logit_lens_view(np.zeros((2, 4, 6)), list("xyz"), list("abcdef"))
    with pytest.raises(ValueError, match="2 layers, got 1"):
        logit_lens_view(np.zeros((2, 4, 6)), list("wxyz"), list("abcdef"), layer_names=["only"])


def test_very_large_scores_do_not_overflow():
    assert "b 100%" in repr(logit_lens_view([[[-1e5, 1e5]]], ["x"], ["a", "b"]))


@pytest.mark.parametrize(
    "view",
    [
        token_ribbon(HOSTILE, form="text", title=HOSTILE[0]),
        attribution_view(np.linspace(-1, 1, len(HOSTILE)), HOSTILE, title=HOSTILE[1]),
        logit_lens_view(np.eye(len(HOSTILE))[None] * 9, HOSTILE, HOSTILE, form="text", title=HOSTILE[2]),
    ],
)
def test_hostile_tokens_stay_text(view):
    markup = view.html.split("<script type=", 1)[0]
    tags = Boxes(markup).tags
    assert not tags & {"script", "img", "iframe", "a"}
    assert "<script>window.hacked=1</script>" in repr(view)


def test_a_page_of_its_own(tmp_path):
    page = token_ribbon(["a"], title="One").save(tmp_path / "one.html").read_text(encoding="utf-8")
    assert "<title>One</title>" in page
    with pytest.raises(ValueError, match=r"\.html"):
        token_ribbon(["a"]).save(tmp_path / "one.png")
