"""Answers to your-own-gpt.my_gpt: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np


def a_list_of_numbers_that_could_be_weights(seed: int) -> dict:
    return {"token_embedding.weight": np.random.default_rng(seed).standard_normal((256, 8)), "heads": 2}


WRONG = [
    a_list_of_numbers_that_could_be_weights(1),
    "my_gpt.safetensors",
    b"PK\x03\x04",
    {"weights": "excellent", "bits_per_byte": 0.1},
    [1, 2, 3],
    object(),
]
