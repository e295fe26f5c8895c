"""Seats drawn by lot from a body, as steps of a PRISM file: hypergeometric chances, written as fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from whowhom.exact.counts.prism_counts import SIDES, Counts
from whowhom.exact.counts.prism_steps import Command, Step
from whowhom.spec.errors import ModelError

if TYPE_CHECKING:
    from whowhom.exact.counts.prism_acts import ActsInPrism


def check_lot(acts: ActsInPrism, rule: int, pool: int) -> None:
    """Raise ModelError where a lot from a body depends on which persons sit where."""
    over = int(acts.polity.rule_over[rule])
    whole = acts.polity.rule_last[rule] - acts.polity.rule_first[rule] == acts.polity.body_capacity[over]
    reasons = {
        "fills only vacancies": bool(acts.polity.rule_standing[rule]),
        "has per_place": bool(acts.polity.rule_per_place[rule]),
        "fills a part of its body": not whole,
        "draws from the body that it fills": pool == over,
        "is bound by a limit of terms": bool(acts.polity.body_term_limit[over]),
    }
    for reason, found in reasons.items():
        if found:
            raise ModelError(
                f"prism: {acts.model.scenario.rules[rule].name} draws from a body and {reason}, so that "
                "persons matter; expected a whole body drawn anew from another"
            )


def drawn(
    counts: Counts, says: str, due: tuple[bool, ...], kind: int, pool: int, before: Sequence[int]
) -> Step:
    """Return the step that draws a kind of seats from who is left of a body, without replacement."""
    left, sizes = {}, sum(len(item.seats) for item in counts.kinds if item.body == pool)
    for side in SIDES:
        held = [counts.seats(k, side) for k, item in enumerate(counts.kinds) if item.body == pool]
        gone = "".join(f" - {counts.seats(k, side)}" for k in before)
        left[side] = f"{' + '.join(held)}{gone}"
    ours, rest = counts.seats(kind, "ours"), counts.seats(kind, "rest")
    commands = []
    for own in range(sizes + 1):
        for others in range(sizes + 1 - own):
            for vacant in range(len(counts.kinds[kind].seats) + 1):
                taken = min(vacant, own + others)
                updates = tuple(
                    (
                        str(chances(own, others, taken, hits)),
                        f"({ours}'={hits}) & ({rest}'={taken - hits})",
                    )
                    for hits in range(max(0, taken - others), min(own, taken) + 1)
                )
                guard = f"{left['ours']}={own} & {left['rest']}={others} & {counts.vacant(kind)}={vacant}"
                commands.append(Command(guard, updates))
    reads = frozenset({*before, *(k for k, item in enumerate(counts.kinds) if item.body == pool)})
    return Step(says, due, tuple(commands), reads, frozenset({kind}))


def chances(own: int, others: int, taken: int, hits: int) -> Fraction:
    """Return the chance of so many of one's own among those drawn without replacement."""
    return Fraction(comb(own, hits) * comb(others, taken - hits), comb(own + others, taken))
