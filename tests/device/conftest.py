"""A machine of other hardware, pretended."""

import pytest
import torch

from bigmodel_edu.device import choose


@pytest.fixture
def machine(monkeypatch):
    """Pretend that only these kinds of device are there."""

    def pretend(*kinds):
        monkeypatch.delenv(choose.ENVIRONMENT_VARIABLE, raising=False)
        monkeypatch.setattr(choose, "_is_available", lambda kind: kind in (*kinds, "cpu"))
        monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)

    return pretend
