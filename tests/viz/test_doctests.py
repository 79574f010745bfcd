"""Every example in the viewers' docstrings runs."""

import doctest
import pkgutil
from importlib import import_module

import pytest

import bigmodel_edu.viz as viz

MODULES = ["bigmodel_edu.viz", *(f"bigmodel_edu.viz.{module.name}" for module in pkgutil.iter_modules(viz.__path__))]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(import_module(name)).failed == 0


def test_every_public_name_has_a_home_and_an_example():
    for name in viz.__all__:
        assert ">>> " in (getattr(viz, name).__doc__ or ""), name
    with pytest.raises(AttributeError, match="it has attention_flow"):
        viz.nothing  # noqa: B018
