"""Keep a tokenizer as a JSON file: plain data, readable by a person, nothing that could run."""

import json
from pathlib import Path

from bigmodel_edu.files import write_file
from bigmodel_edu.text.bpe import ByteLevelBPE
from bigmodel_edu.text.printable import from_printable, to_printable

FORMAT = "bigmodel-edu byte-level BPE, version 1"


def save_tokenizer(tokenizer: ByteLevelBPE, path: str | Path) -> Path:
    """Write a tokenizer; the file is in its place whole or not at all.

    Tokens are written in printable characters, special tokens by name.
    """
    special = {place: name for name, place in tokenizer.special_tokens.items()}
    content = {
        "format": FORMAT,
        "scheme": tokenizer.scheme,
        "special_tokens": dict(tokenizer.special_tokens),
        "vocabulary": [special.get(place) or to_printable(token) for place, token in enumerate(tokenizer.vocabulary)],
        "merges": [list(merge) for merge in tokenizer.merges],
    }
    return write_file(path, json.dumps(content, ensure_ascii=False))


def load_tokenizer(path: str | Path) -> ByteLevelBPE:
    """Read a tokenizer that ``save_tokenizer`` wrote.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is no such file, or is damaged.
    """
    path = Path(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise ValueError(f"its format is not {FORMAT!r}")
        special = {str(name): int(place) for name, place in content["special_tokens"].items()}
        names = {place: name for name, place in special.items()}
        tokens = enumerate(content["vocabulary"])
        vocabulary = [names[place].encode() if place in names else from_printable(token) for place, token in tokens]
        merges = [(int(left), int(right), int(joined)) for left, right, joined in content["merges"]]
        return ByteLevelBPE(vocabulary, merges, special, content["scheme"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"expected a tokenizer saved by this package in {path.name}: {error}") from error
