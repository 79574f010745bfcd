"""Inference: the next token, many texts at once, and a server that OpenAI's clients can speak with.

The server's parts need the extra ``serve`` (FastAPI, uvicorn) and are imported from their modules: ``inference.app``,
``inference.local_server``.
"""

from bigmodel_edu.inference.generation import Writing, generate, stream
from bigmodel_edu.inference.sampling import Sampling, candidates, penalise_repetition, sample
from bigmodel_edu.inference.stopping import TextStream
from bigmodel_edu.inference.text_model import TextModel, load_model, save_model, smollm2
from bigmodel_edu.inference.writing import Writer

__all__ = [
    "Sampling",
    "TextModel",
    "TextStream",
    "Writer",
    "Writing",
    "candidates",
    "generate",
    "load_model",
    "penalise_repetition",
    "sample",
    "save_model",
    "smollm2",
    "stream",
]
