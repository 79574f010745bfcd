"""The Pythons and systems on which the pins must install, and which of a package's files serves there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms

from tools.pins.pin import Pin

PYTHONS = ("3.11.0", "3.12.0", "3.13.0", "3.14.0")
RELEASES = tuple(f"{python[:-1]}{micro}" for python in PYTHONS for micro in range(21))  # some packages refuse a single release
GLIBC = range(35, 4, -1)  # 2.35 is that of Colab and Ubuntu 22.04, 2.5 that of the oldest wheels


@dataclass(frozen=True)
class Place:
    """A Python on a system.

    Args:
        python: its version, such as ``3.11.0``.
        system: in words, such as ``Linux x86_64``.
    """

    python: str
    system: str

    @property
    def environment(self) -> dict[str, str]:
        """What a pin's marker asks for."""
        platform, machine = {
            "Linux x86_64": ("linux", "x86_64"),
            "Linux arm64": ("linux", "aarch64"),
            "macOS arm64": ("darwin", "arm64"),
            "Windows x86_64": ("win32", "AMD64"),
        }[self.system]
        return {
            "python_full_version": self.python,
            "python_version": ".".join(self.python.split(".")[:2]),
            "sys_platform": platform,
            "platform_system": self.system.split()[0].replace("macOS", "Darwin"),
            "platform_machine": machine,
            "os_name": "nt" if platform == "win32" else "posix",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }

    def __str__(self) -> str:
        return f"Python {self.python} on {self.system}"


SYSTEMS = {
    "Linux x86_64": (*(f"manylinux_2_{minor}_x86_64" for minor in GLIBC), *(f"manylinux{age}_x86_64" for age in ("2014", "2010", "1"))),
    "Linux arm64": (*(f"manylinux_2_{minor}_aarch64" for minor in GLIBC), "manylinux2014_aarch64"),
    "macOS arm64": tuple(mac_platforms((14, 0), "arm64")),
    "Windows x86_64": ("win_amd64",),
}
PLACES = tuple(Place(python, system) for system in SYSTEMS for python in PYTHONS)  # a wheel for the first release serves the others


@cache
def tags(place: Place) -> frozenset[Tag]:
    """The tags of the wheels that this Python installs on this system."""
    major, minor, _micro = map(int, place.python.split("."))
    return frozenset(_tags((major, minor), list(SYSTEMS[place.system])))


def releases(pin: Pin) -> list[str]:
    """The releases of Python on which a pin must install, on one system at least."""
    return [release for release in RELEASES if any(pin.applies(Place(release, system).environment) for system in SYSTEMS)]


def _tags(version: tuple[int, int], platforms: list[str]) -> Iterator[Tag]:
    interpreter = f"cp{version[0]}{version[1]}"
    yield from cpython_tags(version, [interpreter], platforms)
    yield from compatible_tags(version, interpreter, platforms)
