"""The first page of an audit: who controls what, when, how probably, from when for good, what stops it."""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.report.audit_blocks import Block, Folded, Plain, grid, words
from whowhom.report.audit_names import (
    NONE,
    Names,
    chance,
    counted,
    day,
    even,
    many,
    part,
    section_of,
    shortened,
    span,
)
from whowhom.report.section import percent

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

    Pairs in which control never comes are folded; a figure that was not worked out is a dash.
    """
    names = Names(values)
    rows: list[tuple[str, ...]] = []
    idle: list[tuple[str, ...]] = []
    for who, where in pairs(values):
        calendar, capture = _calendar(values, who, where), _capture(values, who, where)
        row = (f"{names.of(who)}\n→ {names.of(where)}", calendar, *capture, _stop(values, who, where))
        (idle if calendar in ("never", NONE) and capture[0].startswith(("none", NONE)) else rows).append(row)
    note = (
        "The day and the chance answer different questions. The day comes from terms, ages and dated rules "
        "alone. The chance counts early exits, votes and luck month by month, for appointees of a given "
        "loyalty; both take the rest as one side."
    )
    folded = Folded(
        f"Control never comes, as far as was worked out: {counted(len(idle), 'pair')}", grid("", HEAD, idle)
    )
    return (
        *grid("Who controls what, and when", HEAD, rows),
        *((folded,) if idle else ()),
        *words([note] if rows else [], listed=False, faint=True),
        *_factions(values, names),
    )


def _factions(values: Plain, names: Names) -> tuple[Block, ...]:
    """Return the smallest factions that get a body drawn by lot, beside those of a direct vote."""
    rows = []
    for procedure in section_of(values, "lots").get("procedures", []):
        sizes = []
        for key in ("0.5", "0.9"):
            found = [
                reading["smallest"][str(procedure["quota"])]["closed"].get(key)
                for reading in procedure["readings"].values()
            ]
            sizes.append("\nto ".join(dict.fromkeys(_faction(one) for one in found)))
        direct = procedure["features_removed"].get("direct_vote")
        vote = _faction(direct["smallest"]["closed"]["0.5"]) if direct else NONE
        decides = names.listed(procedure["decides"])
        what = f"{names.of(procedure['pool'])}\n→ {names.of(procedure['college'])}"
        rows.append((f"{what}\n→ {decides}" if decides else what, *sizes, vote))
    head = (
        "from whom, for what", "smallest faction with better than even chances",
        "with better than nine chances in ten", "in a direct vote by more than half",
    )  # fmt: skip
    return grid("What a faction needs to get a body drawn by lot", head, rows)


def _faction(found: Plain | None) -> str:
    """Write a faction with its share."""
    return "none is enough" if not found else f"{many(found['members'])} ({percent(found['share'], 1)})"


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
    if chances_of(pair) < UNLIKELY:
        cut = "" if most["months"] == pair["months"] else f", {_after(most, pair['months'])}"
        return f"none{cut}", "never"
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
        return "never" + (f":\n{shortened(still)} stay{'s' if len(still) == 1 else ''} open" if still else "")
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
