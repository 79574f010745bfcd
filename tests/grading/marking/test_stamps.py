import pytest

from bigmodel_edu import __version__, exercises
from bigmodel_edu.checking.digest import digest_of, read_digests
from bigmodel_edu.grading.marking import stamps
from bigmodel_edu.grading.marking.stamps import DIGESTS, Stamp, own_chapters, stamps_of
from tests.authoring.sample_course import bank  # noqa: F401  (a fixture)


@pytest.fixture(autouse=True)
def fresh():
    """Each test meets the banks that are installed for it."""
    for kept in (stamps._kept, stamps._computed):
        kept.cache_clear()
    yield
    for kept in (stamps._kept, stamps._computed):
        kept.cache_clear()


def test_our_own_exercises_have_the_kept_digest():
    kept = read_digests(DIGESTS)
    found = stamps_of("first-steps")
    assert found == {name: Stamp(*kept[name], __version__) for name in found} and found


def test_a_private_bank_has_its_digests_computed(bank):  # noqa: F811
    assert "sample" in exercises.chapters() and "sample" not in own_chapters()
    found = stamps_of("sample")
    assert found["sample.double"] == Stamp(1, digest_of(exercises.find("sample.double")), __version__)
    assert len({stamp.digest for stamp in found.values()}) == len(found) == 3


def test_no_lesson_has_one_stamp_for_the_one_mark_that_says_so():
    assert stamps_of("") == stamps_of("poetry") == {"": Stamp(1, "", __version__)}
