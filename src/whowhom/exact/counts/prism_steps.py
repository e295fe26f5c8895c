"""Steps of a month as guarded commands of the PRISM language: what they read and write, and when they act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import comb

CARRIER = -1
"""The variable that remembers who carried a vote, among the kinds that a step reads or writes."""
STAY = "true"
"""The update that changes nothing."""


@dataclass(frozen=True)
class Command:
    """A guard over the variables, and what then happens: probabilities and assignments."""

    guard: str
    updates: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Step:
    """One act upon the counts; its guards exclude each other and leave nothing out."""

    says: str
    due: tuple[bool, ...]
    """Of each month of the file, the first month first."""
    commands: tuple[Command, ...]
    reads: frozenset[int]
    """Kinds of seats on which its guards depend."""
    writes: frozenset[int]
    waits: bool = False
    """Whether it depends on nothing but its own kind, so that it may come later in the month."""


def certain(guard: str, assignments: str) -> Command:
    """Return a command with one outcome."""
    return Command(guard, (("1", assignments),))


def both(*parts: str) -> str:
    """Join guards that must all hold."""
    wanted = [part for part in parts if part != "true"]
    if "false" in wanted:
        return "false"
    return " & ".join(f"({part})" if " " in part else part for part in wanted) or "true"


def binomial(trials: int, name: str, value: float) -> list[tuple[str, int]]:
    """Return the chances of 0 .. n successes as expressions of a constant, those of chance 0 left out."""
    if value in (0.0, 1.0):
        return [("1", trials if value == 1.0 else 0)]
    found = []
    for successes in range(trials + 1):
        factors = [str(comb(trials, successes))] if 0 < successes < trials else []
        factors += [_power(name, successes), _power(f"(1-{name})", trials - successes)]
        found.append(("*".join(factor for factor in factors if factor) or "1", successes))
    return found


def _power(base: str, exponent: int) -> str:
    """Write a power."""
    if exponent == 0:
        return ""
    return base if exponent == 1 else f"pow({base},{exponent})"


def written(value: float) -> str:
    """Write a number as the fraction that its shortest decimal form means; where it is long, as that form."""
    ratio = Fraction(repr(float(value)))
    if ratio.denominator <= 10**9:
        return f"{ratio.numerator}/{ratio.denominator}" if ratio.denominator > 1 else str(ratio.numerator)
    return format(float(value), ".20f").rstrip("0") if "e" in repr(float(value)) else repr(float(value))


def postponed(steps: Iterable[Step]) -> list[Step]:
    """Return the steps with those that wait moved to just before their kind is read or written.

    The acts in between touch other kinds, so the result is the same; vacancies, which make many more states,
    are then in the states of a few steps only.
    """
    order: list[Step] = []
    pending: list[Step] = []
    for step in steps:
        if step.waits:
            pending.append(step)
            continue
        touched = step.reads | step.writes
        order += [waiting for waiting in pending if waiting.writes & touched]
        pending = [waiting for waiting in pending if not waiting.writes & touched]
        order.append(step)
    return [step for step in (*order, *pending) if any(step.due)]


@dataclass(frozen=True)
class Programme:
    """The steps by month, and where the counter of steps goes after each."""

    steps: tuple[Step, ...]
    months: int
    """Months in the file."""
    cyclic: bool
    """Whether the first month follows the last; else the file ends there."""

    def of_month(self, month: int) -> list[int]:
        """Return the numbers of the steps of a month (1 .. months), from 1; 0 alone where nothing is due."""
        if not self.cyclic and month > self.months:
            return [0]
        at = (month - 1) % self.months
        return [number for number, step in enumerate(self.steps, 1) if step.due[at]] or [0]

    def taken(self, months: int) -> int:
        """Return how many steps so many months take."""
        return sum(len(self.of_month(month)) for month in range(1, months + 1))

    def first(self) -> str:
        """Return the expression of the first step of the month that comes."""
        return chosen({month: str(self.of_month(month)[0]) for month in self._all()})

    def after(self, number: int) -> str:
        """Return the assignments that move on from a step."""
        act, month_after = {}, {}
        for month in self._all():
            steps = self.of_month(month)
            if number not in steps:
                continue
            place = steps.index(number)
            follows = self._next(month)
            last = place == len(steps) - 1
            act[month] = str(self.of_month(follows)[0] if last else steps[place + 1])
            moved = "next" if follows == month + 1 else str(follows)
            month_after[month] = moved if last and follows != month else "same"
        moves = {"same": "month", "next": "month+1"}
        where = chosen({month: moves.get(text, text) for month, text in month_after.items()})
        moved = "" if where == "month" else f" & (month'={where})"
        return f"(act'={chosen(act)}){moved}"

    def _all(self) -> range:
        """Return the months that the counter may show."""
        return range(1, self.months + (1 if self.cyclic else 2))

    def _next(self, month: int) -> int:
        """Return the month after a month."""
        if self.cyclic:
            return month % self.months + 1
        return min(month + 1, self.months + 1)


def chosen(by_month: dict[int, str]) -> str:
    """Return an expression that has the given value in each of the months; the last stands for all others."""
    given = list(by_month.values())
    values = sorted(set(given), key=lambda value: (given.count(value), value))
    text = values[-1]
    for value in reversed(values[:-1]):
        text = f"({among([month for month, other in by_month.items() if other == value])} ? {value} : {text})"
    return text


def among(months: Sequence[int]) -> str:
    """Return the condition that the month is one of some."""
    runs: list[list[int]] = []
    for month in sorted(months):
        if runs and runs[-1][1] == month - 1:
            runs[-1][1] = month
        else:
            runs.append([month, month])
    parts = [f"month={a}" if a == b else f"(month>={a} & month<={b})" for a, b in runs]
    return parts[0] if len(parts) == 1 else f"({' | '.join(parts)})"


def with_last(step: Step, assignments: str) -> Step:
    """Return the step with an assignment added to every outcome."""
    commands = tuple(
        Command(
            command.guard,
            tuple(
                (chance, assignments if update == STAY else f"{update} & {assignments}")
                for chance, update in command.updates
            ),
        )
        for command in step.commands
    )
    return replace(step, commands=commands)
