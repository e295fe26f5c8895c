"""Trying alterations: the altered histories, and what is kept of them on disk.

Kept is, for each set of alterations, whether the outcome holds in each history and who holds it, in a file
under the identity of all that decides it: the run, the altered document, the mechanisms, the outcome. A
command that was stopped simulates only what is not there yet.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import whowhom
from whowhom.build.model import Model
from whowhom.experiments.acts import Alteration, joined
from whowhom.experiments.flip_basis import Basis
from whowhom.experiments.flip_outcome import NOBODY, UNKNOWN
from whowhom.measures.recording import of_batch
from whowhom.measures.statistics import Numbers
from whowhom.simulate.batch import Say, run_batch
from whowhom.simulate.scheduler import Scheduler
from whowhom.simulate.store import sources_hash
from whowhom.spec.document import document_hash
from whowhom.spec.errors import ModelError
from whowhom.spec.scenario import Scenario

FOLDER = "tried"


@dataclass(frozen=True)
class Trial:
    """The first histories of a run, altered."""

    held: Numbers
    """(n,) 1 where the outcome holds, 0 where not, NaN where the history does not say."""
    holders: NDArray[np.int64]
    """(n,) who holds it, NOBODY or UNKNOWN."""

    @property
    def empty(self) -> bool:
        """Whether in half of the histories or more nobody holds what the outcome names a holder of."""
        told = self.holders[self.holders != UNKNOWN]
        return bool(told.size) and bool((told == NOBODY).mean() >= 0.5)


@dataclass(frozen=True)
class Trials:
    """A place where alterations of one run are tried."""

    basis: Basis
    folder: Path
    threads: int | None = None
    say: Say | None = None
    scheduler: Scheduler | None = None

    def tried(self, alterations: Sequence[Alteration], histories: int) -> Trial:
        """Return the first so many histories with all of the alterations.

        Raises DocumentError or ModelError where the document refuses them, or where one that is dated
        changes what lies before its date.
        """
        scenario = self.basis.scenario.edit(*joined(alterations))
        model = self.basis.shortened(scenario)
        path = self.folder / FOLDER / f"{self._identity(scenario, model)}.npz"
        there = _read(path)
        if there.held.size < histories:
            numbers = np.arange(there.held.size, histories, dtype=np.int64)
            fresh = self._simulated(model, numbers, min((item.month for item in alterations), default=0))
            there = Trial(
                np.concatenate([there.held, fresh.held]), np.concatenate([there.holders, fresh.holders])
            )
            _write(path, there)
        return Trial(there.held[:histories], there.holders[:histories])

    def _simulated(self, model: Model, histories: NDArray[np.int64], month: int) -> Trial:
        """Simulate histories. month: before which they must be those of the run."""
        basis = self.basis
        values = basis.numbers(model, histories)
        batch = run_batch(
            model,
            histories,
            seed=basis.seed,
            values=values,
            threads=self.threads,
            say=self.say,
            scheduler=self.scheduler,
        )
        before = basis.recorded[histories, :month]
        if batch.output[:, :month].tobytes() != before.tobytes():
            raise ModelError("it changes what lies before its date")
        recorded = of_batch(batch, model)
        return Trial(basis.outcome.held(recorded), basis.outcome.holders(recorded))

    def _identity(self, scenario: Scenario, model: Model) -> str:
        """Return the hash of all that decides the histories and what is read of them."""
        manifest, outcome = self.basis.results.manifest, self.basis.outcome
        sources = {entry.mechanism.path for entry in model.entries}
        sources |= {item.observable.function.__code__.co_filename for item in model.recorded}
        parts = [
            manifest["identity"],
            self.basis.arm.name,
            document_hash(scenario),
            sources_hash(sources),
            outcome.says,
            whowhom.__version__,
        ]
        return hashlib.blake2b(json.dumps(parts).encode(), digest_size=12).hexdigest()


def _read(path: Path) -> Trial:
    """Return what is on disk: no history where there is no file."""
    if not path.is_file():
        return Trial(np.zeros(0), np.zeros(0, np.int64))
    with np.load(path, allow_pickle=False) as stored:
        return Trial(stored["held"], stored["holders"])


def _write(path: Path, trial: Trial) -> None:
    """Write a trial, all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.stem}.{os.getpid()}.part")
    with fresh.open("wb") as file:
        np.savez(file, held=trial.held, holders=trial.holders)
    fresh.replace(path)
