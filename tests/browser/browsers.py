"""Which browsers this machine has, and how a test that has none is skipped."""

import os
import shutil
from functools import cache
from pathlib import Path

import pytest

# Chromium must not look up its maker's hosts while it runs.
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-gpu"]
COMMANDS = {
    "CHROMIUM": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "FIREFOX": ("firefox-esr", "firefox"),
}


def _path(browser: str) -> str | None:
    """The program that a variable of the environment names, else the first that is installed."""
    names = (os.environ[browser],) if os.environ.get(browser) else COMMANDS[browser]
    return next(filter(None, map(shutil.which, names)), None)


def chromium_path() -> str | None:
    """The system's Chromium, or None."""
    return _path("CHROMIUM")


def firefox_path() -> str | None:
    """The system's Firefox, or None."""
    return _path("FIREFOX")


@cache
def fetched_chromium() -> str | None:
    """The Chromium that Playwright fetched, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def chromium_is_here() -> bool:
    """Whether there is a Chromium, the system's or a fetched one."""
    return (chromium_path() or fetched_chromium()) is not None


def need(browser: str, here: bool) -> None:
    """Skip the test that asks where there is no such browser."""
    if not here:
        pytest.skip(f"needs {browser}: make browsers")
