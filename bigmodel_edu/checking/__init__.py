"""An exercise's form, comparing, judging and diagnosing; what a bank of exercises is written with stands here by name."""

from bigmodel_edu.checking.defining import artefact, from_words, function, module, number
from bigmodel_edu.checking.exercise import Call, arguments

__all__ = ["Call", "arguments", "artefact", "from_words", "function", "module", "number"]
