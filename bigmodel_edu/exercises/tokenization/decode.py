"""Turn ids back into text."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.tokenization.merges import CHINESE, encode_by_merges, letters_and_merges, spelling_of
from bigmodel_edu.text.merging import learn_merges as learn_from_texts


def _decode(ids, merges):
    known = spelling_of([tuple(pair) for pair in merges])
    return b"".join(known[token] for token in ids).decode("utf-8", errors="replace")


def token_by_token(ids, merges):
    known = spelling_of([tuple(pair) for pair in merges])
    return "".join(known[token].decode("utf-8", errors="replace") for token in ids)


def bytes_as_characters(ids, merges):
    known = spelling_of([tuple(pair) for pair in merges])
    return "".join(chr(byte) for token in ids for byte in known[token])


def strict(ids, merges):
    known = spelling_of([tuple(pair) for pair in merges])
    return b"".join(known[token] for token in ids).decode("utf-8")


def ignoring(ids, merges):
    known = spelling_of([tuple(pair) for pair in merges])
    return b"".join(known[token] for token in ids).decode("utf-8", errors="ignore")


def still_bytes(ids, merges):
    known = spelling_of([tuple(pair) for pair in merges])
    return b"".join(known[token] for token in ids)


def one_level(ids, merges):
    return b"".join(bytes([token]) if token < 256 else bytes(part for part in merges[token - 256] if part < 256) for token in ids).decode(
        "utf-8", errors="replace"
    )


def decode_letters(rng: np.random.Generator) -> Call:
    while True:
        text, merges = letters_and_merges(rng).args
        ids = encode_by_merges(text, merges)
        if any(token > 255 and max(merges[token - 256]) > 255 for token in ids):
            return arguments(ids, merges)


def decode_chinese(rng: np.random.Generator) -> Call:
    """Tokens that end inside a character: merges go no further than two bytes of the first characters."""
    text = CHINESE[int(rng.integers(len(CHINESE)))] + "🙂"
    raw = text.encode("utf-8")
    merges = [(raw[1], raw[2]), (raw[4], raw[5]), (raw[2], raw[3])][: int(rng.integers(1, 4))]
    return arguments(encode_by_merges(text, list(dict.fromkeys(merges))), list(dict.fromkeys(merges)))


def decode_cut(rng: np.random.Generator) -> Call:
    raw = CHINESE[int(rng.integers(len(CHINESE)))].encode("utf-8")
    return arguments(list(raw[: 3 * int(rng.integers(2, 4)) + int(rng.integers(1, 3))]), [(200, 201)])


def round_trip(ask, rng: np.random.Generator) -> bool:
    text = CHINESE[int(rng.integers(len(CHINESE)))]
    merges = learn_from_texts([text.encode("utf-8")], 6)
    return ask(encode_by_merges(text, merges), merges) == text


EXERCISE = function(
    __file__,
    points=3,
    reference=_decode,
    core={"merges of merges": decode_letters, "tokens that end inside a character": decode_chinese},
    edges={"a text that was cut off": decode_cut},
    properties=(round_trip,),
    bans=("bigmodel_edu.text",),
    mistakes={
        "token-by-token": token_by_token,
        "bytes-as-characters": bytes_as_characters,
        "strict": strict,
        "ignoring": ignoring,
        "bytes": still_bytes,
        "one-level": one_level,
    },
)
