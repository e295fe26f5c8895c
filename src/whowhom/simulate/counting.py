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
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import whowhom
from whowhom.core.tally import BINS, Bins, Tally, merge
from whowhom.results.statistics import UNREADABLE, key_of
from whowhom.simulate.batch import Say
from whowhom.simulate.planning import Plan, Version
from whowhom.simulate.precision import Widest, widest
from whowhom.simulate.run import Progress
from whowhom.simulate.scheduler import Scheduler
from whowhom.simulate.tallying import PILOT, empty_of, pilot, tally_of
from whowhom.spec.errors import ModelError

SHARD = 4096
"""Histories in a shard: what is lost at most when a count is stopped, with a scheduler those under way."""
MOST = 10_000_000
"""Histories that a count with a precision ends at, where no number is given."""
FEWEST_AT_ONCE, MOST_WAITING = 4, 2**31
"""Shards that a scheduler has at once at least, and bytes of tallies that may wait for an earlier one."""


@dataclass(frozen=True)
class Counted:
    """What one arm was counted to."""

    arm: str
    histories: int
    widest: Widest | None
    """The widest interval relative to the precision asked for; none where nothing is recorded or sound."""
    precision: float | None
    """What was asked for."""

    @property
    def narrow(self) -> bool:
        """Whether every interval is as narrow as was asked for; True where nothing was asked."""
        return self.precision is None or (self.widest is not None and self.widest.half <= self.precision)


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
    if histories < 1:
        raise ModelError(f"statistics: found {histories}; expected 1 or more histories")
    if precision is not None and not all(version.model.recorded for version in run.versions):
        raise ModelError("until_precise: found an arm that records nothing; expected an [[observe]] entry")
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
    run.storage.tidy()
    return tuple(done)


@dataclass(frozen=True)
class _Kept:
    """What a count left in the results folder."""

    shards: int
    histories: int
    looks: list[float]
    """How wide the widest interval was after 1, 2, 4, 8 … shards."""
    tally: Tally
    bins: Bins


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
        self.work, self.storage = run.work(version), run.storage
        digest = "" if run.fitted is None else run.fitted.digest
        sizes = (BINS, SHARD, PILOT, whowhom.__version__)
        self.identity = repr((version.hash, run.seed, run.numbers, digest, sizes))
        self.histories, self.precision = histories, precision
        self.threads, self.scheduler, self.say = threads, scheduler, say

    def carry_out(self, hear: Any) -> Counted:
        """Count to the histories wanted, or until it is narrow enough, and write the statistics."""
        there = self._kept(key_of(self.work.arm))
        if there is not None and self._is_wanted(there):
            return self._told(there)
        left = self._kept(self._checkpoint)
        count = left if left is not None and self._on_the_way(left) else self._begun(left)
        furthest = 0 if left is None else left.shards
        while count.shards * SHARD < self.histories and not self._narrow_enough(count):
            for part in self._tallies(self._until_next_look(count), count.bins):
                merge(count.tally, part)
                count = self._one_more(count)
                # A longer count is kept, so that one to more histories goes on from there.
                if furthest < count.shards <= count.histories // SHARD:
                    self.storage.write(self._checkpoint, self._encoded(count))
                hear(count.histories, self.histories)
        self.storage.write(key_of(self.work.arm), self._encoded(count))
        return self._told(count)

    def _told(self, count: _Kept) -> Counted:
        """Return what is said of a count that is done."""
        found = widest(count.tally, self.work.model)
        return Counted(self.work.arm, count.histories, found, self.precision)

    def _begun(self, left: _Kept | None) -> _Kept:
        """Return a count of no history."""
        bins = pilot(self.work, self.threads, self.say, self.scheduler) if left is None else left.bins
        return _Kept(0, 0, [], empty_of(self.work), bins)

    def _one_more(self, count: _Kept) -> _Kept:
        """Return the count with one more shard, looked at after 1, 2, 4, 8 … whole ones."""
        shards = count.shards + 1
        histories = min(shards * SHARD, self.histories)
        looks = count.looks
        if histories == shards * SHARD and shards & (shards - 1) == 0:
            found = widest(count.tally, self.work.model)
            looks = [*looks, np.inf if found is None else found.half]
        return replace(count, shards=shards, histories=histories, looks=looks)

    def _narrow_enough(self, count: _Kept) -> bool:
        """Return whether the count may end here, which it may only where it was looked at."""
        looked_at = count.shards > 0 and count.shards & (count.shards - 1) == 0 and bool(count.looks)
        return self.precision is not None and looked_at and count.looks[-1] <= self.precision

    def _on_the_way(self, count: _Kept) -> bool:
        """Return whether what is wanted now would have passed here, and not ended before."""
        ended = [
            self.precision is not None and half <= self.precision and 2**number < count.shards
            for number, half in enumerate(count.looks)
        ]
        return count.histories <= self.histories and not any(ended)

    def _is_wanted(self, count: _Kept) -> bool:
        """Return whether a finished count is the one that is wanted now."""
        whole = count.histories == count.shards * SHARD
        ends = count.histories == self.histories or (whole and self._narrow_enough(count))
        return ends and self._on_the_way(count)

    def _until_next_look(self, count: _Kept) -> list[tuple[int, int]]:
        """Return first history and size of the shards to count before it is asked whether that is enough."""
        last = -(-self.histories // SHARD)
        if self.precision is not None:
            last = min(last, 1 << count.shards.bit_length())
        return [
            (shard * SHARD, min(SHARD, self.histories - shard * SHARD)) for shard in range(count.shards, last)
        ]

    def _tallies(self, parts: list[tuple[int, int]], bins: Bins) -> Iterator[Tally]:
        """Give the tallies of parts in their order, whatever the order in which they are done."""
        if self.scheduler is None:
            yield from (tally_of(self.work, bins, *part, self.threads) for part in parts)
            return
        most = max(FEWEST_AT_ONCE, MOST_WAITING // sum(array.nbytes for array in empty_of(self.work)))
        for start in range(0, len(parts), most):
            there: dict[int, Tally] = {}
            wanted = 0
            for place, tally in self.scheduler.tallies(self.work, bins, parts[start : start + most]):
                there[place] = tally
                while wanted in there:
                    yield there.pop(wanted)
                    wanted += 1

    @property
    def _checkpoint(self) -> str:
        return f"progress/{self.work.arm}.statistics"

    def _kept(self, key: str) -> _Kept | None:
        """Return what an earlier count left; nothing where it is of another run, or cannot be read."""
        data = self.storage.read(key)
        if data is None:
            return None
        try:
            with np.load(io.BytesIO(data)) as there:
                if str(there["identity"]) != self.identity:
                    return None
                tally = Tally(*(there[name] for name in Tally._fields))
                bins = Bins(*(there[name] for name in Bins._fields))
                looks = there["looks"].tolist()
                return _Kept(int(there["shards"]), int(there["histories"]), looks, tally, bins)
        except UNREADABLE:
            return None

    def _encoded(self, count: _Kept) -> bytes:
        """Return a count as the bytes of an npz file."""
        file = io.BytesIO()
        about = {"shards": count.shards, "histories": count.histories, "looks": count.looks}
        arrays = {**count.tally._asdict(), **count.bins._asdict()}
        np.savez_compressed(file, identity=self.identity, **about, **arrays)  # type: ignore[arg-type]
        return file.getvalue()
