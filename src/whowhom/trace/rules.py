"""Which rule of the document a mechanism carried out when it changed a seat.

A mechanism does not write down the rule; it can be told from the tables: the acts that the source of the
mechanism names, the body that the rule is over, the months in which it is due, the part that it fills. Where
more than one rule fits, all are named.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from types import ModuleType

from whowhom.build.model import Entry, Model
from whowhom.core.polity import Act

_ACT = re.compile(r"\bAct\.([A-Z_]+)")
HEADED = (Act.APPOINT, Act.TRANSFER, Act.ENLARGE, Act.PROPOSE, Act.EX_OFFICIO)
"""Acts that one person does: whoever heads the acting body."""
VOTED = (Act.ELECT, Act.COOPT, Act.EXPEL)
"""Acts that the acting body votes on."""


@cache
def acts_of(module: ModuleType) -> frozenset[Act]:
    """Return the acts that the source of a mechanism names."""
    return frozenset(Act[name] for name in _ACT.findall(inspect.getsource(module)) if name in Act.__members__)


def rules_at(model: Model, entry: Entry, seat: int, month: int, was_held: bool) -> tuple[int, ...]:
    """Return the rules by which a call of a mechanism may have changed a seat in a month.

    was_held: somebody sat there before, so that a rule that acts on vacancies only did not.
    """
    polity = model.polity
    body = int(polity.seat_body[seat])
    place = seat - int(polity.body_first[body])
    acts = acts_of(entry.mechanism.module) - {Act.PROPOSE, Act.CONSENT}
    found = []
    for rule in range(polity.rule_act.size):
        if Act(int(polity.rule_act[rule])) not in acts or polity.rule_due[rule, month] == 0:
            continue
        if polity.rule_over[rule] != body:
            continue
        if int(polity.rule_first[rule]) <= place < int(polity.rule_last[rule]):
            found.append(rule)
    dated = [rule for rule in found if polity.rule_standing[rule] == 0]
    filling = {Act.ELECT, Act.COOPT, Act.APPOINT, Act.DRAW}
    if was_held and dated and all(Act(int(polity.rule_act[rule])) in filling for rule in found):
        found = dated
    return tuple(found)


def rules_of_acts(model: Model, entry: Entry, month: int) -> tuple[int, ...]:
    """Return the rules of a mechanism's acts that are due, over whatever body."""
    polity = model.polity
    acts = acts_of(entry.mechanism.module) - {Act.PROPOSE, Act.CONSENT, Act.ELECT}
    return tuple(
        rule
        for rule in range(polity.rule_act.size)
        if Act(int(polity.rule_act[rule])) in acts and polity.rule_due[rule, month] == 1
    )


def proposer(model: Model, body: int, month: int) -> int:
    """Return the body that proposes the slate for a body in a month, or -1."""
    polity = model.polity
    for rule in range(polity.rule_act.size):
        proposes = polity.rule_act[rule] == Act.PROPOSE and polity.rule_over[rule] == body
        if proposes and polity.rule_due[rule, month] == 1:
            return int(polity.rule_by[rule])
    return -1


def uses_slate(entry: Entry) -> bool:
    """Return whether the mechanism asks who proposes the slate."""
    return "setter_body" in inspect.getsource(entry.mechanism.module)


def acting_bodies(model: Model, rules: tuple[int, ...], acts: tuple[Act, ...]) -> tuple[int, ...]:
    """Return the bodies that act in the rules whose act is one of `acts`."""
    polity = model.polity
    return tuple(
        dict.fromkeys(
            int(polity.rule_by[rule])
            for rule in rules
            if Act(int(polity.rule_act[rule])) in acts and polity.rule_by[rule] >= 0
        )
    )


def pools(model: Model, rules: tuple[int, ...]) -> tuple[int, ...]:
    """Return the bodies from which the rules choose."""
    return tuple(
        dict.fromkeys(
            int(model.polity.rule_pool[rule]) for rule in rules if int(model.polity.rule_pool[rule]) >= 0
        )
    )
