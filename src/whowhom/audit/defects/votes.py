"""Decisions and quorums that can never be met, that one seat meets alone, or that two halves can block."""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.audit.acts import SEATING, VOTED, quota_of, seat_votes
from whowhom.audit.defects.defect import Finding, error, note, warning
from whowhom.audit.labels import counted
from whowhom.spec.decision import parse_quorum
from whowhom.spec.errors import shown
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.scenario import Act, Scenario

_SIMPLE = ("majority", "majority of seats", "plurality")


def defects_of_votes(scenario: Scenario) -> Iterator[Finding]:
    """Look at the votes of every rule that a body votes on."""
    for number, rule in enumerate(scenario.rules):
        if rule.verb not in VOTED or rule.by not in scenario.bodies:
            continue
        key = f"rules[{number}]"
        votes = seat_votes(scenario.bodies[rule.by])
        impossible = list(_never(scenario, key, rule, votes))
        yield from impossible
        if not impossible:
            yield from _one_or_half(key, rule, votes)


def _grows(scenario: Scenario, body: str) -> bool:
    """Return whether a rule or an event may add seats to a body."""
    return any(rule.verb is Verb.ENLARGES and rule.over == body for rule in scenario.rules) or any(
        event.act is Act.RESIZES and event.body == body for event in scenario.events
    )


def _never(scenario: Scenario, key: str, rule: Rule, votes: tuple[int, ...]) -> Iterator[Finding]:
    """Find quotas and quorums above what the body has at the start, and removals the accused can stop."""
    total, seats = sum(votes), len(votes)
    quota = quota_of(rule.decision, total)
    say = warning if _grows(scenario, rule.by) else error
    until = ", until it has grown" if _grows(scenario, rule.by) else ""
    if total == 0:
        yield say(
            f"{key}.by", f"found that {rule.by} has no votes: nothing is ever carried{until}; give it seats"
        )
        return
    if quota > total:
        yield say(
            f"{key}.decision",
            f"found {shown(rule.decision)}, a quota of {quota}, where the {counted(seats, 'seat')} of "
            f"{rule.by} have {counted(total, 'vote')}: it is never carried{until}; ask for fewer votes",
        )
    if rule.quorum:
        needed = parse_quorum(rule.quorum).needed(seats)
        if needed > seats:
            yield say(
                f"{key}.quorum",
                f"found {shown(rule.quorum)}, where {rule.by} has {counted(seats, 'seat')}: "
                f"it never meets{until}; ask for fewer",
            )
    if rule.verb is Verb.EXPELS and rule.by == rule.over and quota <= total:
        safe = [seat for seat, weight in enumerate(votes) if total - weight < quota]
        if len(safe) == seats:
            yield warning(
                f"{key}.decision",
                f"found {shown(rule.decision)} of {rule.by} against its own members: the accused votes no, "
                "so nobody is ever removed; ask for fewer votes, or let another body decide",
            )
        elif safe:
            yield note(
                f"{key}.decision",
                f"found {counted(len(safe), 'seat')} of {rule.by} that the others can never remove, "
                f"the first is seat {safe[0] + 1}: without its own votes no quota of {quota} is left",
            )


def _one_or_half(key: str, rule: Rule, votes: tuple[int, ...]) -> Iterator[Finding]:
    """Find one seat that decides alone, halves that block each other, and ties."""
    total, seats = sum(votes), len(votes)
    quota = quota_of(rule.decision, total)
    if seats < 2:
        return
    masters = [seat for seat, weight in enumerate(votes) if weight >= quota > total - weight]
    if masters:
        yield warning(
            f"{key}.decision",
            f"found that seat {masters[0] + 1} of {rule.by} alone has the quota of {quota} of {total} votes, "
            "and without it there is none: the other seats decide nothing",
        )
        return
    if rule.verb is Verb.VETOES or rule.verb is Verb.EXPELS:
        return
    blocking = total - quota + 1
    what = "the seat stays vacant" if rule.verb in SEATING else "nobody enters"
    if rule.decision not in _SIMPLE and 2 * blocking <= total:
        yield warning(
            f"{key}.decision",
            f"found {shown(rule.decision)}, a quota of {quota} of {total} votes in {rule.by}: {blocking} "
            f"votes block, so that two camps can each block the other and {what}; "
            "say who decides when nothing is carried",
        )
    elif rule.decision in _SIMPLE[:2] and total % 2 == 0 and rule.verb in SEATING:
        yield note(
            f"{key}.decision",
            f"found a majority of {total} votes in {rule.by}: at {total // 2} to {total // 2} {what}",
        )
