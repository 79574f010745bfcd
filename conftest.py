"""Every notebook that nbval runs meets the surroundings in which it was recorded: threads, device, language, no attempts so far."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

pytest_plugins = ["tests.not_run"]


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("nbval", False) and not hasattr(config, "workerinput"):
        from bigmodel_edu.authoring.environment import warm_up

        warm_up()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    notebook = item.parent
    if type(notebook).__name__ != "IPyNbFile" or notebook.kernel is not None:
        return
    from bigmodel_edu.authoring.environment import environment

    home = tempfile.mkdtemp(prefix="bigmodel-edu-nbval-")  # the kernel that starts next takes its variables from this process
    item.config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    variables = environment(Path(home))
    os.environ.clear()
    os.environ.update(variables)
