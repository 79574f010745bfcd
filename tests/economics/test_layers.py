"""The package of formulas stays light: numpy and scipy, no models, no torch; matplotlib only where figures are made."""

import subprocess
import sys

import pytest

ALL = "facts, economics.sizes, economics.scaling, economics.serving, economics.business, economics.plan"
MODULES = ", ".join(f"bigmodel_edu.{name.strip()}" for name in ALL.split(","))


def loaded(modules: str) -> set[str]:
    """Names of all modules that are there after an import in a fresh Python."""
    program = f"import sys, {modules}\nprint(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split())


def test_formulas_import_neither_torch_nor_models_nor_matplotlib():
    found = loaded(MODULES)
    assert not {"torch", "matplotlib", "genai_prices", "pandas"} & found
    ours = {name.split(".")[1] for name in found if name.startswith("bigmodel_edu.")}
    assert ours == {"facts", "economics", "language"}


@pytest.mark.parametrize("module", ["bigmodel_edu.economics.figures", "bigmodel_edu.economics.plan_page"])
def test_figures_choose_no_back_end(module):
    found = loaded(module)
    assert "matplotlib" in found
    assert not {"torch", "matplotlib.pyplot"} & found
