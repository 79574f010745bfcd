"""What the notebook remembers of a student's attempts: one small local file, nothing is sent anywhere."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bigmodel_edu.files import write_file
from bigmodel_edu.language import _


@dataclass
class Attempts:
    """The attempts at one exercise: how many, the best points, and the hints of the last wrong answer."""

    count: int = 0
    points: float = 0.0
    max_points: float = 0.0
    status: str = "not_attempted"
    hints: list[str] = field(default_factory=list)
    hints_given: int = 0


def memory_file() -> Path:
    """Where attempts are kept: ``$BIGMODEL_EDU_HOME`` or ``~/.local/share/bigmodel_edu``, in ``progress.json``."""
    home = os.environ.get("BIGMODEL_EDU_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share" / "bigmodel_edu") / "progress.json"


class Memory:
    """Reads and writes the file; where it cannot be written, the attempts last as long as the kernel."""

    def __init__(self) -> None:
        self.kept: dict[str, Attempts] = {}
        self.problem = ""

    def load(self) -> dict[str, Attempts]:
        """Return all attempts; a damaged file is put aside, not lost."""
        path = memory_file()
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            self.kept = {name: Attempts(**entry) for name, entry in stored.items()} | self.kept
        except FileNotFoundError:
            pass
        except (ValueError, TypeError, AttributeError):
            aside = path.with_suffix(".damaged.json")
            path.replace(aside)
            self.problem = _("{file} was damaged and is now {aside}").format(file=path.name, aside=aside.name)
        except OSError as error:
            self.problem = str(error)
        return self.kept

    def store(self, exercise: str, attempts: Attempts) -> None:
        """Remember one exercise's attempts."""
        self.load()
        self.kept[exercise] = attempts
        try:
            write_file(memory_file(), json.dumps({name: asdict(entry) for name, entry in self.kept.items()}, indent=1))
        except OSError as error:
            self.problem = str(error)
