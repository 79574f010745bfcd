"""Whose work is an entry of a zip? Canvas, Moodle and Gradescope each write it into the names that they give out."""

import re
from pathlib import PurePosixPath

CANVAS = re.compile(r"^(?P<student>[^_]+)(?:_LATE)?_(?P<user>\d+)_(?P<submission>\d+)_(?P<name>.+)$", re.IGNORECASE)
MOODLE = re.compile(r"^(?P<student>.+)_(?P<user>\d+)_assignsubmission_file_?$", re.IGNORECASE)
GRADESCOPE = re.compile(r"^submission_(?P<student>\d+)$")


def owner_of(parts: tuple[str, ...]) -> tuple[str, str]:
    """Return whose a zip's entry is and what it is called, by the three systems' naming; else by its folder or its own name.

    >>> owner_of(("Ada Lovelace_31415_assignsubmission_file_", "self-attention.ipynb"))
    ('Ada Lovelace_31415', 'self-attention.ipynb')
    """
    name = parts[-1]
    for part in parts[:-1]:
        moodle, gradescope = MOODLE.match(part), GRADESCOPE.match(part)
        if moodle:
            return f"{moodle['student']}_{moodle['user']}", name
        if gradescope:
            return part, name
    canvas = CANVAS.match(name)
    if canvas and len(parts) <= 2:
        return f"{canvas['student']}_{canvas['user']}", re.sub(r"-\d+(?=\.ipynb$)", "", canvas["name"])
    folders = [part for part in parts[:-1] if part not in ("..", "/")]
    return (folders[-1] if folders else PurePosixPath(name).stem), name
