"""From states to states: one month of every state, outcomes merged to the different states they end in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.core.draw import stream_name
from whowhom.core.state import allocate
from whowhom.exact.replay import (
    ARROWS,
    CONTINUOUS,
    DONE,
    ENDS,
    LONGER,
    MANY_STATES,
    OUTCOMES,
    ROW,
    WIDER,
    compiled_observe,
    compiled_replay,
)
from whowhom.exact.states import States, kept_bits, most_varied, spaced
from whowhom.exact.tables import Arrows, Chance, Ends, new_arrows, new_chance, new_ends, new_work
from whowhom.simulate.batch import pointers
from whowhom.spec.errors import ModelError

FIRST_DRAWS, FIRST_ARROWS = 256, 65_536
"""Room at first, doubled when it is full: draws of a script, transitions of a month."""
MOST_OUTCOMES = 5_000_000
"""Outcomes of chance in one month, over all its states, past which it refuses; about a minute of work."""
WAYS_OUT = "shrink the bodies, leave a mechanism out with only(...), or freeze an array that nothing reads"


class Explorer:
    """Runs single months of a model from any of its states, with all chance enumerated.

    values: (C,) the columns of the model's values, or None for the point values; frozen: arrays that keep
    what they held at the start, so that states differing only there are one. Raises ModelError for values
    of another length and for arrays that do not exist.
    """

    def __init__(
        self, model: Model, values: NDArray[np.float64] | None, frozen: tuple[str, ...], most_states: int
    ) -> None:
        points = value_table(model.values, 0, np.zeros(1, np.int64), False)[0]
        if values is not None and values.shape != points.shape:
            raise ModelError(
                f"exact: values of shape {values.shape}; expected {points.shape}, as model.values"
            )
        self.model = model
        self.functions, self.observers = pointers(model)
        self.values = points if values is None else np.asarray(values, np.float64)
        self.most_states = most_states
        self.state, buffer = allocate(model.sizes)
        self.work = new_work(buffer.size, model.memory, buffer)
        self.work.kept[:] = kept_bits(model.sizes, frozen)
        self.chance = new_chance(FIRST_DRAWS)

    def start(self) -> States:
        """Return the one state before month 0."""
        words = self.model.initial.copy().view(np.uint64)[None, :]
        return States(words, np.zeros((1, self.model.memory), np.uint32))

    def advance(self, states: States, month: int) -> tuple[States, csr_array]:
        """Return the states that one month leads to, and the probabilities (before, after) of going there.

        Raises ModelError when there are more than the most states or MOST_OUTCOMES, or chance is not finite.
        """
        ends = new_ends(self.most_states, states.words.shape[1], self.model.memory)
        progress = np.zeros(4, np.int64)
        arrows = new_arrows(FIRST_ARROWS, len(states))
        arrows = self._run(states, len(states), month, ends, arrows, progress)
        return self._found(ends, progress), _matrix(arrows, progress)

    def close(self, month: int) -> tuple[States, NDArray[np.float64], csr_array]:
        """Return the states that month 0 and then repetitions of one month reach, with two sets of chances.

        The chances (n,) after month 0, and the square matrix of the repeated month. Raises ModelError as
        `advance` does.
        """
        start = self.start()
        ends = new_ends(self.most_states, start.words.shape[1], self.model.memory)
        progress = np.zeros(4, np.int64)
        first = self._run(start, 1, 0, ends, new_arrows(FIRST_ARROWS, 1), progress)
        chances = _matrix(first, progress).toarray()[0]
        ends.row[:] = -1
        progress[ROW] = progress[ARROWS] = progress[OUTCOMES] = 0
        arrows = new_arrows(FIRST_ARROWS, self.most_states)
        table = States(ends.words, ends.bits)
        while progress[ROW] < progress[ENDS]:
            arrows = self._run(table, int(progress[ENDS]), month, ends, arrows, progress)
        states = self._found(ends, progress)
        return states, np.pad(chances, (0, len(states) - chances.size)), _matrix(arrows, progress)

    def record(self, states: States, month: int) -> NDArray[np.float64]:
        """Return (n, W) what each state records in this month, in 64 bit."""
        rows = np.zeros((len(states), self.model.width), np.float32)
        compiled_observe()(
            self.observers,
            self.model.plan,
            self.state,
            self.model.polity,
            self.work.words,
            states.words,
            month,
            rows,
        )
        return rows.astype(np.float64)

    def _run(
        self, states: States, rows: int, month: int, ends: Ends, arrows: Arrows, progress: NDArray[np.int64]
    ) -> Arrows:
        """Run the month from the states up to number `rows`; return the arrows, moved if there were many."""
        numbers = self.values[self.model.plan.column[month]]
        why = LONGER
        while why != DONE:
            # Plain Python warns where compiled 64-bit words wrap around, as the hash means them to.
            with np.errstate(over="ignore"):
                why = compiled_replay()(
                    self.functions,
                    self.model.plan,
                    self.state,
                    self.model.polity,
                    self.work,
                    states.words,
                    states.memory,
                    numbers,
                    month,
                    self.model.months,
                    rows,
                    MOST_OUTCOMES,
                    self.chance,
                    ends,
                    arrows,
                    progress,
                )
            if why == LONGER:
                self.chance = _longer(self.chance)
            elif why == WIDER:
                arrows = _wider(arrows)
            elif why != DONE:
                self._refuse(why, month, ends)
        return arrows

    def _refuse(self, why: int, month: int, ends: Ends) -> None:
        """Raise the ModelError of a replay that cannot go on."""
        after = f"after {month} month{'' if month == 1 else 's'}"
        if why == CONTINUOUS:
            raise ModelError(continuous(int(self.chance.cursor[1])))
        if why == MANY_STATES:
            varied = most_varied(States(ends.words, ends.bits), self.model.sizes)
            most = f"more than {spaced(self.most_states)} reachable states"
            raise ModelError(f"exact: {most} {after}; {varied}: {WAYS_OUT}")
        raise ModelError(f"exact: more than {spaced(MOST_OUTCOMES)} outcomes of chance {after}: {WAYS_OUT}")

    def _found(self, ends: Ends, progress: NDArray[np.int64]) -> States:
        """Return the states met, without the room for others."""
        count = int(progress[ENDS])
        return States(ends.words[:count].copy(), ends.bits[:count].copy())


def _matrix(arrows: Arrows, progress: NDArray[np.int64]) -> csr_array:
    """Return the arrows as a sparse matrix from the starts done to the ends met."""
    count, rows = int(progress[ARROWS]), int(progress[ROW])
    data = arrows.weights[:count], arrows.targets[:count], arrows.edges[: rows + 1]
    matrix = csr_array(data, shape=(rows, int(progress[ENDS])))
    matrix.sort_indices()
    return matrix


def _longer(chance: Chance) -> Chance:
    """Return the same script with twice the room."""
    longer = new_chance(2 * chance.script.size)
    longer.script[: chance.script.size] = chance.script
    return longer


def _wider(arrows: Arrows) -> Arrows:
    """Return the same arrows with twice the room."""
    room = arrows.targets.size
    wider = new_arrows(2 * room, arrows.edges.size - 1)
    wider.targets[:room] = arrows.targets
    wider.weights[:room] = arrows.weights
    wider.edges[:] = arrows.edges
    return wider


def continuous(stream_number: int) -> str:
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
