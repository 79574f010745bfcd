"""``bigmodel-edu mark``: a mark that a person gives."""

from pathlib import Path

import click

from bigmodel_edu.cli.told import told
from bigmodel_edu.commandline import help_page
from bigmodel_edu.language import _

HELP = _("""Mark a text answer, or override a mark; without STUDENT, list what waits for a person.

Examples:
  bigmodel-edu mark grades
  bigmodel-edu mark grades ada venture-plan.risks 3 --marker "Dr Lee" --reason "two of three risks"

Nothing is deleted: the grader's own mark and every earlier decision stay in the gradebook.
""")


@click.command(help=help_page(HELP))
@click.argument("grades", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("student", required=False)
@click.argument("exercise", required=False)
@click.argument("points", type=float, required=False)
@click.option("--reason", default="", help=_("Why; kept with the mark and shown to the student."))
@click.option("--marker", default="", help=_("Your name; kept with the mark and shown to the student."))
def command(grades: Path, student: str | None, exercise: str | None, points: float | None, reason: str, marker: str) -> None:
    """Record a decision, or list what waits for one."""
    from bigmodel_edu.grading.gradebook.gradebook import open_gradebook
    from bigmodel_edu.grading.gradebook.rows import Decision
    from bigmodel_edu.grading.reports.for_a_person import waiting_for_a_marker
    from bigmodel_edu.grading.reports.publishing import write_results

    with told(), open_gradebook(grades) as gradebook:
        rows = gradebook.rows()
        if student is None:
            click.echo(waiting_for_a_marker(rows))
            return
        if exercise is None or points is None:
            raise ValueError(_("give STUDENT, EXERCISE and POINTS"))
        found = [row for row in rows if row.student == student and row.exercise == exercise]
        assignment = found[0].assignment if found else exercise.split(".")[0]
        gradebook.decide(Decision(student, assignment, exercise, points, reason, marker))
        write_results(gradebook, grades)
    said = _("{student}, {exercise}: {points:g} points, marked by {marker}")
    click.echo(said.format(student=student, exercise=exercise, points=points, marker=marker))
