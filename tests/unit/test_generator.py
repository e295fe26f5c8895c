"""The generator itself: published vectors, the form of its keys, and its words in the orders of their use.

`docs/reference/random-battery.md` has a public battery on the same orders.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from whowhom.core import dense, draw, generator

MASK = 2**64 - 1
WORDS = 1 << 14
SEED = 1924
STREAM = draw.stream("appointment", "choice")
SMALLEST_P = 1e-6

EXAMPLE_KEY = 0x548C9DECBCE65297
"""The key of the example program that is published with the paper."""
EXAMPLE_WORDS = [
    0x36D88366,
    0x944716E0,
    0xC8A8F4E0,
    0x35CC666A,
    0x7094EAB1,
    0xA2A1B6F5,
    0xD884957D,
    0xE61F37B9,
    0xE4D45C47,
    0xB0DBD071,
]
"""Words of the counters 0 to 9 under that key, as other implementations publish and test them."""


def word(counter: int, key: int) -> int:
    """Return one word of the library."""
    return int(generator.squares32(np.uint64(counter & MASK), np.uint64(key)))


def key_of(history: int, seed: int = SEED) -> int:
    """Return the key of a history."""
    return int(generator.history_key(np.uint64(seed), np.uint64(history)))


def counter_of(month: int, stream: int, index: int) -> int:
    """Return the counter of one draw."""
    return int(dense.counter_of(month, stream, index))


def in_order(order: str) -> NDArray[np.uint32]:
    """Return words in one of the orders in which the product draws them."""
    n, key = range(WORDS), key_of(7)
    streams = [draw.stream("test_generator", str(i)) for i in range(64)]
    words = {
        "index": lambda: [word(counter_of(3, STREAM, i), key) for i in n],
        "history": lambda: [word(counter_of(3, STREAM, 5), key_of(i)) for i in n],
        "month": lambda: [word(counter_of(i % 4096, STREAM, i // 4096), key) for i in n],
        "stream": lambda: [word(counter_of(3, streams[i % 64], i // 64), key) for i in n],
        "seed": lambda: [word(counter_of(3, STREAM, 5), key_of(0, seed=i)) for i in n],
        "run": lambda: [
            word(counter_of(i // 256 % 16, streams[i // 16 % 16], i % 16), key_of(i // 4096)) for i in n
        ],
    }
    return np.array(words[order](), np.uint32)


def test_squares32_gives_the_published_words() -> None:
    assert [word(counter, EXAMPLE_KEY) for counter in range(10)] == EXAMPLE_WORDS


@pytest.mark.parametrize("order", ["index", "history", "month", "stream", "seed", "run"])
def test_words_are_even_in_every_order_of_use(order: str) -> None:
    """Highest byte, lowest byte, and the high digits of neighbours: eighteen chi-squares.

    Of six orders together one in 55,000 false alarms, were the words chance.
    """
    words = in_order(order)
    pairs = (words[0::2] >> 28) * 16 + (words[1::2] >> 28)
    for cells in (words >> 24, words & 0xFF, pairs):
        counts = np.bincount(cells, minlength=256)
        assert counts.size == 256
        assert stats.chisquare(counts).pvalue > SMALLEST_P


def test_every_bit_of_a_name_turns_half_the_bits_of_the_word() -> None:
    """One bit of counter, history or seed changed: 105 counts of turned bits within six standard errors.

    False alarms below one in a million, were the words chance.
    """
    repeats = 64
    names = [(37 * k, 11 + k, SEED + 3 * k) for k in range(repeats)]
    plain = [word(counter_of(3, STREAM, i), key_of(h, s)) for i, h, s in names]

    def turned(bit: int, of: str) -> int:
        total = 0
        for (i, h, s), before in zip(names, plain, strict=True):
            flip = 1 << bit
            counter = counter_of(3, STREAM, i) ^ (flip if of == "counter" else 0)
            key = key_of(h ^ (flip if of == "history" else 0), s ^ (flip if of == "seed" else 0))
            total += (word(counter, key) ^ before).bit_count()
        return total

    expected, allowed = 16.0 * repeats, 6.0 * np.sqrt(8.0 * repeats)
    bits = [(b, "counter") for b in range(64)] + [(b, "history") for b in range(21)]
    bits += [(b, "seed") for b in range(20)]
    assert len(bits) == 105
    wrong = {name: turned(*name) for name in bits if abs(turned(*name) - expected) > allowed}
    assert wrong == {}


@pytest.mark.parametrize("below", [7, 300, 1 << 20])
def test_whole_numbers_are_even(below: int) -> None:
    """Chi-square of a million, in at most 1,024 cells of equal width where the numbers are more.

    Three checks, one in 300,000 false alarms; multiply-high is uneven by at most below / 2^32 and that is not
    seen by so few.
    """
    out = np.empty(1_000_000, np.uint32)
    key, counter = np.uint64(key_of(3)), np.uint64(counter_of(9, STREAM, 0))
    dense.wholes_from(key, counter, below, out)
    cells = min(below, 1024)
    counts = np.bincount(out // (below // cells), minlength=cells)
    assert counts.size == cells
    assert stats.chisquare(counts).pvalue > SMALLEST_P


def test_dense_normals_are_four_bytes_added() -> None:
    """Chi-square of a million against the exact distribution of the sum: one false alarm in a million."""
    out = np.empty(1_000_000, np.float32)
    dense.normals_from(np.uint64(key_of(4)), np.uint64(counter_of(9, STREAM, 0)), out)
    sums = np.rint(out.astype(np.float64) * np.sqrt(21845.0) + 510.0).astype(int)
    byte = np.ones(256)
    ways = np.convolve(np.convolve(byte, byte), np.convolve(byte, byte)) / 256.0**4
    kept = ways * out.size >= 10.0
    counts = np.bincount(sums, minlength=1021)
    observed = np.append(counts[kept], counts[~kept].sum())
    expected = np.append(ways[kept], ways[~kept].sum()) * out.size
    assert stats.chisquare(observed, expected).pvalue > SMALLEST_P


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
