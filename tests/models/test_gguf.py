"""GGUF files, written here byte by byte from the specification and read back."""

import struct

import numpy as np
import pytest
import torch

from bigmodel_edu.models.gguf import GGUFFile


def string(text):
    return struct.pack("<Q", len(text.encode())) + text.encode()


def write(path, facts, tensors, *, version=3, alignment=None):
    """Write a file; facts: name → (type, bytes); tensors: name → (shape as torch counts, format, bytes)."""
    if alignment:
        facts = {**facts, "general.alignment": (4, struct.pack("<I", alignment))}
    alignment = alignment or 32
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(facts))
    for name, (kind, value) in facts.items():
        head += string(name) + struct.pack("<I", kind) + value
    data = b""
    for name, (shape, kind, value) in tensors.items():
        data += b"\0" * (-len(data) % alignment)
        head += string(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *reversed(shape))
        head += struct.pack("<IQ", kind, len(data))
        data += value
    path.write_bytes(head + b"\0" * (-len(head) % alignment) + data)
    return path


def test_facts_of_every_type_come_back(tmp_path):
    array = struct.pack("<IQ", 8, 2) + string("Ġa") + string("你好")
    nested = struct.pack("<IQ", 9, 1) + struct.pack("<IQ", 5, 2) + struct.pack("<2i", -1, 7)
    facts = {
        "a": (0, b"\xff"), "b": (1, b"\xff"), "c": (2, b"\xff\xff"), "d": (3, b"\xff\xff"), "e": (4, struct.pack("<I", 2**32 - 1)),
        "f": (5, struct.pack("<i", -5)), "g": (6, struct.pack("<f", 0.5)), "h": (7, b"\x01"), "i": (8, string("naïve")), "j": (9, array),
        "k": (10, struct.pack("<Q", 2**60)), "l": (11, struct.pack("<q", -(2**60))), "m": (12, struct.pack("<d", 0.1)), "n": (9, nested),
    }  # fmt: skip
    wanted = [255, -1, 65535, -1, 2**32 - 1, -5, 0.5, True, "naïve", ["Ġa", "你好"], 2**60, -(2**60), 0.1, [[-1, 7]]]
    assert list(GGUFFile(write(tmp_path / "f.gguf", facts, {})).facts.values()) == wanted


@pytest.mark.parametrize("alignment", [None, 64])
def test_tensors_come_back_wherever_they_stand(tmp_path, alignment):
    first = np.arange(15, dtype="<f4").reshape(3, 5) - 7
    second = np.linspace(-2, 2, 6).astype("<f2").reshape(1, 2, 3)
    tensors = {"first": ((3, 5), 0, first.tobytes()), "second": ((1, 2, 3), 1, second.tobytes())}
    file = GGUFFile(write(tmp_path / "f.gguf", {}, tensors, alignment=alignment))
    assert torch.equal(file.tensor("first"), torch.from_numpy(first))
    assert torch.equal(file.tensor("second"), torch.from_numpy(second.astype(np.float32)))
    assert file.tensor("second").dtype == torch.float32


def test_other_files_are_refused(tmp_path):
    path = tmp_path / "f.gguf"
    path.write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(ValueError, match=r"a GGUF file, got f.gguf, which starts with b'PK"):
        GGUFFile(path)
    with pytest.raises(ValueError, match="version 2 or 3, got version 9"):
        GGUFFile(write(path, {}, {}, version=9))
    with pytest.raises(ValueError, match="value type from 0 to 12, got 99"):
        GGUFFile(write(path, {"a": (99, b"")}, {}))


@pytest.mark.parametrize("keep", [6, 20, 70, -1])
def test_a_file_that_ends_early_says_so(tmp_path, keep):
    path = write(tmp_path / "f.gguf", {"a": (8, string("x" * 40))}, {"t": ((4,), 0, bytes(16))})
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ValueError, match=r"a whole GGUF file, got f\.gguf"):
        GGUFFile(path).tensor("t")


def test_unknown_tensors_and_formats_are_named(tmp_path):
    file = GGUFFile(write(tmp_path / "f.gguf", {}, {"t": ((256,), 14, bytes(210))}))
    with pytest.raises(KeyError, match="got 'u'"):
        file.tensor("u")
    with pytest.raises(ValueError, match="F32, F16, Q4_0, Q4_1, Q8_0, got GGML format 14 for t"):
        file.tensor("t")
