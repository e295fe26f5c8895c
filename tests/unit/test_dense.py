"""Dense primitives equal their scalar meaning, to the bit; their chance has the right moments."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from whowhom.core import dense
from whowhom.core.compile import empty_draw
from whowhom.core.draw import Draw, history_key, word

KEY = history_key(np.uint64(3), np.uint64(8))
MONTH, STREAM, FIRST, N = 17, 4242, 1000, 203


def draw_of(**changes: object) -> Draw:
    """Return a sampled draw of one month of one history."""
    return empty_draw()._replace(key=KEY, month=MONTH, **changes)


def words() -> np.ndarray:
    """Return the words of the indices FIRST and on, one by one."""
    draw = draw_of()
    return np.array([int(word(draw, STREAM, FIRST + i)) for i in range(N)], np.uint64)


def test_uniforms_are_23_bits_of_the_words() -> None:
    out = np.empty(N, np.float32)
    dense.fill_uniform(draw_of(), STREAM, FIRST, out)
    expected = ((words() >> np.uint64(9)).astype(np.float64) + 0.5) * 2.0**-23
    assert out.dtype == np.float32
    assert np.array_equal(out.astype(np.float64), expected)


@pytest.mark.parametrize("bits", [0, 0xFFFFFFFF])
def test_uniform_never_reaches_its_ends(bits: int) -> None:
    assert 0.0 < dense.uniform_of(np.uint64(bits)) < 1.0


def test_normals_add_the_bytes_of_the_words() -> None:
    out = np.empty(N, np.float32)
    dense.fill_normal(draw_of(), STREAM, FIRST, out)
    total = sum((words() >> np.uint64(8 * k)) & np.uint64(255) for k in range(4)).astype(np.float64)
    assert np.allclose(out, (total - 510.0) / np.sqrt(21845.0), atol=1e-6)


def test_wholes_are_the_high_half_of_a_product() -> None:
    out = np.empty(N, np.uint32)
    dense.fill_whole(draw_of(), STREAM, FIRST, 300, out)
    assert np.array_equal(out, [int(w) * 300 >> 32 for w in words()])


@pytest.mark.parametrize("length", [1, 16, 17, 300])
def test_rows_begin_on_cache_lines(length: int) -> None:
    found = dense.rows(3, length)
    assert found.dtype == np.float32
    assert len(found) == 3
    assert length <= found.shape[1] < length + 16
    assert [found[k].ctypes.data % 64 for k in range(3)] == [0, 0, 0]


def test_moments() -> None:
    """Mean and variance within 5 standard errors: four checks, false alarms below 3 in a million."""
    n = 1_000_000
    out = np.empty(n, np.float32)
    dense.fill_uniform(draw_of(), STREAM, 0, out)
    values = out.astype(np.float64)
    assert abs(values.mean() - 0.5) < 5 * np.sqrt(1 / 12 / n)
    assert abs(values.var() - 1 / 12) < 5 * np.sqrt((1 / 80 - 1 / 144) / n)
    dense.fill_normal(draw_of(), STREAM, 0, out)
    values = out.astype(np.float64)
    assert abs(values.mean()) < 5 / np.sqrt(n)
    assert abs(values.var() - 1.0) < 5 * np.sqrt((2.7 - 1.0) / n)


def test_exponential() -> None:
    for x in np.linspace(-8.0, 8.0, 161, dtype=np.float32):
        assert dense.exponential32(x) == pytest.approx(np.exp(float(x)), rel=1e-5)


def test_gather_relax_and_clip() -> None:
    source = np.arange(10, dtype=np.float32)
    out = np.empty(3, np.float32)
    dense.gather(source, np.array([9, 0, 4], np.int32), out)
    assert out.tolist() == [9.0, 0.0, 4.0]
    dense.relax(out, np.array([1.0, 2.0, 4.0], np.float32), np.float32(0.5))
    assert out.tolist() == [5.0, 1.0, 4.0]
    assert [float(dense.clip(np.float32(x), np.float32(0), np.float32(1))) for x in (-1, 0.5, 2)] == [
        0,
        0.5,
        1,
    ]


@pytest.mark.parametrize("n", [0, 1, 7, 8, 9, 300])
def test_lane_sum_follows_its_stated_order(n: int) -> None:
    values = np.random.default_rng(5).random(n, np.float32)
    lanes = [np.float32(0)] * 8
    for i in range(n - n % 8):
        lanes[i % 8] += values[i]
    for i in range(n - n % 8, n):
        lanes[0] += values[i]
    a, b, c, d, e, f, g, h = lanes
    assert dense.lane_sum(values) == ((a + e) + (c + g)) + ((b + f) + (d + h))


@pytest.mark.parametrize("fill", [dense.fill_uniform, dense.fill_normal])
def test_exact_mode_refuses_by_stream(fill: object) -> None:
    draw = draw_of(scripted=1)
    fill(draw, STREAM, 0, np.empty(3, np.float32))  # type: ignore[operator]
    assert draw.cursor[1] == STREAM


DIGEST = """
import hashlib, numpy as np
from whowhom.core import dense
from whowhom.core.compile import empty_draw
draw = empty_draw()._replace(key=np.uint64(0x9B3F5C8172D64E1B), month=5)
parts = [np.empty(40, np.float32), np.empty(40, np.float32), np.empty(40, np.uint32)]
with np.errstate(over="ignore"):
    dense.fill_uniform(draw, 7, 3, parts[0])
    dense.fill_normal(draw, 8, 3, parts[1])
    dense.fill_whole(draw, 9, 3, 300, parts[2])
    gumbel = [dense.gumbel_of(np.uint64(w)) for w in (0, 5, 2**31, 2**32 - 1)]
    parts.append(np.array([dense.exponential32(x) for x in parts[1]] + gumbel + [dense.lane_sum(parts[1])]))
print(hashlib.blake2b(b"".join(p.astype(np.float32).tobytes() for p in parts)).hexdigest())
"""


def test_plain_python_gives_the_same_bits() -> None:
    seen = set()
    for disabled in ("0", "1"):
        environment = {**os.environ, "NUMBA_DISABLE_JIT": disabled}
        done = subprocess.run(
            [sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout)
    assert len(seen) == 1
