"""The element's script, put together from its small files, and the tag that names its version."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "element"
# Each file after those that it imports.
ATTENTION = (
    "png", "weights", "theme", "labels", "drawing", "matrix", "lines", "overview", "controls", "save", "panels", "element", "define",
)  # fmt: skip
LENS = ("weights", "theme", "controls", "panels", "lens", "define_lens")
IMPORT = re.compile(r'^import \{ (?P<names>[^}]+) \} from "\./(?P<module>\w+)\.js";$')
EXPORT = re.compile(r"^export (?P<what>(?:async )?(?:function|class|const|let) (?P<name>\w+))")


@cache
def script(modules: tuple[str, ...], style: str = "view.css") -> str:
    """One script from several modules: each becomes a function of its own, so that their private names cannot meet.

    Args:
        modules: names of files, each after those that it imports.
        style: the style sheet's file.

    >>> "customElements.define" in script(ATTENTION)
    True
    """
    css = " ".join(line.strip() for line in (FOLDER / style).read_text(encoding="utf-8").splitlines())
    parts = [f"const STYLE = {json.dumps(css, ensure_ascii=False)};", *map(_wrap, modules)]
    return "\n".join(parts).replace("</", "<\\/")


@cache
def tag(name: str, modules: tuple[str, ...]) -> str:
    """The element's tag: its name and a digest of its script, so that every version on a page keeps its own.

    >>> tag("bm-attn", ATTENTION).startswith("bm-attn-")
    True
    """
    return f"{name}-{hashlib.sha256(script(modules).encode()).hexdigest()[:8]}"


def script_element(name: str, modules: tuple[str, ...]) -> str:
    """The ``<script>`` that defines the element."""
    own = tag(name, modules)
    return f'<script type="module" data-view-script="{own}">const TAG = "{own}";\n{script(modules)}\n</script>'


def _wrap(module: str) -> str:
    """A module as a function that returns what it exports."""
    lines, exports = [], []
    for line in (FOLDER / f"{module}.js").read_text(encoding="utf-8").splitlines():
        line = line.strip()
        imported, exported = IMPORT.match(line), EXPORT.match(line)
        if imported:
            line = f"const {{ {imported['names']} }} = {imported['module']}_js;"
        elif exported:
            exports.append(exported["name"])
            line = line.removeprefix("export ")
        if line and not line.startswith("//"):
            lines.append(line)
    body = "\n".join(lines)
    return f"const {module}_js = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();"
