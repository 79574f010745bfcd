"""Numbers, choices and texts: answers that are read, not called. A number can have a variant of its own for each student."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from bigmodel_edu.calling import Outcome, Plain
from bigmodel_edu.checking.compare import Difference, compare
from bigmodel_edu.checking.describe import describe_outcome
from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.checking.result import Part, Result, Status
from bigmodel_edu.language import _, plural

MAX_ANSWER = 20_000  # characters of a text answer that are kept for its marker
MOST_NUDGES = 3  # of the misconceptions' first hints, in a hint for an answer that matches none of them


def variant_of(exercise: Exercise, student: str = "") -> dict[str, Any]:
    """Return the numbers in a student's question: a public function of the student's id, the practice variant for "".

    The same for every class and year, so that nobody needs a key to see the own question.
    """
    if exercise.variant is None:
        return {}
    digest = hashlib.sha256(f"{student}\n{exercise.id}".encode()).digest()
    return exercise.variant(np.random.default_rng(int.from_bytes(digest[:8], "big")))


def prompt_of(exercise: Exercise, student: str = "") -> str:
    """The question with the student's own numbers, the options of a choice, and how a choice is written."""
    text = exercise.prompt.format(**variant_of(exercise, student))
    options = [f"  {letter}) {option}" for letter, option in exercise.options.items()]
    return "\n".join([text, *options, *([_how_to_choose(exercise, student)] if options else [])])


def _how_to_choose(exercise: Exercise, student: str) -> str:
    """An example with the first letters, whichever are right; a bare letter would be an unknown name."""
    right = len(letters(right_answer(exercise, student)) or ())
    sentence = plural("Write the letter in quotes, for example: {example}", "Write the letters in quotes, for example: {example}", right)
    return sentence.format(example=f'{exercise.target} = "{", ".join(list(exercise.options)[: min(right, 2)])}"')


def right_answer(exercise: Exercise, student: str = "") -> Plain:
    """The reference answer to a student's variant."""
    return exercise.reference(**variant_of(exercise, student)) if callable(exercise.reference) else exercise.reference


def judge_question(exercise: Exercise, outcome: Outcome, student: str) -> Result:
    """Mark an answer that was read from the notebook."""
    if outcome.kind != "returned":
        return unread(exercise, outcome)
    got = outcome.value
    if got is None or (isinstance(got, str) and not got.strip()):
        return Result(exercise.id, "not_attempted", 0.0, exercise.points, (_("Not attempted yet."),))
    if exercise.kind in ("text", "artefact"):
        result = Result(exercise.id, "manual", 0.0, exercise.points, (_("Recorded. A person marks this answer."),))
        return replace(result, answer=str(got)[:MAX_ANSWER])
    difference = _difference(exercise, right_answer(exercise, student), got)
    if difference is None:
        result = Result(exercise.id, "passed", exercise.points, exercise.points, (_("Right."),), parts=(Part("", True),))
    else:
        result = _wrong(exercise, got, difference, student)
    return replace(result, answer=repr(got)[:200])


def hints_of(exercise: Exercise) -> tuple[str, ...]:
    """The hints for an answer that matches no misconception: the exercise's own, else general ones that give nothing away."""
    if exercise.hints or exercise.kind not in ("number", "choice"):
        return exercise.hints
    if exercise.kind == "choice":
        return (
            _("Go through the options one by one. For each, what would have to be true for it to be right?"),
            _("Find the place in the lesson that speaks of it, and compare it word by word with the option that you took."),
        )
    numbers = _(' Your numbers: student().variant("{id}").').format(id=exercise.id) if exercise.variant else ""
    nudges = list(dict.fromkeys(each.hints[0] for each in exercise.misconceptions if each.hints[0].endswith("?")))[:MOST_NUDGES]
    return (
        _("Read the question again, word by word: what is counted, and in which unit?") + numbers,
        *([_("Questions that helped with other wrong numbers: {questions}").format(questions=" ".join(nudges))] if nudges else []),
        _("Compute in small steps, each in a line of its own, and print each step with its unit. Which step has a size that cannot be?"),
    )


def unread(exercise: Exercise, outcome: Outcome) -> Result:
    """The notebook gave no value: the name is missing, it cannot be read, or the process that ran it came to an end."""
    ends: dict[str, Status] = {"missing": "not_attempted", "raised": "error", "timeout": "timeout", "memory": "memory"}
    status = ends.get(outcome.kind, "killed")
    if status == "not_attempted":
        return Result(exercise.id, status, 0.0, exercise.points, (_("Not attempted yet."),))
    messages = [_unreadable(exercise, outcome) if outcome.kind == "raised" else describe_outcome(exercise, outcome)]
    budget = exercise.budget
    if budget is not None:
        sentence = _("At most {size:,} bytes and {numbers:,} numbers in {arrays:,} arrays are allowed.")
        messages.append(sentence.format(size=budget.size, numbers=budget.numbers, arrays=budget.arrays))
    return Result(exercise.id, status, 0.0, exercise.points, tuple(messages), hints=exercise.hints)


def _unreadable(exercise: Exercise, outcome: Outcome) -> str:
    """A value is read, not called: what fails then is its size or its form. The grader passes on no words of a submission."""
    if outcome.error and outcome.error.message:
        return _("`{target}` cannot be read: {message}.").format(target=exercise.target, message=outcome.error.message.strip().rstrip("."))
    if exercise.kind == "artefact":
        sentence = _("`{target}` cannot be read: it is too large, or it is not plain arrays or the bytes of one file.")
    else:
        sentence = _("`{target}` cannot be read: it is too large, or it is not a plain number or text.")
    return sentence.format(target=exercise.target)


def _difference(exercise: Exercise, expected: Plain, got: Plain) -> Difference | None:
    if exercise.kind == "choice":
        return _difference_in_choice(exercise, expected, got)
    difference = compare(expected, got, relative=exercise.relative, absolute=exercise.absolute)
    if difference is not None and difference.kind in ("type", "shape"):
        return Difference("type", _("`{target}` is not a number. Write one like 12.5, without a unit.").format(target=exercise.target))
    return difference


def _difference_in_choice(exercise: Exercise, expected: Plain, got: Plain) -> Difference | None:
    chosen = letters(got)
    if chosen is None or not chosen <= set(exercise.options):
        known = ", ".join(exercise.options)
        return Difference("type", _('Answer with one or more of the letters {known}, as a text such as "a".').format(known=known))
    right = letters(expected)
    if chosen == right:
        return None
    if right is not None and len(right) > 1:
        return Difference("value", _("Not the right selection: more than one option can be right."))
    return Difference("value", _("Not the right option."))


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


def _wrong(exercise: Exercise, got: Plain, difference: Difference, student: str) -> Result:
    messages, diagnosis, hints = [difference.message], None, hints_of(exercise)
    numbers = variant_of(exercise, student)
    for misconception in exercise.misconceptions:
        wrong = [way(**numbers) if callable(way) else way for way in misconception.ways]
        if any(_difference(exercise, each, got) is None for each in wrong):
            messages, diagnosis, hints = [*messages, misconception.said], misconception.name, misconception.hints
            break
    return Result(exercise.id, "failed", 0.0, exercise.points, tuple(messages), diagnosis, hints, (Part("", False),))


def owners_of(exercise: Exercise, got: Plain, students: Iterable[str]) -> list[str]:
    """Whose variant an answer is right for, among some students ("" is the practice variant); for a person to judge."""
    if exercise.kind != "number" or exercise.variant is None:
        return []
    return [each for each in students if _difference(exercise, right_answer(exercise, each), got) is None]
