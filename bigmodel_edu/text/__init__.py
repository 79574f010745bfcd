"""Text to numbers and back: byte-level BPE, learnt here or as published models use it, and WordPiece."""

from bigmodel_edu.text.bpe import ByteLevelBPE, Piece, train_bpe
from bigmodel_edu.text.merging import encode, learn_merges, merge, pair_counts
from bigmodel_edu.text.published import gguf_bpe, published_bpe
from bigmodel_edu.text.saving import load_tokenizer, save_tokenizer
from bigmodel_edu.text.splitting import split
from bigmodel_edu.text.wordpiece import WordPiece

__all__ = [
    "ByteLevelBPE",
    "Piece",
    "WordPiece",
    "encode",
    "gguf_bpe",
    "learn_merges",
    "load_tokenizer",
    "merge",
    "pair_counts",
    "published_bpe",
    "save_tokenizer",
    "split",
    "train_bpe",
]
