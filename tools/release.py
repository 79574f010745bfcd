"""``make release``: see that all is in place, date the changelog, build what is published, commit, and tag.

``python -m tools.release --dry-run`` only says what would be done. Nothing is pushed or uploaded: that is for a person to do.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import move

import click

from bigmodel_edu.language import _
from tools.archive import write_archive
from tools.release_notes import NOT_YET, cited, dated, heading, version_of

DATED = ("CHANGELOG.md", "CITATION.cff")
# Programs are called through Python, whose path may have blanks; -P looks for them where they are installed, not in the current folder.
PYTHON = (sys.executable, "-P")
COURSE = (*PYTHON, "-m", "bigmodel_edu.cli")
BOOK = (*PYTHON, "-c", "import sys; from jupyter_book.cli.main import main; sys.exit(main())")
BUILD = "import sys; from setuptools import build_meta; print(getattr(build_meta, sys.argv[1])(sys.argv[2]))"  # as pip itself calls it


class Failed(Exception):
    """A program that a release needs ended with an error; the message holds what it said."""


def run(root: Path, *command: str | Path) -> str:
    """Run a program in the repository and return what it printed.

    Raises:
        Failed: if it ends with an error.
    """
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-4_000:]
        raise Failed(_("{command} ended with an error:\n{said}").format(command=" ".join(map(str, command)), said=said))
    return done.stdout.strip()


def problems(root: Path, version: str) -> Iterator[str]:
    """Say what stands in the way of a release, in sentences that name the remedy."""
    if changed := run(root, "git", "status", "--porcelain"):
        yield _("There are changes that are not committed; commit or undo them first:\n{files}").format(files=changed)
    tag = f"v{version}"
    if run(root, "git", "tag", "--list", tag):
        yield _("The tag {tag} is there already; raise __version__ in bigmodel_edu/__init__.py.").format(tag=tag)
    if heading((root / "CHANGELOG.md").read_text(encoding="utf-8"), version) is None:
        wanted = f"## {version} ({NOT_YET})"
        yield _("CHANGELOG.md has no entry for {version}; expected “{wanted}” and what changed below it.").format(
            version=version, wanted=wanted
        )
    try:
        run(root, *COURSE, "release", "--check")
    except Failed as stale:
        yield _("The notebooks do not agree with their sources; run make notebooks and commit the result. {stale}").format(stale=stale)


@contextmanager
def undone_on_failure(files: list[Path]) -> Iterator[None]:
    """Put the files back as they were when anything inside goes wrong, an interruption included."""
    before = {file: file.read_bytes() for file in files}
    try:
        yield
    except BaseException:
        for file, content in before.items():
            file.write_bytes(content)
        raise


def build(root: Path, folder: Path, version: str, day: date) -> list[Path]:
    """Build the wheel, the source distribution and the book's archive.

    Raises:
        Failed: if one cannot be built, or carries another version.
    """
    made = [folder / run(root, *PYTHON, "-c", BUILD, hook, folder).splitlines()[-1] for hook in ("build_wheel", "build_sdist")]
    for file in made:
        if not file.name.startswith((f"bigmodel_edu-{version}-", f"bigmodel_edu-{version}.tar")):
            raise Failed(_("expected files of version {version}, got {name}").format(version=version, name=file.name))
    run(root, *BOOK, "build", root, "--path-output", folder, "-W", "-n", "--keep-going")
    name = f"bigmodel-edu-book-{version}"
    return [*made, write_archive(folder / "_build" / "html", folder / f"{name}.tar.gz", name, day)]


def release(root: Path, version: str, day: date) -> list[Path]:
    """Date the changelog and the citation, build into dist/, commit, and tag; all of it or nothing.

    Raises:
        Failed: if a step fails; changelog and citation are then as before.
    """
    changelog, citation = (root / name for name in DATED)
    with tempfile.TemporaryDirectory() as temporary, undone_on_failure([changelog, citation]):
        changelog.write_text(dated(changelog.read_text(encoding="utf-8"), version, day), encoding="utf-8")
        citation.write_text(cited(citation.read_text(encoding="utf-8"), version, day), encoding="utf-8")
        made = build(root, Path(temporary), version, day)
        run(root, "git", "commit", "--quiet", "--message", f"Release {version}", "--", *DATED)
        run(root, "git", "tag", "--annotate", "--message", f"Release {version}", f"v{version}")
        (root / "dist").mkdir(exist_ok=True)
        return [Path(move(file, root / "dist" / file.name)) for file in made]


@click.command()
@click.option("--dry-run", is_flag=True, help=_("Check everything and say what would be done; write nothing."))
@click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", help=_("The repository  [default: here]")
)
def main(dry_run: bool, root: Path) -> None:
    """Release the version that bigmodel_edu/__init__.py names. Exit code 1 when something stands in the way; nothing is written then."""
    root, day = root.resolve(), datetime.now(UTC).date()
    try:
        version = version_of(root)
        if found := list(problems(root, version)):
            raise click.ClickException("\n".join([_("{version} cannot be released.").format(version=version), *found]))
        if dry_run:
            click.echo(
                _("{version} can be released: {day} in CHANGELOG.md and CITATION.cff, files in dist/, the tag v{version}.").format(
                    version=version, day=day
                )
            )
            return
        for file in release(root, version, day):
            click.echo(file.relative_to(root))
    except (Failed, ValueError, OSError) as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(_("Committed and tagged as v{version}. To publish: git push --follow-tags, then upload dist/.").format(version=version))


if __name__ == "__main__":
    main()
