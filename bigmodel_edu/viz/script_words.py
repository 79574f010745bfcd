"""Every word that the attention view shows, in the reader's language: the script carries none of its own."""

from bigmodel_edu.language import _


def attention_words() -> dict[str, str]:
    """Words by the name that the script uses; those in braces are filled there.

    >>> attention_words()["layer"]
    'Layer'
    """
    return {**_controls(), **_sentences()}


def _controls() -> dict[str, str]:
    return {
        "layer": _("Layer"),
        "head": _("Head"),
        "mean": _("Mean of heads"),
        "rollout": _("Rollout, from input to here"),
        "flow": _("Flow, from input to here"),
        "view": _("View"),
        "matrix": _("Matrix"),
        "lines": _("Lines"),
        "pairs": _("From → to"),
        "play": _("Play"),
        "stop": _("Stop"),
        "save": _("Save:"),
        "overview": _("All layers (down) and heads (across)"),
        "strongest": _("Strongest pairs"),
        "weight": _("weight"),
        "difference": _("difference"),
        "keyboard": _("Keyboard"),
        "stage": _("Attention weights. Arrow keys move, Enter pins, Escape lets go."),
        "overviewStage": _("All layers and heads. Arrow keys choose one."),
        "keyboardHelp": _(
            "Tab reaches every control and both pictures. In the large picture: arrow keys move from pair to pair,"
            " Home and End go to the first and last key, Enter or Space pins the pair, Escape lets go,"
            " Page Up and Page Down change the head. In the overview: arrow keys change layer and head."
        ),
    }


def _sentences() -> dict[str, str]:
    return {
        "hint": _("Point at a token, or use the arrow keys; click to pin."),
        "hintCrowded": _("The three strongest lines of each query; point at a token for all of its lines."),
        "looks": _("“{query}” looks at “{key}” with weight {weight}."),
        "most": _("“{query}” looks most at “{key}”, with weight {weight}."),
        "never": _("“{query}” never looks at “{key}”: the pair is masked."),
        "nothing": _("“{query}” looks nowhere."),
        "compare": _("“{query}” looks at “{key}”. {values}."),
        "blank": _("masked"),
        "strongestAll": _("All queries"),
        "strongestOf": _("Only “{query}”"),
        "step": _("Generation step {step}: “{token}” has been read"),
        "stepAll": _("Generation step: all"),
        "failed": _("This view could not be drawn; the picture shows the weights. Reason:"),
    }
