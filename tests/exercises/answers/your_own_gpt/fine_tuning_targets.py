"""Answers to your-own-gpt.fine_tuning_targets: right ones in several styles, wrong ones that are no known mistake."""


def targets_by_lists(prompt, answer):
    text = prompt + answer
    return text[:-1], [-100] * (len(prompt) - 1) + answer


def targets_by_loop(prompt, answer):
    text = prompt + answer
    targets = [text[i + 1] if i + 1 >= len(prompt) else -100 for i in range(len(text) - 1)]
    return [text[:-1], targets]


def targets_by_masking(prompt, answer):
    text = list(prompt) + list(answer)
    targets = text[1:]
    targets[: len(prompt) - 1] = [-100] * (len(prompt) - 1)
    return text[:-1], targets


RIGHT = [targets_by_lists, targets_by_loop, targets_by_masking]
WRONG = [
    lambda prompt, answer: (prompt, answer),
    lambda prompt, answer: targets_by_lists(answer, prompt),
    lambda prompt, answer: targets_by_lists(prompt, answer)[::-1],
]
