"""How the hand-written kernels are compiled, and the dense primitives over the first n of a buffer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np

from whowhom.core.dense import gather as gather_all
from whowhom.core.dense import lane_sum as lane_sum_all
from whowhom.core.dense import normals_from, uniforms_from, wholes_from
from whowhom.core.draw import MONTH_SHIFT, STREAM_SHIFT
from whowhom.core.kernel import cache_root, shared_hash

Function = TypeVar("Function", bound=Callable[..., Any])


def benchmark_hash() -> str:
    """Return the hash of the sources of the hand-written kernels on top of the library's shared sources."""
    digest = hashlib.blake2b(shared_hash().encode(), digest_size=8)
    folder = Path(__file__).parent
    sources = {folder / f"{name}.py" for name in ("arithmetic", "single", "parameters")}
    for path in sorted(sources | set(folder.glob("handwritten*.py"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def compiled(function: Function) -> Function:
    """Compile a benchmark kernel under the library's rules: no lock, strict IEEE, cached by source."""
    before, numba.config.CACHE_DIR = (
        numba.config.CACHE_DIR,
        str(cache_root() / "benchmarks" / benchmark_hash()),
    )
    try:
        return numba.njit(nogil=True, error_model="numpy", cache=True)(function)  # type: ignore[no-any-return]
    finally:
        numba.config.CACHE_DIR = before


@compiled
def counter_base(month: int, stream: int) -> np.uint64:
    """Return the counter of index 0 of one stream in one month."""
    return (np.uint64(month) << MONTH_SHIFT) | (np.uint64(stream) << STREAM_SHIFT)


@compiled
def fill_uniform(out: np.ndarray, key: np.uint64, base: np.uint64, n: int) -> None:
    """Write the first n uniform numbers of a stream."""
    uniforms_from(key, base, out[:n])


@compiled
def fill_normal(out: np.ndarray, key: np.uint64, base: np.uint64, n: int) -> None:
    """Write the first n normal numbers of a stream."""
    normals_from(key, base, out[:n])


@compiled
def fill_whole(out: np.ndarray, key: np.uint64, base: np.uint64, n: int, below: int) -> None:
    """Write the first n whole numbers of a stream."""
    wholes_from(key, base, below, out[:n])


@compiled
def gather(out: np.ndarray, source: np.ndarray, index: np.ndarray, n: int) -> None:
    """Write source[index[i]] to out[i] for i < n."""
    gather_all(source, index, out[:n])


@compiled
def lane_sum(values: np.ndarray, n: int) -> np.float32:
    """Return the sum of the first n values in eight lanes, added pairwise at the end."""
    return lane_sum_all(values[:n])
