"""In another language everything changes: each card, page and report, the output and the help of each command."""

import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bigmodel_edu import exercises
from bigmodel_edu.authoring.messages import messages
from bigmodel_edu.checking.words import words_of
from bigmodel_edu.language import FOLDER
from tests.pseudo_language import NAME, escaped, outside, write_catalogue
from tests.pseudo_session import COMMANDS

ROOT = Path(__file__).parents[1]
# Names and citations of the registry of facts and of data sets, which are the same in every language.
NAMES = ("Small Model API", "Ben Allal et al.", "Amazon EC2", "released checkpoint")


def run(part: str, folder: Path) -> dict[str, str]:
    """What a session in the marked language shows."""
    write_catalogue(messages(), folder / "locale")
    (folder / "work").mkdir()
    environment = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    environment |= {"LANGUAGE": NAME, FOLDER: str(folder / "locale"), "BIGMODEL_EDU_HOME": str(folder / "home"), "COLUMNS": "400"}
    environment |= {"PYTHONPATH": str(ROOT), "BIGMODEL_EDU_PROGRESS": "off", "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(ROOT / "tests" / "pseudo_session.py"), part, str(folder / "work")]
    subprocess.run(command, env=environment, check=True, cwd=ROOT)
    return json.loads((folder / "work" / "seen.json").read_text(encoding="utf-8"))


def words_of_exercises(chapter: str) -> Iterator[str]:
    """What the pages of words of a chapter say; a page of ours shows it without backticks."""
    for path in (Path(exercises.__file__).parent / chapter).glob("*.md"):
        words = words_of(path)
        for mistake in words.mistakes:
            yield from (mistake.said, *mistake.hints)
        yield from (*words.hints, words.prompt, *words.items.values())


def plain(shown: str) -> str:
    """The text of a page, or of a terminal."""
    if "</" not in shown:
        return shown
    without_style = re.sub(r"<(style|script).*?</\1>", " ", shown, flags=re.DOTALL)
    said = re.findall(r'(?:aria-label|title|alt)="([^"]*)"', without_style)
    return html.unescape("\n".join([re.sub(r"</?code>", "", without_style), *said]))


def left_in_english(shown: str) -> list[str]:
    known = sorted({said.replace("`", "") for said in words_of_exercises("self_attention")}, key=len, reverse=True)
    return escaped(plain(shown).replace("`", ""), (*known, *NAMES))


@pytest.fixture(scope="module")
def quick(tmp_path_factory) -> dict[str, str]:
    return run("quick", tmp_path_factory.mktemp("quick"))


def test_everything_that_is_shown_changes(quick):
    assert {name: found for name, shown in quick.items() if (found := left_in_english(shown))} == {}


def test_every_command_was_called_and_every_call_showed_something(quick):
    assert all(f"{name} --help" in quick for name in COMMANDS)
    assert [name for name, shown in quick.items() if "⟦" not in shown] == []


def test_a_page_says_in_its_tag_which_language_it_is_in(quick):
    assert '<html lang="xx">' in quick["plan page"]


def test_values_stand_in_translated_sentences(quick):
    assert re.search(r"⟦You are told that|⟦unknown chapter: nothing; known: [^⟧]*self-attention", quick["mutants of nothing"])
    assert "⟦Missing" in quick["grade without arguments"], "click's own words are translated too"


@pytest.mark.slow
def test_marks_feedback_and_the_class_report_change(tmp_path):
    seen = run("grading", tmp_path)
    assert {name: found for name, shown in seen.items() if (found := left_in_english(shown))} == {}
    assert '<html lang="xx">' in seen["class report"]


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("⟦All ⟦of⟧ it⟧ and more words", ["and more words"]),
        ("⟦one⟧ word ⟦two⟧", []),
        ("see src/a b/c.py --out FILE my_name a-b-c x.y", []),
        ("⟦a⟧\nnot translated", ["not translated"]),
        ("<p class='big one'>⟦a⟧</p>", []),
    ],
)
def test_what_is_not_marked_is_found(shown, found):
    assert escaped(shown) == found


def test_a_mark_that_was_cut_is_not_passed_over():
    with pytest.raises(AssertionError):
        outside("⟦cut off")
