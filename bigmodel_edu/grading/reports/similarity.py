"""Answers that are very alike: fingerprints of the code (winnowing, by copydetect), less what much of the class has in common.

A match is a reason to look, never a mark. Right answers to a short exercise are alike by nature; what most students share does
not count, and neither does a pair with too little left.

Source: Schleimer, Wilkerson, Aiken 2003, "Winnowing: Local Algorithms for Document Fingerprinting".
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from bigmodel_edu.grading.gradebook.rows import Row
from bigmodel_edu.language import _

K_GRAM, WINDOW = 25, 15  # copydetect's own defaults: runs of 25 characters after names and texts are levelled
COMMON_SHARE = 0.2  # a fingerprint that a fifth of the class has is the lesson's, not a student's
LEAST_FINGERPRINTS = 12
LEAST_SHARE = 0.7
MOST_HOLDERS = 30  # a fingerprint with more holders than this pairs nobody: it would cost time and says little


@dataclass(frozen=True)
class Pair:
    """Two students whose answers to one assignment share a part of what is their own."""

    assignment: str
    one: str
    other: str
    share: float

    def __str__(self) -> str:
        return _("{assignment}: {one} and {other} share {share:.0%} of the code that is not common in the class.").format(
            assignment=self.assignment, one=self.one, other=self.other, share=self.share
        )


def similar_answers(rows: Sequence[Row]) -> list[Pair]:
    """Pairs of students with strikingly similar code, the most alike first."""
    code: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.parts and row.answer:  # function and module answers keep their code
            code[row.assignment][row.student].append(row.answer)
    found = [
        pair for assignment, own in code.items() for pair in _pairs(assignment, {name: "\n".join(texts) for name, texts in own.items()})
    ]
    return sorted(found, key=lambda pair: (-pair.share, pair.assignment, pair.one, pair.other))


def _pairs(assignment: str, code: dict[str, str]) -> list[Pair]:
    prints = {student: _fingerprints(text) for student, text in code.items()}
    holders = Counter(each for own in prints.values() for each in own)
    most = max(2, COMMON_SHARE * len(prints))
    own = {student: {each for each in found if holders[each] <= most} for student, found in prints.items()}
    students_with: dict[int, list[str]] = defaultdict(list)
    for student, found in own.items():
        for each in found:
            students_with[each].append(student)
    shared = Counter(pair for names in students_with.values() if len(names) <= MOST_HOLDERS for pair in combinations(sorted(names), 2))
    pairs = []
    for (one, other), count in shared.items():
        share = count / min(len(own[one]), len(own[other]))
        if count >= LEAST_FINGERPRINTS and share >= LEAST_SHARE:
            pairs.append(Pair(assignment, one, other, share))
    return pairs


def _fingerprints(text: str) -> set[int]:
    from copydetect.utils import filter_code, get_document_fingerprints

    levelled = filter_code(text, "answer.py", "python")[0]
    hashes, _places = get_document_fingerprints(levelled, K_GRAM, WINDOW)
    return {int(each) for each in hashes}
