"""``bigmodel-edu export``: the marks as an LMS takes them."""

from pathlib import Path

import click

from bigmodel_edu.cli.told import told
from bigmodel_edu.commandline import help_page
from bigmodel_edu.language import _, plural

HELP = _("""Export the current marks in GRADES, the folder that `grade` wrote.

Manual marks and overrides count; the late policy acts on the exported sum only, so that it can be changed later.
""")


@click.command(help=help_page(HELP))
@click.argument("grades", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--to", "kind", type=click.Choice(["csv", "canvas", "moodle", "gradescope"]), required=True, help=_("The receiving system."))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help=_("The file to write (gradescope: a zip)."))
@click.option("--assignment", default="", help=_("Only this assignment; Moodle takes one at a time."))
@click.option("--late-percent", type=click.FloatRange(0, 100), default=0.0, help=_("Percent off for each day late  [default: 0]"))
@click.option("--late-grace", type=click.FloatRange(0), default=0.0, help=_("Hours late that cost nothing  [default: 0]"))
def command(grades: Path, kind: str, out: Path, assignment: str, late_percent: float, late_grace: float) -> None:
    """Read the gradebook, write the file."""
    from bigmodel_edu.grading.gradebook.gradebook import open_gradebook
    from bigmodel_edu.grading.reports.late_policy import LatePolicy
    from bigmodel_edu.grading.reports.lms_exports import write_export

    with told(), open_gradebook(grades) as gradebook:
        rows = [row for row in gradebook.rows() if assignment in ("", row.assignment)]
        if not rows:
            nothing = _("no marks for {assignment} in {grades}") if assignment else _("no marks in {grades}")
            raise ValueError(nothing.format(assignment=assignment, grades=grades))
        count = write_export(rows, kind, out, LatePolicy(late_percent, late_grace))
    click.echo(plural("{count} mark written to {out}", "{count} marks written to {out}", count).format(count=count, out=out))
