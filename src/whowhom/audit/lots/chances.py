"""What a faction gets from a procedure of lots and votes: its chances, its price, and each feature removed.

Every number is an exact fraction, shown in 64 bit. A closed pool has the faction among its persons; beside an
open pool it adds its own. Where a procedure has votes, split juries share their names in two ways, and both
are told. Does not model: limits for each place along a chain, jurors who may not sit again.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from whowhom.audit.lots.procedures import Procedure
from whowhom.theory.lot import Law, Lot, Split, Stage, Vote, procedure_law, smallest

SHARES = tuple(Fraction(step, 20) for step in range(1, 20))
"""The shares of the pool at which chances are told: 5%, 10%, ... 95%."""
CHANCES = (Fraction(1, 2), Fraction(9, 10))
"""The chances that the smallest faction must exceed."""


def members_of(share: Fraction, persons: int) -> int:
    """Return the share of so many persons to the nearest whole number, a half rounded up."""
    return int(share * persons + Fraction(1, 2))


def chance_key(chance: Fraction) -> str:
    """Write a chance as the key under which its answer stands: "0.5", "0.9"."""
    return str(float(chance))


def splits(stages: Sequence[Stage]) -> tuple[Split, ...]:
    """Return the ways of sharing names that make a difference: both, or one where nobody votes."""
    return tuple(Split) if any(isinstance(stage, Vote) for stage in stages) else (Split.IN_PROPORTION,)


def outcome(law: Law, seats: int, quota: int) -> dict[str, float]:
    """Return the chance that the faction, the rest, both or neither side holds a quota of the seats."""
    holds, rest = law.at_least(quota), law.at_most(seats - quota)
    both = holds + rest - 1 if 2 * quota <= seats else Fraction(0)
    neither = 1 - holds - rest + both
    return {"holds": float(holds), "rest": float(rest), "both": float(both), "deadlock": float(neither)}


def chances(
    procedure: Procedure, stages: Sequence[Stage], split: Split, quota: int, limited: bool
) -> list[dict[str, Any]]:
    """Return the outcome of the college at every share of the pool."""
    rows = []
    for share in SHARES:
        members = members_of(share, procedure.persons)
        law = procedure_law(procedure.persons, members, stages, split, limited)
        rows.append(
            {"share": float(share), "members": members, **outcome(law, procedure.seats, quota)},
        )
    return rows


def price(
    persons: int, stages: Sequence[Stage], split: Split, quota: int, limited: bool
) -> dict[str, dict[str, dict[str, Any] | None]]:
    """Return the smallest faction for each of CHANCES, among the persons and beside them."""
    found: dict[str, dict[str, dict[str, Any] | None]] = {"closed": {}, "open": {}}
    for chance in CHANCES:
        for kind, answers in found.items():
            beside = kind == "open"

            def reached(members: int, beside: bool = beside) -> Fraction:
                pool = persons + members if beside else persons
                return procedure_law(pool, members, stages, split, limited).at_least(quota)

            most = None if beside else persons
            size = smallest(lambda members, c=chance, r=reached: r(members) > c, most)  # type: ignore[misc]
            pool = persons + (size or 0) if beside else persons
            answers[chance_key(chance)] = (
                None
                if size is None
                else {"members": size, "share": size / pool, "chance": float(reached(size))}
            )
    return found


def readings(procedure: Procedure, stages: Sequence[Stage], every_quota: bool = True) -> dict[str, Any]:
    """Return chances and prices of a chain of stages, for each way of sharing names and each quota."""
    wanted = procedure.quotas if every_quota else procedure.quotas[:1]
    deciding = procedure.quotas[0].votes
    return {
        split.value: {
            "shares": chances(procedure, stages, split, deciding, procedure.limited),
            "smallest": {
                str(quota.votes): price(procedure.persons, stages, split, quota.votes, procedure.limited)
                for quota in wanted
            },
        }
        for split in splits(stages)
    }


def features_removed(procedure: Procedure) -> dict[str, Any]:
    """Return the answers with one feature of the procedure changed at a time; None where it has it already.

    simple_majorities: every naming jury decides by more than half. single_lot: the college is drawn from the
    first pool. no_lots: each body is named by the one before; whoever names the first jury names the college.
    direct_vote: the first pool votes, and more than half of it decides.
    """
    sizes = [procedure.persons, *(stage.seats for stage in procedure.stages)]
    simple = tuple(
        Vote(stage.seats, size // 2 + 1) if isinstance(stage, Vote) else stage
        for stage, size in zip(procedure.stages, sizes, strict=False)
    )
    single = (Lot(procedure.seats),)
    is_single = procedure.stages == single or procedure.seats > procedure.persons
    return {
        "simple_majorities": None if simple == procedure.stages else readings(procedure, simple, False),
        "single_lot": None if is_single else readings(procedure, single, False),
        "no_lots": _no_lots(procedure),
        "direct_vote": _direct_vote(procedure.persons),
    }


def _no_lots(procedure: Procedure) -> dict[str, Any]:
    """Return who decides if every lot is replaced by a vote of the body before: the first jury that votes."""
    first = next((step for step in procedure.steps if isinstance(step.stage, Vote)), None)
    jury = first.source if first else procedure.college
    quota = first.stage.quota if first and isinstance(first.stage, Vote) else procedure.quotas[0].votes
    sizes = {step.over: step.stage.seats for step in procedure.steps}
    return {
        "first_jury": jury,
        "seats": sizes[jury],
        "quota": quota,
        "shares": _step_function(procedure.persons),
        "named_by": procedure.pool,
    }


def _direct_vote(persons: int) -> dict[str, Any]:
    """Return the outcome of a vote of the whole pool by more than half."""
    quota = persons // 2 + 1
    answer = {"members": quota, "share": quota / persons, "chance": 1.0}
    shares = _step_function(persons)
    return {
        "quota": quota,
        "shares": shares,
        "smallest": {"closed": {chance_key(chance): answer for chance in CHANCES}},
    }


def _step_function(persons: int) -> list[dict[str, Any]]:
    """Return the outcomes where the majority of the pool has everything, and an even split nothing."""
    rows = []
    for share in SHARES:
        members = members_of(share, persons)
        holds, rest = float(2 * members > persons), float(2 * members < persons)
        rows.append(
            {
                "share": float(share),
                "members": members,
                "holds": holds,
                "rest": rest,
                "both": 0.0,
                "deadlock": 1.0 - holds - rest,
            }
        )
    return rows
