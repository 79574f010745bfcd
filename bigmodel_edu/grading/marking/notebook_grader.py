"""Grade one notebook: read it, recognise its lesson, and mark every exercise of that lesson."""

from importlib import import_module

from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.checking.result import Result
from bigmodel_edu.grading.marking.runs import NotebookRuns
from bigmodel_edu.grading.marking.work import Graded, Setting
from bigmodel_edu.grading.submissions.code_cells import code_cells
from bigmodel_edu.grading.submissions.notebooks import Notebook, Unreadable, read_notebook
from bigmodel_edu.grading.submissions.recognising import exercises_of, recognise
from bigmodel_edu.language import _
from bigmodel_edu.sandbox import Sandbox


class NotebookGrader:
    """Grades notebooks of one class, one after the other; several threads may share one grader.

    Args:
        sandbox: an open sandbox.
        setting: the class: its key, the limits of one run, and everybody in it, to recognise an answer that is right for somebody
            else's numbers.
    """

    def __init__(self, sandbox: Sandbox, setting: Setting) -> None:
        self.sandbox, self.setting = sandbox, setting
        import_module("torch")  # most references need it; while one thread imports a module, the others would meet one half made

    def grade(self, content: bytes, student: str, file_stem: str, default_chapter: str = "") -> Graded:
        """Grade a notebook; whatever is in it, the answer is a `Graded`.

        Args:
            default_chapter: the lesson of a notebook that does not tell, such as a file that cannot be read.

        Raises:
            SessionLost: when the worker behind the wall ends at every try.
        """
        try:
            notebook = read_notebook(content)
        except Unreadable as problem:
            chapter = recognise(Notebook(()), (), file_stem) or default_chapter
            return Graded(chapter, tuple(_unreadable(exercise, str(problem)) for exercise in exercises_of(chapter)), (str(problem),))
        cells = code_cells(notebook.code)
        chapter = recognise(notebook, cells, file_stem) or default_chapter
        notes = notebook.notes if chapter else (*notebook.notes, _("No lesson was recognised in this notebook."))
        runs = NotebookRuns(self.sandbox, self.setting, student, cells, exercises_of(chapter))
        results = runs.results()
        return Graded(chapter, results, notes, runs.spent.cpu_seconds, runs.spent.wall_seconds, runs.spent.memory_mb)


def _unreadable(exercise: Exercise, reason: str) -> Result:
    message = _("The notebook could not be read: {reason}.").format(reason=reason)
    return Result(exercise.id, "unreadable", 0.0, exercise.points, (message,))
