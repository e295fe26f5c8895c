"""A run that is decided and not yet carried out: its arms and their models, its identity, its shards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build import build
from whowhom.build.fitted import Fitted, filled, read_fitted, stands_in
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.results.storage import Storage, storage_at
from whowhom.simulate import store
from whowhom.simulate.arrays import SHARD
from whowhom.spec.document import document_hash, history_hash
from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown
from whowhom.spec.scenario import Arm, Scenario
from whowhom.spec.toml import write

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
class Work:
    """One arm of a run, with all that its histories follow from and nothing else: it may travel."""

    arm: str
    model: Model
    histories: int
    seed: int
    from_priors: bool
    fitted: Fitted | None

    @property
    def shards(self) -> int:
        """How many shards its histories make."""
        return -(-self.histories // SHARD)

    def numbers(self, shard: int) -> NDArray[np.int64]:
        """Return the numbers of the histories of a shard."""
        return np.arange(shard * SHARD, min((shard + 1) * SHARD, self.histories), dtype=np.int64)

    def values(self, histories: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return (H, C) the numbers that histories are run with, in order of `model.values`."""
        # Plain Python warns where compiled 64-bit words wrap around, as the generator means them to.
        with np.errstate(over="ignore"):
            table = value_table(self.model.values, self.seed, histories, self.from_priors)
        if self.fitted is None:
            return table
        return filled(self.fitted, self.model.values, table, histories, self.seed)


@dataclass(frozen=True)
class Plan:
    """A run that is decided and not yet carried out."""

    scenario: Scenario
    versions: tuple[Version, ...]
    identity: str
    folder: Path | str
    """The results folder, or its address in an object store."""
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

    @property
    def storage(self) -> Storage:
        """Where the results lie."""
        return storage_at(self.folder)

    @property
    def usual_folder(self) -> Path:
        """The folder of a run for which none is given."""
        return Path("runs") / f"{Path(self.scenario.origin.file).stem}-{self.identity}"

    @property
    def page_folder(self) -> Path:
        """Where pages are written: beside the results, or in runs/ where those lie in an object store."""
        return self.folder if isinstance(self.folder, Path) else self.usual_folder

    @property
    def total(self) -> int:
        """Histories in all arms."""
        return sum(item.arm.histories(self.histories) for item in self.versions)

    def work(self, version: Version) -> Work:
        """Return what one arm asks of whoever simulates it."""
        return Work(
            version.arm.name,
            version.model,
            version.arm.histories(self.histories),
            self.seed,
            self.numbers != POINT,
            self.fitted,
        )

    def works(self) -> Iterator[Work]:
        """List what every arm asks."""
        return (self.work(version) for version in self.versions)


def plan(
    scenario: Scenario,
    *,
    histories: int,
    seed: int,
    out: Path | str | None = None,
    interventions: Sequence[str] = (),
    versions: Sequence[Sequence[str]] = (),
    arms: Sequence[str] = (),
    numbers: str = POSTERIOR,
) -> Plan:
    """Decide a run: its arms, its identity and its folder. Nothing is written.

    Without `interventions`: every arm that the document declares. With them: the document as it is ("base")
    and edited by all of them, in order. With `versions`: the document as it is, and once for each of them
    edited by its interventions. `arms`: only these of the document's own. `numbers`: "posterior" draws from
    the one that the document names, and from the priors of what it does not know, or of all numbers where it
    names none; "priors"; "point".
    `out`: a folder, or an address in an object store (`s3://…`); absent means runs/NAME-IDENTITY beside the
    present folder.
    Raises DocumentError for a document that cannot be built, ModelError for what cannot be meant.
    """
    if numbers not in NUMBERS:
        near = did_you_mean(numbers, NUMBERS)
        raise ModelError(f"numbers: found {shown(numbers)}; expected {one_of(NUMBERS)}{near}")
    if histories < 1:
        raise ModelError(f"histories: found {histories}; expected 1 or more")
    if not 0 <= seed <= LARGEST_SEED:
        raise ModelError(f"seed: found {seed}; expected 0 to {LARGEST_SEED}")
    asked = (*versions, *([interventions] if interventions else []))
    if arms and asked:
        raise ModelError("arms: found interventions besides; expected one of them")
    chosen = _named(scenario, arms) if arms else _arms(scenario, asked)
    decided = tuple(_version(scenario, arm) for arm in chosen)
    fitted = read_fitted(scenario) if numbers == POSTERIOR else None
    kind = PRIORS if numbers == POSTERIOR and fitted is None else numbers
    told = kind if fitted is None else f"{kind}-{fitted.digest}"
    identity = store.identity_of({item.arm.name: item.hash for item in decided}, seed, histories, told)
    run = Plan(scenario, decided, identity, Path(), seed, histories, kind, fitted)
    return replace(run, folder=run.usual_folder if out is None else storage_at(out).address)


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


def _named(scenario: Scenario, names: Sequence[str]) -> Sequence[Arm]:
    """Return these arms of the document, in its order. Raises ModelError for one that it does not declare."""
    declared = [arm.name for arm in scenario.arms]
    for name in names:
        if name not in declared:
            near = did_you_mean(name, declared)
            raise ModelError(f"arms: found {shown(name)}; expected {one_of(declared)}{near}")
    return [arm for arm in scenario.arms if arm.name in names]


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


def manifest_of(run: Plan) -> dict[str, Any]:
    """Return everything that says where the numbers come from; not whether they are there."""
    scenario = run.scenario
    return {
        "complete": False,
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
