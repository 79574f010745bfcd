"""The bank of the sample course, and a small graded class, for the tests of commands."""

import shutil

import pytest

from tests.authoring.sample_course import bank
from tests.cli.small_class import grade, write_small_class

__all__ = ["bank"]


@pytest.fixture(scope="session")
def graded_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small-class")
    write_small_class(folder)
    done = grade(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def graded(graded_once, tmp_path):
    """The folder of a class that was graded: ``in`` with the submissions, ``out`` with everything that grade wrote."""
    shutil.copytree(graded_once, tmp_path / "class")
    return tmp_path / "class"
