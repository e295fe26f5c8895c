"""`when`: the month from which no single available act turns an outcome of a run.

In each month of a scan every act that the document can date is tried: the holder of an office leaves it, a
person leaves every seat, a rival takes an office, a rule ends, a vote is taken in the other way, a number
goes to an end of its prior. That the person of the outcome himself leaves every seat is told by itself: it
is seldom news, and of the others it says nothing. The last month of the scan in which an act of a kind turns
the outcome is then refined by bisection to the month, kind by kind; between two months that were looked at
only one change is assumed. All looks share the 5 % chance that any act is called turning and is not.
Does not model: two acts at once (`flip` joins edits, from the start); acts that undo one another later; acts
that nobody in the organisation could bring about, which are told as acts all the same.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from whowhom.experiments.acts import HIMSELF, Alteration, Refused, check_kinds
from whowhom.experiments.acts_dated import KINDS, dated_acts
from whowhom.experiments.flip import LEVEL, beside, named
from whowhom.experiments.flip_basis import Basis, open_basis
from whowhom.experiments.flip_outcome import outcome
from whowhom.experiments.flip_screen import EMPTIES, Hear, Screened, Tried, screened
from whowhom.experiments.flip_trial import Trials
from whowhom.simulate.batch import Say
from whowhom.simulate.scheduler import Scheduler
from whowhom.spec.duration import months_in
from whowhom.spec.errors import ModelError

EVERY = "12 months"
"""How far apart the months of the scan are, where nothing else is asked for."""
MOST_RIVALS = 5
"""Persons who may take an office: those who held in the run, most often, what the outcome is about."""


@dataclass(frozen=True)
class Look:
    """All acts of one month, or those of one kind."""

    month: int
    label: str
    screened: Screened

    @property
    def best(self) -> Tried | None:
        """The strongest act on all histories: one that turns first, one that empties or befalls him last."""
        return min((item for item in self.screened.tried if item.whole), key=_rank, default=None)

    @property
    def counted(self) -> tuple[int, int]:
        """How many acts turn the outcome, and of how many; the leaving of the person himself left out."""
        others = [item for item in self.screened.tried if item.kind != HIMSELF]
        return sum(item.flips for item in others), len(others)

    def turns(self, kind: str) -> bool:
        """Whether some act of a kind turns the outcome."""
        return any(item.kind == kind for item in self.screened.turning)


@dataclass(frozen=True)
class Last:
    """The last month in which an act of one kind turns the outcome, and the strongest that does."""

    kind: str
    look: Look | None
    """None where in no month of the scan any does."""
    act: Tried | None
    steady: bool
    """Whether it turned it in every earlier month of the scan too."""
    refined: tuple[Look, ...] = ()
    """The months that were looked at beside those of the scan, in order."""


@dataclass(frozen=True)
class When:
    """The scan and what it comes to."""

    basis: Basis
    scan: tuple[Look, ...]
    lasts: tuple[Last, ...]
    """By kind, in the order of KINDS; kinds of which nothing could be tried are left out."""
    every: str
    level: float
    """The chance of an error in one look."""
    folder: Path

    @property
    def last(self) -> Last | None:
        """The latest of all kinds but the person's own leaving; None where no act turns it in any month."""
        turned = [item for item in self.lasts if item.look is not None and item.kind != HIMSELF]
        return max(turned, key=lambda item: item.look.month if item.look else -1, default=None)

    @property
    def himself(self) -> Last | None:
        """The last month in which the person's own leaving turns it; None where it was not tried."""
        return next((item for item in self.lasts if item.kind == HIMSELF), None)

    @property
    def refused(self) -> tuple[Refused, ...]:
        """The acts that the document cannot date, each once."""
        return tuple(dict.fromkeys(item for look in self.scan for item in look.screened.refused))


def when(
    run: Path | str,
    outcome_text: str,
    *,
    above: float | None = None,
    below: float | None = None,
    arm: str | None = None,
    histories: int | None = None,
    every: str = EVERY,
    without: Collection[str] = (),
    document: Path | str | None = None,
    out: Path | str | None = None,
    threads: int | None = None,
    say: Say | None = None,
    scheduler: Scheduler | None = None,
    hear: Hear | None = None,
) -> When:
    """Find the last month in which a single act turns an outcome of a finished run.

    every: how far apart the months of the scan are, "12 months". without: kinds of acts that are left out.
    The other arguments are those of `flip`; what was tried is kept in RUN-when beside the run.
    Raises ModelError for what cannot be meant, ResultError for a folder without such a run.
    """
    check_kinds(without, KINDS)
    asked = outcome(outcome_text, above, below)
    step = _months(every)
    basis = open_basis(run, asked, arm=arm, histories=histories, document=document, say=say)
    folder = Path(out) if out is not None else beside(run, "when")
    kinds = tuple(kind for kind in KINDS if kind not in without)
    grid = grid_of(basis.model.months, step)
    level = LEVEL / (len(grid) + len(kinds) * math.ceil(math.log2(max(step, 2))))
    look = partial(_look, Trials(basis, folder, threads, say, scheduler), rivals(basis), level, hear)
    scan = tuple(look(month, kinds) for month in grid)
    there = {item.kind for one in scan for item in one.screened.tried}
    if not there:
        raise ModelError("without: leaves no act to try; expected fewer kinds")
    lasts = tuple(_last(scan, kind, partial(look, kinds=(kind,))) for kind in kinds if kind in there)
    return When(basis, scan, lasts, every, level, folder)


def grid_of(months: int, step: int) -> list[int]:
    """Return the months of a scan: the first after the start, each so many later, and the last of all."""
    grid = list(range(1, months + 1, step))
    return grid if grid[-1] == months else [*grid, months]


def rivals(basis: Basis) -> tuple[str, ...]:
    """Return who else of the table held, in the run, what the outcome is about, by months held."""
    asked, model = basis.outcome, basis.model
    if not asked.person:
        return ()
    column = 0
    for item in model.recorded:
        if item.name == asked.asked.terms[0].name:
            break
        column += item.width
    held = basis.recorded[:, :, column].astype(np.int64).ravel()
    counted = Counter(int(who) for who in held if 0 <= who < model.known_people)
    order = sorted(counted, key=lambda who: (-counted[who], who))
    return tuple(model.people[who] for who in order if model.people[who] != asked.person)[:MOST_RIVALS]


def _look(
    trials: Trials,
    others: Sequence[str],
    level: float,
    hear: Hear | None,
    month: int,
    kinds: Collection[str],
) -> Look:
    """Try all acts of some kinds in a month."""
    basis = trials.basis
    label = basis.model.month_labels[month]
    entries = [
        item for item in dated_acts(basis.model, month, named(basis.outcome), others) if item.kind in kinds
    ]
    acts = [(item,) for item in entries if isinstance(item, Alteration)]
    known = tuple(item for item in entries if isinstance(item, Refused))
    found = screened(trials, acts, level, label, hear)
    return Look(month, label, Screened(found.tried, (*known, *found.refused), level))


def _last(scan: Sequence[Look], kind: str, look: partial[Look]) -> Last:
    """Refine the last month of the scan in which a kind turns the outcome, by bisection to the month."""
    turning = [place for place, one in enumerate(scan) if one.turns(kind)]
    if not turning:
        return Last(kind, None, None, True)
    last = turning[-1]
    latest, refined = scan[last], []
    no = scan[last + 1].month if last + 1 < len(scan) else latest.month + 1
    while no - latest.month > 1:
        middle = look((latest.month + no) // 2)
        refined.append(middle)
        if middle.turns(kind):
            latest = middle
        else:
            no = middle.month
    refined.sort(key=lambda one: one.month)
    act = latest.screened.best_of(kind)
    return Last(kind, latest, act, len(turning) == last + 1, tuple(refined))


def _rank(item: Tried) -> tuple[bool, bool, bool]:
    return item.kind == HIMSELF, not item.flips, item.state == EMPTIES


def _months(every: str) -> int:
    """Read how far apart the months of the scan are. Raises ModelError where the text says no duration."""
    try:
        return months_in(every)
    except ValueError as error:
        raise ModelError(f"every: {error}") from None
