"""Runs submissions behind a wall: one warm worker, one watched process a submission, plain data in and out.

>>> from bigmodel_edu.sandbox import Limits
>>> Limits(call_seconds=5).call_seconds
5
"""

from bigmodel_edu.sandbox.limits import Cell, CellOutcome, Limits, SandboxUnavailable, SessionLost, Usage
from bigmodel_edu.sandbox.probing import BackEndReport, probe
from bigmodel_edu.sandbox.sandbox import Sandbox
from bigmodel_edu.sandbox.session import Session

__all__ = ["BackEndReport", "Cell", "CellOutcome", "Limits", "Sandbox", "SandboxUnavailable", "Session", "SessionLost", "Usage", "probe"]
