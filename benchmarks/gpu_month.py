"""Histories and a million members on a GPU against two cores: bits first, then time. For who has a device.

    NUMBA_CUDA_ENABLE_NRT=1 python -m benchmarks.gpu_month [--scenario NAME] [--histories N] [--members N]

Needs numba-cuda and the package; meant to take under five minutes. First the states of some histories and the
members after some months are compared with the CPU's, byte for byte; a difference ends with exit code 1 and
no time is printed. Then both are timed: all months of the histories on the device, copying and compiling not
counted, against the product's own loop on two threads. It has not been run on a device yet.

Without a device, in numba-cuda's simulator, where kernels are plain Python: that tests the wiring only.

    export NUMBA_ENABLE_CUDASIM=1 NUMBA_DISABLE_JIT=1
    python -m benchmarks.gpu_month --histories 3 --months 3 --members 40
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import gpu_histories, gpu_kernels, gpu_members

SEED, COMPARED, ROUNDS, CPU_HISTORIES = 1924, 64, 5, 2000
LEAST_RATIO = 20.0


def seconds(run: Callable[[], Any], rounds: int) -> float:
    """Return the median time of a call."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def histories(scenario: str, count: int, months: int | None) -> bool:
    """Compare and time histories of a scenario. Returns whether the bits are the same."""
    from whowhom import read
    from whowhom.build import build
    from whowhom.simulate.batch import run_batch

    whole = build(read(scenario))
    model = gpu_histories.unrecorded(whole, min(months or whole.months, whole.months))
    compared = np.arange(min(count, COMPARED))
    expected = gpu_histories.on_the_cpu(model, SEED, compared)
    device = gpu_histories.OnTheGpu(model, SEED, np.arange(count))
    began = time.perf_counter()
    device.run()
    took = time.perf_counter() - began
    found = device.fetch(compared.size)
    same = int((found == expected).all(axis=1).sum())
    print(f"{scenario}, {model.months} months: {same} of {compared.size} states are the CPU's, byte for byte")
    if same < compared.size or gpu_kernels.SIMULATED:
        return same == compared.size
    some = np.arange(min(count, CPU_HISTORIES))
    run_batch(model, some[:4], seed=SEED, threads=2)
    cpu = seconds(lambda: run_batch(model, some, seed=SEED, threads=2), ROUNDS) / some.size
    print(f"  {device.size} bytes a state; device: {count} in {took:.3f} s, {count / took:.0f} a second")
    print(f"  two threads: {1 / cpu:.0f} a second; ratio {cpu * count / took:.1f} ({LEAST_RATIO:.0f} wanted)")
    return True


def members(count: int, months: int) -> bool:
    """Compare and time the month of many members. Returns whether the bits are the same."""
    cpu, here = gpu_members.on_the_cpu(count, months, threads=2)
    gpu, there = gpu_members.on_the_gpu(count, months)
    cpu()
    gpu()
    same = all(np.array_equal(a, b.copy_to_host()) for a, b in zip(here, there, strict=True))
    print(f"{count} members, {months} months: {'the CPU' + chr(39) + 's bytes' if same else 'OTHER BYTES'}")
    if not same or gpu_kernels.SIMULATED:
        return same
    one, other = seconds(cpu, ROUNDS), seconds(gpu, ROUNDS)
    for name, took in (("two threads of the CPU", one), ("the device", other)):
        print(f"  {name}: {took:.4f} s, {20.0 * count * months / took / 1e9:.1f} GB/s at 20 bytes a member")
    print(f"  ratio {one / other:.1f} ({LEAST_RATIO:.0f} wanted)")
    return True


def main() -> int:
    """Compare and time; the exit status is 1 when any bits differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenario", default="conclave")
    parser.add_argument("--histories", type=int, default=100_000)
    parser.add_argument(
        "--months", type=int, help="all of the scenario, and 120 of the members, unless given"
    )
    parser.add_argument("--members", type=int, default=1_000_000)
    arguments = parser.parse_args()
    gpu_kernels.prepare(None)
    print(gpu_kernels.version() + (", simulated" if gpu_kernels.SIMULATED else ""))
    good = histories(arguments.scenario, arguments.histories, arguments.months)
    return 0 if members(arguments.members, arguments.months or 120) and good else 1


if __name__ == "__main__":
    sys.exit(main())
