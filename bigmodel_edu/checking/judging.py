"""Judge an answer that is called: draw cases, call it, compare, diagnose. The same code runs in the notebook and in the grader."""

from bigmodel_edu.calling import Outcome
from bigmodel_edu.checking.called import Called
from bigmodel_edu.checking.describe import describe_case, describe_outcome
from bigmodel_edu.checking.diagnose import general_finding, matching_misconception
from bigmodel_edu.checking.exercise import Answer
from bigmodel_edu.checking.forbidden import forbidden_names
from bigmodel_edu.checking.idle import why_idle
from bigmodel_edu.checking.observe import Observation, expected_in, observe
from bigmodel_edu.checking.properties import holds
from bigmodel_edu.checking.result import Part, Result, Status
from bigmodel_edu.language import _, plural

FATAL = ("missing", "timeout", "memory", "killed", "protocol", "output")  # after these a further case tells nothing new


def judge_calls(exercise: Called, answer: Answer, seed: int) -> Result:
    """Check an answer that is called. Raises: RuntimeError when the exercise's own reference fails."""
    observations: list[Observation] = []
    cases = list(exercise.draw(seed))
    for case, outcome in zip(cases, answer.calls(exercise, [case.call for case in cases]), strict=True):
        observation = observe(exercise, case, expected_in(exercise, case), outcome)
        if not observations and is_starter(observation.outcome):
            return exercise.not_attempted()
        observations.append(observation)
        if observation.outcome.kind in FATAL:
            break
    used = forbidden_names(answer.source(exercise), exercise.target, exercise.bans) if exercise.bans else ()
    if used:
        names = ", ".join(f"`{name}`" for name in used)
        sentence = _("Your answer uses {names}, which this exercise asks you to build yourself.").format(names=names)
        return exercise.result("failed", 0.0, [sentence], "forbidden", exercise.hints)
    parts = _group_parts(exercise, observations) + _property_parts(exercise, answer, seed, observations)
    if all(part.passed for part in parts):
        sentence = plural("The one case passes.", "All {count} cases pass.", len(observations))
        return exercise.result("passed", exercise.points, [sentence.format(count=len(observations))], parts=parts)
    return _explain(exercise, observations, parts)


def is_starter(outcome: Outcome) -> bool:
    """Whether the answer is still the starter, which raises NotImplementedError without a word."""
    error = outcome.error
    return bool(outcome.kind == "raised" and error and error.type == "NotImplementedError" and not error.message)


def _group_parts(exercise: Called, observations: list[Observation]) -> list[Part]:
    parts = []
    for group in exercise.groups():
        own = [observation for observation in observations if observation.case.group == group]
        count = exercise.cases(group)
        parts.append(Part(group, len(own) == count and all(observation.passed for observation in own), count))
    return parts


def _property_parts(exercise: Called, answer: Answer, seed: int, observations: list[Observation]) -> list[Part]:
    ended = observations[-1].outcome.kind in FATAL
    held = (not ended and holds(exercise, number, answer, seed) for number in range(len(exercise.properties)))
    return [Part(_("should {said}").format(said=each.said.rstrip(".")), kept) for each, kept in zip(exercise.properties, held, strict=True)]


def _explain(exercise: Called, observations: list[Observation], parts: list[Part]) -> Result:
    failing = next((observation for observation in observations if not observation.passed), None)
    hints, diagnosis, points = exercise.hints, None, _partial_points(exercise, parts)
    if failing is None:
        broken = next(part for part in parts if not part.passed)
        sentence = plural(
            "The one case passes, but one property does not hold.",
            "All {count} cases pass, but one property does not hold.",
            len(observations),
        )
        messages = [
            sentence.format(count=len(observations)),
            _("The answer {said}.").format(said=broken.name),
        ]
    else:
        messages = _first_failure(exercise, observations, failing)
        found = matching_misconception(exercise, observations)
        idle = why_idle(observations) if points else ""
        if found or idle:  # whatever such an answer gets right, it gets right by luck
            points = 0.0
        if idle:
            messages.append(idle)
        same_group = [observation for observation in observations if observation.case.group == failing.case.group]
        if found:
            diagnosis, hints = found.name, found.hints
            messages.append(found.said)
        elif found := matching_misconception(exercise, same_group):  # two mistakes at once: one of them explains these cases
            hints = found.hints
            messages.append(_("In the cases “{group}”: {said}").format(group=failing.case.group, said=found.said))
        elif failing.difference is not None and failing.difference.kind in ("value", "shape"):
            messages += [said] if (said := general_finding(exercise, observations)) else []
    return exercise.result(_status(points, failing), points, messages, diagnosis, hints, parts)


def _partial_points(exercise: Called, parts: list[Part]) -> float:
    """Points by groups, the properties together counting as one more; without a group of the core nothing else earns any.

    A constant has fine properties too, and many a wrong answer does well at the edges.
    """
    core, groups = len(exercise.core), len(exercise.groups())
    if not any(part.passed for part in parts[:core]):
        return 0.0
    earned = [part.passed for part in parts[:groups]]
    if properties := parts[groups:]:
        earned.append(all(part.passed for part in properties))
    return round(exercise.points * sum(earned) / len(earned), 2)


def _first_failure(exercise: Called, observations: list[Observation], failing: Observation) -> list[str]:
    passed, total = sum(observation.passed for observation in observations), sum(map(exercise.cases, exercise.groups()))
    messages = [_("{passed} of {total} cases pass.").format(passed=passed, total=total)]
    where = describe_case(exercise, failing.case)
    if failing.outcome.kind == "raised":
        return [*messages, describe_outcome(exercise, failing.outcome), _("The case was this one ({where}).").format(where=where)]
    if failing.outcome.kind != "returned" or failing.difference is None:
        return [*messages, describe_outcome(exercise, failing.outcome)]
    messages.append(_("The first that fails ({where}): {message}").format(where=where, message=failing.difference.message))
    if failing.difference.kind == "nothing" and failing.outcome.printed:
        messages.append(_("It prints; printing is not returning."))
    return messages


def _status(points: float, failing: Observation | None) -> Status:
    kind = failing.outcome.kind if failing else "returned"
    ends: dict[str, Status] = {"timeout": "timeout", "memory": "memory", "killed": "killed", "protocol": "killed", "output": "killed"}
    if kind in ends:
        return ends[kind]
    if points > 0:
        return "partial"
    return "error" if kind in ("raised", "missing") else "failed"
