"""Choices: one or more letters out of some options. A choice consists of words only."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bigmodel_edu.calling import Plain
from bigmodel_edu.checking.compare import Difference
from bigmodel_edu.checking.kinds.questions import RightOrWrong
from bigmodel_edu.language import _, plural


@dataclass(frozen=True, kw_only=True)
class Choice(RightOrWrong):
    """The answer is a letter, or several.

    Args:
        options: what stands to choose from, by letter.
        right: the letter of the right option, or several: ``"a, c"``.
    """

    kind = "choice"

    options: Mapping[str, str]
    right: str

    def __post_init__(self) -> None:
        super().__post_init__()
        chosen = letters(self.right)
        if not chosen or not chosen <= set(self.options):
            raise ValueError(f"{self.id}: expected the right option to be one or more of {', '.join(self.options)}, got {self.right!r}")

    def prompt_for(self, student: str = "") -> str:
        """The question, its options, and how a choice is written."""
        options = [f"  {letter}) {option}" for letter, option in self.options.items()]
        return "\n".join([super().prompt_for(student), *options, self._how_to_choose()])

    def _how_to_choose(self) -> str:
        """An example with the first letters, whichever are right; a bare letter would be an unknown name."""
        right = len(letters(self.right) or ())
        sentence = plural(
            "Write the letter in quotes, for example: {example}", "Write the letters in quotes, for example: {example}", right
        )
        return sentence.format(example=f'{self.target} = "{", ".join(list(self.options)[: min(right, 2)])}"')

    def right_answer(self, student: str = "") -> Plain:
        return self.right

    def wrong_answers(self, wrong: Any, student: str) -> Plain:
        return wrong

    def difference(self, expected: Plain, got: Plain) -> Difference | None:
        chosen = letters(got)
        if chosen is None or not chosen <= set(self.options):
            known = ", ".join(self.options)
            return Difference("type", _('Answer with one or more of the letters {known}, as a text such as "a".').format(known=known))
        right = letters(expected)
        if chosen == right:
            return None
        if right is not None and len(right) > 1:
            return Difference("value", _("Not the right selection: more than one option can be right."))
        return Difference("value", _("Not the right option."))

    @property
    def general_hints(self) -> tuple[str, ...]:
        """The exercise's own hints, else general ones that give nothing away."""
        return self.hints or (
            _("Go through the options one by one. For each, what would have to be true for it to be right?"),
            _("Find the place in the lesson that speaks of it, and compare it word by word with the option that you took."),
        )


def letters(answer: Plain) -> set[str] | None:
    """Read a choice: "b", "B", "a, c", ["a", "c"]; None when it is something else.

    >>> sorted(letters("A, c"))
    ['a', 'c']
    """
    if isinstance(answer, str):
        parts: Iterable[Any] = [part for part in re.split(r"[\s,;/]+", answer.strip().strip(".()")) if part]
    elif isinstance(answer, (list, tuple, set)):
        parts = answer
    else:
        return None
    chosen = {part.strip().strip(".()").lower() for part in parts if isinstance(part, str)}
    return chosen if chosen and all(len(letter) == 1 for letter in chosen) else None
