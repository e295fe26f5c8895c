"""Guard against neighbours: how much of the machine others used while a sample was taken (Linux only)."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
BUSY_COLUMNS = (1, 2, 3, 6, 7, 8)
"""Columns of the first line of /proc/stat: user, nice, system, irq, softirq, steal."""


def system_seconds() -> float:
    """Return the busy seconds of all processors since the start of the machine."""
    columns = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    return sum(int(columns[k]) for k in BUSY_COLUMNS) / TICKS


def process_seconds(process: int) -> float:
    """Return the processor seconds of one live process."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Neighbours:
    """Measures one sample: wall time, own processor time, and the share of the machine that others took.

    Own is what this process, its live `workers` and its children that have ended used.
    """

    def __init__(self, workers: Sequence[int] = ()) -> None:
        self.workers = workers

    def _own(self) -> float:
        times = os.times()
        ended = times.children_user + times.children_system
        return times.user + times.system + ended + sum(process_seconds(worker) for worker in self.workers)

    def __enter__(self) -> Neighbours:
        self._start = (time.perf_counter(), self._own(), system_seconds())
        return self

    def __exit__(self, *_: object) -> None:
        wall, own, system = self._start
        self.seconds = time.perf_counter() - wall
        self.own_seconds = self._own() - own
        others = system_seconds() - system - self.own_seconds
        self.share = max(0.0, others / (self.seconds * (os.cpu_count() or 1)))


def wait_for_quiet(largest_share: float, patience: float = 15.0) -> None:
    """Wait until others use less than this share of the machine, at most `patience` seconds."""
    deadline = time.perf_counter() + patience
    while time.perf_counter() < deadline:
        with Neighbours() as meter:
            time.sleep(0.3)
        if meter.share < largest_share:
            return
