"""From tokens to text while it is being written: no half characters, and nothing of a stop string ever leaves."""

import codecs
from collections.abc import Sequence

from bigmodel_edu.text import ByteLevelBPE


class TextStream:
    """Takes tokens one by one and gives text as soon as it is certain.

    A token may end in the middle of a character: its bytes wait for the rest. The end of the text may be the beginning of a stop
    string: it waits until that is decided.

    Args:
        tokenizer: gives the bytes of a token.
        stop: strings that end the text; they are not part of it.

    Attributes:
        stopped: whether a stop string has come.

    >>> from bigmodel_edu.text import train_bpe
    >>> tokenizer = train_bpe(["a"], 256)
    >>> stream = TextStream(tokenizer, stop=["END"])
    >>> [stream.add(token) for token in "低E x".encode()]
    ['', '', '低', '', 'E ', 'x']
    """

    def __init__(self, tokenizer: ByteLevelBPE, stop: Sequence[str] = ()) -> None:
        if any(not each for each in stop):
            raise ValueError("expected stop strings of at least one character, got an empty one")
        self._tokenizer, self._stop = tokenizer, tuple(stop)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._waiting = ""
        self.stopped = False

    def add(self, token: int) -> str:
        """Take one token and return the text that has become certain, perhaps none."""
        if self.stopped:
            return ""
        return self._give(self._decoder.decode(self._tokenizer.decode_bytes([token])), last=False)

    def finish(self) -> str:
        """Return what was waiting, at the end of the text; a character that never became whole shows as �."""
        if self.stopped:
            return ""
        return self._give(self._decoder.decode(b"", final=True), last=True)

    def _give(self, text: str, *, last: bool) -> str:
        text = self._waiting + text
        found = [place for stop in self._stop if (place := text.find(stop)) >= 0]
        if found:
            self.stopped, self._waiting = True, ""
            return text[: min(found)]
        held = 0 if last else self._held(text)
        self._waiting = text[len(text) - held :]
        return text[: len(text) - held]

    def _held(self, text: str) -> int:
        """Return how many characters at the end may be the beginning of a stop string."""
        longest = max((len(stop) for stop in self._stop), default=1) - 1
        for length in range(min(longest, len(text)), 0, -1):
            if any(stop.startswith(text[-length:]) for stop in self._stop):
                return length
        return 0
