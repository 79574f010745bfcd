"""Fashion-MNIST: 70,000 pictures of clothes, 28 by 28, in ten classes."""

import gzip
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bigmodel_edu.data.debian import DebianPackage
from bigmodel_edu.data.record import Record
from bigmodel_edu.language import _

FILES = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")
CLASS_NAMES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
PACKAGE = DebianPackage(
    name="dataset-fashion-mnist",
    version="0.0~git20200523.55506a9-1",
    pool="pool/main/d/dataset-fashion-mnist",
    sha256="39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0",
    sha1="08712481535c182683c7803e3f9b81fd8773e695",
    megabytes=30.9,
    folder="usr/share/datasets/fashion-mnist",
    files=FILES,
)
RECORD = Record(
    name="fashion_mnist",
    title=_("Fashion-MNIST"),
    holds=_("60,000 pictures to train on and 10,000 to test on, 28 by 28 pixels, grey, ten classes of equal size"),
    licence=_("MIT"),
    origin=_("H. Xiao, K. Rasul, R. Vollgraf, Zalando Research, 2017"),
    sources=(PACKAGE,),
)


@dataclass(frozen=True)
class LabelledImages:
    """Pictures with their classes.

    Args:
        training_images: (N, height, width), uint8, 0 is black (the ground).
        training_labels: (N,), int64, the place in ``class_names``.
        testing_images: (M, height, width), uint8.
        testing_labels: (M,), int64.
    """

    training_images: np.ndarray = field(repr=False)
    training_labels: np.ndarray = field(repr=False)
    testing_images: np.ndarray = field(repr=False)
    testing_labels: np.ndarray = field(repr=False)
    class_names: tuple[str, ...]
    record: Record


def fashion_mnist() -> LabelledImages:
    """Load the pictures; the first time they may be fetched (31 MB).

    Raises:
        DataNotFound: if they are not on this machine and cannot be fetched; it says what to install.
        ValueError: if a file is damaged.
    """
    (folder,) = RECORD.folders()
    training_images, training_labels, testing_images, testing_labels = (read_idx(folder / name) for name in FILES)
    return LabelledImages(
        training_images, training_labels.astype(np.int64), testing_images, testing_labels.astype(np.int64), CLASS_NAMES, RECORD
    )


def read_idx(path: Path) -> np.ndarray:
    """Read a gzipped IDX file of unsigned bytes: two zeros, type 8, the number of sizes, each size as 4 bytes, then the values.

    Raises:
        ValueError: if the file is no such file, or its length does not fit its sizes.
    """
    try:
        data = gzip.decompress(path.read_bytes())
    except (gzip.BadGzipFile, EOFError) as error:
        raise ValueError(f"expected a whole gzip file, got {path.name}: {error}; delete it and load again") from error
    if data[:3] != b"\x00\x00\x08" or len(data) < 4 + 4 * data[3]:
        raise ValueError(f"expected an IDX file of bytes, which begins 00 00 08, got {data[:4].hex(' ')} in {path.name}")
    shape = tuple(np.frombuffer(data, dtype=">u4", count=data[3], offset=4).tolist())
    values = np.frombuffer(data, dtype=np.uint8, offset=4 + 4 * data[3])
    if values.size != np.prod(shape, dtype=np.int64):
        raise ValueError(f"expected {shape} values in {path.name}, got {values.size}; delete it and load again")
    return values.reshape(shape)
