"""What tests of several folders share: the book, built once for a whole run, and one Chromium for a file of browser tests."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.book.building import JUPYTER_BOOK
from tests.browser.browsers import QUIET, chromium_is_here, chromium_path, fetched_chromium, need

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]

settings.register_profile("ci", derandomize=True)  # a change is judged by the same examples each time; people's runs look for new ones
if os.environ.get("CI") == "true":
    settings.load_profile("ci")


def build_book(out: Path) -> Path:
    """Build the book as `make book` does, into a fresh folder, and return the folder of its pages."""
    command = [*JUPYTER_BOOK, "build", ROOT, "--path-output", out, "-W", "-n", "--keep-going"]
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


@pytest.fixture(scope="module")  # its event loop must end with the file: other tests of this process start their own
def chromium() -> Iterator["Browser"]:
    """The system's Chromium, else one that Playwright fetched; where there is none the test is skipped, and the last line says so."""
    need("Chromium", chromium_is_here())
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path() or fetched_chromium(), args=QUIET)
        yield browser
        browser.close()
