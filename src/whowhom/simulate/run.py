"""`simulate`: a scenario and its arms to a results folder, with progress, resumable."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from whowhom.results.folder import Results, open_results
from whowhom.results.storage import Storage
from whowhom.simulate import store
from whowhom.simulate.batch import Batch, Say, run_batch
from whowhom.simulate.planning import POSTERIOR, Plan, Work, manifest_of, plan
from whowhom.simulate.scheduler import Scheduler
from whowhom.spec.scenario import Scenario

Progress = Callable[[str, int, int], None]
"""Hears (arm, histories done in all arms, histories in all arms)."""
Hear = Callable[[Work, int], None]
"""Hears (arm, shard) when a shard is on disk, or on its way there."""


def carry_out(
    run: Plan,
    *,
    threads: int | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
    scheduler: Scheduler | None = None,
) -> Results:
    """Carry out a run and return the results folder, opened.

    A run that was stopped goes on where it was; a run that is there already is only opened. All arms meet the
    same chance. scheduler: who simulates instead of the threads of this process; its workers put their shards
    into the folder themselves. Raises ResultError when the folder holds another run.
    """
    storage = run.storage
    if store.is_complete(storage, run.identity):
        return open_results(run.folder)
    manifest = store.encoded(manifest_of(run))
    store.begin(storage, manifest)
    began = time.monotonic()
    there, done = store.marks(storage), 0

    def hear(work: Work, shard: int) -> None:
        nonlocal done
        done += work.numbers(shard).size
        if progress is not None:
            progress(work.arm, done, run.total)

    missing: list[tuple[Work, int]] = []
    for work in run.works():
        for shard in range(work.shards):
            if store.mark(work.arm, shard) in there:
                hear(work, shard)
            else:
                missing.append((work, shard))
    if scheduler is None:
        here(storage, missing, threads, say, hear)
    elif missing:
        scheduler.shards(storage, missing, hear)
    store.conclude(storage, manifest, time.monotonic() - began)
    return open_results(run.folder)


def here(
    storage: Storage,
    missing: Sequence[tuple[Work, int]],
    threads: int | None,
    say: Say | None,
    hear: Hear,
) -> None:
    """Simulate shards on the threads of this process; one is written while the next one is simulated."""
    with ThreadPoolExecutor(1) as writer:
        writing: Future[None] | None = None
        for work, shard in missing:
            batch = simulated(work, shard, threads, say)
            if writing is not None:
                writing.result()
            writing = writer.submit(kept, storage, work, shard, batch)
            hear(work, shard)
        if writing is not None:
            writing.result()


def simulated(work: Work, shard: int, threads: int | None, say: Say | None = None) -> Batch:
    """Simulate one shard of an arm."""
    numbers = work.numbers(shard)
    values = work.values(numbers)
    return run_batch(work.model, numbers, seed=work.seed, values=values, threads=threads, say=say)


def kept(storage: Storage, work: Work, shard: int, batch: Batch) -> None:
    """Put one shard of an arm where the results lie, and mark it as done there."""
    store.create(storage, work.arm, work.model, work.histories)
    store.keep_shard(storage, work.arm, work.model, work.histories, shard, batch)


def histories_there(run: Plan) -> int:
    """Return how many histories of the run an earlier, stopped one left on disk."""
    there = store.marks(run.storage)
    return sum(
        work.numbers(shard).size
        for work in run.works()
        for shard in range(work.shards)
        if store.mark(work.arm, shard) in there
    )


def simulate(
    scenario: Scenario,
    *,
    histories: int,
    seed: int,
    out: Path | str | None = None,
    interventions: Sequence[str] = (),
    arms: Sequence[str] = (),
    numbers: str = POSTERIOR,
    statistics: int | None = None,
    until_precise: float | None = None,
    threads: int | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
    scheduler: Scheduler | None = None,
) -> Results:
    """Run the arms of a scenario and return the results: `carry_out(plan(…))`, see there.

    numbers: "posterior", drawn for each history from the posterior that the scenario names, and from the
    priors where it names none; "priors"; or "point", the point values in every history.
    arms: only these of the arms that the scenario declares, "base" among them; absent means all.
    statistics: count so many histories of each arm besides, of which none is kept; until_precise: end that
    count once every interval is as narrow as this (`simulate.counting`).
    threads: how many histories run at once, which changes no result; absent means one for each core.
    scheduler: a Dask cluster that simulates instead (`whowhom.simulate.cluster.connected`), to the same bits.
    """
    decided = plan(
        scenario,
        histories=histories,
        seed=seed,
        out=out,
        interventions=interventions,
        arms=arms,
        numbers=numbers,
    )
    results = carry_out(decided, threads=threads, say=say, progress=progress, scheduler=scheduler)
    if statistics is not None or until_precise is not None:
        from whowhom.simulate.counting import MOST, count

        wanted = MOST if statistics is None else statistics
        count(
            decided,
            wanted,
            precision=until_precise,
            threads=threads,
            say=say,
            progress=progress,
            scheduler=scheduler,
        )
    return results
