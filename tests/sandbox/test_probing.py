import pytest

from bigmodel_edu.sandbox import BackEndReport, SandboxUnavailable, probe, probing
from bigmodel_edu.sandbox.probing import ORDER


@pytest.fixture(autouse=True)
def module():
    probing._report.cache_clear()
    yield probing
    probing._report.cache_clear()


def test_every_back_end_is_reported_with_what_to_do():
    reports = probe()
    assert [report.name for report in reports] == list(ORDER)
    for report in reports:
        assert isinstance(report, BackEndReport)
        assert report.missing
        assert report.gives if report.works else report.remedy


def test_no_wall_is_reported_as_none():
    (report,) = probe("none")
    assert report.works
    assert any("files" in missing for missing in report.missing)


def test_a_wall_with_a_hole_does_not_count_as_working(module, monkeypatch):
    monkeypatch.setattr(module, "_try_to_escape", lambda name: ["read a file of yours"] if name == "namespaces" else [])
    first, second = probe("namespaces") + probe("landlock")
    assert not first.works
    assert first.missing == ("a test could read a file of yours",)
    assert second.works
    assert module.strongest() == "landlock"


def test_the_escape_test_escapes_where_there_is_no_wall(module):
    reached = module._try_to_escape("none")
    for action in ("read a file of yours", "read the course's answers", "signal the grader", "reach the network", "start a process"):
        assert action in reached


def test_a_wall_that_cannot_be_built_is_reported_with_the_reason(module, monkeypatch):
    def refused(name):
        raise SandboxUnavailable("unshare(0x20000000): Operation not permitted")

    monkeypatch.setattr(module, "_try_to_escape", refused)
    (report,) = probe("namespaces")
    assert (report.works, report.missing) == (False, ("unshare(0x20000000): Operation not permitted",))
    assert "AppArmor" in report.remedy
