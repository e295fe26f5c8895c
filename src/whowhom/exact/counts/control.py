"""Who controls a body, and what the rest can still do, for every combination of counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.core.polity import Act
from whowhom.exact.counts.acts import FILLING, Acts
from whowhom.exact.counts.moves import OURS, REST
from whowhom.exact.counts.spread import Spread
from whowhom.exact.counts.votes import Table, bodies_asked, carries, tally

DECIDING = (*FILLING, Act.EXPEL, Act.ENLARGE)


def controls(acts: Acts, spread: Spread, body: int) -> Table:
    """Return 1 where the principal's side carries alone every decision that the body takes, else 0.

    A body that decides nothing, or acts through its head, is controlled by a majority of its held votes.
    """
    key = ("controls", body, *spread.signature)
    if key not in acts.memory.tables:
        acts.memory.tables[key] = _controls(acts, spread, body)
    found: Table = acts.memory.tables[key]
    return found


def _controls(acts: Acts, spread: Spread, body: int) -> Table:
    """Work out who controls a body."""
    polity = acts.polity
    deciding = [
        rule
        for rule in range(polity.rule_act.size)
        if polity.rule_by[rule] == body and body in bodies_asked(polity, rule)
    ]
    held = tally(acts.kinds, spread.axes, body, None)
    ours = tally(acts.kinds, spread.axes, body, OURS)
    mask: NDArray[np.bool_] = 2 * ours > held
    if deciding:
        mask = ours > 0
    for rule in deciding:
        mask = mask & (carries(polity, acts.kinds, spread.axes, rule, OURS, 0.0, only=body) > 0.0)
    return mask.astype(np.float64)


def open_to_the_rest(acts: Acts, spread: Spread, rule: int, month: int) -> Table:
    """Return the chance that the rest can use or block a rule in a month, nobody complying.

    It can use a rule that it carries; it can block one that fills seats when the principal's side does not
    carry it for certain. What members or a public elect is always open.
    """
    polity = acts.polity
    if polity.rule_by[rule] < 0:
        return np.ones([1] * len(acts.kinds))
    if polity.rule_act[rule] in FILLING:
        ours, _ = acts.winners(spread, rule, month, comply=0.0)
        return 1.0 - np.clip(ours, 0.0, 1.0)
    present = tally(acts.kinds, spread.axes, int(polity.rule_by[rule]), REST) > 0
    return present * carries(polity, acts.kinds, spread.axes, rule, REST, 0.0)


def rules_that_matter(acts: Acts, targets: list[int]) -> list[int]:
    """Return the rules that fill, empty or enlarge the principal, the targets, and whoever acts upon them."""
    polity = acts.polity
    matter = {int(polity.principal[0]), *targets}
    while True:
        over = np.isin(polity.rule_over, list(matter))
        more = matter | {int(body) for body in polity.rule_by[over] if body >= 0}
        if more == matter:
            break
        matter = more
    wanted = np.isin(polity.rule_act, [int(act) for act in DECIDING])
    return [int(rule) for rule in np.flatnonzero(wanted & np.isin(polity.rule_over, list(matter)))]
