"""What the text of inference and serving says is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def shown() -> str:
    return read_printed("algorithms/inference-and-serving")


def percents(text: str, pattern: str) -> list[float]:
    found = re.search(pattern, text)
    assert found, f"expected an output like {pattern!r}"
    return [float(each) for each in re.findall(r"(\d+)%", found[0])]


def test_a_higher_temperature_writes_fewer_real_words_and_top_p_wins_some_back(shown):
    plain, filtered = percents(shown, r"top-p 1 .*"), percents(shown, r"top-p 0\.9 .*")
    assert len(plain) == len(filtered) == 5 and plain == sorted(plain, reverse=True) and filtered[0] > filtered[-1]
    gains = [after - before for before, after in zip(plain, filtered, strict=True)]
    assert min(gains) > 0


def test_greedy_text_repeats_itself_and_chance_or_a_penalty_help(shown):
    greedy, penalty, chance = (
        percents(shown, rf"\d+% different runs   {name}\n")[0] for name in ("greedy", "greedy, penalty 1.3", "temp.*")
    )
    assert greedy < 10 and greedy < penalty < 30 < chance


def test_a_cache_saves_the_square_and_changes_nothing(shown):
    found = re.search(r"without a cache ([\d,]+) tokens pass, with one ([\d,]+)\nthe same text: True", shown)
    assert found and [int(each.replace(",", "")) for each in found.groups()] == [sum(12 + n for n in range(100)), 12 + 99]


def test_sharing_a_pass_is_more_than_thirty_times_cheaper(shown):
    assert int(re.search(r"from 1 user to \d+: (\d+) times cheaper", shown)[1]) > 30


def test_eight_users_hardly_notice_each_other(shown):
    speed = {int(users): float(rate) for users, rate in re.findall(r"(\d+) users: +(\d+) tokens/s for each", shown)}
    assert speed[8] > 0.8 * speed[1]


def test_rows_with_scales_of_their_own_bear_an_outlier(shown):
    losses = {name: (float(a), float(b)) for a, b, name in re.findall(r"^ +([\d.]+) +([\d.]+) {5,}(.+)$", shown, re.M)}
    plain, hurt = losses["as trained, 32 bits"]
    assert losses["8 bits, a scale for each row"] == pytest.approx((plain, hurt), abs=0.015)
    assert all(abs(row[0] - plain) < 0.02 for row in losses.values())
    per_row, one = (losses[f"4 bits, {name}"][1] - hurt for name in ("a scale for each row", "one scale"))
    assert 4 <= one / per_row < 6.5


def test_the_server_does_what_the_text_says(shown):
    assert "'completion_tokens': 40" in shown and "the text is that of generate: True" in shown
    assert "served and turned away make eight: True\nsome were turned away: True\neach was told when to come again: True" in shown
    assert "written together as alone: True" in shown
