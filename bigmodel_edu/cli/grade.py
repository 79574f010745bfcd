"""``bigmodel-edu grade``: a class's submissions to marks, feedback and a report."""

import sys
from collections import Counter
from pathlib import Path

import click

from bigmodel_edu.cli.told import told
from bigmodel_edu.commandline import help_page
from bigmodel_edu.language import _, plural

EPILOG = _("""Examples:
  bigmodel-edu grade submissions --out grades
  bigmodel-edu grade canvas.zip --out grades --jobs 8

Run it again after an interruption, with new submissions or with a newer version: what was recorded stays, and only what has
no mark yet by today's exercises and grader is graded.

Exit code: 0 when every submission has a recorded outcome, 1 when some could not be recorded, 2 for wrong usage.
""")


HELP = _("""Grade SUBMISSIONS: a folder of <student>/*.ipynb or <student>.ipynb, or a zip from Canvas, Moodle or Gradescope.

Student code runs behind a wall, without network, files or other students' work; hidden cases are drawn for each student from
the class key. Writes OUT/gradebook.db, OUT/grades.csv, OUT/feedback/<student>/<assignment>.html and OUT/report.html.
""")


@click.command(help=help_page(HELP), epilog=help_page(EPILOG))
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help=_("Folder for everything that is written."))
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help=_("Submissions at the same time  [default: number of cores]"))
@click.option("--engine", default="local", show_default=True, help=_("local, or dask://HOST:PORT for a Dask cluster."))
@click.option(
    "--sandbox",
    type=click.Choice(["auto", "namespaces", "landlock", "container", "none"]),
    default="auto",
    show_default=True,
    help=_("Isolation. auto takes the strongest that works here and refuses when there is none; none is no protection at all."),
)
@click.option("--timeout", type=click.FloatRange(0.1, 86_400), default=20.0, show_default=True, help=_("Seconds for one run of the cells."))
@click.option("--memory", type=click.IntRange(64, 1 << 20), default=2_048, show_default=True, help=_("MB that one submission may use."))
@click.option("--class-key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=_("Secret file  [default: OUT/class.key]"))
@click.option("--assignment", default="", help=_("The lesson of notebooks that do not tell, such as self-attention."))
@click.option("--late", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=_("CSV with the columns student and hours."))
@click.option("--again", is_flag=True, help=_("Grade also what has today's marks already; equal marks are recorded once."))
def command(
    submissions: Path,
    out: Path,
    jobs: int | None,
    engine: str,
    sandbox: str,
    timeout: float,
    memory: int,
    class_key: Path | None,
    assignment: str,
    late: Path | None,
    again: bool,
) -> None:
    """Grade, write everything, and say which submissions could not be recorded."""
    from bigmodel_edu.grading.command import GradeOptions, grade_class

    options = GradeOptions(submissions, out, jobs, engine, sandbox, timeout, memory, class_key, assignment, again, late)
    try:
        with told():
            failures = grade_class(options)
    except KeyboardInterrupt:
        click.echo(_("\nInterrupted. What was graded is recorded; run the same command again to go on."), err=True)
        sys.exit(130)
    for line, count in Counter(failures).items():
        message = plural("not recorded: {submission}", "not recorded: {submission} ({count} times)", count)
        click.echo(message.format(submission=line, count=count), err=True)
    sys.exit(1 if failures else 0)
