"""HTML around a view: escaped attributes, the fallback picture, a page of its own."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from bigmodel_edu.escaping import for_html
from bigmodel_edu.language import spoken
from bigmodel_edu.viz.script import script_element, tag


def data_url(png: bytes) -> str:
    """A PNG as an address that needs no network.

    >>> data_url(b"a")
    'data:image/png;base64,YQ=='
    """
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def picture(png: bytes, width: int, alternative: str) -> str:
    """The fallback picture: what is seen where no script runs."""
    shown = f"width:{width}px;max-width:100%;image-rendering:pixelated"
    return f'<img src="{data_url(png)}" alt="{for_html(alternative)}" width="{width}" style="{shown}">'


def element(name: str, modules: tuple[str, ...], config: dict[str, Any], inside: Sequence[str]) -> str:
    """The custom element with its data in an attribute, followed by the script that draws it."""
    own = tag(name, modules)
    data = for_html(json.dumps(config, ensure_ascii=False, separators=(",", ":")))
    return f'<{own} class="bigmodel-view" data-view="{data}">{"".join(inside)}</{own}>\n{script_element(name, modules)}'


def standalone(title: str, body: str) -> str:
    """A whole page around a view.

    >>> "<title>a &lt; b</title>" in standalone("a < b", "")
    True
    """
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{for_html(title)}</title>'
    style = ":root{color-scheme:light dark}body{font-family:system-ui,sans-serif;max-width:1100px;margin:1em auto;padding:0 .5em}"
    heading = f'<h1 style="position:absolute;clip-path:inset(50%)">{for_html(title)}</h1>'  # for screen readers: the view shows it too
    top = f'<!doctype html>\n<html lang="{spoken()}"><head>{head}<style>{style}</style></head><body><main>{heading}'
    return f"{top}\n{body}\n</main></body></html>\n"
