"""Write everything that people read into the folder of the gradebook, from the gradebook and from nothing else."""

from pathlib import Path

from bigmodel_edu.files import write_file
from bigmodel_edu.grading.gradebook.records import Records
from bigmodel_edu.grading.reports.class_report import class_report
from bigmodel_edu.grading.reports.feedback import write_feedback
from bigmodel_edu.grading.reports.marks_table import marks_csv
from bigmodel_edu.language import _


class NotPublished(OSError):
    """A page or table could not be written. The marks are safe in the gradebook, and the pages can be written later."""


def write_results(records: Records, out: Path) -> None:
    """Write CSV, feedback and report.

    Raises:
        NotPublished: when the disk is full or the folder read-only, saying what is safe and what to do.
    """
    rows = records.rows()
    try:
        write_file(out / "grades.csv", marks_csv(rows))
        write_feedback(out / "feedback", rows, records.notes())
        write_file(out / "report.html", class_report(records))
    except OSError as error:
        sentence = _(
            "{file} could not be written ({reason}). Every mark is safe in {gradebook}: make room or make the folder writable, "
            "then run: bigmodel-edu report {out}"
        )
        raise NotPublished(
            sentence.format(file=error.filename or out, reason=error.strerror or error, gradebook=records.path, out=out)
        ) from error
