"""What is asked of a history: one number of what it recorded, by the statistics that targets use too.

    seats at 2030-12                            what stands at the end of a month
    mean of town_ration from 1919-05 to 1921-04
    reached 1 of concessions from 1917-11 to 1921-12
    leader=Anna at 1929-12                      1 where it is she, 0 where it is another

Does not model: numbers on record; those are targets (docs/how-to/give-targets.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from whowhom.measures.months import monthly, of_months
from whowhom.measures.recording import Layout, Recording
from whowhom.measures.statistics import MONTHS, STATISTICS, Numbers, Term, terms
from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown

_MONTH = r"[0-9]{4}-(?:0[1-9]|1[0-2])"
_AT = re.compile(rf"^(?P<of>.+?) at (?P<first>{_MONTH})$")
_OVER = re.compile(
    rf"^(?P<statistic>[a-z_]+)(?: (?P<level>-?[0-9.]+))? of (?P<of>.+?) "
    rf"from (?P<first>{_MONTH}) to (?P<last>{_MONTH})$"
)
_OFFERED = tuple(name for name, kind in STATISTICS.items() if kind.of == MONTHS and not kind.base)


@dataclass(frozen=True)
class Asked:
    """One number of a history."""

    says: str
    """As it was written."""
    statistic: str
    terms: tuple[Term, ...]
    first: str
    last: str
    level: float | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The entries of `observe` that it reads."""
        return tuple(dict.fromkeys(term.name for term in self.terms))


def asked(text: str) -> Asked:
    """Read what is asked of a history. Raises ModelError with what was found and what was expected."""
    found = _AT.match(text.strip()) or _OVER.match(text.strip())
    if found is None:
        raise ModelError(
            f'found {shown(text)}; expected "NAME at MONTH" or "STATISTIC of NAME from MONTH to MONTH", '
            "with months such as 1929-12"
        )
    parts = found.groupdict()
    statistic = parts.get("statistic") or "at"
    if statistic not in _OFFERED or (statistic == "at" and parts.get("last")):
        choices = [name for name in _OFFERED if name != "at"]
        near = did_you_mean(statistic, choices)
        raise ModelError(f"found {shown(statistic)} in {shown(text)}; expected {one_of(choices)}{near}")
    level = None if parts.get("level") is None else float(parts["level"])
    if STATISTICS[statistic].level != (level is not None):
        wanted = f"a level, as in {statistic} 1 of …" if level is None else f"no level after {statistic}"
        raise ModelError(f"found {shown(text)}; expected {wanted}")
    last = parts.get("last") or parts["first"]
    if last < parts["first"]:
        raise ModelError(f"found {shown(text)}; expected a last month after the first")
    try:
        return Asked(text.strip(), statistic, terms(parts["of"]), parts["first"], last, level)
    except ValueError as error:
        raise ModelError(str(error)) from None


def check_asked(one: Asked, layout: Layout) -> None:
    """Raise ModelError where a run does not record what is asked, or does not reach its months."""
    for month in (one.first, one.last):
        if month not in layout.months:
            raise ModelError(
                f"found {month} in {shown(one.says)}; expected a month from {layout.months[0]} "
                f"to {layout.months[-1]}"
            )
    for term in one.terms:
        if term.name not in layout.observables:
            near = did_you_mean(term.name, layout.observables)
            raise ModelError(
                f"nothing named {shown(term.name)} is recorded; expected an entry of observe{near}"
            )
        if term.person and term.person not in layout.people:
            near = did_you_mean(term.person, layout.people)
            raise ModelError(f"found no person {shown(term.person)} in {shown(one.says)}{near}")
        width = layout.widths[term.name]
        if term.entry is not None and term.entry >= width:
            raise ModelError(f"found place {term.entry} of {term.name}; expected less than {width}")


def unit_of(one: Asked, units: Mapping[str, str]) -> str:
    """Return the unit of what is asked: a share where it says how often, else that of what is recorded.

    units: by entry of `observe`.
    """
    if one.statistic in ("reached", "below", "share_of_months") or one.terms[0].person:
        return "share"
    if one.statistic.startswith("first_year"):
        return "year"
    return "1" if len(one.terms) == 2 else units[one.terms[0].name]


def measured(one: Asked, recording: Recording) -> Numbers:
    """Return (history,) what is asked; NaN where a history has none or has a fault."""
    window = one.first, one.last
    values = of_months(
        recording.recorded, recording.layout, one.terms, one.statistic, window, level=one.level
    )
    return np.where(recording.sound, values, np.nan)


def series(one: Asked, recording: Recording) -> Numbers:
    """Return (history, month) what is asked about, at the end of every month; NaN where there is a fault."""
    values = monthly(recording.recorded, recording.layout, one.terms)
    return np.where(recording.sound[:, None], values, np.nan)
