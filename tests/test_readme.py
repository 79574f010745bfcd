"""What the README counts is what there is."""

import re
from pathlib import Path

from bigmodel_edu.exercises import chapter, chapters

ROOT = Path(__file__).parents[1]


def test_the_readme_counts_lessons_and_exercises_rightly():
    said = re.search(r"(\d+) lessons with (\d+)\s+graded exercises", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert said is not None
    lessons = len(list((ROOT / "notebooks").rglob("*.ipynb")))
    exercises = sum(len(chapter(name)) for name in chapters())
    assert (int(said[1]), int(said[2])) == (lessons, exercises)
