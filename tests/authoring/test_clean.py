import base64
import io
import struct
import zlib

import nbformat
import numpy as np
import pytest
from matplotlib import image
from nbformat import v4

from bigmodel_edu.authoring.clean import PNG, clean, to_bytes, without_remarks


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def picture(remark=b""):
    """A 3 × 2 grey image, written by hand, with a remark or without."""
    rows = b"".join(b"\0" + bytes([10 * row + column for column in range(3)]) for row in range(2))
    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 0, 0, 0, 0)), chunk(b"pHYs", struct.pack(">IIB", 2834, 2834, 1))]
    parts += [chunk(b"tEXt", b"Software\0" + remark), chunk(b"tIME", bytes(7))] if remark else []
    parts += [chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return PNG + b"".join(parts)


def test_an_image_loses_its_remarks_and_keeps_every_pixel():
    cleaned = base64.b64decode(without_remarks(base64.b64encode(picture(b"Matplotlib version 3.11")).decode()))
    assert cleaned == picture()
    assert np.array_equal(image.imread(io.BytesIO(cleaned), format="png"), image.imread(io.BytesIO(picture(b"x")), format="png"))


def test_matplotlibs_own_images_lose_the_programs_version():
    file = io.BytesIO()
    image.imsave(file, np.arange(12.0).reshape(3, 4), format="png")
    assert b"Software" in file.getvalue()
    cleaned = base64.b64decode(without_remarks(base64.encodebytes(file.getvalue()).decode()))
    assert b"Software" not in cleaned
    assert np.array_equal(image.imread(io.BytesIO(cleaned), format="png"), image.imread(io.BytesIO(file.getvalue()), format="png"))


def test_what_is_no_png_is_refused():
    with pytest.raises(ValueError, match="expected a PNG"):
        without_remarks(base64.b64encode(b"GIF89a").decode())


def notebook(remark=b"x", **metadata):
    encoded = base64.b64encode(picture(remark)).decode()
    output = v4.new_output("display_data", {"image/png": encoded, "text/plain": "<Figure>"}, metadata=metadata)
    cells = [v4.new_code_cell("1", id="a", outputs=[output, v4.new_output("stream", text="b\n")], execution_count=1)]
    return v4.new_notebook(cells=cells, nbformat_minor=5)


def test_outputs_keep_what_they_show_and_lose_the_rest():
    given = notebook(**{"image/png": {"width": 640}})
    clean(given)
    first, second = given.cells[0].outputs
    assert first.metadata == {}
    assert first.data["text/plain"] == "<Figure>"
    assert second.text == "b\n"


def test_equal_notebooks_give_equal_bytes_whatever_the_order_of_their_keys():
    one, two = notebook(b"a"), notebook(b"b", needs_background="light")
    two.cells[0].outputs[0]["data"] = dict(reversed(two.cells[0].outputs[0]["data"].items()))
    for each in (one, two):
        clean(each)
    assert to_bytes(one) == to_bytes(two)
    assert to_bytes(one).endswith(b"}\n")
    assert to_bytes(nbformat.reads(to_bytes(one).decode(), as_version=4)) == to_bytes(one)


def test_an_invalid_notebook_is_not_written():
    broken = notebook()
    broken.cells[0].id = "not a valid id"
    with pytest.raises(nbformat.ValidationError):
        to_bytes(broken)
