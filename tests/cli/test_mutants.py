import re

import pytest
from click.testing import CliRunner

from bigmodel_edu import exercises
from bigmodel_edu.cli import main

CHAPTER = "first-steps"


def mutants(*arguments):
    """Run the command in a wide terminal, so that no row is broken."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(main, ["mutants", *map(str, arguments)], prog_name="bigmodel-edu")


def counted(output):
    """The four numbers of the last line: rejected, wrong, accepted, right."""
    sentence = r"(\d+) of (\d+) misconceptions rejected and named; (\d+) of (\d+) right solutions accepted"
    found = re.fullmatch(sentence, output.splitlines()[-1])
    assert found is not None, output
    return tuple(map(int, found.groups()))


def test_a_chapter_is_tried_and_counted():
    result = mutants(CHAPTER, "--seeds", 1)
    assert result.exit_code == 0, result.output
    rejected, wrong, accepted, right = counted(result.stdout)
    assert rejected == wrong and accepted == right
    called = [exercise for exercise in exercises.chapter(CHAPTER) if exercise.kind != "text"]
    assert wrong >= sum(len(exercise.misconceptions) for exercise in called) and right > len(called)
    for exercise in called:
        assert exercise.id in result.stdout


def test_each_seed_is_a_round_of_its_own():
    one, two = (counted(mutants(CHAPTER, "--seeds", seeds).stdout) for seeds in (1, 2))
    assert two == tuple(2 * count for count in one)


def test_a_solution_that_is_not_right_is_found(tmp_path):
    answer = tmp_path / "first_steps" / "softmax.py"
    answer.parent.mkdir()
    answer.write_text("def flat(x, axis):\n    return x * 0 + 1 / x.shape[axis]\n\n\nRIGHT = [flat]\n", encoding="utf-8")
    result = mutants(CHAPTER, "--seeds", 1, "--solutions", tmp_path)
    assert result.exit_code == 1
    rejected, wrong, accepted, right = counted(result.stdout)
    assert (rejected, accepted) == (wrong, right - 1)
    (row,) = [line for line in result.stdout.splitlines() if "NO" in line.split()]
    assert "first-steps.softmax" in row and "flat" in row


def test_a_chapter_that_is_not_there_is_told_with_those_that_are():
    result = mutants(CHAPTER, "nowhere")
    said = " ".join(result.output.split())
    assert result.exit_code == 2 and "unknown chapter: nowhere; known: " in said and CHAPTER in said


@pytest.mark.parametrize("seeds", ["0", "many", "-1"])
def test_a_number_of_rounds_that_cannot_be_is_told(seeds):
    result = mutants(CHAPTER, "--seeds", seeds)
    assert result.exit_code == 2 and "--seeds" in result.output
