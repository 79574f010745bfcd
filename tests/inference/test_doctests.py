import doctest
from importlib import import_module
from pathlib import Path

import pytest

import bigmodel_edu.inference

MODULES = sorted(path.stem for path in Path(bigmodel_edu.inference.__file__).parent.glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_are_true(name):
    assert doctest.testmod(import_module(f"bigmodel_edu.inference.{name}")).failed == 0
