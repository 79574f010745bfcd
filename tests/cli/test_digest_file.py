"""`mutants --digests`: the file follows the bank, and never lets a change of marks pass under an old version."""

import pytest
from click.testing import CliRunner

from bigmodel_edu.checking.digest import digest_of, digests_text, read_digests
from bigmodel_edu.cli import main
from bigmodel_edu.exercises import chapter, find
from bigmodel_edu.grading.marking import stamps

NAME = "first-steps.softmax"
TRUE = (find(NAME).version, digest_of(find(NAME)))
CHAPTER = {each.id: (each.version, digest_of(each)) for each in chapter("first-steps")}


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A file of digests of its own, with one entry as a test wants it."""
    monkeypatch.setattr(stamps, "DIGESTS", tmp_path / "digests.json")
    others = {each.id: (each.version, "") for name in stamps.own_chapters() for each in chapter(name)}

    def write(entry):
        entries = others | CHAPTER | {NAME: entry}
        stamps.DIGESTS.write_text(digests_text({name: value for name, value in entries.items() if value}))

    return write


def write_digests():
    return CliRunner().invoke(main, ["mutants", "first-steps", "--digests"])


@pytest.mark.parametrize("entry", [TRUE, (TRUE[0] - 1, "0" * 16), None], ids=["nothing changed", "a new version", "a new exercise"])
def test_what_is_new_or_has_a_new_version_is_written(kept, entry):
    kept(entry)
    done = write_digests()
    assert done.exit_code == 0, done.output
    assert read_digests(stamps.DIGESTS)[NAME] == TRUE and "digests in digests.json" in done.output


def test_a_change_without_a_new_version_is_refused_and_named(kept):
    kept((TRUE[0], "0" * 16))
    done = write_digests()
    assert done.exit_code == 1 and f"{NAME}: what decides its marks changed; raise its version" in done.output
    assert read_digests(stamps.DIGESTS)[NAME] == (TRUE[0], "0" * 16)
