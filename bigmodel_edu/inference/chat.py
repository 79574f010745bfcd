"""How the turns of a conversation are written for a chat model: ChatML, as SmolLM2 was trained with.

The marks between turns are special tokens and are put in by id. What people write is encoded as plain text, so that nobody can end
their own turn and speak as the system by typing ``<|im_end|>``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bigmodel_edu.text import ByteLevelBPE

ROLES = ("system", "user", "assistant")
START, END = "<|im_start|>", "<|im_end|>"


@dataclass(frozen=True)
class Turn:
    """What one side says.

    Raises:
        ValueError: if the role is none of system, user and assistant.
    """

    role: str
    content: str

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"expected a role of {', '.join(ROLES)}, got {self.role!r}")


def chat_prompt(tokenizer: ByteLevelBPE, turns: Sequence[Turn], system: str = "") -> list[int]:
    """Return the tokens of a conversation, up to where the assistant's answer begins.

    Args:
        tokenizer: has the special tokens ``<|im_start|>`` and ``<|im_end|>``.
        turns: at least one.
        system: the system's turn when the conversation does not begin with one; none if empty.

    Raises:
        ValueError: if there are no turns, or the tokenizer has no such marks.

    >>> from bigmodel_edu.text import train_bpe
    >>> tokenizer = train_bpe(["hi"], 258, special_tokens=[START, END])
    >>> tokenizer.decode(chat_prompt(tokenizer, [Turn("user", "hi")]))
    '<|im_start|>user\\nhi<|im_end|>\\n<|im_start|>assistant\\n'
    """
    if not turns:
        raise ValueError("expected a conversation of at least one turn, got none")
    if not {START, END} <= set(tokenizer.special_tokens):
        raise ValueError(f"expected a tokenizer with {START} and {END}: this model was not trained to chat, let it complete text")
    start, end = tokenizer.special_tokens[START], tokenizer.special_tokens[END]
    if system and turns[0].role != "system":
        turns = [Turn("system", system), *turns]
    ids: list[int] = []
    for turn in turns:
        ids += [start, *tokenizer.encode(f"{turn.role}\n{turn.content}"), end, *tokenizer.encode("\n")]
    return [*ids, start, *tokenizer.encode("assistant\n")]
