"""What a submission sees of the file system: Python, its libraries, and the visible parts of the course's package; nothing else."""

import importlib.metadata
import os
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
READABLE_FILES = ("/etc/ld.so.cache", "/proc/cpuinfo", "/proc/meminfo")
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
PLUGIN_GROUP = "bigmodel_edu"  # entry points whose group starts so belong to instructors' plug-ins, such as private exercise banks


@dataclass(frozen=True)
class View:
    """Absolute paths; ``links`` are symbolic links to make, ``masked`` are folders and files inside ``trees`` that must not appear.

    Args:
        trees: folders that appear whole, read-only.
        files: single files that appear, read-only.
        package: the course's package folder, of which only ``parts`` appear.
        parts: names of the folders and files in the package that appear.
        masked: paths that are hidden although a tree holds them.
        links: (link, target) pairs that lead to the trees.
    """

    trees: tuple[str, ...]
    files: tuple[str, ...]
    package: str
    parts: tuple[str, ...]
    masked: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()


def describe(visible: Sequence[str], hidden: Iterable[str] = (), readable: Iterable[str] = (), programs: bool = False) -> View:
    """Return the view for this interpreter.

    Args:
        visible: names of parts of the package, such as ``"models"`` or ``"language.py"``; unknown names are left out.
        hidden: further paths never to show.
        readable: further folders to show, such as one with data sets.
        programs: also show the folders with programs, for submissions that may start processes.
    """
    system = [*LIBRARIES, *(["/usr/bin", "/bin"] if programs else [])]
    trees = _outermost([*_python_folders(programs), *filter(os.path.isdir, [*system, *readable])])
    links = [(path, os.readlink(path)) for path in ("/lib", "/lib64", "/bin") if os.path.islink(path)]
    real = [tree for tree in trees if tree not in dict(links)]
    parts = [name for name in ("__init__.py", *visible) if (PACKAGE / name).exists()]
    masked = [str(Path(path).resolve()) for path in (*hidden, *_plugin_files())]
    return View(
        trees=tuple(real),
        files=tuple(filter(os.path.exists, [*READABLE_FILES, *_pyvenv()])),
        package=str(PACKAGE),
        parts=tuple(dict.fromkeys(parts)),
        masked=tuple(sorted({path for path in masked if any(_inside(path, tree) for tree in real)})),
        links=tuple(links),
    )


def rules(view: View) -> tuple[list[str], list[str]]:
    """Return (paths whose files may be read, folders of which only the names may be listed).

    Landlock allows whole trees. Where something in a tree is hidden, the folders that lead to it may be listed, which imports
    need, and everything beside it may be read. What is readable is decided now: what is installed later is not.
    """
    hidden = [*view.masked, view.package]
    readable: list[str] = []
    listed: list[str] = []
    waiting = list(view.trees)
    while waiting:
        path = waiting.pop()
        if path in hidden:
            continue
        if any(_inside(name, path) for name in hidden):
            listed.append(path)
            waiting += [entry.path for entry in os.scandir(path)]
        else:
            readable.append(path)
    return [*readable, *view.files, *(f"{view.package}/{part}" for part in view.parts)], listed


def _python_folders(programs: bool) -> list[str]:
    """The standard library, installed packages and the folder of libpython; not the whole prefix, which may hold a course."""
    folders = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders += [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages", "lib-dynload")]
    folders.append(os.path.join(sys.base_prefix, "lib"))
    if programs:
        folders += [os.path.join(prefix, "bin") for prefix in (sys.base_prefix, sys.prefix)]
    # The name in sys.path and the place it really has are both needed: imports use the first, libraries are found from the second.
    return [path for folder in folders for path in (os.path.abspath(folder), os.path.realpath(folder)) if os.path.isdir(folder)]


def _pyvenv() -> list[str]:
    return [os.path.join(sys.prefix, "pyvenv.cfg")] if sys.prefix != sys.base_prefix else []


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _outermost(paths: Iterable[str]) -> list[str]:
    """Drop duplicates and folders that lie inside another.

    >>> _outermost(["/usr/lib", "/usr/lib/python3", "/opt"])
    ['/usr/lib', '/opt']
    """
    unique = list(dict.fromkeys(paths))
    return [path for path in unique if not any(path != other and _inside(path, other) for other in unique)]


def _plugin_files() -> list[str]:
    """Return where installed plug-ins of the grader lie, which hold references: everything of such a distribution."""
    found: set[Path] = set()
    for distribution in importlib.metadata.distributions():
        groups = {entry.group.split(".")[0] for entry in distribution.entry_points}
        if PLUGIN_GROUP not in groups or distribution.name.replace("-", "_") == PACKAGE.name:
            continue
        names = {entry.value.split(":")[0].split(".")[0] for entry in distribution.entry_points}
        names |= {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}
        root = Path(str(distribution.locate_file("")))
        found |= {path for name in names for path in (root / name, root / f"{name}.py")}
    return [str(path) for path in found if path.exists()]
