"""The passes over a block of members become vector code; sums do not depend on where a block is cut."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import pytest

from whowhom.core import cells
from whowhom.core.compile import JIT

N = 203
PASSES: dict[str, Callable[[np.random.Generator], tuple[Any, ...]]] = {
    "split_words": lambda rng: (words(rng)[: (N + 1) // 2], words(rng)),
    "find_mates": lambda rng: ((np.arange(N) % 7).astype(np.uint32), 7, words(rng) >> np.uint32(16)),
    "meet": lambda rng: (*(shares(rng) for _ in range(3)), *(np.float32(x) for x in (0.3, 0.2, 0.1))),
    "settle": lambda rng: (*(shares(rng) for _ in range(3)), np.float32(0.1)),
    "cast": lambda rng: (*(shares(rng) for _ in range(4)), np.float32(0.5), np.zeros(N, np.int32)),
    "count_won": lambda rng: (np.arange(N, dtype=np.int32) % 8, 7, shares(rng), np.float32(0.2)),
}
"""Every pass that is arithmetic, and arguments for it."""


def words(rng: np.random.Generator) -> np.ndarray:  # type: ignore[type-arg]
    """Return random words of 32 bits."""
    return rng.integers(0, 1 << 32, N, np.uint32)


def shares(rng: np.random.Generator) -> np.ndarray:  # type: ignore[type-arg]
    """Return random shares."""
    return rng.random(N, np.float32)


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
@pytest.mark.parametrize("name", PASSES)
def test_every_pass_is_vector_code(name: str) -> None:
    """The optimised code works at several numbers at once, and gives what plain Python gives."""
    plain = getattr(cells, name).py_func
    compiled = numba.njit(error_model="numpy")(plain)
    one, other = (PASSES[name](np.random.default_rng(5)) for _ in range(2))
    assert compiled(*one) == plain(*other)
    for left, right in zip(one, other, strict=True):
        assert np.array_equal(left, right)
    (code,) = compiled.inspect_llvm().values()
    assert re.search(r"= (add|mul|and|lshr|fadd|fmul|fcmp|icmp|select)[^\n]*<\d+ x (float|i32|i1)>", code)


def test_sums_of_shares_are_the_same_wherever_they_are_cut() -> None:
    rng = np.random.default_rng(6)
    leaning, heard, stand = (shares(rng) for _ in range(3))
    numbers = [np.float32(x) for x in (0.3, 0.2, 0.1)]
    whole = cells.meet(leaning.copy(), heard, stand, *numbers)
    for cut in (1, 64, 150):
        parts = (slice(0, cut), slice(cut, N))
        assert sum(cells.meet(leaning[p].copy(), heard[p], stand[p], *numbers) for p in parts) == whole
