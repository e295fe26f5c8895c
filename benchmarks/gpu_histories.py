"""Histories of a scenario on a GPU, month by month, and the same on the CPU: their states as bytes.

On the GPU every entry of the schedule is a kernel (`gpu_kernels`), launched once a month over all histories.
Nothing is recorded: what is compared is the state of each history after the last month, byte for byte.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import gpu_kernels
from whowhom.build.horizon import ending, recording
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.core.drive import MONTHS_BETWEEN_MASS_CHECKS, compiled_drive
from whowhom.core.generator import history_key
from whowhom.core.native import describe
from whowhom.core.state import allocate, buffer_size
from whowhom.simulate.batch import pointers

ALIGNMENT = 64
THREADS_IN_A_BLOCK = 64


def unrecorded(model: Model, months: int) -> Model:
    """Return the model for its first months, with nothing to observe."""
    silent = recording(ending(model, model.month_labels[months]), ())
    no_snapshots = silent.plan._replace(snapshot_month=np.zeros(0, np.int32))
    return replace(silent, plan=no_snapshots, snapshot_months=())


def values_of(model: Model, seed: int, histories: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the numbers of each history, drawn from priors."""
    with np.errstate(over="ignore"):
        return value_table(model.values, seed, histories, True)


def on_the_cpu(model: Model, seed: int, histories: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the final states of histories (H, N), by the product's own loop, one history at a time."""
    functions, observers = pointers(model)
    drive = compiled_drive()
    values = values_of(model, seed, histories)
    states = np.zeros((histories.size, buffer_size(model.sizes)), np.uint8)
    for row in range(histories.size):
        state, buffer = allocate(model.sizes)
        one = slice(row, row + 1)
        with np.errstate(over="ignore"):
            drive(
                functions,
                observers,
                model.plan,
                state,
                model.polity,
                model.initial,
                buffer,
                np.zeros(model.memory, np.float32),
                values[one],
                np.uint64(seed),
                histories[one],
                np.zeros((1, model.months + 1, 0), np.float32),
                np.zeros((1, 0, model.sizes.seats), np.int32),
                np.zeros((1, 2), np.int64),
            )
        states[row] = buffer
    return states


class OnTheGpu:
    """Histories of one model that live on the device."""

    def __init__(self, model: Model, seed: int, histories: NDArray[np.int64]) -> None:
        """Copy everything to the device and compile the kernels."""
        self.model, self.cuda = model, gpu_kernels.cuda()
        self.size = buffer_size(model.sizes)
        self.stride = -(-self.size // ALIGNMENT) * ALIGNMENT
        count = histories.size
        self.blocks = -(-count // THREADS_IN_A_BLOCK)
        self.values = self.cuda.to_device(values_of(model, seed, histories))
        keys = [history_key(np.uint64(seed), np.uint64(history)) for history in histories]
        self.keys = self.cuda.to_device(np.array(keys, np.uint64))
        self.columns = [self.cuda.to_device(row.copy()) for row in model.plan.column]
        initial = np.zeros(self.stride, np.uint8)
        initial[: self.size] = model.initial
        self.buffers = self.cuda.to_device(np.tile(initial, count))
        self.memory = self.cuda.to_device(np.zeros((count, max(model.memory, 1)), np.float32))
        self.nothing = self.cuda.to_device(np.zeros(1, np.int32))
        self.weight = self.cuda.to_device(np.ones(1))
        self.cursor = self.cuda.to_device(np.full(2, -1, np.int64))
        self.polity_kept: list[Any] = []
        self.states, self.polity = self._records(count)
        self._compile()

    def _compile(self) -> None:
        plan = self.model.plan
        self.kernels = [
            gpu_kernels.launched(
                gpu_kernels.mechanism_source(
                    entry.mechanism, entry.which, int(plan.first_number[f, 0]), plan.first_memory[f].tolist()
                )
            )
            for f, entry in enumerate(self.model.entries)
        ]
        begin, end = gpu_kernels.month_sources()
        self.begin = gpu_kernels.launched(begin, "begin_month")
        self.end = gpu_kernels.launched(end, "end_month")

    def _records(self, count: int) -> tuple[Any, Any]:
        """Return the addresses of the tables of descriptors of every state, and of the polity's."""
        if gpu_kernels.SIMULATED:
            rows = self.buffers.copy_to_host().reshape(count, self.stride)
            self.rows = rows
            found = gpu_kernels.simulated_records
            found[:] = [allocate(self.model.sizes, row)[0] for row in rows]
            found.append(self.model.polity)
            return self.cuda.to_device(np.arange(count)), self.cuda.to_device(np.array([count]))
        table, moving, base = gpu_kernels.tables(
            lambda buffer: describe(allocate(self.model.sizes, buffer)[0]), self.stride
        )
        first = int(self.buffers.__cuda_array_interface__["data"][0])
        shifts = first - base + self.stride * np.arange(count)
        self.tables = self.cuda.to_device(table + np.where(moving, shifts[:, None], 0))
        start = int(self.tables.__cuda_array_interface__["data"][0])
        states = self.cuda.to_device(start + 8 * table.size * np.arange(count))
        return states, self.cuda.to_device(np.array([self._polity()]))

    def _polity(self) -> int:
        """Copy the polity's arrays and return the address of its table there."""
        described = describe(self.model.polity)
        at = 0
        for array in self.model.polity:
            there = self.cuda.to_device(array if array.size else np.zeros(1, array.dtype))
            self.polity_kept.append(there)
            described[at + 4] = int(there.__cuda_array_interface__["data"][0])
            at += 5 + 2 * array.ndim
        self.polity_kept.append(self.cuda.to_device(described))
        return int(self.polity_kept[-1].__cuda_array_interface__["data"][0])

    def run(self) -> None:
        """Run all months; returns when the device is done."""
        shape = (self.blocks, THREADS_IN_A_BLOCK)
        chance = (self.nothing, self.weight, self.cursor)
        for month in range(self.model.months + 1):
            self.begin[shape](self.states, month)
            for f, kernel in enumerate(self.kernels):
                if self.model.plan.active[f, month] == 1:
                    numbers = (self.values, self.columns[month], self.memory)
                    kernel[shape](*numbers, self.states, self.polity, self.keys, month, *chance)
            masses = month % MONTHS_BETWEEN_MASS_CHECKS == 0 or month == self.model.months
            self.end[shape](self.states, int(masses))
        self.cuda.synchronize()

    def fetch(self, count: int) -> NDArray[np.uint8]:
        """Return the states of the first histories (count, N)."""
        if gpu_kernels.SIMULATED:
            return self.rows[:count, : self.size].copy()
        rows = self.buffers[: count * self.stride].copy_to_host().reshape(count, self.stride)
        return np.asarray(rows[:, : self.size])
