"""Big Models: From Attention to Venture. The package behind the course.

>>> from bigmodel_edu import check, hint, progress, student, device_report
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["check", "device_report", "hint", "progress", "student"]

_HOME = {
    "check": "bigmodel_edu.student.notebook",
    "hint": "bigmodel_edu.student.notebook",
    "progress": "bigmodel_edu.student.notebook",
    "student": "bigmodel_edu.student.notebook",
    "device_report": "bigmodel_edu.device",
}

if TYPE_CHECKING:
    from bigmodel_edu.device import device_report
    from bigmodel_edu.student.notebook import check, hint, progress, student


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: ``import bigmodel_edu`` itself stays light."""
    if name not in _HOME:
        raise AttributeError(f"module 'bigmodel_edu' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOME[name]), name)
