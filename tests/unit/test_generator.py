"""The generator itself: published vectors, and the form of its keys."""

from __future__ import annotations

import numpy as np

from whowhom.core import generator

MASK = 2**64 - 1


def test_splitmix64_gives_the_published_vectors() -> None:
    """Seed 1234567, as published with the reference implementation; the increment is inside our function."""
    golden = 0x9E3779B97F4A7C15
    published = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    for k, expected in enumerate(published):
        assert int(generator.splitmix64(np.uint64((1234567 + k * golden) & MASK))) == expected


def test_keys_have_the_form_that_squares_asks_for() -> None:
    keys = {int(generator.squares_key(np.uint64(source))) for source in range(2000)}
    assert len(keys) == 2000
    for key in keys:
        digits = f"{key:016x}"
        for half in (digits[:8], digits[8:]):
            assert len(set(half)) == 8
            assert "0" not in half
            assert int(half[-1], 16) % 2 == 1
