"""Which wheels install where."""

import pytest
from packaging.utils import parse_wheel_filename

from tools.pins.places import PLACES, PYTHONS, SYSTEMS, Place, tags


def fits(file: str, python: str, system: str) -> bool:
    return bool(parse_wheel_filename(file)[3] & tags(Place(python, system)))


def test_every_python_on_every_system():
    assert len(PLACES) == len(PYTHONS) * len(SYSTEMS) == 16
    assert {place.environment["sys_platform"] for place in PLACES} == {"linux", "darwin", "win32"}
    assert PYTHONS[0] == "3.11.0"


@pytest.mark.parametrize(
    "file, python, system",
    [
        ("x-1-py3-none-any.whl", "3.14.0", "Windows x86_64"),
        ("x-1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", "3.11.0", "Linux x86_64"),
        ("x-1-cp311-cp311-manylinux2014_aarch64.whl", "3.11.0", "Linux arm64"),
        ("x-1-cp39-abi3-macosx_11_0_arm64.whl", "3.13.0", "macOS arm64"),
        ("x-1-cp312-cp312-macosx_10_13_universal2.whl", "3.12.0", "macOS arm64"),
        ("x-1-py3-none-win_amd64.whl", "3.12.0", "Windows x86_64"),
    ],
)
def test_a_wheel_fits(file, python, system):
    assert fits(file, python, system)


@pytest.mark.parametrize(
    "file, python, system",
    [
        ("x-1-cp312-cp312-manylinux_2_28_x86_64.whl", "3.11.0", "Linux x86_64"),
        ("x-1-cp311-cp311-manylinux_2_28_x86_64.whl", "3.11.0", "Linux arm64"),
        ("x-1-cp311-cp311-manylinux_2_39_x86_64.whl", "3.11.0", "Linux x86_64"),
        ("x-1-cp311-cp311-musllinux_1_2_x86_64.whl", "3.11.0", "Linux x86_64"),
        ("x-1-cp314-cp314t-manylinux_2_28_x86_64.whl", "3.14.0", "Linux x86_64"),
        ("x-1-cp311-cp311-macosx_15_0_arm64.whl", "3.11.0", "macOS arm64"),
        ("x-1-cp311-cp311-macosx_10_9_x86_64.whl", "3.11.0", "macOS arm64"),
        ("x-1-cp311-cp311-win32.whl", "3.11.0", "Windows x86_64"),
    ],
)
def test_a_wheel_does_not_fit(file, python, system):
    assert not fits(file, python, system)
