"""Chinese labels: the font that comes with the pins, on every machine, before any that is installed there."""

import warnings

import pytest
from matplotlib import font_manager, rcParams
from matplotlib.figure import Figure

from bigmodel_edu.viz import fonts


@pytest.fixture
def bare_machine(monkeypatch):
    """Matplotlib finds its own fonts only, as on a machine without any East Asian font."""
    own = [font for font in font_manager.fontManager.ttflist if "mpl-data" in font.fname]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", own)
    fonts.carried_family.cache_clear()
    yield
    fonts.carried_family.cache_clear()


def draw(text: str) -> None:
    figure = Figure()
    fonts.use_fonts([figure.suptitle(text)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a glyph that it must draw as a box
        figure.canvas.draw()


@pytest.mark.parametrize("text", ["注意力", "打开文件。", "the end of 文档, documents", "骨直，「引号」（１）"])
def test_a_machine_without_chinese_fonts_draws_chinese(bare_machine, text):
    draw(text)


def test_the_carried_font_comes_before_installed_ones(monkeypatch):
    installed = font_manager.FontEntry(fname="elsewhere.otf", name="Noto Sans CJK SC")
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [*font_manager.fontManager.ttflist, installed])
    assert fonts.font_families(["x", "注"]) == [*rcParams["font.family"], "Noto Sans SC", "Noto Sans CJK SC"]


def test_other_texts_keep_the_default_family():
    assert fonts.font_families(["attention", "é", "→", "𝛼"]) == rcParams["font.family"]


def test_without_the_package_an_installed_font_serves(bare_machine, monkeypatch):
    monkeypatch.setattr(fonts, "CARRIER", ("no_such_font_package", "x.otf"))
    assert fonts.font_families(["注"]) == rcParams["font.family"]
    installed = font_manager.FontEntry(fname="elsewhere.otf", name="SimHei")
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [installed])
    assert fonts.font_families(["注"]) == [*rcParams["font.family"], "SimHei"]
