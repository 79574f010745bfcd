"""Make every notebook that is not up to date, several at a time, and say what stands in the way."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bigmodel_edu.authoring.assemble import SOLUTIONS, STUDENT, drafts
from bigmodel_edu.authoring.edition import Edition, Sealed
from bigmodel_edu.authoring.environment import warm_up
from bigmodel_edu.authoring.execute import execute
from bigmodel_edu.authoring.ledger import Ledger
from bigmodel_edu.authoring.lesson import Lesson
from bigmodel_edu.authoring.problem import MalformedLesson, Problem
from bigmodel_edu.authoring.reading import find_sources, read_lesson
from bigmodel_edu.authoring.recorded import recorded_problems
from bigmodel_edu.authoring.rules import lesson_problems
from bigmodel_edu.files import remove_leftovers
from bigmodel_edu.language import _

MOST_SECONDS = 60.0  # of the processor, for one notebook


class Watch(Protocol):
    """Is told what happens while it happens."""

    def planned(self, count: int) -> None:
        """So many notebooks will run."""

    def started(self, path: str, reason: str) -> None:
        """A notebook's kernel starts."""

    def ended(self, path: str, seconds: float) -> None:
        """A notebook ran, or stopped at a problem."""


@dataclass
class Report:
    """What a release did, or found.

    Args:
        lessons: how many sources were read.
        up_to_date: how many notebooks needed nothing.
        made: notebooks that ran and were written.
        rewritten: notebooks that got new text around the outputs they had.
        drift: what differs from the sources, with the reason; filled by a check only.
        problems: what is wrong with lessons.
        warnings: what is worth a look.
    """

    lessons: int = 0
    up_to_date: int = 0
    made: list[str] = field(default_factory=list)
    rewritten: list[str] = field(default_factory=list)
    drift: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class UnknownLesson(ValueError):
    """A lesson that was asked for and is not in the book."""


def release(root: Path, names: Sequence[str], watch: Watch, *, jobs: int, force: bool = False) -> Report:
    """Bring notebooks/ and solutions/ in line with book/.

    Args:
        root: the course's folder.
        names: lessons, as ``part/chapter``, ``chapter`` or a path; none means all.
        watch: is told what happens.
        jobs: kernels at the same time.
        force: run also what is up to date.

    Raises:
        UnknownLesson: naming the lessons that there are.
    """
    report, lessons = _read(root, names)
    for folder in (STUDENT, SOLUTIONS):
        remove_leftovers(root / folder)
    work = [(lesson, _editions(root, lesson)) for lesson in lessons]
    due: list[tuple[Lesson, list[tuple[Edition, str]]]] = []
    for lesson, editions in work:
        stale = [(edition, "; ".join(edition.reasons()) or (_("asked for") if force else "")) for edition in editions]
        for edition, reason in stale:
            if not reason:
                _write_if_different(edition, edition.with_recorded_outputs(), report.rewritten, report)
        if any(reason for _edition, reason in stale):
            due.append((lesson, [(edition, reason) for edition, reason in stale if reason]))
    watch.planned(sum(len(editions) for _lesson, editions in due))
    if due:
        warm_up()
        asyncio.run(_make_all(due, report, watch, jobs))
    if not names:
        orphaned = orphans(root)
        report.warnings += [_("{path} has no source").format(path=path) for path in orphaned]
        Ledger(root).keep_only(lambda path: (root / _source_of(path)).is_file() or path in orphaned)
    report.problems.sort()
    return report


def check(root: Path, names: Sequence[str]) -> Report:
    """Say what `release` would change, without running or writing anything.

    Raises:
        UnknownLesson: as `release`.
    """
    report, lessons = _read(root, names)
    for lesson in lessons:
        for edition in _editions(root, lesson):
            path, reasons = str(edition.draft.path), edition.reasons()
            if not reasons and edition.differs(edition.with_recorded_outputs()):
                reasons = [_("its text or metadata differ from {source}").format(source=lesson.path)]
            report.drift += [f"{path}: {reason}" for reason in reasons]
            report.up_to_date += not reasons
    if not names:
        remedy = _("orphaned: there is no {source}; remove it, or add its source")
        report.drift += [f"{path}: " + remedy.format(source=_source_of(path)) for path in orphans(root)]
    report.problems.sort()
    return report


def orphans(root: Path) -> list[str]:
    """Notebooks without a source, in order."""
    files = (path for folder in (STUDENT, SOLUTIONS) for path in sorted((root / folder).rglob("*.ipynb")))
    places = [path.relative_to(root).as_posix() for path in files if ".ipynb_checkpoints" not in path.parts]
    sources = {path.relative_to(root).as_posix() for path in find_sources(root)}
    return [place for place in places if _source_of(place) not in sources]


def _source_of(notebook: str) -> str:
    return "book/" + notebook.split("/", 1)[1].removesuffix(".ipynb") + ".md"


def _read(root: Path, names: Sequence[str]) -> tuple[Report, list[Lesson]]:
    """The lessons without problems; what is wrong with the others is in the report."""
    report, sound = Report(), []
    for path in _chosen(root, names):
        report.lessons += 1
        try:
            lesson = read_lesson(root, path)
        except MalformedLesson as error:
            report.problems.append(error.problem)
            continue
        found = [*lesson_problems(lesson), *_namesakes(root, lesson)]
        report.problems += found
        if not found:
            sound.append(lesson)
            report.warnings += _unused_exercises(lesson)
    return report, sound


def _namesakes(root: Path, lesson: Lesson) -> Iterable[Problem]:
    """Other parts have no lesson of the same name: it begins the ids of exercises and names the assignment in a gradebook."""
    for path in find_sources(root):
        place = path.relative_to(root).as_posix()
        if path.stem == lesson.chapter and place < lesson.path:
            remedy = _("Give one of the two another name.")
            yield lesson.problem(1, _("{place} is a lesson of the same name").format(place=place), remedy)


def _chosen(root: Path, names: Sequence[str]) -> list[Path]:
    sources = {path.relative_to(root / "book").with_suffix("").as_posix(): path for path in find_sources(root)}
    if not names:
        return list(sources.values())
    chosen = []
    for name in names:
        wanted = name.replace("\\", "/").removeprefix("./").removeprefix("book/").removesuffix(".md")
        found = [path for key, path in sources.items() if wanted in (key, key.split("/")[-1])]
        if len(found) != 1:
            known = ", ".join(sources) or _("none")
            raise UnknownLesson(_("no lesson {name!r} in book/; the lessons are: {known}").format(name=name, known=known))
        chosen += found
    return list(dict.fromkeys(chosen))


def _unused_exercises(lesson: Lesson) -> Iterable[str]:
    used = {cell.exercise for cell in lesson.code if cell.exercise}
    if not used:
        return
    from bigmodel_edu.exercises import chapter

    for exercise in chapter(lesson.chapter):
        if exercise.id not in used:
            yield _("{path} does not ask for {id}, which the bank has").format(path=lesson.path, id=exercise.id)


def _editions(root: Path, lesson: Lesson) -> list[Edition]:
    return [Edition(draft, root) for draft in drafts(lesson)]


def _write_if_different(edition: Edition, sealed: Sealed, written: list[str], report: Report) -> None:
    if edition.differs(sealed):
        edition.write(sealed)
        written.append(str(edition.draft.path))
    else:
        report.up_to_date += 1


async def _make_all(due: list[tuple[Lesson, list[tuple[Edition, str]]]], report: Report, watch: Watch, jobs: int) -> None:
    free = asyncio.Semaphore(jobs)
    await asyncio.gather(*(_make(editions, report, watch, free) for _lesson, editions in due))


async def _make(editions: list[tuple[Edition, str]], report: Report, watch: Watch, free: asyncio.Semaphore) -> None:
    """Run a lesson's notebooks; write them together, when all of them are sound."""
    made = await asyncio.gather(*(_run(edition, reason, report, watch, free) for edition, reason in editions))
    sealed = [each for each in made if each is not None]
    if len(sealed) == len(editions):
        for (edition, _reason), each in zip(editions, sealed, strict=True):
            _write_if_different(edition, each, report.made, report)


async def _run(edition: Edition, reason: str, report: Report, watch: Watch, free: asyncio.Semaphore) -> Sealed | None:
    path = str(edition.draft.path)
    async with free:
        watch.started(path, reason)
        edition.file.parent.mkdir(parents=True, exist_ok=True)
        run = await execute(edition.draft, edition.file.parent)
        watch.ended(path, run.seconds)
    problems = [run.trouble] if run.trouble else recorded_problems(edition.draft, run.evidence)
    report.problems += [problem for problem in problems if problem not in report.problems]
    if run.evidence.seconds > MOST_SECONDS:
        sentence = _("{path} took {seconds:.0f} s of the processor; a reader should wait {most:.0f} s at most")
        report.warnings.append(sentence.format(path=path, seconds=run.evidence.seconds, most=MOST_SECONDS))
    return None if problems else edition.with_new_outputs(run)
