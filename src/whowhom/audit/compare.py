"""Two drafts of a statute side by side: what the second changes for every principal and body of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from whowhom.audit.assemble import Choices, pairs_of
from whowhom.audit.labels import listed, noun, sentence, span
from whowhom.audit.measure import Measure, measure
from whowhom.audit.two_sided import asked
from whowhom.spec.document import to_document
from whowhom.spec.duration import months_in
from whowhom.spec.errors import WhoWhomError
from whowhom.spec.scenario import Scenario

METHOD = (
    "The same measure of both drafts: the expected months, out of one horizon, that a body stays free of the "
    "principal's control."
)


@dataclass(frozen=True)
class Pair:
    """One principal and one body in both drafts; None where a draft cannot be measured."""

    principal: str
    target: str
    first: Measure | None
    second: Measure | None
    why_not: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        both = self.first is not None and self.second is not None
        return {
            "principal": self.principal,
            "target": self.target,
            "first": self.first.to_dict() if self.first else None,
            "second": self.second.to_dict() if self.second else None,
            "months_won": self.second.free - self.first.free if both and self.first and self.second else None,
            "why_not": self.why_not,
        }


@dataclass(frozen=True)
class Comparison:
    """What the second draft changes."""

    first: str
    second: str
    loyalty: float
    months: int
    changed: tuple[str, ...]
    """The keys of the document that differ, with what stands in either."""
    pairs: tuple[Pair, ...]
    words: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        measures = [one for pair in self.pairs for one in (pair.first, pair.second) if one is not None]
        return {
            "method": METHOD,
            "residual": max((one.residual for one in measures), default=0.0),
            "first": self.first,
            "second": self.second,
            "loyalty": self.loyalty,
            "months": self.months,
            "changed": list(self.changed),
            "pairs": [pair.to_dict() for pair in self.pairs],
            "words": list(self.words),
        }

    def text(self) -> str:
        """Return the comparison as lines for a terminal."""
        lines = [f"{self.first} against {self.second}", "", "what differs"]
        lines += [f"  {line}" for line in self.changed] or ["  nothing"]
        return "\n".join([*lines, "", "what it does", *(f"  {line}" for line in self.words)])


def compare(first: Scenario, second: Scenario, choices: Choices | None = None) -> Comparison:
    """Measure both drafts for every principal and body that either of them has.

    What one draft lacks, or cannot answer, is told in the pair.
    """
    chosen = choices or Choices()
    months = max(months_in(asked(draft).horizon) for draft in (first, second))
    wanted = list(dict.fromkeys([*pairs_of(first), *pairs_of(second)]))
    until = monotonic() + chosen.seconds
    pairs = []
    for place, (principal, target) in enumerate(wanted):
        share = max((until - monotonic()) / (len(wanted) - place) / 2, 1.0)
        pairs.append(_pair(first, second, principal, target, months, chosen.loyalty, share))
    names = (first.origin.file, second.origin.file)
    changed = tuple(_differences(to_document(first), to_document(second), ""))
    words = tuple(_words(first if _has(first, pair) else second, pair, months) for pair in pairs)
    return Comparison(*names, chosen.loyalty, months, changed, tuple(pairs), words)


def _has(scenario: Scenario, pair: Pair) -> bool:
    """Return whether a draft has both bodies."""
    return {pair.principal, pair.target} <= set(scenario.bodies)


def _pair(
    first: Scenario,
    second: Scenario,
    principal: str,
    target: str,
    months: int,
    loyalty: float,
    seconds: float,
) -> Pair:
    """Measure one pair in both drafts."""
    found: list[Measure | None] = []
    why = []
    for draft in (first, second):
        try:
            lacking = [name for name in (principal, target) if name not in draft.bodies]
            if lacking:
                found.append(None)
                why.append(f"{draft.origin.file} has no body named {listed(lacking)}")
                continue
            found.append(measure(draft, principal, target, months, loyalty, seconds))
        except WhoWhomError as error:
            found.append(None)
            why.append(str(error))
    return Pair(principal, target, found[0], found[1], "; ".join(why))


def _differences(first: Any, second: Any, key: str) -> Iterator[str]:
    """Tell the keys in which two documents differ; entries of arrays are matched by name."""
    if first == second:
        return
    if isinstance(first, dict) and isinstance(second, dict):
        for name in dict.fromkeys([*first, *second]):
            where = f"{key}.{name}" if key else str(name)
            yield from _differences(first.get(name), second.get(name), where)
    elif _named(first) and _named(second):
        tables = [{item["name"]: item for item in items} for items in (first, second)]
        yield from _differences(tables[0], tables[1], key)
    else:
        yield f"{key}: {_shown(first)} → {_shown(second)}"


def _named(items: Any) -> bool:
    """Return whether something is an array of tables with names."""
    return isinstance(items, list) and all(isinstance(item, dict) and "name" in item for item in items)


def _shown(value: Any) -> str:
    """Write a value of a document."""
    if value is None:
        return "not given"
    if isinstance(value, dict):
        return ", ".join(f"{name} = {_shown(item)}" for name, item in value.items())
    return f"“{value}”" if isinstance(value, str) else str(value)


def _words(scenario: Scenario, pair: Pair, months: int) -> str:
    """Tell one pair in a sentence."""
    who, where = noun(scenario, pair.principal), noun(scenario, pair.target)
    if pair.first is None or pair.second is None:
        return sentence(f"{who} and {where} cannot be compared: {pair.why_not}")
    won = pair.second.free - pair.first.free
    before, after = span(round(pair.first.free)), span(round(pair.second.free))
    if abs(won) < 0.5 and before == span(months):
        return sentence(f"{where} stays as free of {who} as before: throughout the {span(months)}")
    if abs(won) < 0.5:
        return sentence(f"{where} stays as free of {who} as before: {before} of {span(months)}")
    way = "longer" if won > 0 else "shorter"
    return sentence(
        f"{where} stays free of {who} {way}: {after} instead of {before}, of {span(months)}; the chance of "
        f"control by then is {100 * pair.second.chance:.0f} % instead of {100 * pair.first.chance:.0f} %"
    )
