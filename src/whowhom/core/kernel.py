"""Compilation of kernels: one decorator, one cache keyed by what the sources say.

A kernel is a plain Python function over numbers and arrays. `kernel` compiles it with Numba under rules
that keep the same bits on every machine: strict IEEE arithmetic (no `fastmath`), no lock (`nogil`), and
division that returns an infinity instead of raising. With `NUMBA_DISABLE_JIT=1` the same function runs as
pure Python, to the same bits, and a debugger can step through it.

Numba's own cache does not notice an edit in a file that a kernel calls into, so the cache folder is named
by a hash of all shared kernel sources; a mechanism's own folder adds the hash of its own file. An edited
mechanism therefore recompiles alone, and an edited shared kernel recompiles everything.
"""

from __future__ import annotations

import hashlib
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core.errors import NumbaExperimentalFeatureWarning

Function = TypeVar("Function", bound=Callable[..., Any])

PACKAGE = Path(__file__).resolve().parent.parent
SHARED_FOLDERS = ("core", "theory")

warnings.filterwarnings("ignore", category=NumbaExperimentalFeatureWarning)


def cache_root() -> Path:
    """Return the folder for compiled kernels: `WHOWHOM_CACHE`, or the user's cache folder."""
    chosen = os.environ.get("WHOWHOM_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "whowhom"


@cache
def shared_hash() -> str:
    """Return the hash of every shared kernel source, of Numba and of Python: the name of the cache folder."""
    digest = hashlib.blake2b(digest_size=8)
    digest.update(f"{numba.__version__} {sys.version_info[:3]}".encode())
    for folder in SHARED_FOLDERS:
        for path in sorted((PACKAGE / folder).glob("*.py")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def source_hash(path: Path) -> str:
    """Return the hash of one source file on top of the shared sources."""
    return hashlib.blake2b(shared_hash().encode() + path.read_bytes(), digest_size=8).hexdigest()


@contextmanager
def cached_in(folder: Path) -> Iterator[None]:
    """Let Numba put what it compiles meanwhile into `folder`."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        numba.config.CACHE_DIR = before


def kernel(function: Function) -> Function:
    """Compile a shared kernel under the house rules; it is cached on disk and compiled on first use."""
    with cached_in(cache_root() / "shared" / shared_hash()):
        return numba.njit(nogil=True, error_model="numpy", cache=True)(function)  # type: ignore[no-any-return]


def inner(function: Function) -> Function:
    """Compile a kernel that only kernels call: no wrapper for Python, a second saved per state argument."""
    with cached_in(cache_root() / "shared" / shared_hash()):
        return numba.njit(  # type: ignore[no-any-return]
            nogil=True, error_model="numpy", cache=True, no_cpython_wrapper=True, no_cfunc_wrapper=True
        )(function)
