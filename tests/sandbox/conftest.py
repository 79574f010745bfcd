"""One warm sandbox for all tests of this folder, on the strongest back-end that works here."""

from collections.abc import Iterator

import pytest

from bigmodel_edu.sandbox import Limits, Sandbox, SandboxUnavailable


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    try:
        opened = Sandbox("auto", Limits(wall_seconds=120, call_seconds=60))
    except SandboxUnavailable as error:
        pytest.skip(f"needs isolation: {error}")
    with opened:
        yield opened


@pytest.fixture
def session(sandbox):
    with sandbox.open() as opened:
        yield opened
