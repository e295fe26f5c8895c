"""Whether the bodies, rules, places and publics of a document agree with each other."""

from __future__ import annotations

from collections.abc import Mapping

from whowhom.spec.decision import Decision, parse_decision, parse_quorum
from whowhom.spec.duration import months_in
from whowhom.spec.errors import shown
from whowhom.spec.findings import Findings
from whowhom.spec.organisation import FILLING, Body, Rule, Verb
from whowhom.spec.part import parse_part
from whowhom.spec.scenario import Act, Scenario

MEMBERS = "members"
ENTRANTS = "entrants"
RESERVE = "reserve"
POOLS = (MEMBERS, RESERVE, ENTRANTS)
"""The pools that are no bodies: all members, those without a seat, and those who wait outside."""
RESERVE = "reserve"

_VERBS_OF_MANY = (Verb.ELECTS, Verb.DRAWS, Verb.TRANSFERS, Verb.PROPOSES)
"""Verbs whose `by` may be all members or a public; every other act is the act of a body."""


_FILLS_A_PART = (Verb.APPOINTS, Verb.ELECTS, Verb.COOPTS, Verb.EX_OFFICIO, Verb.DRAWS)
"""Verbs that may be told to fill only some seats of a body."""


def check_organisation(scenario: Scenario, findings: Findings) -> None:
    """Note every body, rule, set of places or public that contradicts another or itself."""
    enlarged = {rule.over for rule in scenario.rules if rule.verb is Verb.ENLARGES}
    for name, body in scenario.bodies.items():
        _check_body(f"bodies.{name}", name, body, name in enlarged, scenario, findings)
    findings.unique("rules", "rule", (rule.name for rule in scenario.rules))
    for index, rule in enumerate(scenario.rules):
        _check_rule(f"rules[{index}]", rule, scenario, findings)
    _check_ex_officio(scenario, findings)
    for name, places in scenario.places.items():
        if places.names and len(places.names) != places.count:
            findings.wrong(
                f"places.{name}.names",
                f"found {len(places.names)} names; expected {places.count}, one for each",
            )
        if len(set(places.names)) != len(places.names):
            findings.wrong(f"places.{name}.names", "found a name twice; expected each once")
    for name, public in scenario.publics.items():
        findings.known(f"publics.{name}.places", "set of places", public.places, scenario.places)


def _check_body(
    key: str, name: str, body: Body, enlarged: bool, scenario: Scenario, findings: Findings
) -> None:
    """Check what a body says of itself."""
    if name in (MEMBERS, ENTRANTS, RESERVE):
        findings.wrong(key, f"found {shown(name)}, which means a pool of persons; expected another name")
    if body.capacity is not None and body.capacity < body.seats:
        findings.wrong(
            f"{key}.capacity", f"found {body.capacity}; expected at least the {body.seats} seats of the start"
        )
    if body.capacity is None and enlarged:
        findings.wrong(
            f"{key}.capacity", "found nothing; expected the most seats, because a rule enlarges the body"
        )
    if body.weights and len(body.weights) != body.most_seats:
        findings.wrong(
            f"{key}.weights",
            f"found {len(body.weights)} weights; expected {body.most_seats}, one for each seat",
        )
    for index, weight in enumerate(body.weights):
        if not 0 <= weight <= 1_000_000_000:
            findings.wrong(f"{key}.weights[{index}]", f"found {weight}; expected 0 or more votes, under 10^9")
    for leaf, duration in (("term", body.term), ("age_limit", body.age_limit)):
        if duration is not None:
            findings.told(f"{key}.{leaf}", lambda text=duration: months_in(text))  # type: ignore[misc]
    if body.staggered and body.term is None:
        findings.wrong(
            f"{key}.staggered", "found true without a term; expected a term whose ends are staggered"
        )
    if body.ends:
        _check_ends(f"{key}.ends", body, findings)
    if body.term_limit is not None and body.term is None:
        findings.wrong(f"{key}.term_limit", "found a limit without a term; expected the term that it counts")
    if body.place is not None and findings.known(
        f"{key}.place", "set of places", body.place, scenario.places
    ):
        count = scenario.places[body.place].count
        if body.most_seats > count:
            findings.wrong(
                f"{key}.place",
                f"found {body.most_seats} seats for {count} places; expected a place for each seat",
            )


def _check_ends(key: str, body: Body, findings: Findings) -> None:
    """Check the days on which terms end: with a term, one for each seat or one for all, and no stagger."""
    if body.term is None:
        findings.wrong(key, "found days without a term; expected the term that follows them")
    if body.staggered:
        findings.wrong(key, "found both `ends` and `staggered`; expected one of them")
    if len(body.ends) not in (1, body.most_seats):
        findings.wrong(
            key, f"found {len(body.ends)} days; expected {body.most_seats}, one for each seat, or one for all"
        )


def _check_rule(key: str, rule: Rule, scenario: Scenario, findings: Findings) -> None:
    """Check a rule's names, then its words and dates."""
    actors = set(scenario.bodies)
    if rule.verb in _VERBS_OF_MANY:
        actors |= {MEMBERS, *scenario.publics}
    findings.known(f"{key}.by", "body", rule.by, actors)
    findings.known(f"{key}.over", "body", rule.over, scenario.bodies)
    if rule.pool is not None:
        findings.known(
            f"{key}.pool", "body or pool", rule.pool, {MEMBERS, ENTRANTS, RESERVE, *scenario.bodies}
        )
    decision = findings.told(f"{key}.decision", lambda: parse_decision(rule.decision))
    body = scenario.bodies.get(rule.by)
    if decision is not None and body is not None:
        _check_quota(f"{key}.decision", rule, decision, body, findings)
    if rule.quorum is not None:
        quorum = findings.told(f"{key}.quorum", lambda: parse_quorum(rule.quorum or ""))
        if quorum is not None and body is not None and quorum.seats > body.most_seats:
            findings.wrong(
                f"{key}.quorum",
                f"found {quorum.seats} seats; expected at most the {body.most_seats} of {rule.by}",
            )
    if rule.every is not None:
        findings.told(f"{key}.every", lambda: months_in(rule.every or ""))
        if rule.at:
            findings.wrong(f"{key}.at", "found both `every` and `at`; expected one of them")
    for index, day in enumerate(rule.at):
        findings.within(f"{key}.at[{index}]", day, scenario.start, scenario.until)
    findings.ordered(key, rule.start, rule.until)
    if rule.tiers and rule.verb is not Verb.ELECTS:
        findings.wrong(
            f"{key}.tiers", f"found tiers of a rule that {rule.verb.value}; expected tiers only with elects"
        )
    if len(set(rule.tiers)) != len(rule.tiers):
        findings.wrong(f"{key}.tiers", "found a tier twice; expected each once")
    if rule.part is not None:
        _check_part(f"{key}.part", rule, scenario, findings)
    if rule.per_place is not None and rule.verb is not Verb.DRAWS:
        findings.wrong(
            f"{key}.per_place",
            f"found a limit of a rule that {rule.verb.value}; expected it only with draws",
        )
    if rule.most is not None and rule.verb is not Verb.ENLARGES:
        findings.wrong(
            f"{key}.most", f"found a limit of a rule that {rule.verb.value}; expected it only with enlarges"
        )


def _check_part(key: str, rule: Rule, scenario: Scenario, findings: Findings) -> None:
    """Check that a part is of a rule that fills seats, and lies within the body."""
    if rule.verb not in _FILLS_A_PART:
        verbs = ", ".join(verb.value for verb in _FILLS_A_PART)
        findings.wrong(
            key, f"found a part of a body in a rule that {rule.verb.value}; expected it only with {verbs}"
        )
    part = findings.told(key, lambda: parse_part(rule.part or ""))
    body = scenario.bodies.get(rule.over)
    if part is not None and body is not None and part[1] > body.most_seats:
        findings.wrong(
            key, f"found {shown(rule.part)}; expected seats among the {body.most_seats} of {rule.over}"
        )


def _check_quota(key: str, rule: Rule, decision: Decision, body: Body, findings: Findings) -> None:
    """Note a quota that the whole body voting yes could not reach."""
    quota, votes = decision.quota(body.votes), body.votes
    if votes > 0 and quota > votes and rule.verb is not Verb.EX_OFFICIO:
        noun = "vote" if votes == 1 else "votes"
        findings.wrong(
            key,
            f"found {shown(rule.decision)}, a quota of {quota}; "
            f"expected at most the {votes} {noun} of {rule.by}",
        )


def _check_ex_officio(scenario: Scenario, findings: Findings) -> None:
    """Note seats that no count of holders fits, and bodies that would have to be filled from each other."""
    sources: dict[str, dict[str, int]] = {}
    seats_given: dict[str, int] = {}
    for index, rule in enumerate(scenario.rules):
        if rule.verb is Verb.EX_OFFICIO and rule.by in scenario.bodies and rule.over in scenario.bodies:
            sources.setdefault(rule.over, {})[rule.by] = index
            seats_given[rule.over] = seats_given.get(rule.over, 0) + _seats_of_right(rule, scenario)
    for over, by in sources.items():
        seats = scenario.bodies[over].seats
        given = seats_given[over]
        filling = {rule.verb for rule in scenario.rules if rule.over == over and rule.verb in FILLING}
        others = filling != {Verb.EX_OFFICIO}
        if given > seats or (given < seats and not others):
            bound = "at most" if others else "exactly"
            findings.wrong(
                f"rules[{max(by.values())}].over",
                f"found {given} seats of {', '.join(sorted(by))} for the {seats} of {over}; "
                f"expected {bound} as many ex officio",
            )
    for cycle in _cycles({over: tuple(by) for over, by in sources.items()}):
        words = ", ".join(f"{by} fills {over}" for by, over in zip(cycle, cycle[1:] + cycle[:1], strict=True))
        index = sources[cycle[0]][cycle[-1]]
        findings.wrong(
            f"rules[{index}]",
            f"found a circle of ex officio seats ({words}); expected one of them filled by another rule",
        )


def _seats_of_right(rule: Rule, scenario: Scenario) -> int:
    """Return how many seats an ex officio rule fills: its part, else as many as the other body has."""
    try:
        first, last = parse_part(rule.part) if rule.part else (0, scenario.bodies[rule.by].seats)
    except ValueError:
        return 0
    return last - first


def _cycles(sources: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Find circles of bodies, as (a, b, c) where a fills b, b fills c, c fills a; each body is walked once.

    Where there is a circle one is found; not every one of several that share bodies.
    """
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for first in sources:
        # The walk from each body to those that fill it; kept as a list because institutions may chain far.
        path, waiting = [first], [iter(sources[first] if first not in done else ())]
        while waiting:
            by = next(waiting[-1], None)
            if by is None:
                done.add(path.pop())
                waiting.pop()
            elif by in path:
                circle = tuple(reversed(path[path.index(by) :]))
                start = circle.index(min(circle))
                found.append(circle[start:] + circle[:start])
            elif by not in done:
                path.append(by)
                waiting.append(iter(sources.get(by, ())))
    return list(dict.fromkeys(found))


def check_filling(scenario: Scenario, occupied: set[str], findings: Findings) -> None:
    """Warn of bodies that start empty and that no rule or event ever fills."""
    filled = {rule.over for rule in scenario.rules if rule.verb in FILLING}
    filled |= {event.body for event in scenario.events if event.act is Act.TAKES and event.body}
    for name, body in scenario.bodies.items():
        if body.most_seats > 0 and name not in filled and name not in occupied:
            findings.odd(f"bodies.{name}", "found no rule that fills it and no person in it; it stays empty")
