"""A pin: a package, its one version, and where it applies; read from a requirements file."""

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "requirements-torch.txt", "requirements-data.txt", "requirements-models.txt")


@dataclass(frozen=True)
class Pin:
    """One line of a requirements file.

    Args:
        name: the package, in the index's spelling.
        version: the only one allowed.
        marker: where it applies; everywhere when None.
        hashes: how many files of it may be installed; 0 where any may.
    """

    name: str
    version: str
    marker: Marker | None
    hashes: int

    def applies(self, environment: dict[str, str]) -> bool:
        """Whether it is installed in such an environment."""
        return self.marker is None or self.marker.evaluate({**environment, "extra": ""})

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def read_pins(path: Path) -> list[Pin]:
    """Return the pins of a requirements file.

    Raises:
        ValueError: if a line allows more than one version, or names a host.
    """
    text = re.sub(r"(?m)(^|\s)#.*$", "", path.read_text(encoding="utf-8")).replace("\\\n", " ")
    return [_pin(line, path.name) for line in text.splitlines() if line.strip()]


def _pin(line: str, file: str) -> Pin:
    words, *hashes = line.split(" --hash=")
    requirement = Requirement(words.strip())
    exact = re.fullmatch(r"==([^*,]+)", str(requirement.specifier))
    if exact is None or requirement.url:
        raise ValueError(f"{file}: expected one version, such as name==1.2.3, got {words.strip()!r}")
    return Pin(canonicalize_name(requirement.name), exact[1], requirement.marker, len(hashes))
