"""From states to states: one month of every state, outcomes merged to the different states they end in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.core.draw import stream_name
from whowhom.core.state import allocate
from whowhom.exact.replay import CONTINUOUS, DONE, LONGER, compiled_observe, compiled_replay
from whowhom.exact.states import States, kept_bytes, most_varied, spaced
from whowhom.simulate.batch import pointers
from whowhom.spec.errors import ModelError

FIRST_SLOTS = 256
"""Draws in a month that a script has room for at first; it doubles when a month has more."""
ENDS_AT_ONCE = 2048
MOST_OUTCOMES = 5_000_000
"""Outcomes of chance in one month, over all its states, past which it refuses; about a minute of work."""
WAYS_OUT = "shrink the bodies, leave a mechanism out with only(...), or freeze an array that nothing reads"


class Explorer:
    """Runs single months of a model from any of its states, with all chance enumerated.

    values: (C,) the columns of the model's values, or None for the point values; frozen: arrays that keep
    what they held at the start, so that states differing only there are one. Raises ModelError for values
    of another length and for arrays that do not exist.
    """

    def __init__(self, model: Model, values: NDArray[np.float64] | None, frozen: tuple[str, ...]) -> None:
        points = value_table(model.values, 0, np.zeros(1, np.int64), False)[0]
        if values is not None and values.shape != points.shape:
            raise ModelError(
                f"exact: values of shape {values.shape}; expected {points.shape}, as model.values"
            )
        self.model = model
        self.functions, self.observers = pointers(model)
        self.values = points if values is None else np.asarray(values, np.float64)
        self.kept = kept_bytes(model.sizes, frozen)
        self.state, self.buffer = allocate(model.sizes)
        self.memory = np.zeros(model.memory, np.float32)
        self.slots = FIRST_SLOTS

    def start(self) -> States:
        """Return the one state before month 0."""
        return States(self.model.initial[None, :].copy(), np.zeros((1, self.model.memory), np.float32))

    def advance(self, states: States, month: int, most_states: int) -> tuple[States, csr_array]:
        """Return the states that one month leads to, and the probabilities (before, after) of going there.

        Raises ModelError when there are more than `most_states` or MOST_OUTCOMES, or chance is not finite.
        """
        index: dict[bytes, int] = {}
        matrix, _ = self._rows(states, range(len(states)), month, index, most_states)
        return self.unpack(index), matrix

    def close(self, states: States, month: int, most_states: int) -> tuple[States, csr_array]:
        """Return all states that repetitions of one month reach, the given ones first, and the square matrix.

        Raises ModelError as `advance` does.
        """
        index = {self._key(states.buffers[i], states.memory[i]): i for i in range(len(states))}
        parts = []
        known, outcomes = 0, 0
        while known < len(index):
            fresh = range(known, len(index))
            known = len(index)
            part, outcomes = self._rows(self.unpack(index), fresh, month, index, most_states, outcomes)
            parts.append(part)
        data = np.concatenate([part.data for part in parts])
        columns = np.concatenate([part.indices for part in parts])
        lengths = np.concatenate([np.diff(part.indptr) for part in parts])
        edges = np.concatenate([[0], np.cumsum(lengths)])
        return self.unpack(index), csr_array((data, columns, edges), shape=(known, known))

    def record(self, states: States, month: int) -> NDArray[np.float64]:
        """Return (n, W) what each state records in this month, in 64 bit."""
        rows = np.zeros((len(states), self.model.width), np.float32)
        compiled_observe()(
            self.observers,
            self.model.plan,
            self.state,
            self.model.polity,
            self.buffer,
            np.ascontiguousarray(states.buffers),
            month,
            rows,
        )
        return rows.astype(np.float64)

    def unpack(self, index: dict[bytes, int]) -> States:
        """Return the states of a dictionary of keys, in its order."""
        size = self.buffer.size
        # A bytearray, because kernels take only arrays that may be written.
        table = np.frombuffer(bytearray().join(index), np.uint8).reshape(len(index), -1)
        memory = np.ascontiguousarray(table[:, size:]).view(np.float32).reshape(len(index), -1)
        return States(np.ascontiguousarray(table[:, :size]), memory)

    def outcomes(
        self, start: NDArray[np.uint8], memory: NDArray[np.float32], month: int
    ) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float64]]]:
        """Yield tables of ends (k, bytes), their memory (k, M) and probabilities (k,), valid until the next.

        Raises ModelError when a mechanism draws a continuous variate.
        """
        model = self.model
        numbers = self.values[model.plan.column[month]]
        script = np.zeros(self.slots, np.int32)
        weight, cursor, count = np.ones(1), np.full(2, -1, np.int64), np.zeros(1, np.int64)
        ends = np.empty((ENDS_AT_ONCE, self.buffer.size), np.uint8)
        end_memory = np.empty((ENDS_AT_ONCE, model.memory), np.float32)
        weights = np.empty(ENDS_AT_ONCE)
        why = LONGER
        while why != DONE:
            radix = np.zeros(script.size, np.int32)
            why = compiled_replay()(
                self.functions,
                model.plan,
                self.state,
                model.polity,
                self.buffer,
                self.memory,
                start,
                memory,
                self.kept,
                numbers,
                month,
                model.months,
                script,
                radix,
                weight,
                cursor,
                ends,
                end_memory,
                weights,
                count,
            )
            if why == CONTINUOUS:
                raise ModelError(refusal(int(cursor[1])))
            if why == LONGER:
                self.slots = max(2 * script.size, int(cursor[0]))
                script = np.concatenate([script, np.zeros(self.slots - script.size, np.int32)])
            found = int(count[0])
            yield ends[:found], end_memory[:found], weights[:found]

    def _rows(
        self,
        states: States,
        rows: range,
        month: int,
        index: dict[bytes, int],
        most_states: int,
        outcomes: int = 0,
    ) -> tuple[csr_array, int]:
        """Return the transitions of some states, new ends numbered in `index`, and the outcomes so far."""
        data: list[NDArray[np.float64]] = []
        columns: list[NDArray[np.int64]] = []
        edges = [0]
        for row in rows:
            targets: list[int] = []
            weights: list[NDArray[np.float64]] = []
            for ends, memory, chances in self.outcomes(states.buffers[row], states.memory[row], month):
                for end, remembered in zip(ends, memory, strict=True):
                    targets.append(index.setdefault(self._key(end, remembered), len(index)))
                weights.append(chances.copy())
                outcomes += chances.size
                self._refuse_too_many(index, outcomes, month, most_states)
            found, inverse = np.unique(np.array(targets, np.int64), return_inverse=True)
            columns.append(found)
            sums = np.bincount(inverse, np.concatenate(weights), minlength=found.size)
            data.append(sums.astype(np.float64))
            edges.append(edges[-1] + found.size)
        shape = (len(rows), len(index))
        matrix = csr_array((np.concatenate(data), np.concatenate(columns), np.array(edges)), shape=shape)
        return matrix, outcomes

    def _key(self, buffer: NDArray[np.uint8], memory: NDArray[np.float32]) -> bytes:
        return buffer.tobytes() + memory.tobytes()

    def _refuse_too_many(self, index: dict[bytes, int], outcomes: int, month: int, most_states: int) -> None:
        """Raise ModelError when there are too many states, or too much chance, to go on."""
        after = f"after {month} month{'' if month == 1 else 's'}"
        if len(index) > most_states:
            varied = most_varied(self.unpack(index), self.model.sizes)
            raise ModelError(
                f"exact: more than {spaced(most_states)} reachable states {after}; {varied}: {WAYS_OUT}"
            )
        if outcomes > MOST_OUTCOMES:
            raise ModelError(
                f"exact: more than {spaced(MOST_OUTCOMES)} outcomes of chance {after}: {WAYS_OUT}"
            )


def refusal(stream_number: int) -> str:
    """Return the sentence that refuses a continuous variate, by the name of its mechanism."""
    mechanism, _, variate = stream_name(stream_number).partition(".")
    way_out = {
        "age": ", or give the entrants no spread of age",
        "opinion": ", or give the entrants no spread of position",
    }.get(variate, "")
    return (
        f"exact: {mechanism} draws the continuous variate {variate!r}; the exact solver needs finite chance: "
        f"leave the mechanism out with only(...){way_out}"
    )
