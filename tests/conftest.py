"""What tests of several folders share: the book, built once for a whole run."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

ROOT = Path(__file__).parents[1]

settings.register_profile("ci", derandomize=True)  # a change is judged by the same examples each time; people's runs look for new ones
if os.environ.get("CI") == "true":
    settings.load_profile("ci")


def build_book(out: Path) -> Path:
    """Build the book as `make book` does, into a fresh folder, and return the folder of its pages."""
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ROOT, "--path-output", out, "-W", "-n", "--keep-going"]
    build = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if build.returncode:
        pytest.fail(f"the book does not build without a warning:\n{build.stdout[-6000:]}\n{build.stderr[-6000:]}", pytrace=False)
    return out / "_build" / "html"


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """What runs in the background inherits deafness to Ctrl-C; the tests' own programs must hear it all the same."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def built_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built pages; several test processes share one build."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    out = shared / "book"
    with FileLock(shared / "book.lock"):
        if not (out / "done").exists():
            build_book(out)
            (out / "done").touch()
    return out / "_build" / "html"
