"""Compilation of kernels: one decorator, one cache keyed by what the sources say.

A kernel is a plain Python function over numbers and arrays. `kernel` compiles it with Numba under rules
that keep the same bits on every machine: strict IEEE arithmetic (no `fastmath`), no lock (`nogil`), and
division that returns an infinity instead of raising. With `NUMBA_DISABLE_JIT=1` the same function runs as
pure Python, to the same bits, and a debugger can step through it.

The folder of what is compiled (`core.stored`) is named by a hash of all shared kernel sources; that of a
mechanism adds the hash of its own file and of what it imports from elsewhere. An edited mechanism therefore
recompiles alone, and an edited shared kernel recompiles everything. Of sources that changed since the process
began nothing is kept or loaded: which text its functions come from cannot be known.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite
import numba
import numpy as np
from numba.core.errors import NumbaExperimentalFeatureWarning

from whowhom.core.linkage import Inner, Kernel
from whowhom.core.sources import PACKAGE, SHARED_FOLDERS, imported_sources
from whowhom.core.stored import Place

Function = TypeVar("Function", bound=Callable[..., Any])


def _start_of_this_process() -> float:
    """Return when this process began, before it had read any source; as far as the system tells."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        up = float(Path("/proc/uptime").read_text().split()[0])
        running = up - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        running = time.process_time()
    return time.time() - running - A_TICK


A_TICK = 0.01
"""Seconds by which the system's clocks of processes and of files may disagree."""
STARTED = _start_of_this_process()

COMPILES = not numba.config.DISABLE_JIT
"""False where kernels run as plain Python."""

warnings.filterwarnings("ignore", category=NumbaExperimentalFeatureWarning)


def cache_root() -> Path:
    """Return the folder for compiled kernels: `WHOWHOM_CACHE`, or the user's cache folder."""
    chosen = os.environ.get("WHOWHOM_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "whowhom"


@cache
def shared_sources() -> tuple[Path, ...]:
    """Return the files of all shared kernels."""
    return tuple(path for folder in SHARED_FOLDERS for path in sorted((PACKAGE / folder).glob("*.py")))


@cache
def shared_hash() -> str:
    """Return the hash of every shared kernel source, of the compiler and of Python: the name of a folder."""
    digest = hashlib.blake2b(digest_size=8)
    versions = (numba.__version__, llvmlite.__version__, np.__version__, sys.version)
    digest.update(repr(versions).encode())
    for path in shared_sources():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def shared_place() -> Place:
    """Return where the shared kernels are kept."""
    return Place(cache_root() / "shared" / shared_hash(), shared_sources(), STARTED)


@cache
def source_hash(path: Path) -> str:
    """Return the hash of one source file, and of what it imports, on top of the shared sources."""
    digest = hashlib.blake2b(shared_hash().encode(), digest_size=8)
    for source in (path, *imported_sources(path)):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def entry_place(source: str) -> Place:
    """Return where that is kept which is compiled from one source file."""
    path = Path(source)
    folder = cache_root() / "entries" / f"{path.stem}-{source_hash(path)}"
    return Place(folder, (*shared_sources(), path, *imported_sources(path)), STARTED)


def place_of(function: Callable[..., Any]) -> Place:
    """Return where a function is kept: with the shared kernels, or with the entries of its own file."""
    source = function.__code__.co_filename
    return shared_place() if Path(source).resolve() in shared_sources() else entry_place(source)


def kernel(function: Function) -> Function:
    """Compile a shared kernel under the house rules; it is cached on disk and compiled on first use."""
    return cast(Function, Kernel(function, place_of)) if COMPILES else function


def inner(function: Function) -> Function:
    """Compile a kernel that only kernels call: it becomes machine code inside what calls it."""
    return cast(Function, Inner(function, place_of)) if COMPILES else function
