"""States as rows of bytes: which bytes belong to which array, and which of them tell two states apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.state import Sizes, allocate, array_paths
from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown


@dataclass(frozen=True)
class States:
    """Some states, with the clock at month 0: W words of eight bytes each, M private numbers."""

    words: NDArray[np.uint64]
    """(n, W) their buffers."""
    memory: NDArray[np.uint32]
    """(n, M) the bits of the private memory of mechanisms, which are 32-bit numbers."""

    @property
    def buffers(self) -> NDArray[np.uint8]:
        """(n, bytes) the buffers that `core.state.allocate` views as states."""
        return self.words.view(np.uint8)

    def __len__(self) -> int:
        """Count them."""
        return int(self.words.shape[0])


def array_bytes(sizes: Sizes) -> dict[str, slice]:
    """Return where the bytes of each array lie in a buffer, by its dotted name."""
    state, buffer = allocate(sizes)
    places = {}
    for path in array_paths():
        array: Any = state
        for part in path.split("."):
            array = getattr(array, part)
        first = array.ctypes.data - buffer.ctypes.data if array.size else 0
        places[path] = slice(first, first + array.nbytes)
    return places


def kept_bits(sizes: Sizes, frozen: Iterable[str]) -> NDArray[np.uint64]:
    """Return (W,) the bits in which a state keeps what it had: the clock's month, and the frozen arrays.

    Raises ModelError for the name of an array that no state has.
    """
    places = array_bytes(sizes)
    kept = np.zeros(allocate(sizes)[1].size, np.uint8)
    for path in ("clock.month", *frozen):
        if path not in places:
            near = did_you_mean(path, places)
            raise ModelError(f"exact: no array named {shown(path)}; expected {one_of(places)}{near}")
        kept[places[path]] = 255
    return kept.view(np.uint64)


def faulted(states: States, sizes: Sizes) -> NDArray[np.bool_]:
    """Return (n,) whether each state has a fault."""
    bits = states.buffers[:, array_bytes(sizes)["clock.fault"]]
    return np.asarray(bits.any(axis=1))


def most_varied(states: States, sizes: Sizes) -> str:
    """Return a clause that names the array with the most different values: the likeliest reason for many."""
    counts = {"the memory of the mechanisms": _different(states.memory)}
    for path, where in array_bytes(sizes).items():
        counts[path] = _different(states.buffers[:, where])
    path = max(counts, key=lambda name: counts[name])
    return f"{path} takes {spaced(counts[path])} different values"


def _different(rows: NDArray[Any]) -> int:
    """Count the different rows."""
    return len({row.tobytes() for row in rows})


def spaced(number: int) -> str:
    """Write a whole number with spaces between thousands."""
    return f"{number:,}".replace(",", " ")
