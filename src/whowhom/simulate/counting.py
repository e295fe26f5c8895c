"""Statistics on the fly: any number of histories, of which none is kept.

Histories are simulated in shards, each to a tally of its own (`core.tally`), and tallies are merged in the
order of the shards: the bits are those of any number of threads and machines, and a count that is stopped
goes on with the shard it was in. A count to more histories goes on from a shorter one. The bins of quantiles
follow from the first PILOT histories of each arm.

With a precision the count ends at the first of 1, 2, 4, 8 … shards where every interval is narrow enough
(`simulate.precision`); such a look at the data makes the intervals of means slightly too narrow, less so the
fewer looks there are, which is why they are doubled.

Does not model: whole histories; `carry_out` keeps some.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.tally import (
    Bins,
    Tally,
    add_faults,
    add_holders,
    add_numbers,
    add_offices,
    bins_of,
    empty_tally,
    merge,
)
from whowhom.results.statistics import HOLDER, key_of
from whowhom.results.storage import Storage
from whowhom.simulate.batch import Say, cores, run_batch, split
from whowhom.simulate.planning import Plan, Version, Work
from whowhom.simulate.precision import Widest, widest
from whowhom.simulate.run import Progress
from whowhom.simulate.scheduler import Scheduler

SHARD = 4096
"""Histories in a shard: what is lost at most when a count is stopped."""
MOST = 10_000_000
"""Histories that a count with a precision ends at, where no number is given."""
PILOT = 256
"""Histories from which bins are chosen, and histories that are in memory at once."""


@dataclass(frozen=True)
class Counted:
    """What one arm was counted to."""

    arm: str
    histories: int
    widest: Widest | None
    """The widest interval relative to the precision asked for; none where nothing is recorded."""
    narrow: bool
    """Whether every interval is as narrow as was asked for; True where nothing was asked."""


def count(
    run: Plan,
    histories: int,
    *,
    precision: float | None = None,
    threads: int | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
    scheduler: Scheduler | None = None,
) -> tuple[Counted, ...]:
    """Count every arm of a run to so many histories, and keep the statistics in its results folder.

    precision: end before, once every interval of a mean or share is as narrow as this. scheduler: who counts
    instead of the threads of this process. Raises ResultError where the folder cannot be written.
    """
    wanted = [version.arm.histories(histories) for version in run.versions]
    done: list[Counted] = []
    for place, version in enumerate(run.versions):
        before = sum(one.histories for one in done)

        def hear(number: int, most: int, before: int = before, place: int = place) -> None:
            if progress is not None:
                rest = most + sum(wanted[place + 1 :])
                progress(run.versions[place].arm.name, before + number, before + rest)

        count_arm = _Count(run, version, wanted[place], precision, threads, say, scheduler)
        done.append(count_arm.carry_out(hear))
        if done[-1].histories < wanted[place]:
            hear(done[-1].histories, done[-1].histories)  # there is less to do than it seemed
    return tuple(done)


class _Count:
    """The count of one arm."""

    def __init__(
        self,
        run: Plan,
        version: Version,
        histories: int,
        precision: float | None,
        threads: int | None,
        say: Say | None,
        scheduler: Scheduler | None,
    ) -> None:
        self.work, self.identity = (
            run.work(version),
            f"{version.hash} {run.seed} {run.numbers} {_digest(run)}",
        )
        self.storage: Storage = run.storage
        self.histories, self.precision = histories, precision
        self.threads, self.scheduler = threads, scheduler
        self.bins = pilot(self.work, threads, say)
        self.looks: list[float] = []
        """How wide the widest interval was after 1, 2, 4, 8 … shards."""

    def carry_out(self, hear: Any) -> Counted:
        """Count to the histories wanted, or until it is narrow enough, and write the statistics."""
        shards, total = self._found()
        while shards * SHARD < self.histories and not self._narrow_enough(shards):
            for part in self._tallies(self._until_next_look(shards)):
                merge(total, part)
                shards += 1
                if shards * SHARD <= self.histories:
                    self._look(shards, total)
                    self.storage.write(self._checkpoint, self._encoded(total, shards, shards * SHARD))
                hear(min(shards * SHARD, self.histories), self.histories)
        counted = min(shards * SHARD, self.histories)
        self.storage.write(key_of(self.work.arm), self._encoded(total, shards, counted))
        found = widest(total, self.work.model)
        narrow = self.precision is None or found is None or found.half <= self.precision
        return Counted(self.work.arm, counted, found, narrow)

    def _until_next_look(self, shards: int) -> list[tuple[int, int]]:
        """Return first history and size of the shards to count before it is asked whether that is enough."""
        last = -(-self.histories // SHARD)
        if self.precision is not None:
            last = min(last, 1 << shards.bit_length())
        return [(shard * SHARD, min(SHARD, self.histories - shard * SHARD)) for shard in range(shards, last)]

    def _tallies(self, parts: list[tuple[int, int]]) -> Iterator[Tally]:
        """Give the tallies of parts in their order, whatever the order in which they are done."""
        if self.scheduler is None:
            yield from (tally_of(self.work, self.bins, *part, self.threads) for part in parts)
            return
        there: dict[int, Tally] = {}
        wanted = 0
        for place, tally in self.scheduler.tallies(self.work, self.bins, parts):
            there[place] = tally
            while wanted in there:
                yield there.pop(wanted)
                wanted += 1

    def _look(self, shards: int, total: Tally) -> None:
        """Remember how wide the widest interval is, after 1, 2, 4, 8 … shards."""
        if shards & (shards - 1) == 0:
            found = widest(total, self.work.model)
            self.looks.append(0.0 if found is None else found.half)

    def _narrow_enough(self, shards: int) -> bool:
        """Return whether the count may end here, which it may only where it was looked at."""
        looked_at = shards > 0 and shards & (shards - 1) == 0
        return self.precision is not None and looked_at and self.looks[-1] <= self.precision

    @property
    def _checkpoint(self) -> str:
        return f"progress/{self.work.arm}.statistics"

    def _found(self) -> tuple[int, Tally]:
        """Return what an earlier count left: shards and their tally; nothing where it is of another run."""
        data = self.storage.read(self._checkpoint)
        if data is not None:
            with np.load(io.BytesIO(data)) as there:
                shards, looks = int(there["shards"]), there["looks"].tolist()
                if str(there["identity"]) == self.identity and self._on_the_way(shards, looks):
                    self.looks = looks
                    return shards, Tally(*(there[name] for name in Tally._fields))
        model = self.work.model
        seats = len(model.snapshot_months), model.sizes.seats
        offices = offices_of(self.work).size
        return 0, empty_tally(model.months + 1, model.width, offices, seats, len(model.people))

    def _on_the_way(self, shards: int, looks: list[float]) -> bool:
        """Return whether what is wanted now would have passed here, and not ended before."""
        ended = [
            self.precision is not None and half <= self.precision and 2**number < shards
            for number, half in enumerate(looks)
        ]
        return shards * SHARD <= self.histories and not any(ended)

    def _encoded(self, total: Tally, shards: int, histories: int) -> bytes:
        """Return a tally as the bytes of an npz file."""
        file = io.BytesIO()
        about = {"shards": shards, "identity": self.identity, "histories": histories, "looks": self.looks}
        np.savez_compressed(file, **about, **total._asdict(), **self.bins._asdict())  # type: ignore[arg-type]
        return file.getvalue()


def _digest(run: Plan) -> str:
    return "" if run.fitted is None else run.fitted.digest


def pilot(work: Work, threads: int | None, say: Say | None = None) -> Bins:
    """Return the bins of an arm, from its first PILOT histories."""
    numbers = np.arange(PILOT, dtype=np.int64)
    batch = run_batch(
        work.model, numbers, seed=work.seed, values=work.values(numbers), threads=threads, say=say
    )
    return bins_of(batch.output[batch.faults[:, 0] == 0])


def offices_of(work: Work) -> NDArray[np.int64]:
    """Return the columns of the output that are persons."""
    columns, at = [], 0
    for item in work.model.recorded:
        columns += [at] if item.observable.name == HOLDER else []
        at += item.width
    return np.array(columns, np.int64)


def tally_of(work: Work, bins: Bins, first: int, size: int, threads: int | None) -> Tally:
    """Simulate histories first .. first+size-1 of an arm, PILOT at a time, and return their tally."""
    model, offices = work.model, offices_of(work)
    seats = len(model.snapshot_months), model.sizes.seats
    tally = empty_tally(model.months + 1, model.width, offices.size, seats, len(model.people))
    with ThreadPoolExecutor(threads or cores()) as pool:
        for numbers in _parts(first, size):
            batch = run_batch(model, numbers, seed=work.seed, values=work.values(numbers), threads=threads)
            sound = add_faults(batch.faults[:, 0], tally)

            def add(part: slice, output: Any = batch.output, sound: Any = sound) -> None:
                add_numbers(output, sound, bins, tally, part.start, part.stop)
                add_offices(output, sound, offices, tally, part.start, part.stop)

            # Threads share the months, not the histories: each cell is added to in one order.
            list(pool.map(add, split(model.months + 1, threads or cores())))
            add_holders(batch.snapshots, sound, tally)
    return tally


def _parts(first: int, size: int) -> Iterator[NDArray[np.int64]]:
    """List numbers of histories, PILOT at a time."""
    for start in range(first, first + size, PILOT):
        yield np.arange(start, min(start + PILOT, first + size), dtype=np.int64)
