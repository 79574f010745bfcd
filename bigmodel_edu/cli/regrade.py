"""``bigmodel-edu regrade``: what a changed exercise or grader does to marks that were given."""

import sys
from pathlib import Path

import click

from bigmodel_edu.commandline import help_page
from bigmodel_edu.language import _

HELP = _("""Grade again what was graded, with the same hidden cases, and show which marks would change.

With --apply the new marks count and the old ones stay in the gradebook beside them. Marks that a person gave are never changed.
""")


@click.command(help=help_page(HELP))
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@click.option("--out", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help=_("The folder that grade wrote."))
@click.option("--apply", is_flag=True, help=_("Record the new marks; without it they are only shown."))
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help=_("Submissions at the same time  [default: number of cores]"))
@click.option(
    "--sandbox",
    type=click.Choice(["auto", "namespaces", "landlock", "container", "none"]),
    default="auto",
    show_default=True,
    help=_("Isolation."),
)
@click.option("--class-key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=_("Secret file  [default: OUT/class.key]"))
def command(submissions: Path, out: Path, apply: bool, jobs: int | None, sandbox: str, class_key: Path | None) -> None:
    """Grade again, and show or record what changes."""
    from bigmodel_edu.grading.command import GradeOptions
    from bigmodel_edu.grading.regrading import regrade_class
    from bigmodel_edu.grading.submissions import NoSubmissions
    from bigmodel_edu.sandbox import SandboxUnavailable

    options = GradeOptions(submissions, out, jobs, sandbox=sandbox, class_key=class_key)
    try:
        failures = regrade_class(options, apply)
    except (NoSubmissions, SandboxUnavailable, ValueError) as problem:
        raise click.UsageError(str(problem)) from problem
    for line in failures:
        click.echo(_("not graded: {submission}").format(submission=line), err=True)
    sys.exit(1 if failures else 0)
