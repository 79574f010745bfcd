"""Who was late, and by how many hours."""

import csv
import math
from pathlib import Path

from bigmodel_edu.language import _


def read_lateness(path: Path) -> dict[str, float]:
    """Read who was late: a CSV with the columns ``student`` and ``hours``.

    Raises:
        ValueError: naming the line that cannot be read.
    """
    found: dict[str, float] = {}
    with path.open(newline="", encoding="utf-8-sig") as stream:
        reader = csv.DictReader(stream)
        if not {"student", "hours"} <= set(reader.fieldnames or ()):
            got = ", ".join(reader.fieldnames or ()) or _("nothing")
            raise ValueError(_("{path}: expected the columns student and hours, got {got}").format(path=path, got=got))
        for row in reader:
            try:
                hours = float(row["hours"])
            except (TypeError, ValueError):
                hours = math.nan
            if not 0 <= hours < math.inf:
                sentence = _("{path}, line {line}: expected hours of 0 or more, got {hours!r}")
                raise ValueError(sentence.format(path=path, line=reader.line_num, hours=row["hours"]))
            found[row["student"]] = hours
    return found
