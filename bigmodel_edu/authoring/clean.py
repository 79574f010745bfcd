"""Take out of a notebook's outputs what differs between two runs or two machines and says nothing."""

import base64
from collections.abc import Iterator

import nbformat
from nbformat import NotebookNode

from bigmodel_edu.language import _

PNG = b"\x89PNG\r\n\x1a\n"
REMARKS = (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf")  # the program's version, dates, comments


def clean(notebook: NotebookNode) -> None:
    """Clean every output in place: no metadata, no remarks inside images, metadata of cells as they were assembled."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.pop("transient", None)
            if "metadata" in output:
                output["metadata"] = NotebookNode()
            if "image/png" in output.get("data", {}):
                output["data"]["image/png"] = without_remarks(output["data"]["image/png"])


def without_remarks(encoded: str) -> str:
    """Return a PNG image, in base64, without the chunks that hold remarks; every pixel stays.

    Raises:
        ValueError: if it is no PNG image.
    """
    image = base64.b64decode(encoded)
    if not image.startswith(PNG):
        raise ValueError(_("expected a PNG image, got other bytes"))
    kept = b"".join(chunk for kind, chunk in _chunks(image) if kind not in REMARKS)
    return base64.b64encode(PNG + kept).decode("ascii")


def _chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk's kind and its bytes: length (4), kind (4), content, checksum (4). Source: PNG specification, section 5.3."""
    place = len(PNG)
    while place + 12 <= len(image):
        size = int.from_bytes(image[place : place + 4], "big") + 12
        yield image[place + 4 : place + 8], image[place : place + size]
        place += size


def to_bytes(notebook: NotebookNode) -> bytes:
    """The file: keys in order, one space of indent, a line feed at the end; the same notebook gives the same bytes.

    Raises:
        nbformat.ValidationError: if it is no valid notebook.
    """
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook, version=4)
    return (text.rstrip("\n") + "\n").encode("utf-8")
