"""The tables of a claim's page: its comparisons side by side, and the claim under other assumptions."""

from __future__ import annotations

from collections.abc import Callable

from whowhom.report.claims_words import (
    INFINITE,
    Plain,
    amount,
    difference,
    interval,
    probability,
    real,
    side,
    turns_it,
    upper_first,
    version,
    with_unit,
)
from whowhom.report.section import fine, percent

ACROSS = 3
"""Comparisons side by side; more go into further tables."""
Line = tuple[str, ...]


def comparison_tables(comparisons: list[Plain]) -> list[tuple[Line, list[Line]]]:
    """Return the head and the rows of each table; a row that says nothing of any comparison is left out."""
    tables = []
    for start in range(0, len(comparisons), ACROSS):
        shown = comparisons[start : start + ACROSS]
        rows = [(name, *(write(one) for one in shown)) for name, write in _ROWS]
        numbers = [f"{start + place + 1}. " if comparisons[1:] else "" for place in range(len(shown))]
        head = tuple(
            f"{number}{upper_first(one['says'])}" for number, one in zip(numbers, shown, strict=True)
        )
        tables.append((head, [row for row in rows if any(row[1:])]))
    return tables


def turn_rows(claim: Plain) -> list[Line]:
    """Return a row for each other assumption."""
    return [
        (
            turn["says"],
            turn["kind"],
            probability(turn["share"]),
            interval(turn["share"]),
            turn["verdict"]
            + (f" (the claim expects {turn['expected']}, by more than half)" if turn["expected"] else ""),
            "yes" if turns_it(claim, turn) else "no",
        )
        for turn in claim["turns"]
    ]


def _status(one: Plain) -> str:
    return "simulated" if one["status"] == "simulated" else f"on record, {one['status']}"


def _what(one: Plain) -> str:
    if one["arms"] is None and one["level"] is not None:
        return f"the number itself, less {amount(one['level'])}"
    if one["status"] != "simulated":
        return ""
    return version(one["with"])


def _against(one: Plain) -> str:
    if one["with"] == one["against"]:
        return ""
    return version(one["against"])


def _asked(one: Plain) -> str:
    asked = ", ".join(one["ask"]) + (f" less {', '.join(one['less'])}" if one["less"] else "")
    if len(one["ask"]) > 1:
        asked = f"mean of {asked}"
    given = f", where {one['given']} is above 0" if one["given"] else ""
    return asked + given + (", as log(1 + x)" if one["scale"] == "log" else "")


def _means(one: Plain) -> str:
    arms = one["arms"]
    if arms is None:
        return ""
    scale = " (of log(1 + x))" if one["scale"] == "log" else ""
    return f"{amount(arms['second'])} against {amount(arms['first'])}{scale}"


def _shares(one: Plain) -> str:
    told = (f"{word} {percent(real(one['shares'][word]))}" for word in ("less", "same", "more"))
    return ", ".join(told)


def _spread(one: Plain) -> str:
    low, _, middle, _, high = one["spread"]
    return f"{difference(low)} to {difference(high)}, median {difference(middle)}"


def _paired(low: str, high: str) -> Callable[[Plain], str]:
    def write(one: Plain) -> str:
        arms = one["arms"]
        return "" if arms is None else f"{difference(arms[low])} to {difference(arms[high])}"

    return write


def _gain(one: Plain) -> str:
    if one["arms"] is None:
        return ""
    gain = one["arms"]["gain"]
    if gain == INFINITE:
        return "all differences are equal"
    return "nothing differs" if gain is None else f"{amount(gain)} times"


def _pairs(one: Plain) -> str:
    arms = one["arms"]
    if arms is None:
        return ""
    return f"{arms['pairs']}" + (f"; {arms['lacking']} lack the number" if arms["lacking"] else "")


def _more(one: Plain) -> str:
    if one["arms"] is None:
        return ""
    more = one["arms"]["more_histories"]
    if more == INFINITE:
        return f"no number would: the mean difference is {_edge(one)}"
    return f"none: the interval leaves out {_edge(one)}" if more == 0 else amount(more)


def _edge(one: Plain) -> str:
    """Name what an interval must leave out for a difference to be decided."""
    return f"±{with_unit(amount(one['margin']), one['unit'])}" if one["margin"] else "0"


def _apart(one: Plain) -> str:
    course = one["course"]
    if course is None:
        return ""
    if course["apart"] is None:
        return "never, in any history"
    return f"{course['apart']}; {percent(real(course['share_apart']))} of histories ever differ"


def _mean(one: Plain) -> str:
    return with_unit(difference(one["value"]), one["unit"])


def _margin(one: Plain) -> str:
    return f"{with_unit(amount(one['margin']), one['unit'])}: {one['why']}"


_ROWS: tuple[tuple[str, Callable[[Plain], str]], ...] = (
    ("status", _status),
    ("version", _what),
    ("against", _against),
    ("asked", _asked),
    ("the claim expects that", side),
    ("margin, and why", _margin),
    (
        "it comes out so in",
        lambda one: f"{fine(real(one['share']['probability']))} ({interval(one['share'])})",
    ),
    ("effect against the margin", _shares),
    ("effect, 5 to 95 %", _spread),
    ("mean difference", _mean),
    ("both means", _means),
    ("95 % interval, paired", _paired("low", "high")),
    ("95 % interval, unpaired", _paired("unpaired_low", "unpaired_high")),
    ("variance gained by pairing", _gain),
    ("pairs of histories", _pairs),
    ("first month apart", _apart),
    ("more pairs to decide", _more),
)
