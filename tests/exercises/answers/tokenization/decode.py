"""Answers to tokenization.decode: right ones in several styles, wrong ones that are no known mistake."""

import codecs

from .merging_ways import table_of


def decode_by_table(ids, merges):
    table = table_of(merges)
    return b"".join(table[token] for token in ids).decode("utf-8", errors="replace")


def decode_by_recursion(ids, merges):
    def spell(token):
        if token < 256:
            return [token]
        left, right = merges[token - 256]
        return spell(left) + spell(right)

    return str(bytes(byte for token in ids for byte in spell(token)), "utf-8", "replace")


def decode_by_undoing(ids, merges):
    for rank in reversed(range(len(merges))):
        ids = [each for token in ids for each in (merges[rank] if token == 256 + rank else [token])]
    return bytearray(ids).decode(errors="replace")


def decode_incrementally(ids, merges):
    table, reader = table_of(merges), codecs.getincrementaldecoder("utf-8")("replace")
    return "".join(reader.decode(table[token]) for token in ids) + reader.decode(b"", True)


def decode_without_spaces(ids, merges):
    return decode_by_table(ids, merges).strip()


def decode_short_characters(ids, merges):
    return "".join(each if ord(each) < 1 << 16 else "?" for each in decode_by_table(ids, merges))


def decode_latin(ids, merges):
    table = table_of(merges)
    return b"".join(table[token] for token in ids).decode("latin-1")


def decode_with_question_marks(ids, merges):
    return decode_by_table(ids, merges).replace("\ufffd", "?")


def decode_with_spaces(ids, merges):
    table = table_of(merges)
    return b" ".join(table[token] for token in ids).decode("utf-8", errors="replace")


def decode_stripped(ids, merges):
    return decode_by_table(ids, merges)[:-1]


def decode_list(ids, merges):
    return list(decode_by_table(ids, merges))


RIGHT = [decode_by_table, decode_by_recursion, decode_by_undoing, decode_incrementally]
WRONG = [
    decode_latin,
    decode_with_question_marks,
    decode_with_spaces,
    decode_stripped,
    decode_list,
    decode_without_spaces,
    decode_short_characters,
]
