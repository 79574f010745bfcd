"""WordPiece, BERT's tokenizer: each word is cut into the longest known beginnings. MiniLM reads text through it.

Source: Devlin et al. 2019; the rules for cleaning and cutting are those of the published code (tokenization.py).
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

LONGEST_WORD = 100  # characters; a longer word is unknown
IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPiece:
    """BERT's tokenizer without case.

    Args:
        vocabulary: the tokens in the order of their ids; a continuation of a word begins with ``##``. Must hold [UNK], [CLS] and [SEP].

    Raises:
        ValueError: if a special token is missing.

    >>> tokenizer = WordPiece(["[UNK]", "[CLS]", "[SEP]", "un", "##able", "##do", "!"])
    >>> tokenizer.encode("Undoable!"), tokenizer.tokens("Undoable ☃")
    ([1, 3, 5, 4, 6, 2], ['un', '##do', '##able', '[UNK]'])
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        self._ids = {token: place for place, token in enumerate(self.vocabulary)}
        missing = [token for token in ("[UNK]", "[CLS]", "[SEP]") if token not in self._ids]
        if missing:
            raise ValueError(f"expected the vocabulary to hold [UNK], [CLS] and [SEP], got none of {', '.join(missing)}")

    @classmethod
    def from_file(cls, path: str | Path) -> "WordPiece":
        """Read a vocabulary file, one token a line."""
        return cls(Path(path).read_text(encoding="utf-8").rstrip("\n").split("\n"))

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.vocabulary)

    def encode(self, text: str, *, length: int | None = None) -> list[int]:
        """Return the ids of a text between [CLS] and [SEP].

        Args:
            text: any text.
            length: the most ids wanted, at least 2; the rest of the text is left out.

        Raises:
            ValueError: if the length is less than 2.
        """
        if length is not None and length < 2:
            raise ValueError(f"expected a length of at least 2, for [CLS] and [SEP], got {length}")
        ids = [self._ids[token] for token in self.tokens(text)]
        kept = ids if length is None else ids[: length - 2]
        return [self._ids["[CLS]"], *kept, self._ids["[SEP]"]]

    def tokens(self, text: str) -> list[str]:
        """Return the tokens of a text, without [CLS] and [SEP]."""
        return [token for word in basic_words(text) for token in self._cut(word)]

    def decode(self, ids: Iterable[int]) -> str:
        """Return the words of ids: continuations are joined, special tokens left out. Case and accents are lost."""
        tokens = [self.vocabulary[place] for place in ids]
        return " ".join(token for token in tokens if token not in ("[CLS]", "[SEP]", "[PAD]")).replace(" ##", "")

    def _cut(self, word: str) -> list[str]:
        """Take the longest known beginning, again and again; a word with a part that is unknown is unknown as a whole."""
        if len(word) > LONGEST_WORD:
            return ["[UNK]"]
        found: list[str] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            ends = (end for end in range(len(word), start, -1) if prefix + word[start:end] in self._ids)
            end = next(ends, None)
            if end is None:
                return ["[UNK]"]
            found.append(prefix + word[start:end])
            start = end
        return found


def basic_words(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case without accents; marks and ideographs are words of their own.

    >>> list(basic_words("Élan, 東京!"))
    ['elan', ',', '東', '京', '!']
    """
    cleaned = "".join(_spaced(character) for character in text)
    lowered = unicodedata.normalize("NFD", cleaned).lower()
    word = ""
    for character in lowered:
        if unicodedata.category(character) == "Mn":
            continue
        if character.isspace() or _is_mark(character):
            if word:
                yield word
            word = ""
            if not character.isspace():
                yield character
        else:
            word += character
    if word:
        yield word


def _spaced(character: str) -> str:
    """Drop what is no text, turn every space into one, and put spaces around an ideograph."""
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    if character in "\x00\ufffd" or unicodedata.category(character) in ("Cc", "Cf", "Co"):
        return ""
    code = ord(character)
    return f" {character} " if any(first <= code <= last for first, last in IDEOGRAPHS) else character


def _is_mark(character: str) -> bool:
    """Say whether a character is punctuation; every ASCII sign that is no letter, digit or space counts."""
    if character.isascii():
        return character.isprintable() and not character.isalnum() and character != " "
    return unicodedata.category(character)[0] == "P"
