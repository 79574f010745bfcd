import pytest

from bigmodel_edu.grading.gradebook.rows import Decision, Row, decided


def row(status, points=0.0, diagnosis=None, messages=("The machine said this.",)):
    return Row("ada", "lesson", "lesson.f", points, 3.0, status, diagnosis, messages, (), "answer", points, 0.0)


def decision(points):
    return Decision("ada", "lesson", "lesson.f", points, "a good idea", "Dr Lee")


@pytest.mark.parametrize("points, status", [(3.0, "passed"), (0.5, "partial"), (0.0, "failed")])
@pytest.mark.parametrize("before", ["manual", "unreadable", "passed", "killed", "not_attempted"])
def test_the_points_that_a_person_gave_decide_the_status(points, status, before):
    after = decided(row(before), decision(points))
    assert (after.points, after.status, after.graded_points) == (points, status, 0.0)
    assert after.messages[0] == "Marked by Dr Lee: a good idea"


def test_what_waited_for_a_person_waits_no_more():
    after = decided(row("manual", diagnosis="other-variant", messages=("A person looks into it.",)), decision(1.0))
    assert after.diagnosis is None and after.messages == ("Marked by Dr Lee: a good idea",)


def test_a_mistake_that_the_grader_found_is_told_unless_it_costs_nothing():
    graded = row("failed", diagnosis="no-scale", messages=("You forgot the scale.",))
    assert decided(graded, decision(1.0)).messages[1:] == ("You forgot the scale.",)
    assert decided(graded, decision(1.0)).diagnosis == "no-scale"
    assert decided(graded, decision(3.0)).messages[1:] == () and decided(graded, decision(3.0)).diagnosis is None
