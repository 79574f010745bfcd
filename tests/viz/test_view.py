import base64
import csv
import io
import warnings

import numpy as np
import pytest
from PIL import Image

from bigmodel_edu.viz import attention_view, compare_attention
from tests.viz.attention_samples import random_weights


def names(count):
    return [f"t{place}" for place in range(count)]


def test_the_bundle_is_a_view_a_picture_and_a_sentence():
    bundle = attention_view(random_weights((2, 3, 5, 5)), names(5), title="Where it looks")._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert max(picture.size) > 400
    assert bundle["text/plain"].startswith("Where it looks: 2 layers × 3 heads over 5 tokens.")


def test_the_sentence_names_the_strongest_pair_of_two_tokens():
    weights = np.full((2, 2, 3, 3), 0.1, dtype=np.float32)
    weights[1, 0, 2, 0] = 0.85
    weights[0, 0, 1, 1] = 0.99  # a token that looks at itself says little
    text = repr(attention_view(weights, ["Anna", "called", "her"]))
    assert "layer 1, head 0, “her” looks at “Anna”, 0.850" in text


def test_the_fallback_picture_is_described():
    html = attention_view(random_weights((2, 3, 5, 5)), names(5)).html
    assert '<img src="data:image/png;base64,' in html
    assert 'alt="Attention weights: 2 layers × 3 heads over 5 tokens. One small square per layer' in html


def test_the_same_input_gives_the_same_output():
    one, other = (attention_view(random_weights((2, 2, 7, 7)), names(7))._repr_mimebundle_() for _ in range(2))
    assert one == other


def test_no_identifiers_no_addresses_no_page_style():
    html = attention_view(random_weights((2, 2, 7, 7)), names(7)).html
    markup = html.split("<script", 1)[0]
    assert " id=" not in markup
    assert "<style" not in markup
    assert [word for word in html.split('"') if word.startswith(("http:", "https:", "//"))] == ["http://www.w3.org/2000/svg"]


def test_large_views_warn_and_larger_ones_are_refused_with_the_ways_out():
    noise = np.random.default_rng(0).dirichlet(np.ones(128), size=(6, 12, 128)).astype(np.float32)
    with pytest.warns(UserWarning, match=r"takes 1\.\d MB; to make it smaller, .*pool=2"):
        attention_view(noise, names(128))
    four = np.concatenate([noise] * 5)
    with pytest.raises(ValueError, match=r"more than the 5 MB .*layers=.*heads=\"mean\".*pool=4"):
        attention_view(four, names(128))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        attention_view(four, names(128), pool=4)
        attention_view(four, names(128), heads="mean", layers=[0, 29])


def test_saved_numbers_are_exact_and_leave_out_what_is_masked(tmp_path):
    weights = random_weights((2, 3, 4, 4), causal=True)
    path = attention_view(weights, ["=1+1", "a,b", '"', "-x"]).save(tmp_path / "weights.csv")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert len(rows) == 2 * 3 * 10
    for row in rows:
        place = tuple(int(row[name]) for name in ("layer", "head", "query", "key"))
        assert float(row["weight"]) == pytest.approx(float(weights[place]), rel=1e-7)
    assert {row["query_token"] for row in rows} == {"'=1+1", "a,b", '"', "'-x"}


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_one_head_is_saved_as_a_picture(tmp_path, ending):
    view = attention_view(random_weights((3, 2, 5, 5)), names(5), layers=[0, 2])
    path = compare_attention(view, view, ("before", "after")).save(tmp_path / f"head.{ending}", layer=2, head=1)
    assert path.stat().st_size > 5000


def test_the_figure_says_what_it_shows():
    view = attention_view(random_weights((3, 2, 5, 5)), names(5), layers=[0, 2])
    assert view.figure(layer=2, head=1).axes[0].get_title() == "layer 2, head 1"
    assert view.figure().axes[0].get_title() == "layer 0, head 0"


def test_the_page_stands_alone(tmp_path):
    page = attention_view(random_weights((2, 2, 5, 5)), names(5), title="A < B").save(tmp_path / "view.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<title>A &lt; B</title>" in page
    assert 'charset="utf-8"' in page


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"\.html, \.csv, \.png"):
        attention_view(random_weights((3, 3)), names(3)).save(tmp_path / "view.docx")
