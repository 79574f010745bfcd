"""Matplotlib fonts that have the glyphs: Chinese, Japanese and Korean labels come out as characters, not as boxes."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib import font_manager, rcParams
from matplotlib.axes import Axes
from matplotlib.text import Text

# A package that carries Noto Sans SC in its regular weight (SIL OFL), so that a figure is the same on every machine.
CARRIER = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")
# For what it lacks, such as Hangul, or where it is not installed: fonts of Linux distributions, macOS and Windows, in order of preference.
EAST_ASIAN = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "PingFang SC",
    "Hiragino Sans GB", "Heiti TC", "Microsoft YaHei", "SimHei", "Malgun Gothic", "Arial Unicode MS",
)  # fmt: skip
UPRIGHT_LENGTH = 4  # longer Chinese labels are turned like the others, or a column would need too much height


def is_east_asian(text: str) -> bool:
    """Whether any character is wide: Chinese, Japanese or Korean.

    >>> is_east_asian("注意力"), is_east_asian("attention")
    (True, False)
    """
    return any(unicodedata.east_asian_width(character) in "WF" for character in text)


def font_families(texts: Iterable[str]) -> list[str]:
    """The default families, followed by those with East Asian glyphs where the texts need them."""
    families = list(rcParams["font.family"])
    if any(map(is_east_asian, texts)):
        carried = carried_family()
        installed = {font.name for font in font_manager.fontManager.ttflist} - {carried}
        families += [carried] if carried else []
        families += [name for name in EAST_ASIAN if name in installed][:1]
    return families


@cache
def carried_family() -> str | None:
    """Make the carried font known to matplotlib and return its family, or None where its package is not installed."""
    package, file = CARRIER
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).with_name(file)
    font_manager.fontManager.addfont(path)
    return font_manager.get_font(path).family_name


def use_fonts(texts: Iterable[Text], *, plain: bool = False) -> None:
    """Give each text the families that its characters need; plain text keeps its dollar signs, where others may hold formulas."""
    drawn = list(texts)
    families = font_families([text.get_text() for text in drawn])
    for text in drawn:
        text.set_fontfamily(families)
        text.set_parse_math(not plain)


def upright(label: str) -> str:
    """Set a short East Asian label from top to bottom, as it is written; others are returned as they are.

    >>> upright("注意"), upright("注·2/3")
    ('注\\n意', '注\\n2/3')
    >>> upright("look")
    'look'
    """
    characters, _dot, part = label.partition("·")
    lines = [*characters, *([part] if part else [])]
    short = len(lines) > 1 and 0 < len(characters) <= UPRIGHT_LENGTH and all(map(is_east_asian, characters))
    return "\n".join(lines) if short else label


def label_tokens(ax: Axes, queries: Sequence[str], keys: Sequence[str], *, size: float) -> None:
    """Write the tokens along an attention matrix: queries at the left, keys on top, Chinese upright; every n-th where they are many."""
    ax.set_yticks(*_thin(queries), fontsize=size)
    places, labels = _thin([upright(key) for key in keys])
    ax.set_xticks(places, labels, fontsize=size)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    turned = max((len(label) for label in labels if not is_east_asian(label)), default=0) > 2
    for text in ax.get_xticklabels():
        text.set(rotation=90 if turned and "\n" not in text.get_text() else 0, ha="center", va="bottom")
    use_fonts([*ax.get_xticklabels(), *ax.get_yticklabels()], plain=True)


def _thin(labels: Sequence[str], most: int = 64) -> tuple[list[int], list[str]]:
    step = -(-len(labels) // most)
    places = list(range(0, len(labels), step))
    return places, [labels[place] for place in places]
