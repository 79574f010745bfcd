"""Pieces of text as a reader can read them: bytes put back together, blanks shown, invisible characters named.

A byte-level tokeniser may cut inside a character. Decoding such pieces one by one gives replacement characters; here the bytes of
all pieces are joined and decoded once, and each piece is labelled by the characters that its bytes belong to.
"""

import codecs
import unicodedata
from collections.abc import Sequence
from functools import cache

BLANKS = {" ": "␣", "\n": "↵", "\t": "⇥", "\r": "␍", "\u00a0": "⍽"}
FORMS = ("text", "byte-level", "sentencepiece", "wordpiece")


def readable_tokens(tokens: Sequence[str | bytes], form: str | None = None) -> list[str]:
    """One readable label per token.

    Args:
        tokens: pieces as the tokeniser names them, or as bytes.
        form: "text" (as they are), "byte-level" (GPT-2's alphabet, Ġ for a space), "sentencepiece" (▁ for a space) or
            "wordpiece" (## continues a word); found from the tokens when None.

    Returns:
        As many labels. A piece that holds part of a character reads ``中·2/3``: bytes up to the second of its three.

    Raises:
        ValueError: for a form that is not known.

    >>> readable_tokens(["The", "Ġcat", "Ċ"])
    ['The', '␣cat', '↵']
    >>> readable_tokens([b"\\xe4\\xb8", b"\\xad"])
    ['中·2/3', '中·3/3']
    """
    if form is not None and form not in FORMS:
        raise ValueError(f"expected form to be one of {', '.join(FORMS)}, got {form!r}")
    form = form or find_form(tokens)
    if form == "byte-level":
        tokens = [token if isinstance(token, bytes) else byte_level_bytes(token) for token in tokens]
    elif form == "sentencepiece":
        tokens = [token.replace("▁", " ") if isinstance(token, str) else token for token in tokens]
    if any(isinstance(token, bytes) for token in tokens):
        encoded = [token if isinstance(token, bytes) else token.encode("utf-8", "replace") for token in tokens]
        return _label_bytes(encoded)
    return [show_invisible(str(token)) for token in tokens]


def joined_text(tokens: Sequence[str | bytes], form: str | None = None) -> str:
    """The text that the tokens were cut from, as far as their form tells.

    >>> joined_text(["The", "Ġcat"]), joined_text(["play", "##ing", "now"])
    ('The cat', 'playing now')
    """
    form = form or find_form(tokens)
    encode = byte_level_bytes if form == "byte-level" else str.encode
    joint = b" " if form == "wordpiece" else b""
    text = joint.join(token if isinstance(token, bytes) else encode(token) for token in tokens).decode("utf-8", "replace")
    return {"wordpiece": text.replace(" ##", ""), "sentencepiece": text.replace("▁", " ")}.get(form, text)


def find_form(tokens: Sequence[str | bytes]) -> str:
    """Guess how a tokeniser wrote its pieces, from their alphabet.

    >>> find_form(["▁Hello", "▁world"]), find_form(["play", "##ing"]), find_form(["plain", "words"])
    ('sentencepiece', 'wordpiece', 'text')
    >>> find_form(["çĮ", "«"]), find_form(["café"])
    ('byte-level', 'text')
    """
    texts = [token for token in tokens if isinstance(token, str)]
    if _in_byte_alphabet(texts):
        return "byte-level"
    if any("▁" in text for text in texts):
        return "sentencepiece"
    return "wordpiece" if any(text.startswith("##") and len(text) > 2 for text in texts) else "text"


def _in_byte_alphabet(texts: Sequence[str]) -> bool:
    """Whether all letters stand for bytes, and some show it: a space or newline in disguise, or bytes that spell other letters.

    Latin letters with accents are in the alphabet too, but as bytes they almost never make UTF-8.
    """
    ordinary = [text for text in texts if not _special(text)]
    if not all(set(text) <= byte_alphabet().keys() for text in ordinary):
        return False
    if any("Ġ" in text or "Ċ" in text for text in ordinary):
        return True
    stream = b"".join(map(byte_level_bytes, ordinary)).lstrip(bytes(range(0x80, 0xC0)))  # it may begin inside a character
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(stream)  # and end inside one
    except UnicodeDecodeError:
        return False
    return not text.isascii()


@cache
def byte_alphabet() -> dict[str, int]:
    """The character that stands for each byte in byte-level vocabularies (GPT-2, Llama 3, Qwen): printable ones for themselves.

    >>> byte_alphabet()["Ġ"], byte_alphabet()["A"], len(byte_alphabet())
    (32, 65, 256)
    """
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + place): byte for place, byte in enumerate(others)}


def byte_level_bytes(token: str) -> bytes:
    """The bytes that a byte-level piece stands for; a special token such as ``<|endoftext|>`` keeps its letters.

    >>> byte_level_bytes("Ġcaf"), byte_level_bytes("Ã©").decode()
    (b' caf', 'é')
    """
    alphabet = byte_alphabet()
    if _special(token) or not set(token) <= alphabet.keys():
        return token.encode("utf-8", "replace")
    return bytes(alphabet[character] for character in token)


def _special(token: str) -> bool:
    return len(token) > 2 and token[0] in "<[" and token[-1] in ">]"


def _label_bytes(pieces: Sequence[bytes]) -> list[str]:
    """Decode all pieces at once and give each its characters by offset."""
    stream = b"".join(pieces)
    spans = character_spans(stream)
    labels, start, first = [], 0, 0
    for piece in pieces:
        end = start + len(piece)
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        parts, place = [], first
        while place < len(spans) and spans[place][0] < end:
            parts.append(_part(stream, spans[place], start, end))
            place += 1
        labels.append("".join(parts) or "∅")
        start = end
    return labels


def _part(stream: bytes, span: tuple[int, int], start: int, end: int) -> str:
    """The label of one character as far as a piece from start to end holds it."""
    low, high = span
    try:
        character = show_invisible(stream[low:high].decode("utf-8"))
    except UnicodeDecodeError:
        return "".join(f"⟨{byte:02X}⟩" for byte in stream[max(low, start) : min(high, end)])
    return character if start <= low and high <= end else f"{character}·{min(high, end) - low}/{high - low}"


def character_spans(stream: bytes) -> list[tuple[int, int]]:
    """Where each character of UTF-8 text begins and ends; a byte that belongs to none is a span of its own.

    >>> character_spans("aé".encode() + b"\\xff")
    [(0, 1), (1, 3), (3, 4)]
    """
    spans, start = [], 0
    while start < len(stream):
        lead = stream[start]
        length = 1 if lead < 0x80 else 2 if 0xC2 <= lead < 0xE0 else 3 if 0xE0 <= lead < 0xF0 else 4 if 0xF0 <= lead < 0xF5 else 1
        try:
            stream[start : start + length].decode("utf-8")
        except UnicodeDecodeError:
            length = 1
        spans.append((start, start + length))
        start += length
    return spans


def show_invisible(text: str) -> str:
    """Make blanks, control characters and invisible marks visible; everything else stays.

    >>> show_invisible("a b"), show_invisible("\\u202eevil"), show_invisible("")
    ('a␣b', '⟨U+202E⟩evil', '∅')
    """
    return "".join(map(_visible, text)) or "∅"


def _visible(character: str) -> str:
    if character in BLANKS:
        return BLANKS[character]
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")
    return f"⟨U+{ord(character):04X}⟩" if hidden and character != "\u200d" else character
