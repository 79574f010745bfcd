"""The rules that a lesson keeps, as far as they can be checked without running it."""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from bigmodel_edu.authoring.code import bound_names, check_call, parse
from bigmodel_edu.authoring.lesson import DISPLAY_TAGS, ROLES, Cell, Lesson
from bigmodel_edu.authoring.numbers_in_text import number_problems
from bigmodel_edu.authoring.problem import Problem
from bigmodel_edu.authoring.text import text_problems
from bigmodel_edu.language import _, plural

MOST_LINES = 25


def lesson_problems(lesson: Lesson) -> list[Problem]:
    """Everything that is wrong with a lesson's source, in the order of its lines."""
    rules = (text_problems, number_problems, _tags, _options, _code, _pairs, _checks, _bank)
    return sorted({problem for rule in rules for problem in rule(lesson)}, key=lambda problem: problem.line)


def _tags(lesson: Lesson) -> Iterator[Problem]:
    known = (*ROLES, *DISPLAY_TAGS)
    for cell in lesson.code:
        for tag in cell.tags:
            if tag not in known:
                close = get_close_matches(tag, known, n=1)
                remedy = _("Did you mean `{close}`?").format(close=close[0]) if close else _("Known: {tags}.").format(tags=", ".join(known))
                yield lesson.problem(cell.line, _("unknown tag `{tag}`").format(tag=tag), remedy)
        roles = [tag for tag in cell.tags if tag in ROLES]
        if len(roles) > 1:
            what = _("a cell that is {roles} at once").format(roles=" and ".join(roles))
            yield lesson.problem(cell.line, what, _("Keep one of these tags."))


def _options(lesson: Lesson) -> Iterator[Problem]:
    for cell in lesson.code:
        if cell.role == "exercise" and not cell.exercise:
            yield lesson.problem(cell.line, _("an exercise without a name"), _("Add the option `:exercise: chapter.name`."))
        if cell.exercise and cell.role != "exercise":
            remedy = _("Only a cell tagged `exercise` has the option `exercise`.")
            yield lesson.problem(cell.line, _("option `exercise` on a cell that is {role}").format(role=cell.role), remedy)
        if cell.alt and cell.alt.lower().endswith((".png", ".jpg", ".jpeg", ".svg")):
            yield lesson.problem(cell.line, _("an alt text that is a file's name"), _("Say in words what the figure shows."))


def _code(lesson: Lesson) -> Iterator[Problem]:
    for cell in lesson.code:
        if not cell.source.strip():
            yield lesson.problem(cell.line, _("an empty code cell"), _("Write its code, or remove it."))
            continue
        if (count := len(cell.source.splitlines())) > MOST_LINES:
            what = plural(
                "a cell of {count} line, at most {most} fit a screen", "a cell of {count} lines, at most {most} fit a screen", count
            )
            what = what.format(count=count, most=MOST_LINES)
            yield lesson.problem(cell.line, what, _("Split it: a cell does one thing."))
        try:
            parse(cell.source)
        except SyntaxError as error:
            what = _("not Python ({reason})").format(reason=error.msg)
            yield lesson.problem(cell.line + (error.lineno or 1) - 1, what, _("Mend the code."))
        if cell.source.rstrip().endswith(";"):
            remedy = _("A test that runs the notebook again shows what it hides. End a figure with `plt.show()`, or give the value a name.")
            yield lesson.problem(cell.line + len(cell.source.splitlines()) - 1, _("a semicolon at the end of the cell"), remedy)


def _pairs(lesson: Lesson) -> Iterator[Problem]:
    solved = set()
    for exercise, solution in lesson.pairs():
        if solution is None:
            remedy = _("Add a code cell tagged `solution` right after it.")
            yield lesson.problem(exercise.line, _("exercise {id} has no solution").format(id=exercise.exercise), remedy)
        else:
            solved.add(solution)
    for cell in lesson.code:
        if cell.role == "solution" and cell not in solved:
            remedy = _("A solution stands right after the cell tagged `exercise` that it solves, with nothing between them.")
            yield lesson.problem(cell.line, _("a solution without an exercise"), remedy)
    for name, count in Counter(cell.exercise for cell in lesson.code if cell.role == "exercise" and cell.exercise).items():
        if count > 1:
            line = [cell.line for cell in lesson.code if cell.exercise == name][-1]
            what = plural("exercise {id} stands in the lesson {count} time", "exercise {id} stands in the lesson {count} times", count)
            yield lesson.problem(line, what.format(id=name, count=count), _("Keep one."))


def _checks(lesson: Lesson) -> Iterator[Problem]:
    asked = {cell.exercise: cell.line for cell in lesson.code if cell.role == "exercise"}
    checked: list[str] = []
    for cell in lesson.code:
        if cell.role != "check":
            continue
        call = _call(cell)
        if call is None:
            remedy = _('Make it one line, `check("chapter.name", name)`, with the name of the answer, not a call of it.')
            yield lesson.problem(cell.line, _("not a check"), remedy)
        elif call[0] not in asked:
            remedy = _("The lesson's exercises are: {ids}.").format(ids=", ".join(asked) or _("none"))
            yield lesson.problem(cell.line, _("a check of {id}, which the lesson does not ask for").format(id=call[0]), remedy)
        elif asked[call[0]] > cell.line:
            yield lesson.problem(cell.line, _("a check of {id} before its exercise").format(id=call[0]), _("Move it after the solution."))
        else:
            checked.append(call[0])
    for name, line in asked.items():
        if name and checked.count(name) != 1:
            remedy = _('Add one code cell tagged `check` after the solution: `check("{id}", …)`.').format(id=name)
            what = _("exercise {id} is never checked") if name not in checked else _("exercise {id} is checked more than once")
            yield lesson.problem(line, what.format(id=name), remedy)


def _call(cell: Cell) -> tuple[str, str] | None:
    try:
        return check_call(parse(cell.source))
    except SyntaxError:
        return None


def _bank(lesson: Lesson) -> Iterator[Problem]:
    """Exercises are known to the bank, belong to this chapter, and cells define and check the name that the bank asks for."""
    exercises = [cell for cell in lesson.code if cell.role == "exercise" and cell.exercise]
    if not exercises:
        return
    from bigmodel_edu.exercises import UnknownExercise, find

    targets: dict[str, str] = {}
    for cell in exercises:
        try:
            targets[cell.exercise] = find(cell.exercise).target
        except UnknownExercise as error:
            yield lesson.problem(cell.line, str(error), _("Correct the name, or add the exercise to the bank."))
            continue
        if cell.exercise.split(".")[0] != lesson.chapter:
            remedy = _("The exercises of this lesson begin with `{chapter}.`").format(chapter=lesson.chapter)
            yield lesson.problem(cell.line, _("exercise {id} belongs to another lesson").format(id=cell.exercise), remedy)
    for exercise, solution in lesson.pairs():
        if exercise.exercise in targets:
            for part in filter(None, (exercise, solution)):
                yield from _defines(lesson, part, targets[exercise.exercise])
    for cell in lesson.code:
        call = _call(cell) if cell.role == "check" else None
        if call and call[1] != targets.get(call[0], call[1]):
            what = _("the check of {id} looks at `{got}`, the exercise asks for `{target}`").format(
                id=call[0], got=call[1], target=targets[call[0]]
            )
            yield lesson.problem(cell.line, what, _("Use one name in all three cells and in the bank."))


def _defines(lesson: Lesson, cell: Cell, target: str) -> Iterator[Problem]:
    try:
        names = set(bound_names(parse(cell.source)))
    except SyntaxError:
        return  # said already
    if target not in names:
        what = _("the {role} does not define `{target}`").format(role=cell.role, target=target)
        yield lesson.problem(cell.line, what, _("Define it at the top level of the cell, under the name that the bank asks for."))
