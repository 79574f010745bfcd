"""No test of the data folder may reach the network, and none may touch the user's cache unless it reads real data there."""

import pytest


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    monkeypatch.setenv("BIGMODEL_EDU_OFFLINE", "1")


@pytest.fixture
def empty_cache(monkeypatch, tmp_path):
    """A cache of its own for a test, in which nothing lies yet."""
    monkeypatch.setenv("BIGMODEL_EDU_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"
