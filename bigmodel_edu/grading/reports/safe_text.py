"""Make text from a submission safe to show: no control characters, no direction overrides, no broken Unicode."""

import re
import unicodedata

BIDI = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def clean(text: object, limit: int = 2_000) -> str:
    r"""Return the text on at most ``limit`` characters; what could steer a terminal or reorder a line becomes visible.

    >>> clean("red\x1b[31m \u202efdp.exe")
    'red␛[31m ⟨U+202E⟩fdp.exe'
    """
    shown = str(text).encode("utf-8", "replace").decode("utf-8")
    if len(shown) > limit:
        shown = shown[:limit] + "…"
    return "".join(map(_visible, shown))


def _visible(character: str) -> str:
    if character in "\n\t":
        return character
    if character in BIDI:
        return f"⟨U+{ord(character):04X}⟩"
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the Unicode picture of a control character
    if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") or code in (0x2028, 0x2029):
        return "\N{REPLACEMENT CHARACTER}"
    return character


def file_name(text: str) -> str:
    """Return a name that is safe as one folder or file name on any system; different names stay different.

    >>> file_name("../a b")
    '%2E%2E%2Fa b'
    """
    kept = re.sub(r"[^\w \-.@+]", _escape, text, flags=re.UNICODE)
    if kept.startswith(".") or kept.endswith((".", " ")):
        kept = re.sub(r"[. ]", _escape, kept)
    return kept[:120] or "%"


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "replace"))
