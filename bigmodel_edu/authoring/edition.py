"""One notebook of a lesson as it is on disk, beside what the source asks for: is it up to date, and if not, why not?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bigmodel_edu.authoring.assemble import Draft, is_setup
from bigmodel_edu.authoring.clean import clean, to_bytes
from bigmodel_edu.authoring.execute import Run
from bigmodel_edu.authoring.fingerprint import MadeFrom, lesson_code, made_from, made_now, outputs_digest, read_made_from
from bigmodel_edu.authoring.ledger import Entry, Ledger
from bigmodel_edu.authoring.numbers_in_text import fill_draft, wanted
from bigmodel_edu.files import write_file
from bigmodel_edu.language import _


@dataclass(frozen=True)
class Sealed:
    """What belongs on disk: the notebook, and what is noted of it.

    Args:
        content: the notebook's bytes.
        entry: for the file that says what notebooks were made from.
    """

    content: bytes
    entry: Entry


@dataclass(frozen=True)
class Edition:
    """A draft and the file that it becomes.

    Args:
        draft: from the source.
        root: the course's folder.
    """

    draft: Draft
    root: Path

    @property
    def file(self) -> Path:
        """The notebook's path on disk."""
        return self.root / self.draft.path

    @cached_property
    def _ledger(self) -> Ledger:
        return Ledger(self.root)

    @cached_property
    def _entry(self) -> Entry:
        return self._ledger.entry(str(self.draft.path)) or {}

    @property
    def _values(self) -> dict[str, str]:
        found = self._entry.get("values", {})
        return found if isinstance(found, dict) else {}

    @cached_property
    def recorded(self) -> NotebookNode | None:
        """The notebook on disk; None where there is none, or none in the format that a release writes."""
        try:
            text = self.file.read_text(encoding="utf-8")
            document = json.loads(text)
            if not isinstance(document, dict) or document.get("nbformat") != 4 or document.get("nbformat_minor") != 5:
                return None
            nbformat.validate(document)
        except (OSError, ValueError, nbformat.ValidationError):
            return None
        notebook: NotebookNode = nbformat.reads(text, as_version=4)
        return notebook

    @cached_property
    def _made(self) -> MadeFrom | None:
        return read_made_from(self._entry)

    def reasons(self) -> list[str]:
        """Why the notebook must run again; empty when what is recorded still holds."""
        if not self.file.exists():
            return [_("missing")]
        if self.recorded is None:
            return [_("not a readable notebook")]
        return list(self._stale(self.recorded))

    def _stale(self, recorded: NotebookNode) -> Iterator[str]:
        code = [cell for cell in recorded.cells if cell.cell_type == "code"]
        if lesson_code(recorded) != lesson_code(self.draft.notebook) or sum(map(is_setup, code)) != 1:
            yield _("the code cells differ from {path}").format(path=self.draft.lesson.path)
            return
        idle = [str(place) for place, cell in enumerate(code, start=1) if cell.execution_count != place]
        if idle:
            yield _("not executed from top to bottom (code cells {places})").format(places=", ".join(idle))
            return
        if self._made is None:
            yield _("it is not noted what it was made from")
            return
        yield from self._made.changes(made_now(self._made, self.draft.notebook))
        if self._entry.get("outputs") != outputs_digest(recorded):
            yield _("the outputs are not those that were recorded")
        for each in wanted(self.draft):
            if each.key not in self._values:
                yield _("the text asks for {{{{ {key} }}}}, which was not recorded").format(key=each.key)

    def with_recorded_outputs(self) -> Sealed:
        """What belongs on disk when nothing needs to run: the draft with the outputs and the numbers that are recorded."""
        assert self.recorded is not None and self._made is not None
        _give_outputs(self.recorded, self.draft.notebook, only_ignored=False)
        return self._sealed(self._made, self._values)

    def with_new_outputs(self, run: Run) -> Sealed:
        """What belongs on disk after a run. What is declared to differ is kept while nothing else changed."""
        clean(self.draft.notebook)
        made, values = made_from(self.draft.notebook, run.evidence, run.begun), dict(run.evidence.values)
        if self.recorded is not None and self._made == made:
            _give_outputs(self.recorded, self.draft.notebook, only_ignored=True)
            values |= self._values
        return self._sealed(made, values)

    def _sealed(self, made: MadeFrom, values: dict[str, str]) -> Sealed:
        notebook = self.draft.notebook
        self.draft.install(made.packages)
        asked = {each.key: values[each.key] for each in wanted(self.draft)}
        fill_draft(self.draft, asked)
        numbers = {"values": asked} if asked else {}
        return Sealed(to_bytes(notebook), made.plain() | numbers | {"outputs": outputs_digest(notebook)})

    def differs(self, sealed: Sealed) -> bool:
        """Whether what is on disk is not exactly this."""
        noted = json.loads(json.dumps(sealed.entry))
        return not self.file.is_file() or self.file.read_bytes() != sealed.content or self._entry != noted

    def write(self, sealed: Sealed) -> None:
        """Replace the file in one step, then note what it was made from; a notebook whose entry is an older one must run again."""
        write_file(self.file, sealed.content)
        self._ledger.note(str(self.draft.path), sealed.entry)


def _give_outputs(source: NotebookNode, target: NotebookNode, *, only_ignored: bool) -> None:
    pairs = zip(*([cell for cell in each.cells if cell.cell_type == "code"] for each in (source, target)), strict=True)
    for old, new in pairs:
        if not only_ignored or "nbval-ignore-output" in new.metadata.get("tags", []):
            new.outputs, new.execution_count = old.outputs, old.execution_count
