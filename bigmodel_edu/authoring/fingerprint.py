"""What a recorded notebook was made from: its own code, what it uses of the course, the facts, files and data that it read.

As long as none of these changed, the recorded outputs are what a new run would give. A text that is only said, such as an error message,
counts where the outputs show it (`shown`); of an exception's text this cannot be seen where it is drawn into an image.
"""

import ast
import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from importlib import metadata
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from bigmodel_edu import facts
from bigmodel_edu.authoring.assemble import is_setup
from bigmodel_edu.authoring.bank import page_of
from bigmodel_edu.authoring.code import parse
from bigmodel_edu.authoring.definition import DIGITS, Definition
from bigmodel_edu.authoring.execute import Evidence
from bigmodel_edu.authoring.module import BANKS, EFFECTS, module_path
from bigmodel_edu.authoring.reach import Reach
from bigmodel_edu.authoring.shown import Shown
from bigmodel_edu.authoring.shown_words import page_digest, shown_lines
from bigmodel_edu.facts.registry import REGISTRY, SOURCE
from bigmodel_edu.language import _

NAMED = 3  # changed things that are told by name
GONE = ""  # the digest of what is not there


@dataclass(frozen=True)
class MadeFrom:
    """What a notebook was made from, each with its digest or version.

    Args:
        code: digest of the notebook's code cells.
        names: the digest of each definition that it may use, by module and name; behind a colon, the places of the texts that it shows.
        words: the digest of each exercise's page of words, by id; behind a colon, the digests of the sentences that it shows.
        facts: digest by key, also of sources that were read by themselves; ``*`` is the whole registry.
        files: digest by path, of the package's data files that were read.
        data: version by the package that carries data that was read.
        packages: what pip needs to be told to install such a package, by the module that is then there.
        by_string: modules that are imported by a name made at run time.
        exercises: ids of those that the run showed.
    """

    code: str
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    by_string: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()

    def changes(self, now: "MadeFrom") -> Iterator[str]:
        """What differs now, in words."""
        if self.code != now.code:
            yield _("the code cells changed")
        before, after = dict(self._things()), dict(now._things())
        changed = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
        if changed:
            more = len(changed) - NAMED
            names = ", ".join(changed[:NAMED]) + (_(" and {count} more").format(count=more) if more > 0 else "")
            yield _("{names} changed").format(names=names)
        for name, version in self.data.items():
            here = now.data.get(name)
            if here != version:
                yield _("{name} is {here} here, it was {version}").format(name=name, here=here, version=version)

    def _things(self) -> Iterator[tuple[str, str]]:
        for module, names in self.names.items():
            yield from ((f"{module}.{name}" if name != EFFECTS else module, digest) for name, digest in names.items())
        yield from self.files.items()
        yield from ((_("words of {exercise}").format(exercise=exercise), digest) for exercise, digest in self.words.items())
        yield from ((_("fact {key}").format(key=key), digest) for key, digest in self.facts.items())

    def plain(self) -> dict[str, Any]:
        """As it is noted, without what is empty."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}


def read_made_from(entry: Mapping[str, Any] | None) -> MadeFrom | None:
    """Read what is noted of a notebook; None where it is missing or damaged."""
    known = {each.name: each.type for each in fields(MadeFrom)}
    found = {name: value for name, value in (entry or {}).items() if name in known}
    wanted: dict[str, Any] = {"code": str, "by_string": list | tuple, "exercises": list | tuple}
    if "code" not in found or not all(isinstance(value, wanted.get(name, dict)) for name, value in found.items()):
        return None
    if not all(isinstance(names, dict) for names in found.get("names", {}).values()):
        return None
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
    return MadeFrom(**plain)


def made_from(notebook: NotebookNode, evidence: Evidence, begun: float) -> MadeFrom:
    """What a notebook that just ran was made from.

    What was changed after the run had begun gets no digest, so that the notebook counts as stale.
    """
    exercises = sorted({card[0] for card in evidence.cards.values()})
    reach = Reach(_code(notebook), evidence.modules, exercises)
    shown = Shown(notebook, evidence.messages)
    changed = {module for module, _name in reach.names if not _is_older(module_path(module), begun)}
    pages = {exercise: page for exercise in sorted(reach.exercises) if (page := page_of(exercise))}
    return MadeFrom(
        code=code_digest(notebook),
        names=_names({key: _noted(key, each, shown, changed) for key, each in reach.names.items()}),
        words={each: _with(page_digest(page, lines := shown_lines(page, shown)), sorted(lines)) for each, page in pages.items()},
        facts={key: _fact_now(key) for key in evidence.facts},
        files={path: _file_now(path, begun) for path in evidence.files if not _is_read_in_parts(path)},
        data=dict(evidence.data),
        packages=dict(evidence.packages),
        by_string=tuple(sorted(reach.by_string)),
        exercises=tuple(exercises),
    )


def made_now(recorded: MadeFrom, notebook: NotebookNode) -> MadeFrom:
    """The same things as they are now, without running anything. A carrier of data that is not installed here counts as unchanged."""
    reach = Reach(_code(notebook), recorded.by_string, recorded.exercises)
    before = {(module, name): noted for module, names in recorded.names.items() for name, noted in names.items()}
    return MadeFrom(
        code=code_digest(notebook),
        names=_names({key: _like(each, before.get(key, "")) for key, each in reach.names.items()}),
        words={each: _words_now(page, recorded.words.get(each, "")) for each in reach.exercises if (page := page_of(each))},
        facts={key: _fact_now(key) for key in recorded.facts},
        files={path: _file_now(path) for path in recorded.files},
        data={name: _version_now(name) or version for name, version in recorded.data.items()},
        packages=recorded.packages,
        by_string=recorded.by_string,
        exercises=recorded.exercises,
    )


def _code(notebook: NotebookNode) -> ast.Module:
    return ast.Module([statement for source in lesson_code(notebook) for statement in parse(source).body], [])


def _names(digests: Mapping[tuple[str, str], str]) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    for (module, name), digest in sorted(digests.items()):
        table.setdefault(module, {})[name] = digest
    return table


def _noted(key: tuple[str, str], definition: Definition, shown: Shown, changed: set[str]) -> str:
    places = [place for place, text in enumerate(definition.texts) if shown.has(text)]
    return GONE if key[0] in changed else _with(definition.digest(places), map(str, places))


def _with(digest: str, details: Any) -> str:
    return ":".join(filter(None, (digest, ",".join(details))))


def _like(definition: Definition, noted: str) -> str:
    """The digest now, with the texts that were shown."""
    places = [int(place) for place in noted.partition(":")[2].split(",") if place.isdigit()]
    return _with(definition.digest(places), map(str, places))


def _words_now(page: Path, noted: str) -> str:
    lines = [line for line in noted.partition(":")[2].split(",") if line]
    return _with(page_digest(page, lines), lines)


def _fact_now(key: str) -> str:
    if key == "*":
        return _digest(REGISTRY.read_bytes())
    if key.startswith(SOURCE):
        return _digest(repr(facts.sources().get(key.removeprefix(SOURCE))).encode())
    if key not in facts.facts():
        return GONE
    found = facts.fact(key)
    return _digest(repr([getattr(found, each.name) for each in fields(found) if each.name != "chapters"]).encode())


def _is_read_in_parts(path: str) -> bool:
    """Whether what was read of a file is noted by facts, or by the exercises that were used."""
    return path.endswith("facts/registry.toml") or (path.endswith(".md") and path.startswith(BANKS.replace(".", "/")))


def code_digest(notebook: NotebookNode) -> str:
    """Digest of the lesson's code cells. Text cells do not count: they may change without a new run."""
    return _digest(json.dumps(lesson_code(notebook)).encode())


def lesson_code(notebook: NotebookNode) -> list[str]:
    """The source of each code cell but the set-up cell."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code" and not is_setup(cell)]


def outputs_digest(notebook: NotebookNode) -> str:
    """Digest of the recorded outputs, by which a change by hand is noticed."""
    outputs = [[cell.execution_count, cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]
    return _digest(json.dumps(outputs, sort_keys=True).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[: 2 * DIGITS]


def _package() -> Path:
    path = module_path("bigmodel_edu")
    assert path is not None
    return path.parent


def _is_older(path: Path | None, moment: float) -> bool:
    return path is not None and path.stat().st_mtime <= moment


def _file_now(path: str, before: float = math.inf) -> str:
    file = _package().parent / path
    return _digest(file.read_bytes()) if file.is_file() and _is_older(file, before) else GONE


def _version_now(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
