"""Positions: the formulas in plain Python, and what rotary positions promise."""

import math

import pytest
import torch

from bigmodel_edu.models.positions import rotary, rotary_angles, rotate, sinusoidal_positions


def draw(*shape, seed=0, dtype=torch.float32):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).to(dtype)


def test_sinusoids_are_those_of_the_formula():
    positions = sinusoidal_positions(50, 6)
    for t in (0, 1, 7, 49):
        for i in range(3):
            angle = t / 10_000 ** (2 * i / 6)
            assert positions[t, 2 * i] == pytest.approx(math.sin(angle), abs=1e-6)
            assert positions[t, 2 * i + 1] == pytest.approx(math.cos(angle), abs=1e-6)


def test_a_shift_of_sinusoids_is_one_rotation_whatever_the_place():
    positions = sinusoidal_positions(100, 8).double().view(100, 4, 2)
    sines, cosines = positions[..., 0], positions[..., 1]
    shift = 13
    sine, cosine = sines[shift], cosines[shift]
    torch.testing.assert_close(sines[shift:], sines[:-shift] * cosine + cosines[:-shift] * sine, atol=1e-5, rtol=0)


def test_far_positions_keep_their_digits():
    cosines, _ = rotary_angles(torch.tensor([1_000_003]), 2)
    assert float(cosines[0, 0]) == pytest.approx(math.cos(1_000_003), abs=1e-6)


def test_rotary_products_depend_on_distance_only():
    query, key = draw(64, dtype=torch.float64), draw(64, seed=1, dtype=torch.float64)
    places = torch.arange(40)
    turned = rotary(query.expand(40, 64), places).double() @ rotary(key.expand(40, 64), places).double().T
    for distance in (0, 1, 17):
        diagonal = turned.diagonal(distance)
        torch.testing.assert_close(diagonal, diagonal[:1].expand_as(diagonal), atol=1e-4, rtol=1e-4)
    assert turned.diagonal(0)[0] == pytest.approx(float(query @ key))
    assert not torch.allclose(turned.diagonal(1)[:1], turned.diagonal(17)[:1])


def test_rotary_turns_pairs_across_the_halves_by_their_own_speed():
    x = draw(3, 5, 6)
    turned = rotary(x, base=100.0)
    for t in range(5):
        for i in range(3):
            angle = t * 100.0 ** (-2 * i / 6)
            a, b = x[:, t, i], x[:, t, i + 3]
            torch.testing.assert_close(turned[:, t, i], a * math.cos(angle) - b * math.sin(angle), atol=1e-6, rtol=1e-5)
            torch.testing.assert_close(turned[:, t, i + 3], b * math.cos(angle) + a * math.sin(angle), atol=1e-6, rtol=1e-5)


def test_rotary_keeps_lengths_and_leaves_position_0_alone():
    x = draw(2, 3, 9, 10)
    torch.testing.assert_close(rotary(x).norm(dim=-1), x.norm(dim=-1))
    torch.testing.assert_close(rotary(x)[..., 0, :], x[..., 0, :])


def test_positions_may_differ_between_texts():
    x = draw(2, 1, 3, 4)
    positions = torch.tensor([[0, 1, 2], [5, 6, 7]])
    together = rotate(x, *(part[:, None] for part in rotary_angles(positions, 4)))
    torch.testing.assert_close(together[1], rotary(x[1], positions[1]))


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16])
def test_rotary_keeps_the_dtype(dtype):
    assert rotary(draw(2, 3, 4, dtype=dtype)).dtype == dtype


def test_odd_sizes_are_refused():
    with pytest.raises(ValueError, match="even width, for pairs of sine and cosine, got 7"):
        sinusoidal_positions(3, 7)
    with pytest.raises(ValueError, match="even head size, for pairs of features, got 5"):
        rotary(draw(2, 5))
