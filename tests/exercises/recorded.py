"""What a lesson's recorded notebook prints, for tests that hold its text to it."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def printed(lesson: str) -> str:
    """Everything that the student's notebook of a lesson ("algorithms/self-attention") prints, in order."""
    cells = json.loads((ROOT / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "".join("".join(output.get("text", [])) for cell in cells for output in cell.get("outputs", []))


def number(text: str, pattern: str) -> float:
    """The number in the first group of a pattern that must be found."""
    found = re.search(pattern, text)
    assert found, f"expected an output like {pattern!r}"
    return float(found[1].replace(",", ""))
