"""What a student meets in a notebook: `check`, `hint`, `progress`, `student`, the card and the local memory.

The course promises ``from bigmodel_edu import student`` as a function, and Python gives this folder the same name as soon as it is
imported. So the module can be called: ``student("s017")`` says who works here, whichever of the two a notebook has got hold of.
"""

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    def __call__(self, name: str | None = None) -> Any:
        from bigmodel_edu.student.notebook import student

        return student(name)


sys.modules[__name__].__class__ = _Callable
