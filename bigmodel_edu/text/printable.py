"""Bytes as printable characters: how GPT-2 writes its vocabulary down.

A vocabulary file cannot hold raw bytes, spaces or line ends. GPT-2 gives each of the 256 bytes a visible character: the visible Latin-1
characters stand for themselves, the other 68 bytes take the characters from U+0100 on, in order. A space (32) becomes Ġ (U+0120).

Source: Radford et al. 2019, the file encoder.py of the published code.
"""

from functools import cache


@cache
def byte_characters() -> tuple[str, ...]:
    """Return the character of each byte, in the order of the bytes.

    >>> characters = byte_characters()
    >>> len(set(characters)), characters[ord("A")], characters[ord(" ")]
    (256, 'A', 'Ġ')
    """
    visible = {*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)}
    characters, hidden = [], 0
    for byte in range(256):
        if byte in visible:
            characters.append(chr(byte))
        else:
            characters.append(chr(256 + hidden))
            hidden += 1
    return tuple(characters)


@cache
def _bytes_of_characters() -> dict[str, int]:
    return {character: byte for byte, character in enumerate(byte_characters())}


def to_printable(token: bytes) -> str:
    r"""Write bytes as printable characters.

    >>> to_printable("né ".encode())
    'nÃ©Ġ'
    """
    characters = byte_characters()
    return "".join(characters[byte] for byte in token)


def from_printable(text: str) -> bytes:
    """Read bytes back from printable characters.

    Raises:
        ValueError: if a character stands for no byte.

    >>> from_printable("Ġworld")
    b' world'
    """
    table = _bytes_of_characters()
    try:
        return bytes(table[character] for character in text)
    except KeyError as error:
        raise ValueError(f"expected characters that stand for bytes, got {error.args[0]!r} in {text!r}") from None
