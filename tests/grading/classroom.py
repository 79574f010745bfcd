"""A class of 24 submissions to one lesson: right in several styles, wrong by each misconception, broken and hostile."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LESSON = Path(__file__).parents[2] / "notebooks" / "algorithms" / "self-attention.ipynb"

ATTENTION = "self-attention.scaled_dot_product_attention"
MASK = "self-attention.causal_mask"
ENTROPY = "self-attention.attention_entropy"
SIZE = "self-attention.table_size"
MIXED = "self-attention.what_is_mixed"

RIGHT_ATTENTION = """
import math
import torch
def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
"""
RIGHT_MASK = "import torch\ndef causal_mask(n):\n    return torch.ones(n, n, dtype=torch.bool).tril()\n"
RIGHT_ENTROPY = "import torch\ndef attention_entropy(weights):\n    return torch.special.entr(weights).sum(-1)\n"
RIGHT = {ATTENTION: RIGHT_ATTENTION, MASK: RIGHT_MASK, ENTROPY: RIGHT_ENTROPY, MIXED: 'what_is_mixed = "c"\n'}


@dataclass(frozen=True)
class Pupil:
    """One submission: its answers by exercise, how the file is spoilt, and the marks that it must get.

    ``marks`` holds (status, diagnosis) for every exercise that is not plainly passed; the table question is never answered.
    """

    name: str
    answers: dict[str, str] = field(default_factory=dict)
    marks: dict[str, tuple[str, str]] = field(default_factory=dict)
    spoil: Callable[[dict[str, Any]], bytes] | None = None
    file: str = "self-attention.ipynb"


def attention(body: str) -> str:
    return f"import math\nimport numpy as np\nimport torch\ndef scaled_dot_product_attention(q, k, v, mask=None):\n{body}"


def scored(scale: str = "math.sqrt(q.shape[-1])", mask: str = "~mask", dim: int = -1, mix: str = "v") -> str:
    return attention(
        f"    scores = q @ k.mT / {scale}\n    if mask is not None:\n        scores = scores.masked_fill({mask}, -1e9)\n"
        f"    return torch.softmax(scores, dim={dim}) @ {mix}\n"
    )


EINSUM = attention(
    "    scores = torch.einsum('bhtd,bhsd->bhts', q, k) * q.size(-1) ** -0.5\n"
    "    if mask is not None:\n        scores = torch.where(mask, scores, torch.finfo(scores.dtype).min)\n"
    "    return torch.einsum('bhts,bhse->bhte', scores.softmax(-1), v)\n"
)
LOOPS = attention(
    "    out = torch.zeros(*q.shape[:-1], v.shape[-1])\n"
    "    for b in range(q.shape[0]):\n        for h in range(q.shape[1]):\n            for t in range(q.shape[2]):\n"
    "                s = torch.stack([(q[b, h, t] * key).sum() for key in k[b, h]]) / q.shape[-1] ** 0.5\n"
    "                if mask is not None:\n                    s[~mask[t]] = -float('inf')\n"
    "                w = torch.exp(s - s.max())\n                w = w / w.sum()\n"
    "                for weight, value in zip(w, v[b, h]):\n                    out[b, h, t] += weight * value\n"
    "    return out\n"
)
NUMPY = attention(
    "    q, k, v = (np.asarray(x) for x in (q, k, v))\n    s = np.matmul(q, np.swapaxes(k, -1, -2)) / np.sqrt(q.shape[-1])\n"
    "    if mask is not None:\n        s = np.where(np.asarray(mask), s, -np.inf)\n"
    "    e = np.exp(s - s.max(-1, keepdims=True))\n    return e / e.sum(-1, keepdims=True) @ v\n"
)
DOUBLE = attention(
    "    q, k, v = q.double(), k.double(), v.double()\n    s = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5\n"
    "    if mask is not None:\n        s = s.masked_fill(mask.logical_not(), -torch.inf)\n    return s.softmax(-1) @ v\n"
)
MASK_AFTER = attention(
    "    w = torch.softmax(q @ k.mT / math.sqrt(q.shape[-1]), -1)\n    if mask is not None:\n        w = w * mask\n    return w @ v\n"
)
READS_OTHERS = attention(
    "    import glob, os\n    places = ('/', '/home', '/root', '/work', '/tmp', os.getcwd(), '..', '../..')\n"
    "    found = [file for place in places for file in glob.glob(place + '/**/*.ipynb')]\n"
    "    return torch.tensor(eval(open(found[0]).read()))\n"
)
OVERWRITES = (
    "import torch, builtins, bigmodel_edu\n"
    "builtins.print = lambda *a, **k: None\n"
    "torch.softmax = lambda x, dim=-1: x\n"
    "torch.allclose = lambda *a, **k: True\n"
    "class Always(torch.Tensor):\n    def __eq__(self, other):\n        return True\n    def __bool__(self):\n        return True\n"
    "def scaled_dot_product_attention(q, k, v, mask=None):\n    return q.as_subclass(Always)\n"
)
LOOP = attention("    while True:\n        try:\n            pass\n        except BaseException:\n            pass\n")
EXIT = attention("    import os\n    os._exit(0)\n")
HUGE = attention("    return torch.ones(30 * 2**30 // 4) + 1\n")


def _nothing(_: dict[str, Any]) -> bytes:
    return b""


def _broken_json(document: dict[str, Any]) -> bytes:
    return b"{" + json.dumps(document).encode()[:4_000]


def _loud(document: dict[str, Any]) -> bytes:
    first = next(cell for cell in document["cells"] if cell["cell_type"] == "code")
    first["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * (50 << 20)}]
    return json.dumps(document).encode()


def _without_checks(document: dict[str, Any]) -> bytes:
    document["cells"] = [cell for cell in document["cells"] if cell.get("metadata", {}).get("bigmodel_edu", {}).get("kind") != "check"]
    return json.dumps(document).encode()


def _without_metadata(document: dict[str, Any]) -> bytes:
    document["metadata"] = {}
    for cell in document["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)
    return json.dumps(document).encode()


ALL_UNREADABLE = dict.fromkeys((ATTENTION, MASK, ENTROPY, SIZE, MIXED), ("unreadable", ""))
NOTHING_DONE = dict.fromkeys((ATTENTION, MASK, ENTROPY, MIXED), ("not_attempted", ""))
MASK_BY_LOOPS = "import torch\ndef causal_mask(n):\n    return torch.tensor([[s <= t for s in range(n)] for t in range(n)])\n"
CLAMPED = "def attention_entropy(w):\n    w = w.double()\n    return -(w * w.clamp(min=1e-30).log()).sum(-1)\n"
LIBRARY = attention("    from torch.nn import functional as F\n    return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)\n")
BITS = "import torch\ndef attention_entropy(weights):\n    return -torch.xlogy(weights, weights).sum(-1) / torch.log(torch.tensor(2.0))\n"
NAN = "import torch\ndef attention_entropy(w):\n    return -(w * torch.log(w)).sum(dim=-1)\n"
NEGATIVE = "import torch\ndef attention_entropy(w):\n    return torch.xlogy(w, w).sum(dim=-1)\n"
LOWER = "import torch\ndef causal_mask(n):\n    return torch.ones(n, n).tril(-1).bool()\n"
UPPER = "import numpy as np\ndef causal_mask(n):\n    return np.triu(np.ones((n, n), dtype=bool))\n"
NEXT_TOO = "import torch\ndef causal_mask(n):\n    i = torch.arange(n)\n    return i[None, :] <= i[:, None] + 1\n"

PUPILS = (
    Pupil("a01-einsum", {ATTENTION: EINSUM}),
    Pupil("a02-loops", {ATTENTION: LOOPS, MASK: MASK_BY_LOOPS}),
    Pupil("a03-numpy", {ATTENTION: NUMPY, MASK: "import numpy as np\ndef causal_mask(n):\n    return np.tri(n, dtype=bool)\n"}),
    Pupil("a04-torch", {}),
    Pupil("a05-float64", {ATTENTION: DOUBLE, ENTROPY: CLAMPED}),
    Pupil(
        "b01-no-scale", {ATTENTION: scored(scale="1"), MASK: LOWER}, {ATTENTION: ("failed", "no-scale"), MASK: ("failed", "strictly-lower")}
    ),
    Pupil(
        "b02-width",
        {ATTENTION: scored(scale="math.sqrt(q.shape[1] * q.shape[-1])"), ENTROPY: BITS},
        {ATTENTION: ("failed", "scale-by-width"), ENTROPY: ("failed", "bits")},
    ),
    Pupil(
        "b03-queries",
        {ATTENTION: scored(dim=-2), MASK: UPPER},
        {ATTENTION: ("failed", "softmax-over-queries"), MASK: ("failed", "upper")},
    ),
    Pupil(
        "b04-mask-after",
        {ATTENTION: MASK_AFTER, ENTROPY: NAN},
        {ATTENTION: ("failed", "mask-after-softmax"), ENTROPY: ("failed", "nan-at-zero")},
    ),
    Pupil(
        "b05-inverted",
        {ATTENTION: scored(mask="mask"), MASK: NEXT_TOO},
        {ATTENTION: ("failed", "mask-inverted"), MASK: ("failed", "off-by-one")},
    ),
    Pupil(
        "b06-keys", {ATTENTION: scored(mix="k"), ENTROPY: NEGATIVE}, {ATTENTION: ("failed", "weights-on-keys"), ENTROPY: ("failed", "sign")}
    ),
    Pupil(
        "b07-library",
        {ATTENTION: LIBRARY, MIXED: 'what_is_mixed = "B"\n'},
        {ATTENTION: ("failed", "forbidden"), MIXED: ("failed", "keys")},
    ),
    Pupil("c01-untouched", dict.fromkeys(RIGHT, ""), NOTHING_DONE),
    Pupil("c02-endless", {ATTENTION: LOOP}, {ATTENTION: ("timeout", "")}),
    Pupil("c03-exit", {ATTENTION: EXIT}, {ATTENTION: ("killed", "")}),
    Pupil("c04-memory", {ATTENTION: HUGE}, {ATTENTION: ("error|memory", "")}),
    Pupil("c05-reads-others", {ATTENTION: READS_OTHERS}, {ATTENTION: ("error", "")}),
    Pupil("c06-overwrites", {ATTENTION: OVERWRITES}, {ATTENTION: ("failed", "")}),
    Pupil("c07-broken-json", {}, ALL_UNREADABLE, _broken_json),
    Pupil("c08-loud", {}, {}, _loud),
    Pupil("c09-no-check-cells", {}, {}, _without_checks),
    Pupil("c10-renamed", {}, {}, _without_metadata, "Kopie von Untitled (3).ipynb"),
    Pupil("c11-zero-bytes", {}, ALL_UNREADABLE, _nothing),
    Pupil(
        "c12-other-name",
        {
            ATTENTION: RIGHT_ATTENTION.replace("scaled_dot_product_attention", "my_attention"),
            "check": f'check("{ATTENTION}", my_attention)\n',
        },
        {},
    ),
)


def write_pupil(folder: Path, pupil: Pupil, lesson: Path = LESSON) -> None:
    """Write one submission as ``<student>/<file>``."""
    document = json.loads(lesson.read_text(encoding="utf-8"))
    answers = RIGHT | pupil.answers
    for cell in document["cells"]:
        own = cell["metadata"].get("bigmodel_edu", {})
        if own.get("kind") == "exercise" and answers.get(own["exercise"]):
            cell["source"] = answers[own["exercise"]]
        if own.get("kind") == "check" and own.get("exercise") == ATTENTION and "check" in pupil.answers:
            cell["source"] = pupil.answers["check"]
    content = pupil.spoil(document) if pupil.spoil else json.dumps(document).encode()
    (folder / pupil.name).mkdir(parents=True)
    (folder / pupil.name / pupil.file).write_bytes(content)


def write_class(folder: Path, lesson: Path = LESSON) -> None:
    """Write all 24."""
    for pupil in PUPILS:
        write_pupil(folder, pupil, lesson)
