"""What a reader should know first: errors, a loop, when control comes or what is missing, lots, a change.

Sentences of the sections, chosen; none is made here but on who chooses a principal.
Does not model: which of two sentences matters more to the reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whowhom.audit.calendar.words import words_of as calendar_words
from whowhom.audit.capture.words import NOTHING
from whowhom.audit.capture.words import words_of as capture_words
from whowhom.audit.labels import agreeing, noun, sentence
from whowhom.audit.two_sided import principals, voters
from whowhom.spec.scenario import Scenario

MOST = 8
"""Sentences in all."""
MOST_ERRORS = 4
MOST_FOR_EACH = 2
"""Sentences on one principal."""


def headlines(scenario: Scenario, found: dict[str, Any]) -> tuple[str, ...]:
    """Return at most `MOST` sentences of the sections, what must be mended first.

    found: the sections as plain values. The last place is kept for the change that helps most.
    """
    first = list(_errors(found))
    first += list(_loop(found))
    for principal in principals(scenario):
        first += list(_of_principal(scenario, principal, found))
    first += list(_lots(found))
    last = list(_best_change(found))
    return tuple(dict.fromkeys([*first[: MOST - len(last)], *last]))


def _errors(found: dict[str, Any]) -> Iterator[str]:
    """Give what must be mended before anything else counts."""
    for item in found.get("defects", {}).get("errors", [])[:MOST_ERRORS]:
        yield sentence(f"mend {item['key']}: {item['message']}")


def _loop(found: dict[str, Any]) -> Iterator[str]:
    """Give the first loop, in its own words."""
    named = found.get("graph", {}).get("loops", {}).get("named", [])
    if named:
        yield named[0]["words"]


def _of_principal(scenario: Scenario, principal: str, found: dict[str, Any]) -> Iterator[str]:
    """Give what is said of one principal: who chooses it, when it controls what, or what it lacks."""
    who = noun(scenario, principal)
    taken = agreeing(scenario, principal, "is", "are")
    stays = agreeing(scenario, principal, "it is taken to stay for its", "they are taken to stay for their")
    for rule in voters(scenario, principal)[:1]:
        yield sentence(
            f"{who} {taken} chosen by {noun(scenario, rule.by)} (“{rule.name}”); {stays} tenure, and what "
            "can be reached by then is told"
        )
    reached, out_of_reach = _by_capture(scenario, principal, found)
    days = _by_calendar(scenario, principal, found)
    told = [*reached[:1], *days[:1], *reached[1:], *days[1:]]
    missing = _prices(principal, found) or out_of_reach
    yield from [*told, *missing][:MOST_FOR_EACH]


def _by_capture(scenario: Scenario, principal: str, found: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return a sentence for each body that is reached, and one for each that is not, of those followed."""
    reached: list[str] = []
    never: list[str] = []
    for pair in found.get("capture", {}).get("pairs", []):
        if pair["principal"] != principal or not pair["by_loyalty"]:
            continue
        line = next(iter(capture_words(scenario, [{**pair, "left_out": ""}])))
        (reached if pair["by_loyalty"][-1]["first"][-1] >= NOTHING else never).append(line)
    return reached, never


def _by_calendar(scenario: Scenario, principal: str, found: dict[str, Any]) -> list[str]:
    """Return the sentences that tell a day."""
    every = found.get("calendar", {}).get("principals", [])
    lines = [line for one in every if one["principal"] == principal for line in calendar_words(scenario, one)]
    return [line for line in lines if line.startswith("On ")]


def _prices(principal: str, found: dict[str, Any]) -> list[str]:
    """Return what the principal would have to hold, beside what it comes to hold by patience."""
    every = found.get("reach", {}).get("principals", [])
    lines = [line for one in every if one["principal"] == principal for line in one["words"]]
    return [line for line in lines if "one must also hold" in line]


def _lots(found: dict[str, Any]) -> Iterator[str]:
    """Give what a faction needs where lots lead to a body that decides."""
    lots = found.get("lots", {})
    if lots.get("procedures") or lots.get("draws"):
        lines = [line for line in lots["words"] if "faction" in line or "honest persons get" in line]
        yield from lines[:2]


def _best_change(found: dict[str, Any]) -> Iterator[str]:
    """Give the single change that wins the most months, of all pairs."""
    pairs = [pair for pair in found.get("edits", {}).get("pairs", []) if pair.get("tried")]
    if not pairs:
        return
    best = max(pairs, key=lambda pair: pair["tried"][0].get("months_won", 0.0))
    yield from [line for line in best["words"] if line.startswith("Of single changes")][:1]
