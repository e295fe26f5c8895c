"""What is made of the words: keys, 23-bit uniforms, whole numbers, nearly normal numbers; what they fail at.

    python scripts/random_battery_variates.py [SEED]

Exact figures where there are any; chi-squares of 10^8 draws of history 1 of seed 1924, or of the one given,
against the exact distribution; and for the nearly normal numbers how far they are from a true normal, and how
many draws tell.
"""

from __future__ import annotations

import math
import sys

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from whowhom.core import dense, draw
from whowhom.core.generator import history_key

DRAWS, CHUNK = 100_000_000, 1_000_000
SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 1924
KEY = np.uint64(history_key(np.uint64(SEED), np.uint64(1)))
STREAM = draw.stream("appointment", "choice")
TOLD = 1.95
"""Kolmogorov's statistic sqrt(n) D beyond which p is below 10^-3."""


def keys() -> None:
    """Print how many keys there are and how likely two histories share one."""
    first = math.perm(15, 8)
    last = 8 * math.perm(14, 7)
    possible = first * last
    print(f"keys: {possible:.4g} = 2^{math.log2(possible):.2f}")
    for histories in (10**4, 10**6, 10**7):
        shared = -math.expm1(-histories * (histories - 1) / 2 / possible)
        print(f"  two of {histories} histories share one with chance {shared:.2g}")


def counted(fill: str, cells: int, *arguments: int) -> NDArray[np.int64]:
    """Return how often each cell was drawn in DRAWS draws; `fill` says what is drawn."""
    counts = np.zeros(cells, np.int64)
    floats, wholes = np.empty(CHUNK, np.float32), np.empty(CHUNK, np.uint32)
    for first in range(0, DRAWS, CHUNK):
        counter = np.uint64(dense.counter_of(5, STREAM, first))
        if fill == "whole":
            dense.wholes_from(KEY, counter, arguments[0], wholes)
            at = wholes
        elif fill == "uniform":
            dense.uniforms_from(KEY, counter, floats)
            at = (floats.astype(np.float64) * cells).astype(np.int64)
        else:
            dense.normals_from(KEY, counter, floats)
            at = np.rint(floats.astype(np.float64) * math.sqrt(21845.0) + 510.0).astype(np.int64)
        counts += np.bincount(at, minlength=cells)
    return counts


def uniforms() -> None:
    """Print the chi-square of all 2^16 high cells of the uniforms, and what 23 bits mean."""
    p = stats.chisquare(counted("uniform", 1 << 16)).pvalue
    print(f"23-bit uniforms: 2^16 cells, p = {p:.3f}")
    print(f"  smallest {2.0**-24:.3g}, steps of {2.0**-23:.3g}: a chance below {2.0**-24:.3g} never happens")


def wholes() -> None:
    """Print chi-squares of whole numbers, and how uneven they are by construction."""
    for below in (7, 300, 65_537, 1_000_000):
        p = stats.chisquare(counted("whole", below, below)).pvalue
        # A value has floor or ceil of 2^32 / below words.
        words = 2**32 / below
        uneven = max(math.ceil(words) / words - 1, 1 - math.floor(words) / words)
        print(f"whole numbers below {below}: p = {p:.3f}; no chance is off by more than {uneven:.2g} of it")


def normals() -> None:
    """Print the chi-square against the exact sum of four bytes, and the distance from a normal."""
    byte = np.full(256, 1 / 256)
    exact = np.convolve(np.convolve(byte, byte), np.convolve(byte, byte))
    kept = exact * DRAWS >= 10.0
    counts = counted("normal", exact.size)
    observed = np.append(counts[kept], counts[~kept].sum())
    expected = np.append(exact[kept], exact[~kept].sum())
    p = stats.chisquare(observed, expected / expected.sum() * DRAWS).pvalue
    print(f"four bytes added, against their own exact distribution: {kept.sum()} cells, p = {p:.3f}")
    z = (np.arange(exact.size) - 510.0) / math.sqrt(21845.0)
    print(f"  mean {exact @ z:.3g}, variance {exact @ z**2:.6f}, kurtosis {exact @ z**4:.4f} (a normal: 3)")
    for bound in (1.0, 2.0, 3.0, 3.4):
        share = exact[np.abs(z) > bound].sum()
        print(f"  beyond {bound}: {share:.3g} (a normal: {2 * stats.norm.sf(bound):.3g})")
    print(f"  greatest {z[-1]:.4f}; {exact.size} values")
    below = np.cumsum(exact)
    apart = max(np.abs(below - stats.norm.cdf(z)).max(), np.abs(below - exact - stats.norm.cdf(z)).max())
    print(f"  distribution functions at most {apart:.4f} apart: about {(TOLD / apart) ** 2:.0f} draws tell")


if __name__ == "__main__":
    print(f"seed {SEED}")
    keys()
    uniforms()
    wholes()
    normals()
