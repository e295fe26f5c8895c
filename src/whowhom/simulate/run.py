"""`simulate`: a scenario and its arms to a results folder, with progress, resumable."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build import build
from whowhom.build.fitted import Fitted, filled, read_fitted, stands_in
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.results.folder import Results, open_results
from whowhom.simulate import store
from whowhom.simulate.batch import Batch, Say, run_batch
from whowhom.spec.document import document_hash, history_hash
from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown
from whowhom.spec.scenario import Arm, Scenario
from whowhom.spec.toml import write

Progress = Callable[[str, int, int], None]
"""Hears (arm, histories done in all arms, histories in all arms)."""
POSTERIOR, PRIORS, POINT = "posterior", "priors", "point"
NUMBERS = (POSTERIOR, PRIORS, POINT)
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True)
class Version:
    """One arm of a run: its edited scenario and its model."""

    arm: Arm
    scenario: Scenario
    model: Model
    hash: str
    """Hash of the edited document and of the sources of its mechanisms and observables."""


@dataclass(frozen=True)
class Plan:
    """A run that is decided and not yet carried out."""

    scenario: Scenario
    versions: tuple[Version, ...]
    identity: str
    folder: Path
    seed: int
    histories: int
    numbers: str
    """POSTERIOR, PRIORS or POINT: where the uncertain numbers come from, as it was decided."""
    fitted: Fitted | None
    """The posterior, where it is POSTERIOR."""

    @property
    def about_posterior(self) -> dict[str, Any] | None:
        """What the run says of its posterior."""
        return _about(self.fitted, self.scenario, self.versions[0].model)


def plan(
    scenario: Scenario,
    *,
    histories: int,
    seed: int,
    out: Path | str | None = None,
    interventions: Sequence[str] = (),
    versions: Sequence[Sequence[str]] = (),
    numbers: str = POSTERIOR,
) -> Plan:
    """Decide a run: its arms, its identity and its folder. Nothing is written.

    Without `interventions`: every arm that the document declares. With them: the document as it is ("base")
    and edited by all of them, in order. With `versions`: the document as it is, and once for each of them
    edited by its interventions. `numbers`: "posterior" draws from the one that the document names,
    and from the priors of what it does not know, or of all numbers where it names none; "priors"; "point".
    `out` absent means runs/NAME-IDENTITY beside the present folder.
    Raises DocumentError for a document that cannot be built, ModelError for what cannot be meant.
    """
    if numbers not in NUMBERS:
        near = did_you_mean(numbers, NUMBERS)
        raise ModelError(f"numbers: found {shown(numbers)}; expected {one_of(NUMBERS)}{near}")
    if histories < 1:
        raise ModelError(f"histories: found {histories}; expected 1 or more")
    if not 0 <= seed <= LARGEST_SEED:
        raise ModelError(f"seed: found {seed}; expected 0 to {LARGEST_SEED}")
    chosen = _arms(scenario, (*versions, *([interventions] if interventions else [])))
    arms = tuple(_version(scenario, arm) for arm in chosen)
    fitted = read_fitted(scenario) if numbers == POSTERIOR else None
    kind = PRIORS if numbers == POSTERIOR and fitted is None else numbers
    told = kind if fitted is None else f"{kind}-{fitted.digest}"
    identity = store.identity_of({item.arm.name: item.hash for item in arms}, seed, histories, told)
    folder = Path(out) if out is not None else Path("runs") / f"{Path(scenario.origin.file).stem}-{identity}"
    return Plan(scenario, arms, identity, folder, seed, histories, kind, fitted)


def carry_out(
    run: Plan,
    *,
    threads: int | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
) -> Results:
    """Carry out a run and return the results folder, opened.

    A run that was stopped goes on where it was; a run that is there already is only opened. All arms meet the
    same chance. Raises ResultError when the folder holds another run.
    """
    folder, total = run.folder, sum(item.arm.histories(run.histories) for item in run.versions)
    if store.is_complete(folder, run.identity):
        return open_results(folder)
    manifest = _manifest(run)
    store.write_manifest(folder, {**manifest, "complete": False})
    opened = store.open_store(folder)
    began = time.monotonic()
    done = 0
    # One shard is written while the next one is simulated.
    with ThreadPoolExecutor(1) as writer:
        writing: Future[None] | None = None
        groups: dict[str, Any] = {}
        for item, shard, numbers in _shards(run):
            if not store.is_done(folder, item.arm.name, shard):
                values = _values(run, item.model, numbers)
                batch = run_batch(item.model, numbers, seed=run.seed, values=values, threads=threads, say=say)
                if writing is not None:
                    writing.result()
                writing = writer.submit(_keep, run, opened, groups, item, shard, batch)
            done += numbers.size
            if progress is not None:
                progress(item.arm.name, done, total)
        if writing is not None:
            writing.result()
    manifest["seconds"] = round(time.monotonic() - began, 2)
    store.write_manifest(folder, {**manifest, "complete": True})
    return open_results(folder)


def histories_there(run: Plan) -> int:
    """Return how many histories of the run an earlier, stopped one left on disk."""
    return sum(
        numbers.size
        for item, shard, numbers in _shards(run)
        if store.is_done(run.folder, item.arm.name, shard)
    )


def _shards(run: Plan) -> Iterator[tuple[Version, int, NDArray[np.int64]]]:
    """List the shards of a run: the arm, the number of the shard, the numbers of its histories."""
    for item in run.versions:
        histories = item.arm.histories(run.histories)
        for shard, first in enumerate(range(0, histories, store.SHARD)):
            last = min(first + store.SHARD, histories)
            yield item, shard, np.arange(first, last, dtype=np.int64)


def _values(run: Plan, model: Model, histories: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (H, C) the numbers that histories of one arm are run with."""
    # Plain Python warns where compiled 64-bit words wrap around, as the generator means them to.
    with np.errstate(over="ignore"):
        table = value_table(model.values, run.seed, histories, run.numbers != POINT)
    return table if run.fitted is None else filled(run.fitted, model.values, table, histories, run.seed)


def _keep(run: Plan, opened: Any, groups: dict[str, Any], item: Version, shard: int, batch: Batch) -> None:
    """Put one shard on disk, and say so there."""
    name = item.arm.name
    if name not in groups:
        groups[name] = store.create(opened, name, item.model, item.arm.histories(run.histories))
    store.write_shard(groups[name], item.model, shard * store.SHARD, batch)
    store.mark_done(run.folder, item.arm.name, shard)


def simulate(
    scenario: Scenario,
    *,
    histories: int,
    seed: int,
    out: Path | str | None = None,
    interventions: Sequence[str] = (),
    numbers: str = POSTERIOR,
    threads: int | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
) -> Results:
    """Run the arms of a scenario and return the results: `carry_out(plan(…))`, see there.

    numbers: "posterior", drawn for each history from the posterior that the scenario names, and from the
    priors where it names none; "priors"; or "point", the point values in every history.
    threads: how many histories run at once, which changes no result; absent means one for each core.
    """
    decided = plan(
        scenario,
        histories=histories,
        seed=seed,
        out=out,
        interventions=interventions,
        numbers=numbers,
    )
    return carry_out(decided, threads=threads, say=say, progress=progress)


def _arms(scenario: Scenario, versions: Sequence[Sequence[str]]) -> Sequence[Arm]:
    """Return the arms to run. Raises ModelError where a version is asked for twice."""
    if not versions:
        return scenario.arms
    names = ["_and_".join(interventions)[:60] for interventions in versions]
    for name in names:
        if names.count(name) > 1:
            raise ModelError(f"versions: found {shown(name)} {names.count(name)} times; expected it once")
    edited = (Arm(name=name, interventions=tuple(of)) for name, of in zip(names, versions, strict=True))
    return (Arm(name="base"), *edited)


def _version(scenario: Scenario, arm: Arm) -> Version:
    """Return one arm with its edited scenario and its model."""
    edited = scenario.edit(*arm.interventions) if arm.interventions else scenario
    model = build(edited)
    sources = {entry.mechanism.path for entry in model.entries}
    sources |= {item.observable.function.__code__.co_filename for item in model.recorded}
    return Version(arm, edited, model, f"{document_hash(edited)}-{store.sources_hash(sources)}")


def _about(fitted: Fitted | None, scenario: Scenario, model: Model) -> dict[str, Any] | None:
    """Return what a run says of its posterior."""
    if fitted is None:
        return None
    about = {"digest": fitted.digest, "draws": len(fitted.given), "targets": len(fitted.targets)}
    told = fitted.provenance
    # A fit of an earlier version tells of the whole document only.
    fresh = (
        told["history_hash"] == history_hash(scenario)
        if "history_hash" in told
        else told.get("document_hash") == document_hash(scenario)
    )
    used, priors = len(stands_in(fitted, model.values)), sum(v.prior is not None for v in model.values)
    return {**about, "numbers": used, "priors": priors - used, "fresh": fresh, **told}


def label_of(scenario: Scenario, arm: Arm) -> str:
    """Return how an arm is called in words."""
    if arm.label:
        return arm.label
    if not arm.interventions:
        return "as the document says"
    return "; ".join(scenario.interventions[name].label for name in arm.interventions)


def _manifest(run: Plan) -> dict[str, Any]:
    """Return everything that says where the numbers come from."""
    scenario = run.scenario
    return {
        "identity": run.identity,
        "name": Path(scenario.origin.file).stem,
        "title": scenario.title,
        "description": scenario.description,
        "report": scenario.report,
        "seed": run.seed,
        "histories": run.histories,
        "numbers": run.numbers,
        "posterior": run.about_posterior,
        "provenance": store.provenance(),
        "document": write(scenario),
        "document_hash": document_hash(scenario),
        "arms": {
            item.arm.name: {
                **store.about_arm(
                    item.model,
                    label_of(scenario, item.arm),
                    item.arm.histories(run.histories),
                    run.seed,
                    item.hash,
                ),
                "interventions": list(item.arm.interventions),
            }
            for item in run.versions
        },
    }
