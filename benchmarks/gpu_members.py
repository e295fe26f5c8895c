"""A month of a million members on a GPU and on the CPU: one source for both.

Each member meets one of the nine others of his cell, moves towards him where they are near, and towards his
patron's stand by his loyalty; loyalty relaxes to closeness with the patron. One thread for each member; 20
bytes of each are moved at least. The function `member` is the same for the compiled loop of the CPU and for
the kernel, and so are `squares32` and the primitives of the library in it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba
import numpy as np
from numba import types
from numpy.typing import NDArray

from benchmarks import gpu_kernels
from whowhom.core.dense import ONE, clip, counter_of, whole_of
from whowhom.core.draw import stream
from whowhom.core.generator import history_key, squares32

CELL, PATRONS = 10, 1000
PARTNER = stream("gpu_members", "partner")
CONFIDENCE, PACE, PULL, SETTLING = (np.float32(x) for x in (0.3, 0.2, 0.05, 0.1))


def member(i: int, key: Any, counter: Any, old: Any, new: Any, loyalty: Any, patron: Any, stand: Any) -> None:
    """Let member i meet another of his cell and move: reads `old`, writes `new` and his loyalty."""
    first = i - i % CELL
    other = first + np.int64(whole_of(squares32(counter + np.uint64(i), key), CELL - 1))
    other += other >= i
    own = old[i]
    apart = old[other] - own
    near = apart if abs(apart) < CONFIDENCE else np.float32(0.0)
    gap = stand[patron[i]] - own
    moved = clip(own + PACE * near + PULL * loyalty[i] * gap, np.float32(0.0), ONE)
    new[i] = moved
    closeness = ONE - gap * gap
    loyalty[i] = loyalty[i] + SETTLING * (closeness - loyalty[i])


def start(members: int) -> tuple[NDArray[Any], ...]:
    """Return preferences, an empty array for the next ones, loyalties, patrons and their stands."""
    place = np.arange(members, dtype=np.float32)
    old = (place * np.float32(0.6180339)) % ONE
    loyalty = np.full(members, 0.5, np.float32)
    patron = (np.arange(members) * 7919 % PATRONS).astype(np.int32)
    stand = np.linspace(0.0, 1.0, PATRONS, dtype=np.float32)
    return old, np.zeros_like(old), loyalty, patron, stand


def counters(months: int) -> list[Any]:
    """Return the counter of member 0 in each month."""
    return [np.uint64(counter_of(month, PARTNER, 0)) for month in range(months)]


def on_the_cpu(members: int, months: int, threads: int) -> Any:
    """Return a function that runs the months on the CPU, and the arrays that it works in."""
    options = {"nogil": True, "error_model": "numpy"}
    one = numba.njit(**options)(member)

    @numba.njit(**options)  # type: ignore[untyped-decorator]
    def part(
        first: int,
        last: int,
        key: Any,
        counter: Any,
        old: Any,
        new: Any,
        loyalty: Any,
        patron: Any,
        stand: Any,
    ) -> None:
        for i in range(first, last):
            one(i, key, counter, old, new, loyalty, patron, stand)

    arrays = list(start(members))
    key = np.uint64(history_key(np.uint64(1), np.uint64(0)))
    edges = [members * t // threads for t in range(threads + 1)]

    def run() -> None:
        with ThreadPoolExecutor(threads) as pool:
            for counter in counters(months):
                work = [
                    pool.submit(part, edges[t], edges[t + 1], key, counter, *arrays) for t in range(threads)
                ]
                for each in work:
                    each.result()
                arrays[0], arrays[1] = arrays[1], arrays[0]

    part(0, 0, key, counters(1)[0], *arrays)
    return run, arrays


MEMBERS_KERNEL = """
def members_kernel(key, counter, old, new, loyalty, patron, stand):
    i = cuda.grid(1)
    if i < old.size:
        one(i, key, counter, old, new, loyalty, patron, stand)
"""


def kernel_source() -> Any:
    """Return the kernel as a plain function; the simulator looks for `cuda` among its globals."""
    cuda = gpu_kernels.cuda()
    names = {"cuda": cuda, "one": member if gpu_kernels.SIMULATED else cuda.jit(device=True)(member)}
    exec(MEMBERS_KERNEL, names)
    return names["members_kernel"]


def assembly() -> str:
    """Return the PTX of the kernel, for the capability of `gpu_kernels`."""
    word, shares = types.uint64, types.float32[::1]
    signature = (word, word, shares, shares, shares, types.int32[::1], shares)
    found, _ = gpu_kernels.cuda().compile_ptx(
        kernel_source(), signature, device=False, cc=gpu_kernels.CAPABILITY
    )
    return str(found)


def on_the_gpu(members: int, months: int, threads_in_a_block: int = 256) -> Any:
    """Return a function that runs the months on the device, and the arrays that it works in."""
    cuda = gpu_kernels.cuda()
    kernel = cuda.jit(kernel_source())
    arrays = [cuda.to_device(array) for array in start(members)]
    key = np.uint64(history_key(np.uint64(1), np.uint64(0)))
    blocks = -(-members // threads_in_a_block)

    def run() -> None:
        for counter in counters(months):
            kernel[blocks, threads_in_a_block](key, counter, *arrays)
            arrays[0], arrays[1] = arrays[1], arrays[0]
        cuda.synchronize()

    return run, arrays
