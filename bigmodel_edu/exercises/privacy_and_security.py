"""Privacy and security: pseudonyms, k-anonymity, Laplace noise, budgets, clipped gradients, membership inference."""

import hashlib
import hmac
import math
from collections import Counter

import numpy as np

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments


def _pseudonym(identifier, key):
    return hmac.new(key, identifier.encode("utf-8"), hashlib.sha256).hexdigest()


NAMES = ("li.wei@example.org", "Müller-Lüdenscheidt", "+1 202 555 0143", "王小明", "José", "")


def _some_name(rng: np.random.Generator) -> Call:
    return arguments(f"{NAMES[int(rng.integers(0, 3))]}/{int(rng.integers(0, 10_000))}", rng.bytes(int(rng.integers(16, 40))))


def _letters_beyond_ascii(rng: np.random.Generator) -> Call:
    return arguments(NAMES[int(rng.integers(3, 6))] + str(int(rng.integers(0, 99))), rng.bytes(32))


KEY_HINTS = (
    "Who knows how your pseudonym is made, but not the key: can he try out all telephone numbers?",
    "Look up hmac.new in Python's documentation: key, message, and the hash function.",
    "hmac.new(key, identifier.encode('utf-8'), hashlib.sha256).hexdigest()",
)

pseudonym = Exercise(
    id="privacy-and-security.pseudonym",
    points=2,
    target="pseudonym",
    reference=_pseudonym,
    inputs={"an identifier": _some_name, "letters beyond ASCII": _letters_beyond_ascii},
    misconceptions=(
        Misconception(
            "no-key",
            lambda identifier, key: hashlib.sha256(identifier.encode()).hexdigest(),
            "You hash without the key. Everybody can hash all telephone numbers and look yours up.",
            KEY_HINTS,
        ),
        Misconception(
            "key-in-front",
            lambda identifier, key: hashlib.sha256(key + identifier.encode()).hexdigest(),
            "You hash key and identifier in a row. HMAC does more: a plain hash of both can be extended by others.",
            KEY_HINTS,
            also=(lambda identifier, key: hashlib.sha256(identifier.encode() + key).hexdigest(),),
        ),
        Misconception(
            "swapped",
            lambda identifier, key: hmac.new(identifier.encode(), key, hashlib.sha256).hexdigest(),
            "You swapped key and message.",
            (
                "Which of the two arguments is secret?",
                "In hmac.new the key comes first.",
                "The key is the first argument, the identifier the second.",
            ),
        ),
        Misconception(
            "bytes",
            lambda identifier, key: hmac.new(key, identifier.encode(), hashlib.sha256).digest(),
            "You return the 32 bytes; the docstring asks for 64 hexadecimal digits.",
            ("Read the docstring: which type has the result?", "One letter group is missing in the last call.", "Use hexdigest."),
        ),
        Misconception(
            "sha1",
            lambda identifier, key: hmac.new(key, identifier.encode(), hashlib.sha1).hexdigest(),
            "You use SHA-1, which has 40 digits; the docstring asks for SHA-256.",
            ("How many digits has your result?", "Which hash function does the docstring name?", "Use hashlib.sha256."),
        ),
    ),
    hints=KEY_HINTS,
)


def _groups(table, columns):
    return Counter(tuple(row[column] for column in columns) for row in table)


def _k_anonymity(table, columns):
    return min(_groups(table, columns).values())


def _people(rng: np.random.Generator, missing: bool = False) -> list[dict]:
    """Rows in groups of different sizes, none of them alone, so that no shortcut gives the same number."""
    while True:
        rows = [
            {
                "age": int(rng.choice([20, 30, 40], p=[0.5, 0.3, 0.2])),
                "home": str(rng.choice(["owner", "rent", "other"], p=[0.6, 0.25, 0.15])),
                "job": str(rng.choice(["fixed", "freelance"], p=[0.75, 0.25])),
                "id": number,
            }
            for number in range(int(rng.integers(45, 70)))
        ]
        if missing:
            for place in rng.choice(len(rows), 2, replace=False):
                rows[place] = {**rows[place], "home": None, "age": 40}
            if _k_anonymity(rows, ["age", "home"]) < _k_anonymity([row for row in rows if row["home"]], ["age", "home"]):
                return rows
            continue
        size = _k_anonymity(rows, ["age", "home"])
        alone = min(_k_anonymity(rows, [column]) for column in ("age", "home"))
        if size >= 2 and len({size, alone, len(_groups(rows, ["age", "home"]))}) == 3:
            return rows


def _one_column(rng: np.random.Generator) -> Call:
    return arguments(_people(rng), [str(rng.choice(["age", "home"]))])


def _several_columns(rng: np.random.Generator) -> Call:
    return arguments(_people(rng), ["age", "home"])


def _with_missing_values(rng: np.random.Generator) -> Call:
    return arguments(_people(rng, missing=True), ["home", "age"])


GROUP_HINTS = (
    "Who looks the same in these columns? Put equal rows into one group, and count each group.",
    "For rows (20, rent), (20, rent), (30, rent) and both columns the groups have the sizes 2 and 1: k is 1.",
    "Count tuples of the row's values in the columns (collections.Counter), and return the smallest count.",
)

k_anonymity = Exercise(
    id="privacy-and-security.k_anonymity",
    points=3,
    target="k_anonymity",
    reference=_k_anonymity,
    inputs={"one column": _one_column, "several columns": _several_columns, "missing values": _with_missing_values},
    misconceptions=(
        Misconception(
            "column-by-column",
            lambda table, columns: min(_k_anonymity(table, [column]) for column in columns),
            "You look at each column by itself. What gives people away is the combination.",
            GROUP_HINTS,
        ),
        Misconception(
            "number-of-groups",
            lambda table, columns: len(_groups(table, columns)),
            "You count the groups; the size of the smallest one is asked for.",
            GROUP_HINTS,
        ),
        Misconception(
            "largest",
            lambda table, columns: max(_groups(table, columns).values()),
            "You return the largest group. The person who stands out is in the smallest one.",
            GROUP_HINTS,
        ),
        Misconception(
            "mean",
            lambda table, columns: len(table) / len(_groups(table, columns)),
            "You return the mean size. A promise to everybody must hold for the smallest group.",
            GROUP_HINTS,
        ),
        Misconception(
            "all-columns",
            lambda table, columns: _k_anonymity(table, list(table[0])),
            "You group by all columns; only those that an attacker may know are asked for.",
            (
                "Which columns does the function get?",
                "Does your result depend on columns?",
                "Use only the values of row[column] for column in columns.",
            ),
        ),
        Misconception(
            "missing-left-out",
            lambda table, columns: _k_anonymity([row for row in table if all(row[column] is not None for column in columns)], columns),
            "You leave out rows with a missing value, as pandas' groupby does. They are people too, and “missing” makes them stand out.",
            (
                "What does groupby do with missing values?",
                "Is the sum of your groups the number of rows?",
                "Treat None as a value of its own (in pandas: dropna=False).",
            ),
        ),
    ),
    hints=GROUP_HINTS,
)


def _laplace(value, sensitivity, epsilon, uniform):
    scale = sensitivity / epsilon
    return value - scale * np.sign(uniform) * np.log(1 - 2 * np.abs(uniform))


def _noise(rng: np.random.Generator, sensitivity: float, epsilon: float) -> Call:
    uniform = rng.uniform(-0.49, 0.49, int(rng.integers(4, 9)))
    uniform[:2] = (0.31, -0.17)
    return arguments(float(rng.uniform(20, 90)), sensitivity, epsilon, uniform)


def _a_count(rng: np.random.Generator) -> Call:
    return _noise(rng, 1.0, float(rng.choice([0.1, 0.25, 0.5])))


def _a_sum(rng: np.random.Generator) -> Call:
    return _noise(rng, float(rng.uniform(3, 40)), float(rng.uniform(0.3, 4)))


SCALE_HINTS = (
    "More privacy is a smaller ε. Should the noise then be larger or smaller?",
    "At uniform = 0.25 the noise is ln 2 times the scale, 0.693 · Δ/ε.",
    "The scale is sensitivity / epsilon.",
)

laplace_mechanism = Exercise(
    id="privacy-and-security.laplace_mechanism",
    points=3,
    target="laplace_mechanism",
    reference=_laplace,
    inputs={"a count": _a_count, "a sum": _a_sum},
    misconceptions=(
        Misconception(
            "times-epsilon",
            lambda value, sensitivity, epsilon, uniform: _laplace(value, sensitivity, 1 / epsilon, uniform),
            "You multiply by ε. Then more privacy would mean less noise.",
            SCALE_HINTS,
        ),
        Misconception(
            "sensitivity-ignored",
            lambda value, sensitivity, epsilon, uniform: _laplace(value, 1.0, epsilon, uniform),
            "Your scale is 1/ε. One person can change a sum by more than 1: the noise must cover that.",
            SCALE_HINTS,
        ),
        Misconception(
            "scale-upside-down",
            lambda value, sensitivity, epsilon, uniform: _laplace(value, epsilon, sensitivity, uniform),
            "Your scale is ε/Δ; it is Δ/ε.",
            SCALE_HINTS,
        ),
        Misconception(
            "one-sided",
            lambda value, sensitivity, epsilon, uniform: value - sensitivity / epsilon * np.log(1 - 2 * np.abs(uniform)),
            "Your noise is never negative: the result is too large on average.",
            (
                "Is your noise sometimes below 0?",
                "Compare uniform = 0.3 and uniform = −0.3.",
                "The sign of uniform belongs in front of the logarithm.",
            ),
        ),
        Misconception(
            "wrong-sign",
            lambda value, sensitivity, epsilon, uniform: 2 * value - _laplace(value, sensitivity, epsilon, uniform),
            "Your noise has the opposite sign of uniform; in the formula a positive number gives positive noise.",
            (
                "What is the sign of ln of a number below 1?",
                "Which sign stands before the scale in the formula?",
                "Subtract: value − scale · sign(u) · ln(1 − 2|u|).",
            ),
        ),
        Misconception(
            "noise-only",
            lambda value, sensitivity, epsilon, uniform: _laplace(0.0, sensitivity, epsilon, uniform),
            "You return the noise; the value is missing.",
            ("What is published?", "One summand is missing.", "Add the noise to value."),
        ),
        Misconception(
            "uniform-noise",
            lambda value, sensitivity, epsilon, uniform: value + sensitivity / epsilon * uniform,
            "Your noise is spread evenly and ends at half the scale. Outside that range a published number gives the truth away.",
            (
                "How large can your noise become? And Laplace noise?",
                "Which function turns even numbers into Laplace noise?",
                "Use sign(u) · ln(1 − 2|u|) instead of u.",
            ),
        ),
    ),
    hints=SCALE_HINTS,
)


def _total_epsilon(queries):
    totals: dict = {}
    for part, epsilon in queries:
        totals[part] = totals.get(part, 0.0) + epsilon
    return max(totals.values(), default=0.0)


def _queries(rng: np.random.Generator, parts: int) -> Call:
    names = [str(name) for name in rng.permutation(["north", "south", "east", "west"])[:parts]]
    counts = rng.permutation(np.arange(2, 2 + parts))
    queries = [(name, round(float(rng.uniform(0.05, 0.9)), 2)) for name, count in zip(names, counts, strict=True) for _ in range(count)]
    return arguments([queries[place] for place in rng.permutation(len(queries))])


def _the_same_people(rng: np.random.Generator) -> Call:
    return _queries(rng, 1)


def _different_people(rng: np.random.Generator) -> Call:
    return _queries(rng, int(rng.integers(2, 5)))


def _no_query(rng: np.random.Generator) -> Call:
    return arguments([])


BUDGET_HINTS = (
    "Take one person. Which of the queries have seen this person's row?",
    "Queries on the same people add up. Queries on different people do not: everybody is in one part only.",
    "Add up ε for each part, and return the largest of these sums.",
)

total_epsilon = Exercise(
    id="privacy-and-security.total_epsilon",
    points=2,
    target="total_epsilon",
    reference=_total_epsilon,
    inputs={"queries on the same people": _the_same_people, "on different people": _different_people, "no query": _no_query},
    misconceptions=(
        Misconception(
            "everything-added",
            lambda queries: float(sum(epsilon for _part, epsilon in queries)),
            "You add everything up. A person who lives in the north is in no query on the south.",
            BUDGET_HINTS,
        ),
        Misconception(
            "largest-query",
            lambda queries: max((epsilon for _part, epsilon in queries), default=0.0),
            "You return the largest single ε. Two queries on the same people cost the sum of both.",
            BUDGET_HINTS,
        ),
        Misconception(
            "maxima-added",
            lambda queries: float(
                sum(max(epsilon for part, epsilon in queries if part == name) for name in {part for part, _epsilon in queries})
            ),
            "You take the largest ε of each part and add the parts up. It is the other way round.",
            BUDGET_HINTS,
        ),
        Misconception(
            "root-of-squares",
            lambda queries: math.sqrt(sum(epsilon**2 for _part, epsilon in queries)),
            "You add squares and take the root, as for standard deviations. Simple composition adds ε itself.",
            BUDGET_HINTS,
        ),
        Misconception(
            "mean",
            lambda queries: _total_epsilon(queries) / max(1, len(queries)),
            "You divide by the number of queries. More queries cost more privacy, not less.",
            BUDGET_HINTS,
        ),
    ),
    hints=BUDGET_HINTS,
)


def _clip(gradients, bound):
    norms = gradients.norm(dim=1, keepdim=True)
    return gradients * (bound / norms.clamp_min(1e-12)).clamp(max=1.0)


def _gradients(rng: np.random.Generator) -> np.ndarray:
    count, size = int(rng.integers(4, 8)), int(rng.integers(8, 12))
    sizes = rng.permutation(np.concatenate([[0.2, 6.0], rng.uniform(0.3, 4.0, count - 2)]))
    rows = rng.normal(size=(count, size))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True) * sizes[:, None]).astype(np.float32)


def _long_and_short(rng: np.random.Generator) -> Call:
    return arguments(AsTensor(_gradients(rng)), float(rng.uniform(0.8, 2.0)))


def _with_a_row_of_zeros(rng: np.random.Generator) -> Call:
    gradients = _gradients(rng)
    gradients[int(rng.integers(0, len(gradients)))] = 0.0
    return arguments(AsTensor(gradients), float(rng.uniform(0.8, 2.0)))


def _no_row_is_longer(ask, rng: np.random.Generator) -> bool:
    return bool((np.linalg.norm(np.asarray(ask(AsTensor(_gradients(rng)), 0.7)), axis=1) < 0.7 + 1e-4).all())


CLIP_HINTS = (
    "How much may one person move the weights? Which norm must be bounded, and which gradients may stay as they are?",
    "Print the norm of each row before and after. Short rows keep their norm; long rows get the norm bound.",
    "Multiply each row by min(1, bound / norm of that row), and guard against a norm of 0.",
)

clip_each = Exercise(
    id="privacy-and-security.clip_each",
    points=3,
    target="clip_each",
    reference=_clip,
    inputs={"long and short gradients": _long_and_short, "a gradient of zeros": _with_a_row_of_zeros},
    properties=(Property("bound", "leave no gradient longer than the bound.", _no_row_is_longer),),
    misconceptions=(
        Misconception(
            "all-together",
            lambda gradients, bound: gradients * min(1.0, bound / max(float(gradients.norm()), 1e-12)),
            "You clip all gradients together, as one does against exploding gradients. Here each person's gradient is bounded.",
            CLIP_HINTS,
        ),
        Misconception(
            "always-rescaled",
            lambda gradients, bound: gradients * bound / gradients.norm(dim=1, keepdim=True).clamp_min(1e-12),
            "You also lengthen short gradients. Clipping only shortens.",
            CLIP_HINTS,
        ),
        Misconception(
            "each-number",
            lambda gradients, bound: gradients.clamp(-bound, bound),
            "You bound each number. The length of the whole gradient must be bounded.",
            CLIP_HINTS,
        ),
        Misconception(
            "nan-at-zero",
            lambda gradients, bound: gradients / gradients.norm(dim=1, keepdim=True) * gradients.norm(dim=1, keepdim=True).clamp(max=bound),
            "A gradient of zeros gives 0/0, which is not a number, and spreads into every weight.",
            (
                "What is the norm of a row of zeros?",
                "Divide by a norm that is never 0.",
                "Use norm.clamp_min(1e-12), or divide only where the norm exceeds the bound.",
            ),
        ),
        Misconception(
            "columns",
            lambda gradients, bound: gradients * (bound / gradients.norm(dim=0, keepdim=True).clamp_min(1e-12)).clamp(max=1.0),
            "You clip the columns, one for each weight. A person is a row.",
            CLIP_HINTS,
        ),
        Misconception(
            "sum-of-sizes",
            lambda gradients, bound: gradients * (bound / gradients.abs().sum(dim=1, keepdim=True).clamp_min(1e-12)).clamp(max=1.0),
            "You use the sum of absolute values; the noise is made for the Euclidean norm.",
            (
                "Which norm does the docstring ask for?",
                "For (3, 4) the norm should be 5.",
                "Use the root of the sum of squares.",
            ),
        ),
    ),
    hints=CLIP_HINTS,
)


def _membership_auc(members, others):
    members, others = np.asarray(members, dtype=float)[:, None], np.asarray(others, dtype=float)[None]
    return float(((members < others) + 0.5 * (members == others)).mean())


def _losses(rng: np.random.Generator) -> Call:
    members, others = rng.exponential(0.4, int(rng.integers(8, 15))), rng.exponential(1.0, int(rng.integers(16, 25)))
    return arguments(members, others)


def _losses_that_tie(rng: np.random.Generator) -> Call:
    """A model that knows its training rows by heart: many losses are exactly 0."""
    members = np.round(rng.exponential(0.4, int(rng.integers(12, 18))), 1)
    others = np.round(rng.exponential(0.7, int(rng.integers(20, 28))), 1)
    members[:6], others[:4] = 0.0, 0.0
    return arguments(members, others)


def _ordinary(rng: np.random.Generator) -> Call:
    return arguments(rng.normal(1.5, 0.5, int(rng.integers(8, 15))), rng.normal(1.2, 0.9, int(rng.integers(16, 25))))


AUC_HINTS = (
    "Draw one member and one other. Who has the lower loss, and what does an attacker guess?",
    "For members 0.1, 0.5 and others 0.5, 0.9 the four pairs count 1, 1, ½ and 1: the result is 0.875.",
    "Mean over all pairs of (member < other) + ½ (member == other).",
)

membership_auc = Exercise(
    id="privacy-and-security.membership_auc",
    points=3,
    target="membership_auc",
    reference=_membership_auc,
    inputs={"an overfitted model": _losses, "losses that are alike": _losses_that_tie, "members with higher losses": _ordinary},
    misconceptions=(
        Misconception(
            "turned-round",
            lambda members, others: 1 - _membership_auc(members, others),
            "You count pairs in which the member has the *higher* loss. A model knows its training rows: their loss is lower.",
            AUC_HINTS,
        ),
        Misconception(
            "never-below-a-half",
            lambda members, others: max(_membership_auc(members, others), 1 - _membership_auc(members, others)),
            "You turn results below one half round. An attacker must fix the direction before seeing the answer.",
            (
                "Does the attacker know which direction would have been right?",
                "Look for a max or an abs.",
                "Return the value as it is.",
            ),
        ),
        Misconception(
            "ties-lost",
            lambda members, others: float((np.asarray(members)[:, None] < np.asarray(others)[None]).mean()),
            "You count pairs with equal losses as missed. A coin gets half of them: they count one half.",
            AUC_HINTS,
        ),
        Misconception(
            "ties-won",
            lambda members, others: float((np.asarray(members)[:, None] <= np.asarray(others)[None]).mean()),
            "You count pairs with equal losses as won. A coin gets half of them: they count one half.",
            AUC_HINTS,
        ),
        Misconception(
            "difference-of-means",
            lambda members, others: float(np.mean(others) - np.mean(members)),
            "You return the difference of the mean losses; asked for is a share of pairs.",
            AUC_HINTS,
        ),
        Misconception(
            "in-order",
            lambda members, others: float(np.mean(np.asarray(members) < np.asarray(others)[: len(members)])),
            "You compare each member with one other only; all pairs count.",
            AUC_HINTS,
        ),
    ),
    hints=AUC_HINTS,
)

noise_of_a_year = Exercise(
    id="privacy-and-security.noise_of_a_year",
    points=1,
    kind="number",
    target="noise_of_a_year",
    prompt=(
        "You publish a count of the same people on {days} days, each time with fresh Laplace noise, and promise ε = {epsilon} for all days "
        "together (simple composition, the same ε each day). What is the standard deviation of the noise on one day? "
        "Give the number to within 1 %."
    ),
    variant=lambda rng: {"days": int(rng.choice([7, 12, 30, 52])), "epsilon": float(rng.choice([0.5, 2.0, 4.0]))},
    reference=lambda days, epsilon: math.sqrt(2) * days / epsilon,
    relative=0.01,
    misconceptions=(
        Misconception(
            "scale",
            lambda days, epsilon: days / epsilon,
            "You gave the scale b of the Laplace distribution; its standard deviation is √2 · b.",
            ("Is the scale the standard deviation?", "The variance of Laplace noise is 2b².", "Multiply by √2."),
        ),
        Misconception(
            "not-shared",
            lambda days, epsilon: math.sqrt(2) / epsilon,
            "You spend the whole ε each day.",
            ("How much ε may one day cost?", "The days add up.", "One day gets ε divided by the number of days."),
        ),
        Misconception(
            "variance",
            lambda days, epsilon: 2 * (days / epsilon) ** 2,
            "You gave the variance.",
            ("Which unit has a variance?", "One step is left.", "Take the root."),
        ),
        Misconception(
            "root-of-days",
            lambda days, epsilon: math.sqrt(2 * days) / epsilon,
            "You divided ε by the root of the number of days. Simple composition adds ε itself.",
            ("What do seven queries of ε cost together?", "The days add up.", "One day gets ε divided by the number of days."),
        ),
    ),
)

what_is_learned = Exercise(
    id="privacy-and-security.what_is_learned",
    points=1,
    kind="choice",
    target="what_is_learned",
    prompt=(
        "A published table of patients is 5-anonymous in age group, sex and town. Your neighbour is in it. Five rows fit, and "
        "all five have the same diagnosis. What do you learn?"
    ),
    options={
        "a": "Nothing: any of five rows may be the neighbour's.",
        "b": "The neighbour's diagnosis.",
        "c": "Which row is the neighbour's.",
        "d": "The diagnosis with a probability of one fifth.",
    },
    reference="b",
    misconceptions=(
        Misconception(
            "nothing",
            "a",
            "You do not learn the row, and you do not need it: all five say the same.",
            (
                "Which of the five rows would change what you know?",
                "What do the five rows have in common?",
                "k counts rows, not what they say.",
            ),
        ),
        Misconception(
            "the-row",
            "c",
            "The row stays unknown; five fit.",
            ("How many rows fit?", "What do the five rows have in common?", "k protects the row, not what it says."),
        ),
        Misconception(
            "a-fifth",
            "d",
            "Each row has the probability of one fifth, and in each the diagnosis is the same.",
            (
                "Add up the probabilities of all rows with this diagnosis.",
                "What do the five rows have in common?",
                "Five times one fifth.",
            ),
        ),
    ),
)
