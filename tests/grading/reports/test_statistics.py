import pytest

from bigmodel_edu.grading.reports.statistics import correlation, item_statistics, misconception_counts
from tests.grading.reports.mark_rows import row


def test_difficulty_and_discrimination_follow_their_definitions():
    rows = [row(f"s{i}", "a.easy", 2.0) for i in range(4)] + [row(f"s{i}", "a.hard", 2.0 if i > 1 else 0.0) for i in range(4)]
    rows += [row(f"s{i}", "a.other", float(i) / 2) for i in range(4)]
    easy, hard, other = item_statistics(rows)
    assert easy.difficulty == 1 and easy.discrimination is None
    assert hard.difficulty == 0.5 and hard.discrimination == pytest.approx(correlation([0, 0, 2, 2], [2, 2.5, 3, 3.5]))
    assert other.statuses["passed"] == 4


def test_misconceptions_are_counted_the_most_common_first():
    rows = [row("a", diagnosis="x"), row("b", diagnosis="y"), row("c", diagnosis="x"), row("d")]
    assert misconception_counts(rows) == [("a.x", "x", 2), ("a.x", "y", 1)]
