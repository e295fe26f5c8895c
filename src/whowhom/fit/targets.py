"""Targets: the numbers on record that a scenario is fitted to and held against.

A target is one number: what was recorded, by which statistic over which months, its value on record, its
range, its status and its source. `docs/how-to/give-targets.md` says what each column of the file means. Where
estimates differ the rows of a rival account stand beside the main ones; a fit uses one account at a time.

Does not model: a record that is itself selected (that a number came down to us at all).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from whowhom.measures.statistics import Term, terms
from whowhom.spec.errors import ModelError, Problem, did_you_mean, one_of, shown

MAIN = "main"
"""The account that is used where none is asked for."""

YEAR = "year"
"""The unit of a date: years and their parts."""

MONTH = re.compile(r"^[0-9]{4}-(0[1-9]|1[0-2])$")


@dataclass(frozen=True)
class Target:
    """One number on record."""

    name: str
    recorded: str
    """What of a run it is of, as written; `terms` are its parts."""
    statistic: str
    start: str
    """The first month, or the only one, as "1921-03"."""
    end: str
    value: float
    unit: str
    status: str
    system: int | None = None
    base: tuple[str, str] | None = None
    """First and last month of the window below the line, for the statistics that have one."""
    level: float | None = None
    scale: float = 1.0
    low: float | None = None
    high: float | None = None
    error: float | None = None
    """Standard deviation in the row's unit where the file states one; otherwise the rule decides."""
    rival: str = MAIN
    source: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is recorded: one term, or two of which the first is divided by the second."""
        return terms(self.recorded)

    @property
    def last(self) -> str:
        """The month by whose end the number was on record: of a date that month, otherwise the last one used.

        A date past its window (it never came) counts as the last month of the window.
        """
        if self.unit != YEAR:
            return max(self.end, self.base[1]) if self.base else self.end
        months = round(self.value * 12) - 1
        return min(f"{months // 12:04d}-{months % 12 + 1:02d}", self.end)

    @property
    def series(self) -> tuple[str, tuple[str, ...]]:
        """What it shares its source's errors with: rows of the same quantity from the same sources."""
        return self.recorded, self.sources

    @property
    def replaces(self) -> str:
        """The name of the main row in whose place a row of a rival account stands."""
        return self.name.rpartition(".")[0]

    def problem(self, column: str, message: str) -> Problem:
        """Give a mistake in a cell of the row, as a reader of the file sees it."""
        return Problem(self.file, f"line {self.line}, {column}", message)


def accounts(targets: Sequence[Target]) -> tuple[str, ...]:
    """Return the names of the accounts, the main one first."""
    return (MAIN, *dict.fromkeys(target.rival for target in targets if target.rival != MAIN))


def account(targets: Sequence[Target], rival: str = MAIN) -> tuple[Target, ...]:
    """Return the rows of one account: its own, each in the place of the main row it replaces, else the main.

    Raises ModelError, with the nearest name, where there is no such account.
    """
    known = accounts(targets)
    if rival not in known:
        raise ModelError(f"no account {shown(rival)}; expected {one_of(known)}{did_you_mean(rival, known)}")
    own = {target.replaces: target for target in targets if target.rival == rival != MAIN}
    return tuple(own.get(target.name, target) for target in targets if target.rival == MAIN)


def split(targets: Sequence[Target], until: str) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
    """Return the rows on record by the end of a month, and the later ones, which are held out.

    until: as "1925-12". What counts is the month that a number is of, not the year in which it was published.
    Raises ValueError where `until` is no month.
    """
    if not MONTH.match(until):
        raise ValueError(f'found {shown(until)}; expected a month like "1925-12"')
    fitted = tuple(target for target in targets if target.last <= until)
    return fitted, tuple(target for target in targets if target.last > until)
