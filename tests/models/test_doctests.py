"""Every example in the docstrings of models and device runs."""

import doctest
import importlib
import pkgutil

import pytest

import bigmodel_edu.device
import bigmodel_edu.models

MODULES = [
    module.name
    for package in (bigmodel_edu.device, bigmodel_edu.models)
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + ".")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    outcome = doctest.testmod(importlib.import_module(name), optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert outcome.failed == 0


def test_every_public_class_and_function_has_a_docstring_and_most_modules_an_example():
    finder, examples, silent = doctest.DocTestFinder(), 0, []
    for name in MODULES:
        module = importlib.import_module(name)
        examples += any(test.examples for test in finder.find(module))
        public = [(key, item) for key, item in vars(module).items() if getattr(item, "__module__", None) == name and key[0] != "_"]
        silent += [f"{name}.{key}" for key, item in public if callable(item) and not item.__doc__]
    assert silent == []
    assert examples >= len(MODULES) - 6
