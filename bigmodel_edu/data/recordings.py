"""Ten short recordings of read English with what is said: the speech chapter's real sentences."""

import wave
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bigmodel_edu.data.debian import DebianPackage
from bigmodel_edu.data.record import Record
from bigmodel_edu.language import _

RATE = 16_000  # samples a second
PACKAGE = DebianPackage(
    name="pocketsphinx-testdata",
    version="0.8+5prealpha+1-15",
    pool="pool/main/p/pocketsphinx",
    sha256="eaeb7a01d54f20b799d1a81ef110ec544b2cb47ea006614078220737a33019f0",
    sha1="a957011a5534012316e0bacd4437e2ecea4332ac",
    megabytes=1.8,
    folder="usr/share/pocketsphinx/test/data",
    files=("librivox/transcription", "cards/cards.transcription"),
)
RECORD = Record(
    name="speech",
    title=_("Read sentences and card names"),
    holds=_("5 sentences of Sense and Sensibility and 5 names of playing cards, 16 kHz, one speaker each, with transcripts"),
    licence=_("BSD-2-Clause; the sentences are LibriVox recordings, which are in the public domain"),
    origin=_("CMU Sphinx, Carnegie Mellon University; Jane Austen read for LibriVox"),
    sources=(PACKAGE,),
)


@dataclass(frozen=True)
class Recording:
    """One recording: ``samples`` (N,) float32 in -1 to 1, ``rate`` samples a second, and the words that are said, in lower case."""

    name: str
    words: str
    samples: np.ndarray = field(repr=False)
    rate: int = RATE


@dataclass(frozen=True)
class Speech:
    """The recordings and where they come from."""

    sentences: tuple[Recording, ...]
    cards: tuple[Recording, ...]
    record: Record = RECORD


def speech() -> Speech:
    """Load the recordings; the first time they may be fetched (2 MB).

    Raises:
        DataNotFound: if they are not on this machine and cannot be fetched; it says what to install.
    """
    (folder,) = RECORD.folders()
    return Speech(_recordings(folder / "librivox/transcription"), _recordings(folder / "cards/cards.transcription"))


def _recordings(transcription: Path) -> tuple[Recording, ...]:
    """Read lines such as ``<s> ten of clubs </s> (001)`` and the sound files that they name."""
    recordings = []
    for line in transcription.read_text(encoding="utf-8").splitlines():
        words, _open, name = line.rstrip(" )").rpartition("(")
        said = " ".join(words.replace("<s>", "").replace("</s>", "").split())
        recordings.append(Recording(name, said, read_wave(transcription.parent / f"{name}.wav")))
    return tuple(recordings)


def read_wave(path: Path) -> np.ndarray:
    """Return the samples of a 16-bit mono WAV file at 16 kHz as float32 in -1 to 1, shape (N,).

    Raises:
        ValueError: if the file has another rate, width or number of channels.
    """
    with wave.open(str(path), "rb") as file:
        found = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        if found != (1, 2, RATE):
            raise ValueError(f"expected 1 channel of 2 bytes at {RATE} Hz, got {found} in {path.name}")
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float32) / 32768
