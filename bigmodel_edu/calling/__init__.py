"""Plain data in, plain data out: call an answer and say what happened. Shared by the notebook's check and the sandbox."""

from bigmodel_edu.calling.bounded import call_bounded
from bigmodel_edu.calling.calls import call, describe_exception
from bigmodel_edu.calling.outcome import Outcome, Trouble
from bigmodel_edu.calling.plain import AsTensor, Other, Plain, RandomGenerator, Source, function_from_source, to_live, to_plain

__all__ = [
    "AsTensor",
    "Other",
    "Outcome",
    "Plain",
    "RandomGenerator",
    "Source",
    "Trouble",
    "call",
    "call_bounded",
    "describe_exception",
    "function_from_source",
    "to_live",
    "to_plain",
]
