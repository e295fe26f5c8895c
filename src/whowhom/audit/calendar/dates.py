"""Days: terms that follow each other, birthdays, cadences of rules and spans of office.

Everything is done with `datetime.date`, in whole days. Durations are whole months, as a document writes them.
A duration after a day is the same day of a later month, or that month's last day where it is too short; what
begins on the last day of February ends on the last day of February, leap day or not.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from whowhom.spec.duration import months_in
from whowhom.spec.organisation import Rule

NEVER = date.max
"""The day on which nothing happens any more."""
FEBRUARY = 2
DAYS_OF_A_YEAR = 365.2425
"""The mean year of the Gregorian calendar."""


def add_months(day: date, months: int) -> date:
    """Return the day so many months later, or earlier for a negative number.

    The same day of the month; the last one where the month is too short; from the last day of February always
    to the last day of February where the month is February again. NEVER beyond the last year of a date,
    `date.min` before the first. Does not model: working days, hours.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return NEVER if months > 0 else date.min
    length = monthrange(year, month + 1)[1]
    is_last = day.month == FEBRUARY and day.day == monthrange(day.year, FEBRUARY)[1]
    if is_last and month + 1 == FEBRUARY:
        return date(year, FEBRUARY, length)
    return date(year, month + 1, min(day.day, length))


def birthday(born: date, months: int) -> date:
    """Return the day on which somebody reaches an age in months.

    Who was born on 29 February reaches an age on 1 March where that February has 28 days; so for every day
    that the month lacks. NEVER beyond the last year of a date.
    """
    year, month = divmod(born.year * 12 + born.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return NEVER
    if born.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, born.day)
    return add_months(date(year, month + 1, 1), 1)


def years_between(begin: date, end: date) -> float:
    """Return the time between two days in mean years of 365.2425 days."""
    return (end - begin).days / DAYS_OF_A_YEAR


def term_ends(first: date, term: int, since: date, until: date) -> Iterator[date]:
    """Give the ends of one seat's terms from `since` to `until`, both included.

    End k is the first one plus k terms of `term` months, always counted from the first, so that a short month
    does not pull later ends along. Raises ValueError for a term below one month.
    """
    if term < 1:
        raise ValueError(f"term: found {term} months; expected 1 or more")
    passed = max(((since.year - first.year) * 12 + since.month - first.month) // term - 1, 0)
    for number in count(passed):
        end = add_months(first, number * term)
        if end > until or end == NEVER:
            return
        if end >= since:
            yield end


@dataclass(frozen=True)
class Cadence:
    """The days on which a rule may act: any day, every so many months, or given days.

    A cadence of one month is read as any day, because the month is the shortest that a document can write.
    `anchor` is the first day of a longer cadence, the day from which it is counted.
    """

    anchor: date
    months: int | None = None
    at: tuple[date, ...] = ()
    begin: date = date.min
    end: date = NEVER

    @property
    def is_daily(self) -> bool:
        """Whether the rule may act on any day while it is in force."""
        return self.months is None and not self.at

    def next(self, day: date) -> date:
        """Return the first day of the rule on or after a day; NEVER where there is none."""
        wanted = max(day, self.begin)
        if self.at:
            wanted = min((given for given in self.at if given >= wanted), default=NEVER)
        elif self.months is not None:
            wanted = next(term_ends(self.anchor, self.months, wanted, NEVER), NEVER)
        return wanted if wanted < self.end else NEVER

    def last(self, day: date) -> date:
        """Return the last day of the rule on or before a day; `date.min` where there is none."""
        if day < self.begin:
            return date.min
        # One day before the end is the last on which a rule is in force.
        wanted = day if day < self.end else date.fromordinal(self.end.toordinal() - 1)
        if self.at:
            wanted = max((given for given in self.at if given <= wanted), default=date.min)
        elif self.months is not None:
            passed = ((wanted.year - self.anchor.year) * 12 + wanted.month - self.anchor.month) // self.months
            days = (add_months(self.anchor, number * self.months) for number in (passed - 1, passed))
            wanted = max((given for given in days if self.anchor <= given <= wanted), default=date.min)
        return wanted if wanted >= self.begin else date.min

    def days(self, since: date, until: date, most: int) -> tuple[date, ...]:
        """Return the first days on which the rule acts, at most `most`; none where it may act on any day."""
        found: list[date] = []
        day = since
        while not self.is_daily and len(found) < most:
            day = self.next(day)
            if day > until or day == NEVER:
                break
            found.append(day)
            day = date.fromordinal(day.toordinal() + 1)
        return tuple(found)


def cadence(rule: Rule, start: date) -> Cadence:
    """Return the days of a rule of a document that starts on a day.

    `every` is counted from the rule's own `from`, else from the start of the document.
    """
    months = months_in(rule.every) if rule.every else 1
    return Cadence(
        anchor=rule.start or start,
        months=months if months > 1 else None,
        at=tuple(sorted(rule.at)),
        begin=rule.start or date.min,
        end=rule.until or NEVER,
    )
