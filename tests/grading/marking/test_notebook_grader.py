"""Several submissions are graded at the same time, in threads of a process that has only just started."""

import subprocess
import sys

import pytest

SCRIPT = """
import sys
from bigmodel_edu.grading.marking.notebook_grader import NotebookGrader
from bigmodel_edu.grading.marking.work import Setting
from bigmodel_edu.sandbox import Limits
assert "torch" not in sys.modules
NotebookGrader(None, Setting(b"key", Limits(), ()))
assert sys.modules["torch"].Tensor
"""


@pytest.mark.slow
def test_what_references_need_is_imported_before_there_are_threads():
    """A thread that meets a module which another thread is importing sees one half made: a submission would have no mark."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
