"""A Dask cluster as a scheduler: `with connected("tcp://…") as cluster: simulate(…, scheduler=cluster)`.

A worker that dies loses what it was doing, which is done again elsewhere; a scheduler that dies stops the
command with one line, and the same command goes on. Needs the extra `cluster`.
Does not model: machines of unequal worth, or a worker that never answers and never dies.
"""

from __future__ import annotations

import logging
import queue
import time
import uuid
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.core.tally import Bins, Tally
from whowhom.results.storage import Storage, first_line
from whowhom.simulate import worker
from whowhom.simulate.batch import Batch, Say, split
from whowhom.simulate.planning import Work
from whowhom.simulate.store import PROGRESS
from whowhom.simulate.travel import Parcel, packed
from whowhom.spec.errors import ModelError, ResultError

PATIENCE = 30
"""Seconds until a scheduler that does not answer is told of."""
LOOK = 1.0
"""Seconds between looks at the cluster while nothing is heard of it."""
MOST_DEATHS = 25
"""Times that the scheduler may give a shard up, each after several workers died with it."""
FEWEST = 8
"""Histories in a part of a batch: fewer would cost more to send than to run."""
TOKEN = f"{PROGRESS}/.client-"


class Cluster:
    """Simulates on the workers of a Dask scheduler: see `whowhom.simulate.scheduler.Scheduler`."""

    def __init__(self, client: Any, address: str, say: Say | None = None) -> None:
        self._client = client
        self._address = address
        self._say = say

    @property
    def workers(self) -> tuple[str, ...]:
        """The addresses of the workers that are there now."""
        return tuple(self._client.nthreads())

    def batch(
        self, model: Model, histories: NDArray[np.int64], seed: int, values: NDArray[np.float64]
    ) -> Batch:
        """Return what histories recorded, run with given numbers, in their order: parts of it joined."""
        parcel = packed(model, model)
        parts = split(histories.size, min(self._threads(), max(1, histories.size // FEWEST)))
        jobs = [(parcel, histories[part], seed, values[part]) for part in parts]
        found: dict[int, Batch] = dict(self.answers(worker.part_of_batch, jobs))
        batches = [found[place] for place in range(len(jobs))]
        outputs, snapshots, faults = (
            np.concatenate([getattr(batch, name) for batch in batches])
            for name in ("output", "snapshots", "faults")
        )
        return Batch(histories, outputs, snapshots, faults, values)

    def shards(
        self, storage: Storage, missing: Sequence[tuple[Work, int]], hear: Callable[[Work, int], None]
    ) -> None:
        """Put shards of arms where the results lie, which all workers must see, and mark each."""
        token = f"{TOKEN}{uuid.uuid4().hex}"
        storage.write(token, b"")
        parcels: dict[str, Parcel] = {}
        jobs = []
        for work, shard in missing:
            if work.arm not in parcels:
                parcels[work.arm] = packed(work, work.model)
            address = storage.address
            where = address.absolute() if isinstance(address, Path) else address
            jobs.append((parcels[work.arm], shard, where, token))
        for place, _ in self.answers(worker.shard_of_run, jobs):
            hear(*missing[place])
        for name in storage.names(PROGRESS):
            if f"{PROGRESS}/{name}".startswith(TOKEN):
                storage.remove(f"{PROGRESS}/{name}")

    def tallies(
        self, work: Work, bins: Bins, parts: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, Tally]]:
        """Give the place and the tally of each part of an arm, as it is done."""
        parcel = packed(work, work.model)
        yield from self.answers(worker.tally_of_part, [(parcel, bins, *part) for part in parts])

    def answers(self, function: Any, jobs: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        """Give the place and the answer of each job as it is done; a job whose worker died is done again."""
        waiting, deaths = deque(range(len(jobs))), Counter[int]()
        heard: queue.SimpleQueue[str] = queue.SimpleQueue()
        sent: dict[str, tuple[Any, int]] = {}
        room = 0
        try:
            while waiting or sent:
                # A few more than can run, so that no worker waits, and few enough that a stop is soon.
                room = room if len(sent) >= room > 0 else 2 * self._threads()
                while waiting and len(sent) < room:
                    place = waiting.popleft()
                    key = f"whowhom-{uuid.uuid4().hex}"
                    future = self._client.submit(function, *jobs[place], key=key, pure=False)
                    sent[key] = future, place
                    future.add_done_callback(lambda done: heard.put(done.key))
                keys = self._heard(heard, sent)
                if not keys:
                    self._threads()  # where all workers are gone it says so, and waits
                for key in keys:
                    future, place = sent.pop(key)
                    answer = self._answer(future)
                    if answer is None:
                        deaths[place] += 1
                        if deaths[place] > MOST_DEATHS:
                            raise ResultError(
                                f"{self._address}: every worker that was given one part of the work died "
                                "with it; look into their logs (too little memory?)"
                            )
                        waiting.appendleft(place)
                        continue
                    yield place, answer
        finally:
            if sent and self._client.status == "running":
                self._client.cancel([future for future, _ in sent.values()], force=True)

    def _heard(self, heard: queue.SimpleQueue[str], sent: dict[str, tuple[Any, int]]) -> list[str]:
        """Wait for news; return the keys of jobs that ended. Raises ResultError for a lost scheduler."""
        try:
            keys = [heard.get(timeout=LOOK)]
        except queue.Empty:
            keys = []
        while not heard.empty():
            keys.append(heard.get())
        if self._client.status != "running":
            raise self._lost()
        return [key for key in dict.fromkeys(keys) if key in sent]

    def _answer(self, future: Any) -> Any:
        """Return the answer of a job that ended, None where its workers died. Raises its error, told once."""
        from distributed import CancelledError, KilledWorker

        try:
            answer = future.result()
        except (KilledWorker, CancelledError, OSError) as error:
            if isinstance(error, OSError):
                # A connection broke: whether that of the scheduler is known a moment later.
                time.sleep(LOOK)
            if self._client.status != "running":
                raise self._lost() from None
            return None
        except Exception as error:  # whatever a mechanism of one's own may raise
            raise ModelError(f"a worker failed: {first_line(error)}") from None
        if isinstance(answer, worker.Refused):
            raise ResultError(str(answer))
        return answer

    def _threads(self) -> int:
        """Return how many jobs the workers run at once; waits until there is a worker."""
        told = False
        while True:
            if self._client.status != "running":
                raise self._lost()
            threads = sum(self._client.nthreads().values())
            if threads:
                return int(threads)
            if not told and self._say is not None:
                self._say(f"{self._address}: waits for a worker")
            told = True
            try:
                self._client.wait_for_workers(1, timeout=LOOK)
            except TimeoutError:
                continue

    def _lost(self) -> ResultError:
        return ResultError(
            f"{self._address}: the scheduler is lost; what is finished is kept: the same command goes on"
        )


@contextmanager
def connected(address: str, say: Say | None = None) -> Iterator[Cluster]:
    """Give the cluster of a scheduler: its address (`tcp://HOST:8786`), or the file that it wrote.

    Raises ModelError where the extra is missing, or where no scheduler answers.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise ModelError("scheduler: needs the extra: pip install 'whowhom[cluster]'") from None
    # What it has to say of lost workers and connections is told here in one line, or is no news.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    where = {"address": address} if "://" in address else {"scheduler_file": address}
    if "scheduler_file" in where and not Path(address).is_file():
        raise ModelError(f"scheduler: found {address}; expected tcp://HOST:PORT, or the file of a scheduler")
    try:
        with warnings.catch_warnings():
            # Other versions of packages that decide no number are no news.
            warnings.simplefilter("ignore")
            client = Client(**where, timeout=PATIENCE, set_as_default=False, name="whowhom")
    except Exception as error:  # an address or a file that is none is told in many ways
        raise ModelError(f"scheduler: {address}: no answer ({first_line(error)})") from None
    try:
        yield Cluster(client, address, say)
    finally:
        client.close(timeout=LOOK)
