"""What the package index says of a pin: its files, and which Pythons they admit."""

import os
import subprocess
import sys

from packaging.specifiers import SpecifierSet
from packaging.utils import parse_wheel_filename
from pypi_simple import DistributionPackage, NoSuchProjectError, PyPISimple

from tools.pins.pin import Pin
from tools.pins.refusing import Files


class UnknownPin(ValueError):
    """The index does not have what is pinned."""


def address() -> str | None:
    """The index that pip is set up to ask, or None for the usual one."""
    if "PIP_INDEX_URL" in os.environ:
        return os.environ["PIP_INDEX_URL"]
    asked = subprocess.run([sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True)
    return asked.stdout.strip() or None  # pip fails where nothing is set


def files(client: PyPISimple, pin: Pin) -> Files:
    """Ask the index for the files of a pin.

    Raises:
        UnknownPin: if the index has no such package or version, or its maker took it back.
    """
    try:
        packages = client.get_project_page(pin.name).packages
    except NoSuchProjectError as error:
        raise UnknownPin(f"{pin}: the index has no such package; look at its name") from error
    found = [file for file in packages if file.version == pin.version]
    whole = [file for file in found if not file.is_yanked]
    if not whole:
        raise UnknownPin(f"{pin}: {'its maker took this version back' if found else 'the index has no such version'}; choose another")
    wheels = tuple(parse_wheel_filename(file.filename)[3] for file in whole if file.package_type == "wheel")
    return Files(wheels, any(file.package_type == "sdist" for file in whole), _requires_python(whole))


def _requires_python(whole: list[DistributionPackage]) -> str:
    return str(SpecifierSet(",".join(sorted({file.requires_python for file in whole if file.requires_python}))))
