from dataclasses import replace

import pytest

from bigmodel_edu.grading.gradebook.rows import Decision, decided
from bigmodel_edu.grading.reports.for_a_person import needs_a_person, waiting_for_a_marker
from tests.grading.reports.mark_rows import row


def marked(mark, points=1.0):
    return decided(mark, Decision(mark.student, mark.assignment, mark.exercise, points, "a reason", "Dr Lee"))


@pytest.mark.parametrize("status", ["unreadable", "killed", "memory", "manual"])
def test_what_no_machine_can_settle_is_listed_until_a_person_has_decided(status):
    mark = row("ada", status=status)
    assert [line for line in needs_a_person([mark], {}) if line.startswith("ada, a.x: ")]
    assert needs_a_person([marked(mark)], {}) == []


@pytest.mark.parametrize("status", ["passed", "failed", "partial", "not_attempted", "error", "timeout"])
def test_what_is_settled_is_not_listed(status):
    assert needs_a_person([row("ada", status=status)], {}) == []


def test_what_was_noticed_about_a_submission_is_listed_until_all_of_it_is_decided():
    rows, notes = [row("ada", "a.x", status="unreadable"), row("ada", "a.y", status="unreadable")], {("ada", "lesson"): ["Not UTF-8."]}
    assert needs_a_person(rows, notes) == ["ada, lesson: Not UTF-8."]
    assert needs_a_person([marked(rows[0]), rows[1]], notes) == ["ada, lesson: Not UTF-8."]
    assert needs_a_person(list(map(marked, rows)), notes) == []


def test_what_waits_shows_the_answer_and_is_gone_once_it_is_marked():
    mark = replace(row("ada", status="manual"), answer="because it is")
    assert "ada  a.x" in waiting_for_a_marker([mark]) and "| because it is" in waiting_for_a_marker([mark])
    assert waiting_for_a_marker([marked(mark), row("bob")]) == "Nothing waits for a person."
