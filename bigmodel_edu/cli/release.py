"""``bigmodel-edu release``: lesson sources to notebooks."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bigmodel_edu.commandline import help_page
from bigmodel_edu.language import _, plural

if TYPE_CHECKING:
    from bigmodel_edu.authoring.releasing import Report

EPILOG = _("""Examples:
  bigmodel-edu release                            what is not up to date
  bigmodel-edu release self-attention             one lesson
  bigmodel-edu release --check                    only say what is not up to date

Exit code: 0 when all is up to date, 1 when --check finds drift, 2 when a lesson is malformed (nothing of it is written).
""")


HELP = _("""Make notebooks/ and solutions/ from the lesson sources book/<part>/<chapter>.md.

LESSONS are names such as algorithms/self-attention or self-attention; without any, all lessons are made. A notebook runs again
only when its code changed, or what it uses of the package, of its facts and of its data.
""")


@click.command(help=help_page(HELP), epilog=help_page(EPILOG))
@click.argument("lessons", nargs=-1)
@click.option("--check", is_flag=True, help=_("Run and write nothing; list each notebook that differs from its source, with the reason."))
@click.option("--force", is_flag=True, help=_("Run also what is up to date."))
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help=_("Notebooks at the same time  [default: number of cores]"))
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help=_("The course's folder, with book/ inside  [default: here]"),
)
def command(lessons: tuple[str, ...], check: bool, force: bool, jobs: int | None, root: Path) -> None:
    """Make what is not up to date, or say what it is."""
    if not (root / "book").is_dir():
        sentence = _("{root} has no folder book/ with lesson sources; go to the course's folder, or name it with --root")
        raise click.UsageError(sentence.format(root=root))
    try:
        import ipykernel  # noqa: F401  the kernel is started by name

        from bigmodel_edu.authoring import releasing as authoring
        from bigmodel_edu.cli.release_watch import ReleaseWatch
    except ModuleNotFoundError as error:
        sentence = _("{name} is missing. Authors need more than students: pip install 'bigmodel-edu[book]'")
        raise click.ClickException(sentence.format(name=(error.name or "").split(".")[0])) from error
    try:
        if check:
            report = authoring.check(root.resolve(), lessons)
        else:
            with ReleaseWatch() as watch:
                report = authoring.release(root.resolve(), lessons, watch, jobs=jobs or _cores(), force=force)
    except authoring.UnknownLesson as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(_("{error}; what was not written is unchanged").format(error=error)) from error
    except KeyboardInterrupt:
        click.echo(_("\nInterrupted. Every notebook is whole, the old one or the new one; run the command again to go on."), err=True)
        sys.exit(130)
    _tell(report, check)
    sys.exit(2 if report.problems else 1 if report.drift else 0)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _tell(report: "Report", check: bool) -> None:
    for line in (*report.problems, *report.drift):
        click.echo(str(line), err=True)
    for warning in report.warnings:
        click.echo(_("Note: {warning}.").format(warning=warning), err=True)
    parts = [_("{count} up to date").format(count=report.up_to_date)]
    if report.made:
        parts.insert(0, _("{count} made").format(count=len(report.made)))
    if report.rewritten:
        parts.insert(0, _("{count} with new text").format(count=len(report.rewritten)))
    if count := len(report.drift):
        parts.append(plural("{count} difference", "{count} differences", count).format(count=count))
    if count := len(report.problems):
        parts.append(plural("{count} problem to mend", "{count} problems to mend", count).format(count=count))
    lessons = plural("{count} lesson", "{count} lessons", report.lessons).format(count=report.lessons)
    click.echo(f"{lessons}: {', '.join(parts)}")
    if report.drift:
        click.echo(_("To bring the notebooks in line: bigmodel-edu release"))
