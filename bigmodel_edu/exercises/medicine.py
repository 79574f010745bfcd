"""Medicine: predictive values, net benefit, numbers needed to treat, uplift, and effects under confounding."""

import math

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments


def _predictive_values(sensitivity, specificity, prevalence):
    ill, healthy = prevalence, 1 - prevalence
    positive = sensitivity * ill + (1 - specificity) * healthy
    return sensitivity * ill / positive, specificity * healthy / (1 - positive)


def _test_of(rng: np.random.Generator, low: float, high: float) -> Call:
    sensitivity, specificity = rng.uniform(0.55, 0.95, 2)
    return arguments(float(sensitivity), float(specificity), float(rng.uniform(low, high)))


def _rare(rng: np.random.Generator) -> Call:
    return _test_of(rng, 0.005, 0.04)


def _common(rng: np.random.Generator) -> Call:
    return _test_of(rng, 0.2, 0.7)


def _never_wrong_on_the_healthy(rng: np.random.Generator) -> Call:
    return arguments(float(rng.uniform(0.4, 0.8)), 1.0, float(rng.uniform(0.05, 0.4)))


BAYES_HINTS = (
    "Think of 10,000 people. How many are ill, and how many of them test positive? How many healthy people test positive?",
    "The two values have different denominators: all who test positive, and all who test negative.",
    "PPV = true positives / (true positives + false positives), and false positives are (1 − specificity) · (1 − prevalence).",
)

predictive_values = Exercise(
    id="medicine.predictive_values",
    points=3,
    target="predictive_values",
    reference=_predictive_values,
    inputs={"a rare disease": _rare, "a common disease": _common, "a test without false positives": _never_wrong_on_the_healthy},
    misconceptions=(
        Misconception(
            "sensitivity-is-ppv",
            lambda sensitivity, specificity, prevalence: (sensitivity, specificity),
            "You return sensitivity and specificity. They start from the ill or the healthy; predictive values start from the result.",
            BAYES_HINTS,
        ),
        Misconception(
            "prevalence-ignored",
            lambda sensitivity, specificity, prevalence: _predictive_values(sensitivity, specificity, 0.5),
            "Your values are those for people of whom every second one is ill: the prevalence has no effect.",
            BAYES_HINTS,
        ),
        Misconception(
            "specificity-for-its-complement",
            lambda sensitivity, specificity, prevalence: (
                sensitivity * prevalence / (sensitivity * prevalence + specificity * (1 - prevalence)),
                specificity * (1 - prevalence) / (specificity * (1 - prevalence) + sensitivity * prevalence),
            ),
            "You count healthy people who test negative as false positives. A false positive has the probability 1 − specificity.",
            BAYES_HINTS,
        ),
        Misconception(
            "swapped",
            lambda sensitivity, specificity, prevalence: _predictive_values(sensitivity, specificity, prevalence)[::-1],
            "Your two values are right, in the other order: first the positive predictive value, then the negative one.",
            (
                "Which of the two should be small for a rare disease?",
                "Read the docstring: which value comes first?",
                "Swap the two values that you return.",
            ),
        ),
        Misconception(
            "complement",
            lambda sensitivity, specificity, prevalence: (
                _predictive_values(sensitivity, specificity, prevalence)[0],
                1 - _predictive_values(sensitivity, specificity, prevalence)[0],
            ),
            "Your first value is right; the second is not its complement. It starts from other people: those who test negative.",
            (
                "Whom does the negative predictive value count?",
                "Of those who test negative, which share is healthy?",
                "NPV = true negatives / (true negatives + false negatives).",
            ),
        ),
        Misconception(
            "share-of-all",
            lambda sensitivity, specificity, prevalence: (sensitivity * prevalence, specificity * (1 - prevalence)),
            "You return shares of all people. A predictive value is a share of those with the same test result.",
            BAYES_HINTS,
        ),
    ),
    hints=BAYES_HINTS,
)


def _net_benefit(labels, risks, threshold):
    labels, treated = np.asarray(labels, dtype=bool), np.asarray(risks) >= threshold
    hits, false = (treated & labels).mean(), (treated & ~labels).mean()
    return float(hits - false * threshold / (1 - threshold))


def _patients(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    count = int(rng.integers(15, 40))
    risks = rng.random(count) ** 1.5
    labels = rng.random(count) < 0.2 + 0.6 * risks
    labels[:2], risks[:2] = (True, False), (0.95, 0.9)  # one hit and one false alarm at least
    return labels, risks


def _low_threshold(rng: np.random.Generator) -> Call:
    return arguments(*_patients(rng), float(rng.uniform(0.05, 0.35)))


def _high_threshold(rng: np.random.Generator) -> Call:
    return arguments(*_patients(rng), float(rng.uniform(0.6, 0.85)))


def _exactly_at_the_threshold(rng: np.random.Generator) -> Call:
    labels, risks = _patients(rng)
    labels[-3:], risks[-3:] = (True, True, False), 0.25
    return arguments(labels, risks, 0.25)


def _nobody_above(rng: np.random.Generator) -> Call:
    labels, risks = _patients(rng)
    return arguments(labels, risks * 0.5, 0.75)


net_benefit = Exercise(
    id="medicine.net_benefit",
    points=3,
    target="net_benefit",
    reference=_net_benefit,
    inputs={
        "a low threshold": _low_threshold,
        "a high threshold": _high_threshold,
        "risks exactly at the threshold": _exactly_at_the_threshold,
        "nobody above the threshold": _nobody_above,
    },
    misconceptions=(
        Misconception(
            "no-weight",
            lambda labels, risks, threshold: float(np.mean(np.where(labels, 1.0, -1.0) * (risks >= threshold))),
            "You count a false alarm as much as a hit. The threshold says how much a false alarm weighs.",
            (
                "Who treats at a risk of 10 % accepts how many false alarms for a hit?",
                "Which factor stands before the false positives?",
                "Multiply the false positives by threshold / (1 − threshold).",
            ),
        ),
        Misconception(
            "weight-inverted",
            lambda labels, risks, threshold: float(
                np.mean((risks >= threshold) & labels) - np.mean((risks >= threshold) & ~labels) * (1 - threshold) / threshold
            ),
            "Your weight is upside down: with a low threshold a false alarm should cost little.",
            (
                "Who treats at a risk of 10 %: does a false alarm cost much or little?",
                "At a threshold of 0.1 the weight should be 1/9.",
                "The weight is threshold / (1 − threshold).",
            ),
        ),
        Misconception(
            "weight-threshold",
            lambda labels, risks, threshold: float(
                np.mean((risks >= threshold) & labels) - np.mean((risks >= threshold) & ~labels) * threshold
            ),
            "You weigh false alarms by the threshold itself; it is the odds, threshold / (1 − threshold).",
            (
                "At a threshold of one half a false alarm weighs as much as a hit. Which weight do you have there?",
                "Which fraction stands in the formula?",
                "Divide by 1 − threshold.",
            ),
        ),
        Misconception(
            "false-alarms-free",
            lambda labels, risks, threshold: float(np.mean((risks >= threshold) & labels)),
            "You count the hits only. Then treating everybody would be best.",
            (
                "What does a false alarm cost in your function?",
                "The formula has two parts.",
                "Subtract the share of false positives times threshold / (1 − threshold).",
            ),
        ),
        Misconception(
            "strictly-above",
            lambda labels, risks, threshold: _net_benefit(labels, np.where(risks == threshold, -1.0, risks), threshold),
            "You leave out the patients whose risk is exactly the threshold; they are treated too.",
            (
                "Is a patient at the threshold treated?",
                "Read the docstring: at least.",
                "Compare with >= instead of >.",
            ),
        ),
        Misconception(
            "per-treated-patient",
            lambda labels, risks, threshold: _net_benefit(labels, risks, threshold) / max(float(np.mean(risks >= threshold)), 1e-12),
            "You divide by the number of treated patients. The benefit is counted per patient, treated or not.",
            (
                "Would you rather treat one patient well or a hundred nearly as well?",
                "By which number do you divide?",
                "Divide by the number of all patients.",
            ),
        ),
        Misconception(
            "not-divided",
            lambda labels, risks, threshold: _net_benefit(labels, risks, threshold) * len(labels),
            "You return a number of patients; it is asked per patient.",
            (
                "Does your result double when every patient is counted twice?",
                "What does n do in the formula?",
                "Divide by the number of all patients.",
            ),
        ),
    ),
    hints=(
        "Two counts: treated and ill, treated and healthy.",
        "Try three patients with risks 0.9, 0.6, 0.1, the first one ill, threshold 0.5: the result is (1 − 1) / 3 = 0.",
        "Hits / n − false alarms / n · threshold / (1 − threshold), with risk >= threshold as treated.",
    ),
)


def _number_needed(events_treated, treated, events_control, control):
    gain = events_control / control - events_treated / treated
    return math.inf if gain == 0 else 1 / gain


def _arms(rng: np.random.Generator, ratio: float) -> Call:
    treated, control = int(rng.integers(80, 160)), int(rng.integers(170, 320))
    events = int(control * rng.uniform(0.2, 0.45))
    return arguments(max(1, int(ratio * events / control * treated)), treated, events, control)


def _helps(rng: np.random.Generator) -> Call:
    return _arms(rng, float(rng.uniform(0.3, 0.7)))


def _harms(rng: np.random.Generator) -> Call:
    return _arms(rng, float(rng.uniform(1.4, 1.9)))


def _no_difference(rng: np.random.Generator) -> Call:
    events, patients = int(rng.integers(2, 9)), int(rng.integers(40, 80))
    return arguments(events, patients, 2 * events, 2 * patients)


def _nobody_fell_ill(rng: np.random.Generator) -> Call:
    return arguments(0, int(rng.integers(30, 60)), int(rng.integers(5, 20)), int(rng.integers(70, 99)))


RISK_HINTS = (
    "What is the risk in each arm? The arms have different sizes.",
    "For 9 of 100 against 17 of 100 the difference of the risks is 0.08. How many patients for one event less?",
    "1 / (events_control / control − events_treated / treated).",
)


def _safe(divide):
    """A misconception that gives infinity where it would divide by 0."""

    def guarded(events_treated, treated, events_control, control):
        try:
            return float(divide(events_treated, treated, events_control, control))
        except ZeroDivisionError:
            return math.inf

    return guarded


number_needed_to_treat = Exercise(
    id="medicine.number_needed_to_treat",
    points=2,
    target="number_needed_to_treat",
    reference=_number_needed,
    inputs={
        "the treatment helps": _helps,
        "the treatment harms": _harms,
        "no difference": _no_difference,
        "no event under treatment": _nobody_fell_ill,
    },
    misconceptions=(
        Misconception(
            "relative",
            _safe(lambda et, t, ec, c: 1 / (1 - (et / t) / (ec / c))),
            "You used the relative reduction of the risk. The number needed to treat comes from the difference of the two risks.",
            RISK_HINTS,
        ),
        Misconception(
            "sign",
            _safe(lambda et, t, ec, c: 1 / (et / t - ec / c)),
            "Your sign is the wrong one: when the treatment prevents events, the number is positive.",
            (
                "Which arm should have the larger risk when the treatment helps?",
                "Try 9 of 100 treated against 17 of 100 controls.",
                "Subtract the treated arm's risk from the control arm's.",
            ),
        ),
        Misconception(
            "absolute",
            _safe(lambda et, t, ec, c: abs(1 / (ec / c - et / t))),
            "You lost the sign. A treatment that harms has a negative number here.",
            (
                "What should a harmful treatment give?",
                "Look for an abs.",
                "Return the signed value.",
            ),
        ),
        Misconception(
            "counts",
            _safe(lambda et, t, ec, c: t / (ec - et)),
            "You compare counts of events. The arms have different sizes: compare risks.",
            RISK_HINTS,
        ),
        Misconception(
            "difference-of-risks",
            lambda et, t, ec, c: ec / c - et / t,
            "You return the difference of the risks; the number of patients is one divided by it.",
            (
                "One event less for how many patients?",
                "One step is left.",
                "Return 1 divided by the difference, and infinity where it is 0.",
            ),
        ),
        Misconception(
            "division-by-zero",
            lambda et, t, ec, c: 1 / (ec / c - et / t) if ec / c != et / t else 0.0,
            "Without a difference you return 0. No number of patients prevents an event then: it is infinite.",
            (
                "How many patients must be treated when the treatment does nothing?",
                "What does the docstring ask for in this case?",
                "Return math.inf where the risks are equal.",
            ),
        ),
    ),
    hints=RISK_HINTS,
)


def _uplift_at(scores, treated, outcome, k):
    first = np.argsort(-np.asarray(scores), kind="stable")[:k]
    treated, outcome = np.asarray(treated, dtype=bool)[first], np.asarray(outcome, dtype=float)[first]
    return float(outcome[treated].mean() - outcome[~treated].mean())


def _trial(rng: np.random.Generator, share: float) -> Call:
    """A trial whose arms both occur among the first k, the last k, and among all; nothing is symmetric."""
    while True:
        count = int(rng.integers(24, 40))
        scores, treated = rng.normal(0, 1, count), rng.random(count) < share
        outcome = (rng.random(count) < 0.3 + 0.4 * treated * (scores > 0)).astype(float)
        k = int(count * rng.uniform(0.35, 0.6))
        order = np.argsort(scores)
        parts = (treated[order[-k:]], treated[order[:k]], treated)
        values = (outcome[order[-k:]], outcome[order[:k]], outcome)
        effects = [
            value[part].mean() - value[~part].mean() for part, value in zip(parts, values, strict=True) if 2 < part.sum() < len(part) - 2
        ]
        if len(effects) == 3 and len({round(abs(effect), 3) for effect in effects} - {0.0}) == 3:
            return arguments(scores, treated, outcome, k)


def _equal_arms(rng: np.random.Generator) -> Call:
    return _trial(rng, 0.5)


def _unequal_arms(rng: np.random.Generator) -> Call:
    return _trial(rng, 0.7)


def _first_by_score(scores, k):
    return np.argsort(-scores)[:k]


uplift_at_k = Exercise(
    id="medicine.uplift_at_k",
    points=3,
    target="uplift_at_k",
    reference=_uplift_at,
    inputs={"arms of about equal size": _equal_arms, "arms of unequal size": _unequal_arms},
    misconceptions=(
        Misconception(
            "lowest-scores",
            lambda scores, treated, outcome, k: _uplift_at(-scores, treated, outcome, k),
            "You took the k patients with the lowest scores; the highest ones are asked for.",
            (
                "Whom would you treat first?",
                "In which order does argsort sort?",
                "Sort by −scores, or take the last k.",
            ),
        ),
        Misconception(
            "everybody",
            lambda scores, treated, outcome, k: _uplift_at(scores, treated, outcome, len(scores)),
            "Your result is the effect in all patients; k and the scores play no part.",
            (
                "Does your result depend on k?",
                "Which patients are the first k?",
                "Keep only the k patients with the highest scores.",
            ),
        ),
        Misconception(
            "sign",
            lambda scores, treated, outcome, k: -_uplift_at(scores, treated, outcome, k),
            "You subtract the treated from the controls; it is the other way round.",
            (
                "The outcome is good, such as “cured”. What should the sign be when the treatment helps?",
                "Which mean comes first?",
                "Treated minus control.",
            ),
        ),
        Misconception(
            "counts",
            lambda scores, treated, outcome, k: float(np.sum(np.where(treated, outcome, -outcome)[_first_by_score(scores, k)])),
            "You compare sums; arms of different sizes need means.",
            (
                "What happens when the treated arm is twice as large?",
                "What do you divide by?",
                "Take the mean of each arm among the first k.",
            ),
            also=(lambda scores, treated, outcome, k: float(np.mean(np.where(treated, outcome, -outcome)[_first_by_score(scores, k)])),),
        ),
        Misconception(
            "k-of-each-arm",
            lambda scores, treated, outcome, k: float(
                outcome[treated][_first_by_score(scores[treated], k)].mean()
                - outcome[~treated][_first_by_score(scores[~treated], k)].mean()
            ),
            "You took the first k of each arm. The first k of all patients are asked for, in both arms together.",
            (
                "How many patients do you look at in total?",
                "Sort all patients together first.",
                "Choose k patients by score, then split them by arm.",
            ),
        ),
        Misconception(
            "treated-only",
            lambda scores, treated, outcome, k: float(outcome[_first_by_score(scores, k)][treated[_first_by_score(scores, k)]].mean()),
            "You return how the treated fared. Some would have recovered anyway: subtract the controls.",
            (
                "What would have happened without the treatment?",
                "Which patients tell you?",
                "Subtract the mean outcome of the controls among the first k.",
            ),
        ),
    ),
    hints=(
        "Two steps: choose patients by score, then compare the arms among them.",
        "Print how many of your patients are treated and how many are not: together they are k.",
        "order = argsort(−scores)[:k]; mean outcome of the treated among them minus mean outcome of the others.",
    ),
)


def _weighted_effect(outcome, treated, propensity):
    treated = np.asarray(treated, dtype=bool)
    with_treatment = np.average(outcome[treated], weights=1 / propensity[treated])
    without = np.average(outcome[~treated], weights=1 / (1 - propensity[~treated]))
    return float(with_treatment - without)


def _register(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = int(rng.integers(20, 45))
    propensity = rng.uniform(0.1, 0.85, count)
    treated = rng.random(count) < propensity
    treated[:4], propensity[:4] = (True, True, False, False), (0.2, 0.7, 0.3, 0.8)
    return 3.0 * propensity + rng.normal(0, 1, count), treated, propensity


def _a_register(rng: np.random.Generator) -> Call:
    return arguments(*_register(rng))


def _far_from_zero(rng: np.random.Generator) -> Call:
    """Outcomes such as a weight in kg: weights that do not sum to 1 in each arm show."""
    outcome, treated, propensity = _register(rng)
    return arguments(outcome + 70, treated, propensity)


def _constant_outcome(ask, rng: np.random.Generator) -> bool:
    _outcome, treated, propensity = _register(rng)
    return abs(float(np.asarray(ask(np.full(len(treated), 5.0), treated, propensity)))) < 1e-6


weighted_effect = Exercise(
    id="medicine.weighted_effect",
    points=3,
    target="weighted_effect",
    reference=_weighted_effect,
    inputs={"a register": _a_register, "outcomes far from zero": _far_from_zero},
    properties=(Property("constant", "be 0 when every patient has the same outcome.", _constant_outcome),),
    misconceptions=(
        Misconception(
            "naive",
            lambda outcome, treated, propensity: float(outcome[treated].mean() - outcome[~treated].mean()),
            "You compare the plain means. They also differ because of who got the treatment.",
            (
                "Were the treated patients like the others before the treatment?",
                "Where in your code is propensity used?",
                "Weigh each patient by one over the probability of what he or she got.",
            ),
        ),
        Misconception(
            "not-normalised",
            lambda outcome, treated, propensity: float(
                np.mean(treated * outcome / propensity) - np.mean(~treated * outcome / (1 - propensity))
            ),
            "Your weights do not sum to 1 in each arm. The docstring asks for weighted means of each arm.",
            (
                "Give every patient the outcome 5. What is your effect?",
                "What do you divide each sum by?",
                "Divide each arm's sum by the sum of its weights.",
            ),
        ),
        Misconception(
            "one-weight-for-both",
            lambda outcome, treated, propensity: float(
                np.average(outcome[treated], weights=1 / propensity[treated])
                - np.average(outcome[~treated], weights=1 / propensity[~treated])
            ),
            "You weigh the untreated by 1 / propensity as well. They got no treatment, which has the probability 1 − propensity.",
            (
                "What is the probability of what an untreated patient got?",
                "The two arms need different weights.",
                "Weigh the untreated by 1 / (1 − propensity).",
            ),
        ),
        Misconception(
            "not-inverted",
            lambda outcome, treated, propensity: float(
                np.average(outcome[treated], weights=propensity[treated]) - np.average(outcome[~treated], weights=1 - propensity[~treated])
            ),
            "You weigh by the probability instead of one over it: whom the treatment finds often counts even more.",
            (
                "A treated patient who hardly ever gets the treatment stands for many. Large or small weight?",
                "Should the weight rise or fall with the probability?",
                "Take one over the probability.",
            ),
        ),
        Misconception(
            "arms-swapped",
            lambda outcome, treated, propensity: float(
                np.average(outcome[treated], weights=1 / (1 - propensity[treated]))
                - np.average(outcome[~treated], weights=1 / propensity[~treated])
            ),
            "You swapped the weights of the two arms.",
            (
                "What is the probability of what a treated patient got?",
                "It is the propensity for the treated, and 1 − propensity for the others.",
                "Swap the two weights.",
            ),
        ),
        Misconception(
            "sign",
            lambda outcome, treated, propensity: -_weighted_effect(outcome, treated, propensity),
            "You subtract the treated from the untreated; it is the other way round.",
            ("Which mean comes first?", "The effect is treated minus untreated.", "Turn the difference round."),
        ),
    ),
    hints=(
        "One weighted mean for each arm, then their difference.",
        "Give every patient the outcome 5: the effect must be 0.",
        "Weights 1 / propensity for the treated and 1 / (1 − propensity) for the others; numpy.average divides by their sum.",
    ),
)

who_is_treated = Exercise(
    id="medicine.who_is_treated",
    points=1,
    kind="choice",
    target="who_is_treated",
    prompt="In a register of 100,000 patients those who took a drug died more often than the others. What may a larger register not cure?",
    options={
        "a": "that the interval around the difference is wide",
        "b": "that doctors gave the drug to those who were more ill",
        "c": "that some side effects are rare",
        "d": "that few patients took the drug",
    },
    reference="b",
    misconceptions=(
        Misconception(
            "interval",
            "a",
            "With more patients the interval becomes narrow: around the wrong number, if the groups differ.",
            (
                "Which of the four shrinks with the number of patients, and which does not?",
                "An interval shows chance only.",
                "Ask how patients came to be treated.",
            ),
        ),
        Misconception(
            "rare",
            "c",
            "A larger register finds rare side effects better.",
            (
                "Which of the four shrinks with the number of patients, and which does not?",
                "More patients, more rare events.",
                "Ask how patients came to be treated.",
            ),
        ),
        Misconception(
            "few",
            "d",
            "In a larger register more patients took the drug.",
            (
                "Which of the four shrinks with the number of patients, and which does not?",
                "Double everything: what stays?",
                "Ask how patients came to be treated.",
            ),
        ),
    ),
)


def _healthy_positives(sensitivity, specificity, ill):
    hits, false = sensitivity / 100 * ill, (100 - specificity) / 100 * (1000 - ill)
    return 100 * false / (hits + false)


healthy_positives = Exercise(
    id="medicine.healthy_positives",
    points=1,
    kind="number",
    target="healthy_positives",
    prompt=(
        "A test finds {sensitivity} % of the ill and clears {specificity} % of the healthy. Of 1,000 people screened, {ill} are ill. "
        "Which share of those who test positive is healthy, in per cent? Give the number to within 1 %."
    ),
    variant=lambda rng: {
        "sensitivity": int(rng.choice([80, 85, 92])),
        "specificity": int(rng.choice([94, 95, 96])),
        "ill": int(rng.choice([4, 6, 8, 12])),
    },
    reference=_healthy_positives,
    relative=0.01,
    misconceptions=(
        Misconception(
            "predictive-value",
            lambda sensitivity, specificity, ill: 100 - _healthy_positives(sensitivity, specificity, ill),
            "You gave the share of the ill among the positives.",
            ("Which share is asked for?", "The two shares sum to 100 %.", "Take 100 minus your number."),
        ),
        Misconception(
            "one-minus-specificity",
            lambda sensitivity, specificity, ill: float(100 - specificity),
            "You gave the share of the healthy who test positive. The question starts from those who test positive.",
            (
                "Of whom is it a share?",
                "Count people: ill and positive, healthy and positive.",
                "Divide the healthy positives by all positives.",
            ),
        ),
        Misconception(
            "one-minus-sensitivity",
            lambda sensitivity, specificity, ill: float(100 - sensitivity),
            "You gave the share of the ill whom the test misses.",
            (
                "Of whom is it a share?",
                "Count people: ill and positive, healthy and positive.",
                "Divide the healthy positives by all positives.",
            ),
        ),
    ),
)
