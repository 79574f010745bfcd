"""The model of the capstone, judged on its weights: how many bits it needs for a byte of plays that it has not read."""

import pickle

import numpy as np

from bigmodel_edu.checking import artefact
from bigmodel_edu.exercises.your_own_gpt.known_models import (
    arrays_of,
    as_file,
    bytes_only,
    changed,
    constant,
    copies,
    looks_one_token_back,
    other_tokenizer,
    small,
    trained,
    untrained,
)
from bigmodel_edu.exercises.your_own_gpt.scoring import judge_gpt
from bigmodel_edu.exercises.your_own_gpt.submitted_model import BUDGET

EXERCISE = artefact(
    __file__,
    points=10,
    reference=trained,
    measure=judge_gpt,
    budget=BUDGET,
    seconds=120.0,
    mistakes={
        "untrained": (untrained, lambda: as_file(untrained())),
        "constant": constant,
        "one-token": looks_one_token_back,
        "not-shifted": copies,
        "worse-than-guessing": other_tokenizer,
        "vocabulary": (
            lambda: {**untrained(), "merges": np.array([[104, 101], [116, 256]], dtype=np.int32)},
            lambda: {**untrained(), "merges": np.array([[104, 900]], dtype=np.int32)},
        ),
        "shape": (
            lambda: changed("blocks.0.attention.query_key_value.weight", np.transpose),
            lambda: {name: array for name, array in untrained().items() if name != "norm.weight"},
        ),
        "over-budget": lambda: as_file(arrays_of(small(width=448), bytes_only())),
        "pickle": lambda: pickle.dumps({"weights": [0.5, 0.25]}),
        "not-safetensors": (lambda: as_file(untrained())[:-100], lambda: b"these are my weights, trust me"),
        "not-finite": lambda: changed("norm.weight", lambda array: array * np.float16("nan")),
    },
)
