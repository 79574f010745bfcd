"""The kinds of exercise, each a class with its own judge."""

from bigmodel_edu.checking.kinds.artefacts import Artefact
from bigmodel_edu.checking.kinds.choices import Choice
from bigmodel_edu.checking.kinds.functions import Function, Module
from bigmodel_edu.checking.kinds.numbers import Number
from bigmodel_edu.checking.kinds.texts import Text

__all__ = ["Artefact", "Choice", "Function", "Module", "Number", "Text"]
