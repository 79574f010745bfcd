"""Return the F-score of the character n-grams of one length."""

import math
from collections import Counter

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.machine_translation.grams import grams


def character_f(candidate, reference, n, beta):
    own, other = (grams("".join(text.split()), n) for text in (candidate, reference))
    return f_of(own, other, beta)


def f_of(own, other, beta):
    hits = sum((own & other).values())
    if not hits:
        return 0.0
    precision, recall = hits / sum(own.values()), hits / sum(other.values())
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


CHARACTERS = "打开文件关闭菜单在页面中选择表格"


def sentence(rng: np.random.Generator, low: int, high: int) -> str:
    return "".join(rng.choice(list(CHARACTERS), int(rng.integers(low, high))))


def pair(rng: np.random.Generator) -> tuple[str, str]:
    reference = sentence(rng, 12, 20)
    start = int(rng.integers(0, 4))
    return reference[start : start + 6] + sentence(rng, 2, 5) + reference[start] * 3, reference


def chinese(rng: np.random.Generator) -> Call:
    return arguments(*pair(rng), int(rng.integers(1, 4)), float(rng.choice([1.5, 2.0, 3.0])))


def repeats_itself(rng: np.random.Generator) -> Call:
    """A character counts as often as the reference has it, and no more."""
    return arguments("打打打开", "打开", 1, 2.0)


def spaced(rng: np.random.Generator) -> Call:
    candidate, reference = (" ".join((text[:3], text[3:7], text[7:])) for text in pair(rng))
    return arguments(candidate, reference, int(rng.integers(2, 4)), 2.0)


def nothing_shared(rng: np.random.Generator) -> Call:
    return arguments("abcde"[: int(rng.integers(2, 6))], sentence(rng, 6, 12), 2, 2.0)


def with_spaces(c, r, n, beta):
    return f_of(grams(c, n), grams(r, n), beta)


def beta_other_way(c, r, n, beta):
    return character_f(c, r, n, 1 / beta)


def beta_not_squared(c, r, n, beta):
    return character_f(c, r, n, math.sqrt(beta))


def f_one(c, r, n, beta):
    return character_f(c, r, n, 1.0)


def character_precision(c, r, n, beta):
    own, other = (grams("".join(text.split()), n) for text in (c, r))
    return sum((own & other).values()) / max(sum(own.values()), 1)


def character_recall(c, r, n, beta):
    own, other = (grams("".join(text.split()), n) for text in (c, r))
    return sum((own & other).values()) / max(sum(other.values()), 1)


def character_sets(c, r, n, beta):
    own, other = (Counter(set(grams("".join(text.split()), n))) for text in (c, r))
    return f_of(own, other, beta)


def character_unclipped(c, r, n, beta):
    own, other = (grams("".join(text.split()), n) for text in (c, r))
    hits = sum(count for gram, count in own.items() if gram in other)
    if not hits:
        return 0.0
    precision, recall = hits / sum(own.values()), hits / sum(other.values())
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def character_nan(c, r, n, beta):
    own, other = (grams("".join(text.split()), n) for text in (c, r))
    hits = sum((own & other).values())
    precision, recall = hits / sum(own.values()), hits / sum(other.values())
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


EXERCISE = function(
    __file__,
    points=3,
    reference=character_f,
    core={"Chinese": (chinese, repeats_itself), "texts with spaces": spaced},
    edges={"nothing in common": nothing_shared},
    bans=("sacrebleu", "nltk"),
    mistakes={
        "spaces": with_spaces,
        "beta-other-way": beta_other_way,
        "beta-not-squared": beta_not_squared,
        "f-one": f_one,
        "precision": character_precision,
        "recall": character_recall,
        "distinct": character_sets,
        "no-clipping": character_unclipped,
        "nothing-shared": character_nan,
    },
)
