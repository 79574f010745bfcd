"""Functions and modules: answers that are called on drawn cases."""

from dataclasses import dataclass

from bigmodel_edu.checking.called import Called
from bigmodel_edu.checking.exercise import Answer
from bigmodel_edu.checking.judging import judge_calls
from bigmodel_edu.checking.result import Result


@dataclass(frozen=True, kw_only=True)
class Function(Called):
    """The answer is a function."""

    kind = "function"

    def judge(self, answer: Answer, seed: int, student: str = "") -> Result:
        return judge_calls(self, answer, seed)


@dataclass(frozen=True, kw_only=True)
class Module(Function):
    """The answer is a class: a driver builds an object of it, gives it weights where it has any, and uses it."""

    kind = "module"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.driver is None:
            raise ValueError(f"{self.id}: expected a driver that builds and uses the class")
