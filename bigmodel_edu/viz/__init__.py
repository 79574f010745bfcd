"""Viewers: arrays in, a picture or a self-contained view out. Nothing here knows a model, and importing draws nothing.

>>> from bigmodel_edu.viz import attention_map, loss_curves
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Modules are named otherwise than what they hold, so that importing one never hides a function of this package.
_HOME = {
    "attention_flow": "rollout",
    "attention_map": "heatmap",
    "attention_rollout": "rollout",
    "attention_view": "attention",
    "compare_attention": "attention",
    "loss_curves": "curves",
    "readable_tokens": "tokens",
}
__all__ = ["attention_flow", "attention_map", "attention_rollout", "attention_view", "compare_attention", "loss_curves", "readable_tokens"]

if TYPE_CHECKING:
    from bigmodel_edu.viz.attention import attention_view, compare_attention
    from bigmodel_edu.viz.curves import loss_curves
    from bigmodel_edu.viz.heatmap import attention_map
    from bigmodel_edu.viz.rollout import attention_flow, attention_rollout
    from bigmodel_edu.viz.tokens import readable_tokens


def __getattr__(name: str) -> Any:
    """Import a viewer when it is first asked for: matplotlib stays out until something is drawn."""
    if name not in _HOME:
        raise AttributeError(f"module 'bigmodel_edu.viz' has no attribute {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(f"bigmodel_edu.viz.{_HOME[name]}"), name)
    globals()[name] = value
    return value
