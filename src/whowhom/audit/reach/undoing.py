"""What everyone else can still do against a side: remove it, refuse what it fills, choose others, enlarge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whowhom.audit.acts import REMOVING, SEATING
from whowhom.audit.labels import noun, plural, sentence
from whowhom.audit.reach.closure import Organisation, Seats
from whowhom.spec.organisation import Rule, Verb

_WHAT = {
    Verb.EXPELS: ("removes", "can expel the principal's people from"),
    Verb.TRANSFERS: ("removes", "can recall the principal's people from"),
    Verb.CONFIRMS: ("refuses", "can refuse consent to whoever enters"),
    Verb.VETOES: ("refuses", "can veto whoever enters"),
    Verb.ENLARGES: ("enlarges", "can add seats to"),
    Verb.PROPOSES: ("refuses", "can keep the principal's people off the slate for"),
}


@dataclass(frozen=True)
class Undoing:
    """An act by which the rest could undo the side: whether it is theirs at the start, and in the end."""

    rule: str
    by: str
    over: str
    kind: str
    words: str
    open_at_start: bool
    open_in_the_end: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the act as plain data."""
        return {
            "rule": self.rule,
            "by": self.by,
            "over": self.over,
            "kind": self.kind,
            "words": self.words,
            "open_at_start": self.open_at_start,
            "open_in_the_end": self.open_in_the_end,
        }


def undoings(organisation: Organisation, principal: str, start: Seats, reached: Seats) -> tuple[Undoing, ...]:
    """List every act over the principal, or over a body in which it holds a seat in the end.

    An act of removal or enlargement is open while the rest carries it; one that fills, confirms, vetoes or
    proposes while the side needs somebody else for it.
    """
    touched = {principal} | {name for name, seats in reached.items() if seats}
    found = []
    for rule in organisation.rules:
        if rule.over not in touched:
            continue
        kind, words = _told(organisation, rule)
        found.append(
            Undoing(
                rule.name,
                rule.by,
                rule.over,
                kind,
                words,
                _open(organisation, rule, start),
                _open(organisation, rule, reached),
            )
        )
    return tuple(found)


def _told(organisation: Organisation, rule: Rule) -> tuple[str, str]:
    """Return the kind of an act and what can be done by it, in words."""
    scenario = organisation.scenario
    kind, words = _WHAT.get(rule.verb, ("chooses another", "can put others into"))
    over = noun(scenario, rule.over)
    if rule.verb in SEATING and scenario.bodies[rule.over].seats == 1:
        words = "can decide against the principal's candidate for"
    if rule.verb in REMOVING and scenario.bodies[rule.over].seats == 1:
        words = "can remove"
    if rule.verb is Verb.EX_OFFICIO:
        be = "are" if plural(scenario, rule.by) else "is"
        return kind, sentence(f"{noun(scenario, rule.by)} {be} in {over} by right, whoever that may be")
    return kind, sentence(f"{noun(scenario, rule.by)} {words} {over}")


def _open(organisation: Organisation, rule: Rule, held: Seats) -> bool:
    """Return whether the rest can act by a rule against the side that holds these seats."""
    if rule.verb in REMOVING or rule.verb in (Verb.ENLARGES, Verb.VETOES):
        return organisation.rest_carries(rule, held)
    if rule.verb is Verb.DRAWS:
        return bool(organisation.obstacles(rule, held))
    if rule.verb is Verb.EX_OFFICIO or rule.verb not in SEATING:
        return not organisation.carries(rule, held)
    # Consent and slates are acts of their own in the list; here only whether somebody else is chosen.
    return not organisation.carries(rule, held) or organisation.rest_carries(rule, held)
