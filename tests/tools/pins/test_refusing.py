"""Pins that some Python or system cannot install are named, each with its reason."""

import pytest
from packaging.markers import Marker
from packaging.utils import parse_wheel_filename

from tools.pins.pin import Pin
from tools.pins.places import PYTHONS
from tools.pins.refusing import Files, refusals

ANYWHERE = "x-1-py3-none-any.whl"


def of(*wheels: str, source: bool = True, python: str = "") -> Files:
    return Files(tuple(parse_wheel_filename(wheel)[3] for wheel in wheels), source, python)


def pin(name: str = "x", marker: str | None = None) -> Pin:
    return Pin(name, "4.1.2", Marker(marker) if marker else None, 1)


@pytest.mark.parametrize("python", ["", ">=3.9", ">=3.11", ">=3.11.0,!=3.15.1"])
def test_a_pure_package_installs_everywhere(python):
    assert refusals(pin(), of(ANYWHERE, python=python)) == []


@pytest.mark.parametrize(
    "python, lacking",
    [
        (">=3.11.5", "3.11.0 to 3.11.4"),
        (">=3.12", "3.11.0 to 3.11.20"),
        ("<3.14", "3.14.0 to 3.14.20"),
        (">=3.13", "3.11.0 to 3.12.20"),
        ("!=3.14.1", "3.14.1"),
    ],
)
def test_a_pin_that_wants_another_python_is_refused(python, lacking):
    [said] = refusals(pin("soupsieve"), of(ANYWHERE, python=python))
    assert said == f"soupsieve 4.1.2: it wants Python {python}, but must install on {lacking} too; choose another version"


def test_a_marker_leaves_out_what_need_not_install():
    assert refusals(pin(marker="python_full_version >= '3.12'"), of(ANYWHERE, python=">=3.11.5")) == []
    assert refusals(pin(marker="sys_platform == 'win32'"), of("x-1-py3-none-win_amd64.whl")) == []


def test_a_system_without_a_wheel_is_named_even_where_there_is_a_source():
    linux = [f"x-1-cp{minor}-cp{minor}-manylinux_2_28_x86_64.whl" for minor in (311, 312, 313, 314)]
    others = ["x-1-cp311-abi3-win_amd64.whl", "x-1-cp311-abi3-macosx_11_0_arm64.whl"]
    [said] = refusals(pin(), of(*linux, *others))
    assert said.startswith(f"x 4.1.2: no wheel for Linux arm64 with Python {', '.join(PYTHONS)}; choose")
    [said] = refusals(pin(), of(*linux[1:], *others, "x-1-cp311-abi3-manylinux2014_aarch64.whl"))
    assert "no wheel for Linux x86_64 with Python 3.11.0;" in said


def test_a_source_alone_serves_only_where_nothing_is_compiled():
    assert refusals(pin("jieba"), of()) == []
    assert "no wheel for Linux x86_64" in refusals(pin("other"), of())[0]
    assert "no wheel" in refusals(pin("jieba"), of(source=False))[0]
