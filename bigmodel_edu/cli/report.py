"""``bigmodel-edu report``: write the pages anew from the gradebook."""

from pathlib import Path

import click

from bigmodel_edu.cli.told import told
from bigmodel_edu.commandline import help_page
from bigmodel_edu.language import _

HELP = _("""Write CSV, feedback and class report in GRADES anew, from its gradebook: after manual marks, or with a newer version.
""")


@click.command(help=help_page(HELP))
@click.argument("grades", type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(grades: Path) -> None:
    """Write the pages from the gradebook."""
    from bigmodel_edu.grading.gradebook.gradebook import open_gradebook
    from bigmodel_edu.grading.reports.publishing import write_results

    with told(), open_gradebook(grades) as gradebook:
        write_results(gradebook, grades)
    click.echo(f"{grades}/grades.csv  {grades}/feedback/  {grades}/report.html")
