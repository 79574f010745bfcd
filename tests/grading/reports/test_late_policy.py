import pytest

from bigmodel_edu.grading.reports.late_policy import LatePolicy


@pytest.mark.parametrize("hours, points", [(0, 10), (2, 10), (2.1, 9), (26, 9), (26.1, 8), (24 * 30, 5)])
def test_each_day_begun_after_the_grace_time_costs_and_no_more_than_the_most(hours, points):
    assert LatePolicy(percent_a_day=10, grace_hours=2, most_percent=50).points(10, hours) == points


@pytest.mark.parametrize("settings", [{"percent_a_day": 101}, {"percent_a_day": -1}, {"grace_hours": -1}, {"most_percent": float("nan")}])
def test_a_policy_out_of_range_names_the_field(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        LatePolicy(**settings)
