"""What a model says of who stays: shares of histories that start from the body as it was at the split.

The scenario must begin with the real members of the split, or the histories would speak of other people than
the record does; `whowhom.fit.transitions_scores` refuses one whose members differ.

Does not model: chance in the shares themselves beyond their count of histories.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.fit.transitions import Roll
from whowhom.measures.recording import Recording, of_batch
from whowhom.simulate.batch import run_batch
from whowhom.simulate.scheduler import Scheduler
from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown

Numbers = NDArray[np.float64]
Histories = NDArray[np.int64]
Values = NDArray[np.float64] | Callable[[Model, Histories], NDArray[np.float64]]
"""The numbers of each history (history, number), or what gives them for a model and histories."""

BLOCK = 500
"""Histories in memory at one time."""


@dataclass(frozen=True)
class Ensemble:
    """What histories said of the body after the target rounds."""

    there: Numbers
    """(person, target) how many histories have the person in the body."""
    sizes: Numbers
    """(history, target) members of the body."""
    gone: Numbers
    """(history, target) share of the people asked for who are not in it."""
    leads: Numbers
    """(target,) how many histories have the leader asked for in the leading office."""
    histories: int
    """Histories without a fault."""


def ensemble(
    model: Model,
    body: str,
    people: Sequence[str],
    targets: Sequence[Roll],
    *,
    histories: int,
    seed: int,
    office: str | None = None,
    values: Values | None = None,
    scheduler: Scheduler | None = None,
) -> Ensemble:
    """Run histories and count who sits in a body after each target round.

    A round is read at the last snapshot at or before its month. office: the office of one seat that leads;
    absent, nobody is counted as leading. values: the numbers to run with, as of a posterior; absent, the
    priors. Raises ModelError where a body, a person or a snapshot is missing.
    """
    parts = [
        _block(model, body, people, targets, part, seed, office, values, scheduler)
        for part in np.array_split(np.arange(histories), max(1, -(-histories // BLOCK)))
    ]
    return Ensemble(
        there=np.sum([part.there for part in parts], axis=0),
        sizes=np.concatenate([part.sizes for part in parts]),
        gone=np.concatenate([part.gone for part in parts]),
        leads=np.sum([part.leads for part in parts], axis=0),
        histories=sum(part.histories for part in parts),
    )


def starting_members(model: Model, body: str) -> tuple[str, ...]:
    """Return who sits in a body at the first snapshot, before anything can have happened.

    Raises ModelError where the first snapshot is not of the first month.
    """
    if not model.snapshot_months or model.snapshot_months[0] != 0:
        raise ModelError("the scenario keeps no snapshot of its first month; expected one")
    recording = of_batch(run_batch(model, np.arange(1), seed=1, from_priors=False), model)
    held = _members(recording, body)[0][0]
    return tuple(sorted(model.people[person] for person in held[held >= 0]))


def _block(
    model: Model,
    body: str,
    people: Sequence[str],
    targets: Sequence[Roll],
    part: Histories,
    seed: int,
    office: str | None,
    values: Values | None,
    scheduler: Scheduler | None,
) -> Ensemble:
    """Count over some histories."""
    given = values(model, part) if callable(values) else None if values is None else values[part]
    recording = of_batch(run_batch(model, part, seed=seed, values=given, scheduler=scheduler), model)
    kept = np.flatnonzero(recording.sound)
    numbers = np.array([_number(model, name) for name in people])
    sittings, leading = _members(recording, body), _members(recording, office) if office else None
    there, sizes, leads = [], [], []
    for target in targets:
        at = snapshot_of(recording.layout.snapshots, target.month)
        held = sittings[at][kept]
        there.append((held[:, :, None] == numbers).any(axis=1))
        sizes.append((held >= 0).sum(axis=1))
        leader = _number(model, target.leader) if target.leader and leading is not None else None
        leads.append(
            (leading[at][kept] == leader).any(axis=1).sum()
            if leading is not None and leader is not None
            else np.nan
        )
    found = np.stack(there, axis=2)
    return Ensemble(
        there=found.sum(axis=0).astype(np.float64),
        sizes=np.stack(sizes, axis=1).astype(np.float64),
        gone=1.0 - found.mean(axis=1),
        leads=np.array(leads, np.float64),
        histories=kept.size,
    )


def snapshot_of(snapshots: Sequence[str], month: str) -> int:
    """Return which snapshot shows a round: the last one at or before its month, but not the first of all.

    Raises ModelError where there is none.
    """
    found = [place for place, kept in enumerate(snapshots) if kept <= month and place > 0]
    if not found:
        raise ModelError(f"no snapshot up to {month}; expected one of {one_of(snapshots)}")
    return found[-1]


def _members(recording: Recording, body: str) -> list[NDArray[np.integer]]:
    """Return for each snapshot (history, seat) who sat in a body."""
    bodies = tuple(dict.fromkeys(recording.layout.seats))
    if body not in bodies:
        raise ModelError(f"no body {shown(body)}; expected {one_of(bodies)}{did_you_mean(body, bodies)}")
    return recording.members(body, recording.layout.snapshots[0], recording.layout.snapshots[-1])


def _number(model: Model, name: str) -> int:
    """Return the number of a person. Raises ModelError, with the nearest name, where there is none."""
    if name not in model.people:
        raise ModelError(f"the scenario has no person {shown(name)}{did_you_mean(name, model.people)}")
    return model.people.index(name)
