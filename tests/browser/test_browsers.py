"""Which browser the tests use: the one that a variable names, else an installed one, else none and an instruction."""

import pytest

from tests.browser import browsers


@pytest.fixture
def put(monkeypatch, tmp_path):
    """A machine on which only the programs that are put there can be found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in browsers.COMMANDS:
        monkeypatch.delenv(name, raising=False)

    def put(name: str, mode: int = 0o755) -> str:
        program = tmp_path / name
        program.write_text("#!/bin/sh\n")
        program.chmod(mode)
        return str(program)

    return put


def test_a_bare_machine_has_none(put):
    assert browsers.chromium_path() is None and browsers.firefox_path() is None


def test_an_installed_one_is_found_by_any_of_its_names(put):
    chrome, firefox = put("google-chrome"), put("firefox")
    assert (browsers.chromium_path(), browsers.firefox_path()) == (chrome, firefox)
    chromium = put("chromium")
    assert browsers.chromium_path() == chromium


def test_a_variable_names_another(put, monkeypatch):
    put("chromium")
    other = put("my-browser")
    monkeypatch.setenv("CHROMIUM", other)
    assert browsers.chromium_path() == other


def test_what_cannot_be_started_is_none(put):
    put("chromium", mode=0o644)
    assert browsers.chromium_path() is None


def test_the_reason_of_a_skip_names_the_command():
    browsers.need("Firefox", True)
    with pytest.raises(pytest.skip.Exception, match=r"^needs Firefox: make browsers$"):
        browsers.need("Firefox", False)
