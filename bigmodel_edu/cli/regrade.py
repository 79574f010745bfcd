"""``bigmodel-edu regrade``: what a changed exercise or grader does to marks that were given."""

import sys
from pathlib import Path

import click

from bigmodel_edu.cli.told import told
from bigmodel_edu.commandline import help_page
from bigmodel_edu.language import _

HELP = _("""Grade again what was graded, with the same hidden cases, and show which marks would change.

With --apply the new marks count and the old ones stay in the gradebook beside them. Marks that a person gave are never changed,
and what other commands record in the meantime stays.
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
@click.option("--engine", default="local", show_default=True, help=_("local, or dask://HOST:PORT for a Dask cluster."))
@click.option("--timeout", type=click.FloatRange(0.1, 86_400), default=20.0, show_default=True, help=_("Seconds, as they were for grade."))
@click.option("--memory", type=click.IntRange(64, 1 << 20), default=2_048, show_default=True, help=_("MB, as they were for grade."))
@click.option("--class-key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=_("Secret file  [default: OUT/class.key]"))
def command(
    submissions: Path,
    out: Path,
    apply: bool,
    jobs: int | None,
    sandbox: str,
    engine: str,
    timeout: float,
    memory: int,
    class_key: Path | None,
) -> None:
    """Grade again, and show or record what changes."""
    from bigmodel_edu.grading.command import GradeOptions
    from bigmodel_edu.grading.regrading import regrade_class

    options = GradeOptions(submissions, out, jobs, engine, sandbox, timeout, memory, class_key)
    with told():
        failures = regrade_class(options, apply)
    for line in failures:
        click.echo(_("not graded: {submission}").format(submission=line), err=True)
    sys.exit(1 if failures else 0)
