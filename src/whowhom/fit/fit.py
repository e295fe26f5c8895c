"""`fit`: the numbers of a scenario from its targets, resumable, with the gates that judge it.

1  Histories from the priors become rows of numbers and summaries (`rows`), kept on disk.
2  Targets that the model cannot reach are left out and named (`selection`). Rows that have every other one
   get the error of the record; the last of them are kept back for gates.
3  An estimator learns p(numbers | summaries) from the others and draws the posterior for the record.
4  Histories run with draws of the posterior say what it predicts, of fitted and of held-out targets.
5  Gates: calibration, coverage and recovery on the rows kept back, and the record against its replicates.

Everything follows from the document, the targets, the seed and the choices: a fit that was stopped and goes
on ends with the same posterior to the last digit on the same kind of machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build import build
from whowhom.build.model import Model
from whowhom.fit import gates
from whowhom.fit.error_model import ErrorModel, counted, noisy, observed
from whowhom.fit.estimator import REGRESSION, train
from whowhom.fit.estimator_cloud import Outlying
from whowhom.fit.posterior import Posterior, posterior_of
from whowhom.fit.prediction import Predicted, predicted
from whowhom.fit.prior_sensitivity import Shift, told
from whowhom.fit.rows import Hear, Rows, simulated
from whowhom.fit.selection import Selected, kept_back, selected
from whowhom.fit.summaries import Usable, gaps, usable, whole
from whowhom.fit.targets import MAIN, Target, account, split
from whowhom.fit.targets_file import read_targets
from whowhom.fit.transform import columns_of, to_normal
from whowhom.measures.recording import layout_of_model
from whowhom.simulate import store
from whowhom.simulate.batch import Say
from whowhom.simulate.scheduler import Scheduler
from whowhom.spec.document import document_hash, history_hash
from whowhom.spec.errors import ModelError
from whowhom.spec.scenario import Scenario

Array = NDArray[np.float64]

RANK_DRAWS = 99
"""Draws among which the truth of a row kept back is ranked; one more is a multiple of the gates' bins."""
REPLICATES_FROM = 10**9
"""Number of the first history run from a posterior: luck that no row has met."""


@dataclass(frozen=True)
class Choices:
    """What is decided about a fit."""

    histories: int = 10_000
    seed: int = 1924
    until: str | None = None
    """Month by whose end a number must have been on record to be fitted; absent means all are."""
    account: str = MAIN
    numbers: tuple[str, ...] = ()
    """The numbers to be fitted; none named means all with a prior. The others keep their priors."""
    method: str = REGRESSION
    rule: ErrorModel = field(default_factory=ErrorModel)
    leave_conflicts: bool = True
    """Whether targets that the model cannot reach are left out of the fit."""
    draws: int = 1000
    replicates: int = 400


@dataclass(frozen=True)
class Plan:
    """A fit that is decided and not yet carried out."""

    scenario: Scenario
    model: Model
    usable: Usable
    targets: tuple[Target, ...]
    """The rows of the account that the scenario can be asked for."""
    fitted: tuple[Target, ...]
    held_out: tuple[Target, ...]
    choices: Choices
    folder: Path
    """Of the scenario at this seed: its rows serve every fit of it."""
    identity: str
    """Of document, targets, mechanisms and seed: rows of another one are not taken for rows of this."""

    @property
    def out(self) -> Path:
        """The folder of this fit."""
        name = json.dumps(asdict(self.choices), sort_keys=True)
        digest = hashlib.blake2b(name.encode(), digest_size=4).hexdigest()
        return self.folder / f"{self.choices.until or 'all'}-{self.choices.method}-{digest}"

    @property
    def rows(self) -> Path:
        """The folder of the rows from the priors."""
        return self.folder / f"rows-{self.identity}"


@dataclass(frozen=True)
class Fit:
    """A fit that was carried out."""

    plan: Plan
    chosen: Selected
    gaps: Mapping[str, float]
    """By target the share of histories that lack it."""
    whole: int
    """Histories that have every fitted target."""
    posterior: Posterior
    outlying: Outlying
    gates: tuple[gates.Gate, ...]
    predicted: tuple[Predicted, ...]
    """Of every target of the account, fitted or not."""
    hangs: tuple[Shift, ...]
    """Which predicted targets shift with the prior of which number, the farthest first."""
    ranks: NDArray[np.int64]
    """(row, number) of the rows kept back: how many of RANK_DRAWS draws lie below the true number."""

    @property
    def fitted(self) -> tuple[Target, ...]:
        """The targets that were learnt from."""
        return self.chosen.fitted

    @cached_property
    def in_conflict(self) -> tuple[Predicted, ...]:
        """What is predicted of the targets left out because the model does not reach them."""
        return tuple(item for item in self.predicted if item.target.name in self.chosen.conflicts)

    @cached_property
    def held_out(self) -> tuple[Predicted, ...]:
        """What is predicted of the targets that the fit has not seen."""
        names = {target.name for target in self.plan.held_out}
        return tuple(item for item in self.predicted if item.target.name in names)


def plan(scenario: Scenario, choices: Choices, out: Path | None = None) -> Plan:
    """Decide a fit: its targets, its numbers and its folder. Nothing is written.

    out: the folder of the scenario's rows and fits; absent means fits/NAME-IDENTITY beside the present one.
    Raises ModelError or DocumentError for whatever cannot be meant.
    """
    model = build(scenario)
    columns_of(model.values, choices.numbers or None)
    every = usable(read_targets(scenario), layout_of_model(model))
    targets = account(every.targets, choices.account)
    fitted, held_out = (targets, ()) if choices.until is None else split(targets, choices.until)
    fitted = counted(fitted, choices.rule)
    if not fitted:
        raise ModelError(f"fit: no target is on record by {choices.until}; expected a later month")
    sources = {entry.mechanism.path for entry in model.entries}
    sources |= {item.observable.function.__code__.co_filename for item in model.recorded}
    of_targets = hashlib.blake2b(repr(every.targets).encode(), digest_size=8).hexdigest()
    hashes = {"base": f"{document_hash(scenario)}-{store.sources_hash(sources)}-{of_targets}"}
    identity = store.identity_of(hashes, choices.seed, 0, "priors")
    folder = out or Path("fits") / f"{Path(scenario.origin.file).stem}-{identity}"
    return Plan(scenario, model, every, targets, fitted, held_out, choices, folder, identity)


def carry_out(
    decided: Plan,
    *,
    threads: int | None = None,
    say: Say | None = None,
    hear: Hear | None = None,
    scheduler: Scheduler | None = None,
) -> Fit:
    """Carry out a fit; what an earlier, stopped one left on disk is not simulated again.

    Raises ModelError where too few histories have every fitted target, with the targets that most lack.
    """
    choices, model = decided.choices, decided.model
    where = {"threads": threads, "say": say, "hear": hear, "scheduler": scheduler}
    run = partial(_simulated, decided, where)
    rows = run(decided.rows, histories=choices.histories)
    asked = rows.summaries[:, _places(decided, decided.fitted)]
    chosen = selected(
        decided.fitted, asked, rows.histories, choices.seed, choices.rule, choices.leave_conflicts
    )
    fitted = chosen.fitted
    table = rows.summaries[:, _places(decided, fitted)]
    good = whole(table)
    kept = kept_back(int(good.sum()))
    columns = columns_of(model.values, choices.numbers or None)
    values = [model.values[column] for column in columns]
    z = to_normal(values, rows.numbers[good][:, columns])
    heard = noisy(table[good], fitted, choices.seed, rows.histories[good], choices.rule)
    estimator = train(z[:-kept], heard[:-kept], seed=choices.seed, method=choices.method, say=say)
    record = observed(fitted)
    posterior = posterior_of(
        values,
        estimator.sample(record, choices.draws, choices.seed),
        targets=[target.name for target in fitted],
        observed=record,
        provenance=_provenance(decided, int(good.sum())),
    )
    more = {"first": REPLICATES_FROM, "histories": choices.replicates, "posterior": posterior}
    replicates = run(_replicates(decided, posterior), **more)
    truth = z[-kept:]
    draws = estimator.sample(heard[-kept:], RANK_DRAWS, choices.seed)
    judged = _judged(decided, fitted, truth, draws, replicates)
    judged.append(gates.informed(posterior))
    found = {"gates": {gate.name: gate.passed for gate in judged}, "conflicts": list(chosen.conflicts)}
    return Fit(
        decided,
        chosen,
        gaps(table, fitted),
        int(good.sum()),
        replace(posterior, provenance={**posterior.provenance, **found}),
        estimator.outlying(record),
        tuple(judged),
        predicted(decided.targets, _told(decided, replicates), _told(decided, rows)),
        _hangs(decided, posterior, replicates),
        gates.ranks(draws, truth),
    )


def _simulated(decided: Plan, where: dict[str, Any], folder: Path, **more: Any) -> Rows:
    """Return rows of the histories of a fit, simulated where it is told."""
    targets = decided.usable.targets
    return simulated(decided.model, targets, folder, seed=decided.choices.seed, **where, **more)


def _places(decided: Plan, targets: tuple[Target, ...]) -> NDArray[np.int64]:
    """Return the columns of targets among the rows' summaries."""
    known = {target.name: place for place, target in enumerate(decided.usable.targets)}
    return np.array([known[target.name] for target in targets], np.int64)


def _judged(
    decided: Plan,
    fitted: tuple[Target, ...],
    truth: Array,
    draws: Array,
    replicates: Rows,
) -> list[gates.Gate]:
    """Return the gates on the rows kept back, true numbers and draws for them, and on the replicates."""
    values, choices = decided.model.values, decided.choices
    names = [values[column].name for column in columns_of(values, choices.numbers or None)]
    answer = []
    if len(truth) >= gates.FEWEST_CASES:
        found = gates.ranks(draws, truth)
        answer += [gates.calibration(found, RANK_DRAWS, names), gates.coverage(found, RANK_DRAWS, names)]
        answer.append(gates.recovery(draws, truth, names))
    again = replicates.summaries[:, _places(decided, fitted)]
    there = whole(again)
    if (there.sum() + 1) * gates.LEVEL >= 1.0:
        numbers = replicates.histories[there]
        said = noisy(again[there], fitted, choices.seed, numbers, choices.rule)
        answer.append(gates.predictive(observed(fitted), said, [target.name for target in fitted]))
    return answer


def _told(decided: Plan, rows: Rows) -> Array:
    """Return what a record of each history would have said of the account's targets."""
    # Rows of no weight are predicted with the error that they would have at full weight.
    rule = decided.choices.rule
    if rule.recalled_weight == 0:
        rule = ErrorModel(**{**asdict(rule), "recalled_weight": 1.0})
    table = rows.summaries[:, _places(decided, decided.targets)]
    return noisy(table, decided.targets, decided.choices.seed, rows.histories, rule)


def _hangs(decided: Plan, posterior: Posterior, replicates: Rows) -> tuple[Shift, ...]:
    """Return which of the account's targets hang on which prior, by the histories run from the posterior."""
    z = posterior.z[posterior.rows_for(replicates.histories, decided.choices.seed)]
    results = replicates.summaries[:, _places(decided, decided.targets)]
    return told(z, results, posterior.names, [target.name for target in decided.targets])


def _replicates(decided: Plan, posterior: Posterior) -> Path:
    """Return the folder of the histories run from this posterior: another posterior has another one."""
    digest = hashlib.blake2b(posterior.given.tobytes(), digest_size=4).hexdigest()
    return decided.out / f"replicates-{digest}"


def _provenance(decided: Plan, rows: int) -> dict[str, Any]:
    """Return where the posterior comes from."""
    return {
        "scenario": Path(decided.scenario.origin.file).stem,
        "document_hash": document_hash(decided.scenario),
        "history_hash": history_hash(decided.scenario),
        "choices": asdict(decided.choices),
        "rows_learnt_from": rows,
        "versions": store.provenance()["packages"],
    }
