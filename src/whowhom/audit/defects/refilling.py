"""Which bodies could never be refilled once they, and those that fill them, are empty.

A body can be filled by a rule when whoever acts, whoever must consent and the body that is the pool can be
filled; members and publics are always there. The least fixpoint of this holds all bodies that come back from
nothing. Among the others a set that is empty stays empty when each of its rules needs a body of the set: a
siphon of the Petri net of the rules. Does not model: quotas that some members left could still reach.
"""

from __future__ import annotations

from collections.abc import Mapping

from whowhom.audit.acts import SEATING, lasting_rules
from whowhom.spec.organisation import Verb
from whowhom.spec.scenario import Scenario

MOST_SETS = 5000
"""Sets that are tried in the search for the smallest ones."""

Needs = Mapping[str, tuple[frozenset[str], ...]]


def needs_of(scenario: Scenario) -> dict[str, tuple[frozenset[str], ...]]:
    """Return, for each body, the bodies that each of its filling rules needs."""
    lasting = [scenario.rules[number] for number in lasting_rules(scenario)]
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for name in scenario.bodies:
        consent = {rule.by for rule in lasting if rule.verb is Verb.CONFIRMS and rule.over == name}
        found[name] = tuple(
            frozenset(
                ({rule.by, rule.pool or ""} | (consent if rule.verb in _ASKING else set()))
                & set(scenario.bodies)
            )
            for rule in lasting
            if rule.over == name and rule.verb in SEATING
        )
    return found


_ASKING = (Verb.APPOINTS, Verb.ELECTS, Verb.COOPTS)


def refillable(needs: Needs) -> frozenset[str]:
    """Return the bodies that can be filled when all are empty: the least fixpoint."""
    found: set[str] = set()
    while True:
        more = {
            name
            for name, rules in needs.items()
            if name not in found and any(rule <= found for rule in rules)
        }
        if not more:
            return frozenset(found)
        found |= more


def fatal_sets(needs: Needs) -> tuple[tuple[str, ...], ...]:
    """Return the smallest sets of bodies that, once empty together, can never be refilled.

    None contains another. Bodies without any filling rule are left out, here and as members: they are told
    of by themselves. Smallest first, at most `MOST_SETS` sets tried.
    """
    fillable = {name: rules for name, rules in needs.items() if rules}
    lost = set(needs) - refillable(needs)
    found: list[frozenset[str]] = []
    queue = [frozenset({name}) for name in sorted(lost & set(fillable))]
    seen = set(queue)
    tried = 0
    while queue and tried < MOST_SETS:
        queue.sort(key=lambda names: (len(names), sorted(names)))
        present = queue.pop(0)
        tried += 1
        if any(done <= present for done in found):
            continue
        free = _free_rule(present, fillable)
        if free is None:
            found.append(present)
            continue
        for name in sorted(free & lost & set(fillable)):
            grown = present | {name}
            if grown not in seen:
                seen.add(grown)
                queue.append(grown)
    return tuple(tuple(sorted(names)) for names in found)


def _free_rule(present: frozenset[str], needs: Needs) -> frozenset[str] | None:
    """Return what a rule needs that could still refill a body of the set, or None where there is none."""
    for name in sorted(present):
        for rule in needs[name]:
            if not rule & present:
                return rule
    return None
