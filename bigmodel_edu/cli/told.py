"""How the commands that keep a gradebook end when something is wrong: one sentence, and the exit code that fits."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bigmodel_edu.language import _


@contextmanager
def told() -> Iterator[None]:
    """Turn wrong usage into exit code 2, and a disk or folder that takes nothing into exit code 1, each with its sentence."""
    from bigmodel_edu.grading.gradebook.schema import NotWritten
    from bigmodel_edu.grading.reports.publishing import NotPublished
    from bigmodel_edu.sandbox import SandboxUnavailable

    try:
        yield
    except (ValueError, SandboxUnavailable) as problem:
        raise click.UsageError(str(problem)) from problem
    except (NotWritten, NotPublished) as problem:
        _end(str(problem))
    except OSError as problem:
        _end(_("{file}: {reason}").format(file=problem.filename, reason=problem.strerror) if problem.filename else str(problem))


def _end(sentence: str) -> None:
    click.echo(_("Error: {sentence}").format(sentence=sentence), err=True)
    sys.exit(1)
