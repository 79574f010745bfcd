"""Rows of a gradebook that the tests of reports make up."""

from bigmodel_edu.checking.result import Part
from bigmodel_edu.grading.gradebook.rows import Row


def row(student, exercise="a.x", points=1.0, late=0.0, assignment="lesson", status="passed", diagnosis=None):
    return Row(student, assignment, exercise, points, 2.0, status, diagnosis, ("said",), (Part("", True),), "", points, late)


ROWS = [row("Ada Byron_7", "a.x", 2.0), row("Ada Byron_7", "a.y", 0.5), row("=1+1", "a.x", 1.0, late=25.0)]
