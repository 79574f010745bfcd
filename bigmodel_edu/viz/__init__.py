"""Viewers: arrays in, a picture or a self-contained view out. Nothing here knows a model, and importing draws nothing.

To explore in the page: `attention_view`, `compare_attention`, `logit_lens_view`. Text: `token_ribbon`, `attribution_view`.
Figures: `attention_map`, `loss_curves`, `optimiser_paths`, `histograms_over_training`, `patch_attention`, `spectrogram_alignment`,
`detection_boxes`, `waterfall`, `tornado`.

>>> from bigmodel_edu.viz import attention_map, attention_view, loss_curves
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Modules are named otherwise than what they hold, so that importing one never hides a function of this package.
_HOME = {
    "attention_flow": "rollout",
    "attention_map": "heatmap",
    "attention_rollout": "rollout",
    "attention_view": "attention_views",
    "attribution_view": "hiding",
    "compare_attention": "attention_views",
    "ctc_spans": "spectrograms",
    "detection_boxes": "detection",
    "histograms_over_training": "histograms",
    "logit_lens_view": "lens",
    "loss_curves": "curves",
    "occlusion": "hiding",
    "optimiser_paths": "descent_paths",
    "patch_attention": "patches",
    "readable_tokens": "tokens",
    "spectrogram_alignment": "spectrograms",
    "token_ribbon": "ribbon",
    "tornado": "business_case",
    "waterfall": "business_case",
}
__all__ = [
    "attention_flow", "attention_map", "attention_rollout", "attention_view", "attribution_view", "compare_attention", "ctc_spans",
    "detection_boxes", "histograms_over_training", "logit_lens_view", "loss_curves", "occlusion", "optimiser_paths", "patch_attention",
    "readable_tokens", "spectrogram_alignment", "token_ribbon", "tornado", "waterfall",
]  # fmt: skip

if TYPE_CHECKING:
    from bigmodel_edu.viz.attention_views import attention_view, compare_attention
    from bigmodel_edu.viz.business_case import tornado, waterfall
    from bigmodel_edu.viz.curves import loss_curves
    from bigmodel_edu.viz.descent_paths import optimiser_paths
    from bigmodel_edu.viz.detection import detection_boxes
    from bigmodel_edu.viz.heatmap import attention_map
    from bigmodel_edu.viz.hiding import attribution_view, occlusion
    from bigmodel_edu.viz.histograms import histograms_over_training
    from bigmodel_edu.viz.lens import logit_lens_view
    from bigmodel_edu.viz.patches import patch_attention
    from bigmodel_edu.viz.ribbon import token_ribbon
    from bigmodel_edu.viz.rollout import attention_flow, attention_rollout
    from bigmodel_edu.viz.spectrograms import ctc_spans, spectrogram_alignment
    from bigmodel_edu.viz.tokens import readable_tokens


def __getattr__(name: str) -> Any:
    """Import a viewer when it is first asked for: matplotlib stays out until something is drawn."""
    if name not in _HOME:
        raise AttributeError(f"module 'bigmodel_edu.viz' has no attribute {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(f"bigmodel_edu.viz.{_HOME[name]}"), name)
    globals()[name] = value
    return value
