"""A byte-level BPE tokenizer: text to ids and back, for any text whatever.

It starts from the 256 bytes, so there is no unknown word: Chinese, emoji and even damaged text have tokens.

Source: Sennrich et al. 2016; Radford et al. 2019, section 2.2.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bigmodel_edu.text.learning import MergeLearner, Report, count_words
from bigmodel_edu.text.merging import Pair
from bigmodel_edu.text.splitting import SCHEMES, cut_at, pieces
from bigmodel_edu.text.word_encoding import encode_word

CACHED_WORDS = 1 << 17
CACHED_LENGTH = 64  # bytes; longer words are rare and not kept


@dataclass(frozen=True)
class Piece:
    """One token of a text.

    Args:
        id: the token.
        bytes: what it stands for.
        start: its first byte in the text's UTF-8.
        end: the byte after its last.
    """

    id: int
    bytes: bytes
    start: int
    end: int

    @property
    def text(self) -> str:
        """The bytes as text; a part of a character shows as � (U+FFFD)."""
        return self.bytes.decode("utf-8", errors="replace")


class ByteLevelBPE:
    """A tokenizer made of a vocabulary, merges in rank order and special tokens.

    Args:
        vocabulary: the bytes of each token; its place is its id.
        merges: (left, right, joined) ids in rank order.
        special_tokens: names such as ``<|endoftext|>`` → id; their places in the vocabulary hold the name's UTF-8.
        scheme: how text is split before merging: ``gpt2`` or ``smollm``.

    Attributes:
        missing_bytes: single bytes without a token. They are left out of what is encoded, as the published tokenizers do that lack
            some; a tokenizer trained here lacks none.

    Raises:
        ValueError: if a merge does not join its two tokens, or a special token is not in its place.

    >>> tokenizer = ByteLevelBPE([bytes([byte]) for byte in range(256)] + [b"lo"], [(108, 111, 256)])
    >>> tokenizer.encode("low"), tokenizer.decode(tokenizer.encode("low 低 🙂"))
    ([256, 119], 'low 低 🙂')
    """

    def __init__(
        self,
        vocabulary: Sequence[bytes],
        merges: Sequence[tuple[int, int, int]],
        special_tokens: Mapping[str, int] | None = None,
        scheme: str = "gpt2",
    ) -> None:
        if scheme not in SCHEMES:
            raise ValueError(f"expected a scheme of {', '.join(SCHEMES)}, got {scheme!r}")
        self.vocabulary = tuple(vocabulary)
        self.merges = tuple((left, right, joined) for left, right, joined in merges)
        self.special_tokens = MappingProxyType(dict(special_tokens or {}))
        self.scheme = scheme
        self._check()
        special = set(self.special_tokens.values())
        single = {token[0]: place for place, token in reversed(list(enumerate(vocabulary))) if len(token) == 1 and place not in special}
        self._byte_ids = [single.get(byte) for byte in range(256)]
        self.missing_bytes = frozenset(byte for byte in range(256) if byte not in single)
        self._ranks: dict[Pair, tuple[int, int]] = {}
        for rank, (left, right, joined) in enumerate(self.merges):
            self._ranks.setdefault((left, right), (rank, joined))
        self._cache: dict[str, tuple[int, ...]] = {}

    def _check(self) -> None:
        size = len(self.vocabulary)
        for name, token in self.special_tokens.items():
            if not name or not 0 <= token < size or self.vocabulary[token] != name.encode("utf-8"):
                raise ValueError(f"expected the vocabulary to hold the special token {name!r} at place {token}")
        for rank, merge in enumerate(self.merges):
            if not all(0 <= token < size for token in merge):
                raise ValueError(f"expected merges of ids from 0 to {size - 1}, got {merge} at rank {rank}")
            left, right, joined = (self.vocabulary[token] for token in merge)
            if left + right != joined:
                raise ValueError(f"expected merge {rank} to join its tokens, got {left!r} and {right!r} to {joined!r}")

    def __len__(self) -> int:
        """Return the number of tokens, special ones included."""
        return len(self.vocabulary)

    def __repr__(self) -> str:
        return f"ByteLevelBPE({len(self)} tokens, {len(self.merges)} merges, {len(self.special_tokens)} special)"

    def encode(self, text: str, *, special: bool = False) -> list[int]:
        """Return the ids of a text.

        Args:
            text: any text that UTF-8 can write.
            special: read names such as ``<|endoftext|>`` in the text as special tokens. Leave it off for text that others wrote:
                otherwise they could end a prompt or speak as the system.

        Raises:
            ValueError: if the text holds half of a surrogate pair, which UTF-8 cannot write.
        """
        if not isinstance(text, str):
            raise TypeError(f"expected text, got {type(text).__name__}; decode bytes first")
        parts = cut_at(text, tuple(self.special_tokens)) if special else [text]
        ids: list[int] = []
        for part in parts:
            token = self.special_tokens.get(part) if special else None
            if token is not None:
                ids.append(token)
                continue
            for word in pieces(part, self.scheme):
                known = self._cache.get(word)
                ids.extend(self._encode_word(word) if known is None else known)
        return ids

    def _encode_word(self, word: str) -> tuple[int, ...]:
        raw = _utf8(word)
        ids = tuple(encode_word([token for byte in raw if (token := self._byte_ids[byte]) is not None], self._ranks))
        if len(raw) <= CACHED_LENGTH:
            if len(self._cache) >= CACHED_WORDS:
                self._cache.clear()
            self._cache[word] = ids
        return ids

    def decode_bytes(self, ids: Iterable[int]) -> bytes:
        """Return the bytes of ids: what a stream of tokens needs, where a character may still be incomplete.

        Raises:
            ValueError: if an id is outside the vocabulary.
        """
        size = len(self.vocabulary)
        tokens = []
        for token in ids:
            if not 0 <= token < size:
                raise ValueError(f"expected ids from 0 to {size - 1}, got {token}")
            tokens.append(self.vocabulary[token])
        return b"".join(tokens)

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text of ids; bytes that are no character show as � (U+FFFD)."""
        return self.decode_bytes(ids).decode("utf-8", errors="replace")

    def pieces(self, text: str, *, special: bool = False) -> list[Piece]:
        """Return the tokens of a text with the bytes that each covers, for display.

        >>> [piece.text for piece in train_bpe(["aab"], 257).pieces("aab")]
        ['aa', 'b']
        """
        raw, place = _utf8(text), 0
        found = []
        for token in self.encode(text, special=special):
            spelling = self.vocabulary[token]
            while raw[place] in self.missing_bytes and not raw.startswith(spelling, place):
                place += 1
            start = place
            for byte in spelling:
                while raw[place] != byte:  # a byte without a token stood in between
                    place += 1
                place += 1
            found.append(Piece(token, spelling, start, place))
        return found


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"expected text that UTF-8 can write, got the lone surrogate {text[error.start]!r}") from None


def train_bpe(
    texts: Iterable[str], size: int, *, special_tokens: Sequence[str] = (), scheme: str = "gpt2", report: Report | None = None
) -> ByteLevelBPE:
    """Learn a tokenizer: the 256 bytes, then merges, then the special tokens.

    Args:
        texts: what to learn from.
        size: the number of tokens wanted, special ones included. A short text may give fewer.
        special_tokens: names that stand for no text, such as ``<|endoftext|>``.
        scheme: how text is split before counting.
        report: called with the number of merges learnt so far.

    Raises:
        ValueError: if the size leaves no room for the bytes and the special tokens.

    >>> tokenizer = train_bpe(["low lower lowest"], 260)
    >>> len(tokenizer), tokenizer.decode([258]), tokenizer.encode("lowest")
    (260, ' low', [257, 101, 115, 116])
    """
    if isinstance(texts, str):
        raise TypeError("expected several texts, got one; put it in a list")
    names = list(special_tokens)
    if len(set(names)) != len(names) or "" in names:
        raise ValueError(f"expected special tokens with different names, none empty, got {names}")
    if size < 256 + len(names):
        raise ValueError(f"expected a size of at least {256 + len(names)}: 256 bytes and the special tokens, got {size}")
    pairs = MergeLearner(count_words(texts, scheme)).learn(size - 256 - len(names), report)
    vocabulary = [bytes([byte]) for byte in range(256)]
    for left, right in pairs:
        vocabulary.append(vocabulary[left] + vocabulary[right])
    merges = [(left, right, 256 + rank) for rank, (left, right) in enumerate(pairs)]
    special = {name: len(vocabulary) + place for place, name in enumerate(names)}
    return ByteLevelBPE([*vocabulary, *(name.encode("utf-8") for name in names)], merges, special, scheme)
