"""`flip`: the smallest set of single edits that turns an outcome of a run, among those tried.

Every single edit of the catalogue is tried on the histories of the run, under the same luck. Where none turns
the majority, pairs of the strongest are tried, then the strongest pairs with a third, and so on: a greedy
beam. What is found is the smallest among what was tried; a set of two whose members do nothing alone may be
missed. The sizes share the 5 % chance of an error equally, whether or not the later ones are reached.
Does not model: edits of tables of persons and places, rules that the document does not have, and edits by
degrees: a number is tried at the ends of its prior only.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whowhom.experiments.acts import (
    BALLOTS,
    CADENCES,
    DECISIONS,
    ELECTIONS,
    EVENTS,
    HIMSELF,
    MECHANISMS,
    NUMBERS,
    PEOPLE,
    RULES,
    Alteration,
    Entry,
    Refused,
    check_kinds,
)
from whowhom.experiments.acts_numbers import mechanisms_left_out, numbers_at_ends
from whowhom.experiments.acts_people import absent_people, removed_events
from whowhom.experiments.acts_rules import (
    elections_for_appointments,
    other_ballots,
    other_cadences,
    other_decisions,
    removed_rules,
)
from whowhom.experiments.flip_basis import Basis, open_basis
from whowhom.experiments.flip_outcome import NOBODY, UNKNOWN, Outcome, outcome
from whowhom.experiments.flip_screen import EMPTIES, Hear, Screened, Tried, screened
from whowhom.experiments.flip_trial import Trials
from whowhom.simulate.batch import Say
from whowhom.simulate.scheduler import Scheduler
from whowhom.spec.errors import ModelError

LEVEL = 0.05
"""The chance that anything at all is called turning and is not."""
MOST, BEAM = 3, 16
"""Most edits joined, and how many of the strongest are joined, where nothing else is asked for."""

KINDS = (
    RULES,
    BALLOTS,
    DECISIONS,
    CADENCES,
    ELECTIONS,
    EVENTS,
    PEOPLE,
    HIMSELF,
    MECHANISMS,
    NUMBERS,
)
"""The kinds of edits, in the order in which they are tried."""


PLAIN_KINDS = frozenset({MECHANISMS, HIMSELF})
"""The kinds that are told, and are the answer only where nothing else is."""


@dataclass(frozen=True)
class Flip:
    """What was tried, size by size, and what turns the outcome."""

    basis: Basis
    sizes: tuple[Screened, ...]
    """Single edits first, then pairs, and so on as far as it went."""
    most: int
    beam: int
    folder: Path

    @property
    def found(self) -> Tried | None:
        """The strongest set of the smallest size that turns the outcome; None where nothing tried does.

        A mechanism left out is a change of the model rather than of the organisation, and the absence of the
        person himself is no news: what needs neither comes first.
        """
        turning = self.sizes[-1].turning
        telling = (item for item in turning if not {one.kind for one in item.alterations} & PLAIN_KINDS)
        return next(telling, turning[0] if turning else None)

    def instead(self, item: Tried) -> tuple[str, float] | None:
        """Return who else holds it most often, as a share of histories; None where the outcome names none."""
        return most_frequent_other(self.basis, item.trial.holders)


def flip(
    run: Path | str,
    outcome_text: str,
    *,
    above: float | None = None,
    below: float | None = None,
    arm: str | None = None,
    histories: int | None = None,
    most: int = MOST,
    beam: int = BEAM,
    without: Collection[str] = (),
    document: Path | str | None = None,
    out: Path | str | None = None,
    threads: int | None = None,
    say: Say | None = None,
    scheduler: Scheduler | None = None,
    hear: Hear | None = None,
) -> Flip:
    """Find the smallest set of single edits that turns an outcome of a finished run.

    outcome_text: `NAME=PERSON at MONTH`, `reached LEVEL of NAME from MONTH to MONTH`, or any number of a
    history with `above` or `below`. without: kinds of edits that are left out. histories: at most so many,
    the first of the run. out: where what was tried is kept, absent RUN-flip beside the run; what is there
    is not simulated again. threads change no result.
    Raises ModelError for what cannot be meant, ResultError for a folder without such a run.
    """
    check_kinds(without, KINDS)
    if most < 1 or beam < 2:
        raise ModelError(f"most, beam: found {most}, {beam}; expected 1 and 2, or more")
    asked = outcome(outcome_text, above, below)
    basis = open_basis(run, asked, arm=arm, histories=histories, document=document, say=say)
    folder = Path(out) if out is not None else beside(run, "flip")
    trials = Trials(basis, folder, threads, say, scheduler)
    entries = [item for item in catalogue(basis) if item.kind not in without]
    known = tuple(item for item in entries if isinstance(item, Refused))
    singles = [(item,) for item in entries if isinstance(item, Alteration)]
    if not singles:
        raise ModelError("without: leaves no edit to try; expected fewer kinds")
    first = screened(trials, singles, LEVEL / most, "single edits", hear)
    sizes = [Screened(first.tried, (*known, *first.refused), first.level)]
    while not sizes[-1].turning and len(sizes) < most:
        sets = joined_sets(strongest(sizes[0], beam), strongest(sizes[-1], beam))
        if not sets:
            break
        sizes.append(screened(trials, sets, LEVEL / most, f"sets of {len(sizes) + 1} edits", hear))
    return Flip(basis, tuple(sizes), most, beam, folder)


def catalogue(basis: Basis) -> list[Entry]:
    """Return every single edit that is known for the document of a run."""
    scenario, himself = basis.scenario, named(basis.outcome)
    return [
        *removed_rules(scenario),
        *other_ballots(scenario),
        *other_decisions(scenario),
        *other_cadences(scenario),
        *elections_for_appointments(scenario),
        *removed_events(scenario),
        *absent_people(scenario, himself),
        *mechanisms_left_out(scenario),
        *numbers_at_ends(basis.model),
    ]


def named(asked: Outcome) -> tuple[str, ...]:
    """Return whom an outcome is about."""
    return (asked.person,) if asked.person else ()


def strongest(size: Screened, beam: int) -> list[Tried]:
    """Return the strongest of a size that leave something to be held: more edits would not fill it again."""
    return [item for item in size.tried if item.state != EMPTIES][:beam]


def joined_sets(singles: Sequence[Tried], sets: Sequence[Tried]) -> list[tuple[Alteration, ...]]:
    """Join each of the sets with each single edit of another key; every set once."""
    answer: dict[frozenset[str], tuple[Alteration, ...]] = {}
    for one in sets:
        for single in singles:
            whole = (*one.alterations, *single.alterations)
            if all(first.touches != second.touches for first, second in combinations(whole, 2)):
                answer.setdefault(frozenset(item.says for item in whole), whole)
    return list(answer.values())


def most_frequent_other(basis: Basis, holders: NDArray[np.int64]) -> tuple[str, float] | None:
    """Return who holds it most often, apart from the person of the outcome, as a share of histories.

    Persons who are in no table are counted together, and histories in which nobody holds it by themselves.
    """
    people, known = basis.model.people, basis.model.known_people
    counted = [int(holder) for holder in holders if holder != UNKNOWN]
    if not counted or not basis.outcome.person:
        return None
    scenario = basis.scenario
    label = scenario.people.entrants.label if scenario.people.entrants else "entrant"

    def name(holder: int) -> str:
        if holder == NOBODY:
            return "nobody"
        return people[holder] if holder < known else f"somebody without a name ({label})"

    others = Counter(name(holder) for holder in counted)
    others.pop(basis.outcome.person, None)
    if not others:
        return None
    person, count = min(others.items(), key=lambda item: (-item[1], item[0]))
    return person, count / len(counted)


def beside(run: Path | str, verb: str) -> Path:
    """Return the folder beside a run where what a verb tried is kept."""
    folder = Path(run)
    return folder.with_name(f"{folder.resolve().name}-{verb}")


def percent(share: float) -> str:
    """Write a share."""
    return "none" if math.isnan(share) else f"{100 * share:.1f} %"
