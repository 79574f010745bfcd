"""What a changed word makes stale on the real course, read off ``notebooks/made-from.json`` without running anything."""

import json
from pathlib import Path

import pytest

from bigmodel_edu.authoring.fingerprint import read_made_from
from bigmodel_edu.authoring.ledger import FILE
from bigmodel_edu.authoring.module import read_module

NOTED = json.loads((Path(__file__).parents[2] / FILE).read_text(encoding="utf-8"))
MADE = {path: read_made_from(entry) for path, entry in NOTED.items()}


def showing(module: str, words: str) -> list[str]:
    """The notebooks that show a text of a module, by some of its words; the text must be there."""
    places = [
        (name, str(place))
        for name, definition in read_module(module).definitions.items()
        for place, text in enumerate(definition.texts)
        if words in text
    ]
    assert places, f"{module} says nowhere {words!r}"
    noted = {path: made.names.get(module, {}) for path, made in MADE.items()}
    return [
        path for path, names in noted.items() if any(place in names.get(name, "").partition(":")[2].split(",") for name, place in places)
    ]


def using(module: str, name: str) -> list[str]:
    return [path for path, made in MADE.items() if name in made.names.get(module, {})]


def test_every_entry_can_be_read():
    assert MADE and all(made is not None and made.code and made.names for made in MADE.values())


@pytest.mark.parametrize(
    ("module", "words", "most"),
    [
        ("bigmodel_edu.checking.showing", "ran out of memory", 2),
        ("bigmodel_edu.checking.showing", "Next hint:", 4),
        ("bigmodel_edu.language", "Translate one message", 0),
        ("bigmodel_edu.models.attention", "to share their last size", 4),
        ("bigmodel_edu.models.attention", "expected a mask of dtype bool", 4),
    ],
)
def test_a_changed_word_makes_only_those_notebooks_stale_that_show_it(module, words, most):
    assert len(showing(module, words)) <= most


def test_what_every_card_says_is_known_to_be_shown():
    """Where nothing were ever found to be shown, the bounds above would hold for nothing."""
    checked = [path for path, made in MADE.items() if made.exercises and path.startswith("notebooks/")]
    assert checked and set(checked) <= set(showing("bigmodel_edu.checking.showing", "not attempted yet"))


def test_what_every_notebook_runs_is_used_by_every_notebook():
    assert set(using("bigmodel_edu.checking.judging", "judge_calls")) >= {path for path, made in MADE.items() if made.exercises}
    assert set(using("bigmodel_edu.language", "_")) >= set(using("bigmodel_edu.checking.judging", "judge_calls"))


def test_a_fact_makes_only_its_readers_stale():
    assert all("*" not in made.facts for made in MADE.values())
    readers = {key: [path for path, made in MADE.items() if key in made.facts] for made in MADE.values() for key in made.facts}
    assert readers and sum(map(len, readers.values())) / len(readers) < len(MADE) / 2
