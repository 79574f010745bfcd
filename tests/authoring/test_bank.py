import pytest

from bigmodel_edu.authoring.bank import bank_of, is_exercise, page_of, parts_of
from bigmodel_edu.exercises import chapters
from tests.authoring.sample_course import plug_in

WORDS = "# tidy.causal_mask\npoints: 2\n"
FILES = {
    "tidy/__init__.py": "from tidy import causal_mask\n\nEXERCISES = (causal_mask,)\n",
    "tidy/causal_mask.py": "def reference(n): ...\n\nEXERCISE = function(reference)\n",
    "tidy/causal_mask.md": WORDS,
    "tidy/which_one.md": "# tidy.which_one\nright: b\n",
}


@pytest.fixture(autouse=True)
def tidy_bank(tmp_path, monkeypatch):
    return plug_in(tmp_path, monkeypatch, FILES, tidy="tidy", **{"two-words": "tidy"})


def test_a_chapters_bank_is_a_plug_in_or_one_of_our_own():
    assert (bank_of("tidy"), bank_of("two-words")) == ("tidy", "tidy")
    assert bank_of("self-attention") == "bigmodel_edu.exercises.self_attention"


def test_an_exercise_with_a_module_of_its_own_is_that_module():
    assert set(parts_of("tidy.causal_mask")) == {("tidy.causal_mask", "reference"), ("tidy.causal_mask", "EXERCISE")}
    assert set(parts_of("tidy.causal-mask")) == set(parts_of("tidy.causal_mask"))


def test_an_exercise_of_words_alone_is_its_page(tmp_path):
    assert list(parts_of("tidy.which_one")) == []
    assert page_of("tidy.which_one") == tmp_path / "plug-in/tidy/which_one.md"
    assert page_of("tidy.causal_mask").read_text(encoding="utf-8") == WORDS
    assert page_of("tidy.nothing") is None


def test_an_exercise_that_is_not_found_counts_as_the_whole_bank():
    assert set(parts_of("tidy.nothing")) == {("tidy", "*"), ("tidy.causal_mask", "*")}


def test_ids_are_told_from_other_texts():
    assert is_exercise("tidy.causal_mask") and is_exercise("self-attention.causal_mask")
    assert not any(map(is_exercise, ("gpt3.parameters", "tidy", "tidy.", "a b.c", "numpy.float64", "")))


def test_every_exercise_of_the_course_has_its_place():
    from bigmodel_edu.exercises import chapter

    for name in chapters()[:3]:
        for exercise in chapter(name):
            assert page_of(exercise.id) is not None
            assert all(part != "*" for _module, part in parts_of(exercise.id))
