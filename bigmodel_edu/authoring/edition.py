"""One notebook of a lesson as it is on disk, beside what the source asks for: is it up to date, and if not, why not?"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bigmodel_edu.authoring.assemble import NAME, Draft, is_setup
from bigmodel_edu.authoring.clean import clean, to_bytes
from bigmodel_edu.authoring.execute import Run
from bigmodel_edu.authoring.fingerprint import MadeFrom, lesson_code, made_from, made_now, outputs_digest, read_made_from
from bigmodel_edu.language import _

PARTIAL = ".partial"  # the suffix of a file that is being written


@dataclass(frozen=True)
class Edition:
    """A draft and the file that it becomes.

    Args:
        draft: from the source.
        file: the notebook's path on disk.
    """

    draft: Draft
    file: Path

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
        own = self.recorded.metadata.get(NAME, {}) if self.recorded else {}
        return read_made_from(own) if isinstance(own, dict) else None

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
            yield _("no valid fingerprint")
            return
        yield from self._made.changes(made_now(self._made, self.draft.notebook))
        if recorded.metadata[NAME].get("outputs") != outputs_digest(recorded):
            yield _("the outputs were changed by hand")

    def with_recorded_outputs(self) -> bytes:
        """The file that belongs on disk when nothing needs to run: the draft with the outputs that are recorded."""
        assert self.recorded is not None and self._made is not None
        _give_outputs(self.recorded, self.draft.notebook, only_ignored=False)
        return self._sealed(self._made)

    def with_new_outputs(self, run: Run) -> bytes:
        """The file that belongs on disk after a run. Outputs that are declared to differ are kept while nothing else changed."""
        clean(self.draft.notebook)
        made = made_from(self.draft.notebook, run.evidence, run.begun)
        if self.recorded is not None and self._made == made:
            _give_outputs(self.recorded, self.draft.notebook, only_ignored=True)
        return self._sealed(made)

    def _sealed(self, made: MadeFrom) -> bytes:
        notebook = self.draft.notebook
        self.draft.install(made.packages)
        notebook.metadata[NAME] |= {
            "fingerprint": made.fingerprint,
            "made_from": asdict(made),
            "outputs": outputs_digest(notebook),
        }
        return to_bytes(notebook)

    def differs(self, content: bytes) -> bool:
        """Whether the file on disk is not exactly this."""
        return not self.file.is_file() or self.file.read_bytes() != content

    def write(self, content: bytes) -> None:
        """Replace the file in one step: at any instant it is the old one or the new one, whole."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        partial = self.file.with_name(f".{self.file.name}.{os.getpid()}{PARTIAL}")
        try:
            partial.write_bytes(content)
            os.replace(partial, self.file)
        finally:
            partial.unlink(missing_ok=True)


def _give_outputs(source: NotebookNode, target: NotebookNode, *, only_ignored: bool) -> None:
    pairs = zip(*([cell for cell in each.cells if cell.cell_type == "code"] for each in (source, target)), strict=True)
    for old, new in pairs:
        if not only_ignored or "nbval-ignore-output" in new.metadata.get("tags", []):
            new.outputs, new.execution_count = old.outputs, old.execution_count
