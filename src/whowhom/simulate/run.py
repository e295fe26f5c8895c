"""`simulate`: a scenario and its arms to a results folder, with progress, resumable."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from whowhom.build import build
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.results.folder import MANIFEST, Results, open_results
from whowhom.simulate import store
from whowhom.simulate.batch import Say, run_batch
from whowhom.spec.document import document_hash
from whowhom.spec.errors import ModelError
from whowhom.spec.scenario import Arm, Scenario
from whowhom.spec.toml import write

Progress = Callable[[str, int, int], None]
"""Hears (arm, histories done in all arms, histories in all arms)."""


@dataclass(frozen=True)
class _Version:
    arm: Arm
    scenario: Scenario
    model: Model
    hash: str


def simulate(
    scenario: Scenario,
    *,
    histories: int,
    seed: int,
    out: Path | str | None = None,
    interventions: Sequence[str] = (),
    from_priors: bool = True,
    threads: int | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
) -> Results:
    """Run the arms of a scenario and return the results folder, opened.

    Without `interventions`: every arm that the document declares. With them: the document as it is ("base")
    and edited by all of them, in order. All arms meet the same chance. A run that was stopped goes on where
    it was; a run that is there already is returned. `out` absent means runs/NAME-IDENTITY beside the present
    folder.
    from_priors: draw the numbers that have priors anew for each history; otherwise the point values.
    Raises DocumentError, ModelError, and ResultError when `out` holds another run.
    """
    if histories < 1:
        raise ModelError(f"histories: found {histories}; expected 1 or more")
    versions = _versions(scenario, interventions)
    identity = store.identity_of(
        {item.arm.name: item.hash for item in versions}, seed, histories, from_priors
    )
    name = Path(scenario.origin.file).stem
    folder = Path(out) if out is not None else Path("runs") / f"{name}-{identity}"
    store.same_run(folder, identity)
    manifest = _manifest(scenario, versions, identity, seed, histories, from_priors)
    shards = range(0, histories, store.SHARD)
    total = histories * len(versions)
    done = 0
    if not (folder / MANIFEST).is_file():
        store.write_manifest(folder, {**manifest, "complete": False})
    opened = store.open_store(folder)
    began = time.monotonic()
    for item in versions:
        group = store.create(opened, item.arm.name, item.model, histories)
        for shard, first in enumerate(shards):
            numbers = np.arange(first, min(first + store.SHARD, histories), dtype=np.int64)
            if not store.is_done(folder, item.arm.name, shard):
                batch = run_batch(
                    item.model, numbers, seed=seed, from_priors=from_priors, threads=threads, say=say
                )
                values = value_table(item.model.values, seed, numbers, from_priors)
                store.write_shard(group, item.model, first, batch, values)
                store.mark_done(folder, item.arm.name, shard)
            done += numbers.size
            if progress is not None:
                progress(item.arm.name, done, total)
    manifest["seconds"] = round(time.monotonic() - began, 2)
    store.write_manifest(folder, {**manifest, "complete": True})
    return open_results(folder)


def _versions(scenario: Scenario, interventions: Sequence[str]) -> list[_Version]:
    """Return the arms to run, each with its edited scenario and its model."""
    arms: Sequence[Arm] = scenario.arms
    if interventions:
        name = "_and_".join(interventions)
        arms = (Arm(name="base"), Arm(name=name[:60], interventions=tuple(interventions)))
    versions = []
    for arm in arms:
        edited = scenario.edit(*arm.interventions) if arm.interventions else scenario
        versions.append(_Version(arm, edited, build(edited), document_hash(edited)))
    return versions


def label_of(scenario: Scenario, arm: Arm) -> str:
    """Return how an arm is called in words."""
    if arm.label:
        return arm.label
    if not arm.interventions:
        return "as the document says"
    return "; ".join(scenario.interventions[name].label for name in arm.interventions)


def _manifest(
    scenario: Scenario,
    versions: list[_Version],
    identity: str,
    seed: int,
    histories: int,
    from_priors: bool,
) -> dict[str, Any]:
    """Return everything that says where the numbers come from."""
    return {
        "identity": identity,
        "name": Path(scenario.origin.file).stem,
        "title": scenario.title,
        "description": scenario.description,
        "report": scenario.report,
        "seed": seed,
        "histories": histories,
        "from_priors": from_priors,
        "provenance": store.provenance(),
        "document": write(scenario),
        "document_hash": document_hash(scenario),
        "arms": {
            item.arm.name: {
                **store.about_arm(item.model, label_of(scenario, item.arm), histories, seed, item.hash),
                "interventions": list(item.arm.interventions),
            }
            for item in versions
        },
    }
