"""The folder where fetched data is kept."""

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder for fetched data; it need not exist yet.

    ``BIGMODEL_EDU_CACHE`` if it is set; else ``bigmodel-edu`` in the user's cache folder: ``XDG_CACHE_HOME`` or ``~/.cache``,
    on Windows ``%LOCALAPPDATA%``.
    """
    chosen = os.environ.get("BIGMODEL_EDU_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    home = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "bigmodel-edu"


def offline() -> bool:
    """Say whether the user forbids fetching: ``BIGMODEL_EDU_OFFLINE`` is set to anything but 0."""
    return os.environ.get("BIGMODEL_EDU_OFFLINE", "0") not in ("", "0")
