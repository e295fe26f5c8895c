"""The first page of an audit: who controls what, when, how probably, from when for good, what stops it."""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.report.audit_blocks import Block, Plain, grid, words
from whowhom.report.audit_names import (
    NONE,
    Names,
    chance,
    counted,
    day,
    even,
    part,
    section_of,
    shortened,
    span,
)

UNLIKELY = 5e-4
"""A chance below this is told as none: no curve shows it."""
HEAD = (
    "who comes to control what",
    "earliest day, if nobody leaves early and all agree",
    "chance of being in control in the end",
    "point of no return",
    "what would stop it best",
)


def overview(values: Plain) -> tuple[Block, ...]:
    """Return the table of every principal and body: calendar, chance, point of no return, best change.

    A body that no section tells anything about is left out; a figure that was not worked out is a dash.
    """
    names = Names(values)
    rows = []
    unreached = []
    for who, where in pairs(values):
        calendar, capture, stop = (
            _calendar(values, who, where),
            _capture(values, who, where),
            _stop(values, who, where),
        )
        what = f"{names.of(who)} →\n{names.of(where)}"
        if set(calendar) | set(capture) <= {"never", NONE, "none"} and stop == NONE:
            unreached.append(what.replace("\n", " "))
        else:
            rows.append((what, calendar, *capture, stop))
    said = [f"No control by the rules alone: {'; '.join(unreached)}."] if unreached else []
    note = (
        "The day and the chance answer different questions. The day comes from terms, ages and dated rules "
        "alone. The chance counts early exits, votes and luck month by month, for appointees of a given "
        "loyalty; both take the rest as one side."
    )
    return (
        *grid("Who controls what, and when", HEAD, rows),
        *words(said, listed=False, faint=True),
        *words([note] if rows else [], listed=False, faint=True),
    )


def pairs(values: Plain) -> list[tuple[str, str]]:
    """Return every principal and body that a section speaks of, in the order of the document."""
    found: dict[tuple[str, str], None] = {}
    for principal in section_of(values, "calendar").get("principals", []):
        found |= {(principal["principal"], body): None for body in principal["bodies"]}
    for name in ("capture", "contest", "edits"):
        for pair in section_of(values, name).get("pairs", []):
            found[pair["principal"], pair["target"]] = None
    return list(found)


def of_pair(values: Plain, name: str, who: str, where: str) -> Plain:
    """Return what a section says of one principal and one body, or nothing."""
    for pair in section_of(values, name).get("pairs", []):
        if (pair["principal"], pair["target"]) == (who, where):
            return dict(pair)
    return {}


def own_threshold(thresholds: Plain) -> Plain:
    """Return the decision that a body takes itself: the first that a rule asks for, else the majority."""
    used = (threshold for threshold in thresholds.values() if threshold.get("rules"))
    return next(used, None) or thresholds.get("majority") or next(iter(thresholds.values()), {})


def _calendar(values: Plain, who: str, where: str) -> str:
    """Tell the first day of control by the rules, and the best one."""
    for principal in section_of(values, "calendar").get("principals", []):
        body = principal["bodies"].get(where) if principal["principal"] == who else None
        if body is None:
            continue
        control = own_threshold(body["thresholds"]).get("control", {})
        rules, best = control.get("rules", {}), control.get("best", {})
        if rules.get("date"):
            told = _when(rules, principal["since"])
            if best.get("date") and best["date"] != rules["date"]:
                told += f"\n(with every power: {day(best['date'])})"
            return told
        if best.get("date"):
            return f"with every power it has: {_when(best, principal['since'])}"
        return "never"
    return NONE


def _when(reached: Plain, since: str) -> str:
    """Write a day with the seats then."""
    if reached["date"] == since:
        return "from the first day"
    return f"{day(reached['date'])}\n({part(reached['own'], reached['base'])})"


def _capture(values: Plain, who: str, where: str) -> tuple[str, str]:
    """Tell the chance of control at the end by loyalty, and from when it is for good."""
    pair = of_pair(values, "capture", who, where)
    chains = pair.get("by_loyalty") or []
    if not chains:
        measured = of_pair(values, "edits", who, where).get("base")
        if not measured:
            return NONE, NONE
        return f"{chance(measured['chance'])}\n(by the {measured['method']})", NONE
    most = chains[-1]
    if chances_of(pair) < UNLIKELY and most["months"] == pair["months"]:
        return "none", "never"
    told = [
        f"{chance(one['control'][-1])}, loyalty\u00a0{one['loyalty']:g}" for one in (most, *_lower(chains))
    ]
    return "\n".join([*told, _after(most, pair["months"])]), _locked(most)


def chances_of(pair: Plain) -> float:
    """Return the chance of ever coming to control that the chains of a pair give at most."""
    return max((float(one["first"][-1]) for one in pair["by_loyalty"]), default=0.0)


def _lower(chains: list[Plain]) -> Iterator[Plain]:
    """Give the chains of one loyalty in the middle and of the lowest."""
    if len(chains) > 2:
        yield chains[len(chains) // 2]
    if len(chains) > 1:
        yield chains[0]


def _after(most: Plain, months: int) -> str:
    """Say after what time, and whether it is all that was asked."""
    cut = "" if most["months"] == months else f" (then the time was up; asked: {span(months)})"
    return f"after {span(most['months'])}{cut}"


def _locked(most: Plain) -> str:
    """Tell from when nothing can undo it, if all are loyal."""
    locked = most["locked"]
    if locked[-1] == 0:
        still = [name for name, value in most["still_open"].items() if value > 0]
        return "never" + (f":\n{shortened(still)} stays open" if still else "")
    month = even(locked)
    if month is None:
        return f"{chance(locked[-1])} after {span(most['months'])}"
    return "from the first day" if month == 0 else f"even chances after {span(month)}"


def _stop(values: Plain, who: str, where: str) -> str:
    """Tell the best single change and the months that it wins."""
    pair = of_pair(values, "edits", who, where)
    tried = [one for one in pair.get("tried", []) if one.get("months_won") is not None]
    if not tried:
        return NONE
    best = max(tried, key=lambda one: one["months_won"])
    if best["months_won"] < 0.5:
        return f"none of {counted(len(tried), 'single change')} helps"
    return f"{best['label']}\n(+ {span(best['months_won'])} free)"
