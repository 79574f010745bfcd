"""Whether a pin can be installed on every Python and system that the course promises, and if not, why."""

from dataclasses import dataclass

from packaging.specifiers import SpecifierSet
from packaging.tags import Tag

from tools.pins.pin import Pin
from tools.pins.places import PLACES, Place, releases, tags

# They come as source only, and are pure Python: nothing has to be compiled.
PURE_SOURCES = {"jieba"}


@dataclass(frozen=True)
class Files:
    """The files of one version of a package.

    Args:
        wheels: the tags of each wheel.
        has_source: whether there is a source archive too.
        requires_python: the versions of Python that all of them ask for, such as ``>=3.10``; empty for any.
    """

    wheels: tuple[frozenset[Tag], ...]
    has_source: bool
    requires_python: str


def refusals(pin: Pin, files: Files) -> list[str]:
    """Say in one sentence each why a pin cannot be installed everywhere; empty when it can."""
    refused = refused_releases(pin, files.requires_python)
    if refused:
        return [f"{pin}: it wants Python {files.requires_python}, but must install on {refused} too; choose another version"]
    if pin.name in PURE_SOURCES and files.has_source:
        return []
    lacking = [place for place in PLACES if pin.applies(place.environment) and not any(wheel & tags(place) for wheel in files.wheels)]
    return [f"{pin}: no wheel for {_listed(lacking)}; choose a version that has one, or a marker that leaves this out"] if lacking else []


def refused_releases(pin: Pin, requires_python: str) -> str:
    """Name the releases of Python that a pin must install on and refuses, such as ``3.11.0 to 3.11.4``; empty when there is none."""
    asked = SpecifierSet(requires_python)
    refused = [release for release in releases(pin) if release not in asked]
    return " to ".join(dict.fromkeys((refused[0], refused[-1]))) if refused else ""


def _listed(places: list[Place]) -> str:
    systems = dict.fromkeys(place.system for place in places)
    return "; ".join(f"{system} with Python {', '.join(each.python for each in places if each.system == system)}" for system in systems)
