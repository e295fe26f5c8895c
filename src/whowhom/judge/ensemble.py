"""Ensembles: what is asked of the histories of every version, kept on disk as far as it was ever simulated.

    draw j          the numbers of history j of a run of the same seed (posterior, else priors)
    history (j, r)  those numbers with the luck of history j + r * 2^32; (j, 0) is history j of `whowhom run`

so that more draws or more histories of each add to what is there and change nothing of it. Every version sees
the same numbers and the same luck. A shard is one replicate of some draws of one version; its file holds what
was asked so far, by the words of the question, and is written all or nothing: a judge that was stopped goes
on, and one that asks more simulates again only where it must.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from whowhom.build import build
from whowhom.build.fitted import Fitted, filled, read_fitted
from whowhom.build.horizon import ending, recording
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.measures.asked import Asked, asked, check_asked, measured, series
from whowhom.measures.recording import RULE, layout_of_model, of_batch
from whowhom.measures.statistics import Numbers
from whowhom.simulate.batch import Say, run_batch
from whowhom.simulate.scheduler import Scheduler
from whowhom.simulate.store import sources_hash
from whowhom.spec.document import history_hash
from whowhom.spec.scenario import Edit, Scenario

SHARD = 64
"""Draws in a shard."""
BETWEEN = 2**32
"""Histories between two replicates of a draw."""


@dataclass(frozen=True)
class Version:
    """A scenario with interventions, by name, and edits, applied left to right."""

    steps: tuple[str | Edit, ...] = ()

    def __hash__(self) -> int:
        """Allow values of edits that have no hash of their own."""
        return hash(repr(self.steps))

    def then(self, *steps: str | Edit) -> Version:
        """Return the version with more steps after its own."""
        return Version((*self.steps, *steps))

    @property
    def told(self) -> str:
        """What progress calls it."""
        return " + ".join("edit" if isinstance(step, Edit) else step for step in self.steps) or "as it is"


@dataclass
class Ensemble:
    """The versions of one scenario, their models, and where what they were asked is kept."""

    scenario: Scenario
    seed: int
    folder: Path
    threads: int | None = None
    say: Say | None = None
    scheduler: Scheduler | None = None
    _models: dict[Version, tuple[Model, str]] = field(default_factory=dict)
    _fitted: list[Fitted | None] = field(default_factory=list)

    @property
    def fitted(self) -> Fitted | None:
        """The posterior of the scenario, None where it has none."""
        if not self._fitted:
            self._fitted.append(read_fitted(self.scenario))
        return self._fitted[0]

    def model(self, version: Version) -> tuple[Model, str]:
        """Return the model of a version and its identity: document, sources, posterior and seed."""
        if version not in self._models:
            edited = self.scenario.edit(*version.steps) if version.steps else self.scenario
            model = build(edited)
            sources = {entry.mechanism.path for entry in model.entries}
            sources |= {item.observable.function.__code__.co_filename for item in model.recorded}
            digest = self.fitted.digest if self.fitted is not None else "priors"
            told = f"{history_hash(edited)} {sources_hash(sources)} {digest} {self.seed}"
            self._models[version] = model, hashlib.blake2b(told.encode(), digest_size=8).hexdigest()
        return self._models[version]

    def numbers(self, version: Version, draws: int) -> Numbers:
        """Return (draw, number) the numbers of the first draws, in internal units of `model.values`."""
        model, _ = self.model(version)
        return self._values(model, np.arange(draws, dtype=np.int64))

    def _values(self, model: Model, draws: NDArray[np.int64]) -> Numbers:
        # Plain Python warns where compiled 64-bit words wrap around, as the generator means them to.
        with np.errstate(over="ignore"):
            table = value_table(model.values, self.seed, draws, True)
        return table if self.fitted is None else filled(self.fitted, model.values, table, draws, self.seed)

    def check(self, version: Version, questions: Iterable[str]) -> None:
        """Raise ModelError where a version does not have what is asked of it."""
        layout = layout_of_model(self.model(version)[0])
        for text in questions:
            check_asked(asked(text), layout)

    def answers(
        self, version: Version, questions: Sequence[str], draws: int, each: int, hear: Callable[[int], None]
    ) -> dict[str, Numbers]:
        """Return by question (draw, replicate) what was asked; `hear` is told of every shard simulated.

        A question that begins with `series of ` gives (draw, replicate, month) instead.
        """
        found: dict[str, list[list[Numbers]]] = {text: [] for text in questions}
        for replicate in range(each):
            for text in questions:
                found[text].append([])
            for numbers in _shards(draws):
                part = self._shard(version, questions, numbers, replicate, hear)
                for text in questions:
                    found[text][-1].append(part[text])
        return {
            text: np.stack([np.concatenate(parts) for parts in rows], axis=1) for text, rows in found.items()
        }

    def kept(self, version: Version, questions: Sequence[str], draws: int, each: int) -> int:
        """Return how many of so many histories need not be simulated, because their answers are on disk."""
        _, identity = self.model(version)
        shards = [(numbers, replicate) for numbers in _shards(draws) for replicate in range(each)]
        return sum(
            numbers.size
            for numbers, replicate in shards
            if set(questions) <= set(_load(self._path(identity, numbers, replicate)))
        )

    def _path(self, identity: str, draws: NDArray[np.int64], replicate: int) -> Path:
        return self.folder / identity / f"{replicate}-{draws[0]}-{draws[-1]}.npz"

    def _shard(
        self,
        version: Version,
        questions: Sequence[str],
        draws: NDArray[np.int64],
        replicate: int,
        hear: Callable[[int], None],
    ) -> dict[str, Numbers]:
        """Return what is asked of one shard, from its file as far as it is there."""
        model, identity = self.model(version)
        path = self._path(identity, draws, replicate)
        there = _load(path)
        missing = [text for text in questions if text not in there]
        if missing:
            fresh = self._run(model, missing, draws, replicate)
            there = {**there, **fresh}
            _save(path, there)
            hear(draws.size)
        return {text: there[text] for text in questions}

    def _run(
        self, model: Model, questions: Sequence[str], draws: NDArray[np.int64], replicate: int
    ) -> dict[str, Numbers]:
        """Simulate one shard, no longer and recording no more than what is asked needs."""
        wanted = {text: asked(text.removeprefix(SERIES)) for text in questions}
        short = _no_more_than(model, wanted.values())
        batch = run_batch(
            short,
            draws + replicate * BETWEEN,
            seed=self.seed,
            values=self._values(model, draws),
            threads=self.threads,
            say=self.say,
            scheduler=self.scheduler,
        )
        found = of_batch(batch, short)
        return {
            text: series(one, found).astype(np.float32) if text.startswith(SERIES) else measured(one, found)
            for text, one in wanted.items()
        }


SERIES = "series of "
"""Before a question: what stands at the end of every month up to the last one asked."""


def _no_more_than(model: Model, questions: Iterable[Asked]) -> Model:
    """Return the model that ends with the last month asked and records what is asked, and who rules."""
    wanted = list(questions)
    names = {name for one in wanted for name in one.names}
    names |= {item.name for item in model.recorded if item.observable.name == RULE}
    return recording(ending(model, max(one.last for one in wanted)), names)


def _shards(draws: int) -> list[NDArray[np.int64]]:
    """Return the draws of every shard of one replicate."""
    return [np.arange(first, min(first + SHARD, draws), dtype=np.int64) for first in range(0, draws, SHARD)]


def _load(path: Path) -> dict[str, Numbers]:
    """Return what a file holds by question; nothing where there is none or it cannot be read."""
    if not path.is_file():
        return {}
    try:
        with np.load(path, allow_pickle=False) as stored:
            texts = json.loads(str(stored["questions"]))
            return {text: stored[f"answer_{place}"] for place, text in enumerate(texts)}
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}


def _save(path: Path, answers: dict[str, Numbers]) -> None:
    """Write a file all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.stem}.{os.getpid()}.part")
    arrays = {f"answer_{place}": array for place, array in enumerate(answers.values())}
    with fresh.open("wb") as file:
        np.savez_compressed(file, questions=np.array(json.dumps(list(answers))), **arrays)  # type: ignore[arg-type]
    fresh.replace(path)
