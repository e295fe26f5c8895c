"""The rules of an organisation in words: who does what to whom, by which decision, from which pool, when."""

from __future__ import annotations

from whowhom.spec.decision import parse_decision, parse_quorum
from whowhom.spec.organisation import FILLING, Body, Rule, Verb
from whowhom.spec.scenario import Act, Event, Scenario, Step

_SEEN_BY = {
    Verb.APPOINTS: "appoints",
    Verb.ELECTS: "elects",
    Verb.CONFIRMS: "must consent to whoever enters",
    Verb.COOPTS: "coopts into",
    Verb.EX_OFFICIO: "sits ex officio in",
    Verb.DRAWS: "draws by lot",
    Verb.EXPELS: "expels from",
    Verb.VETOES: "may block whoever enters",
    Verb.ENLARGES: "enlarges",
    Verb.PROPOSES: "proposes the candidates for",
    Verb.TRANSFERS: "transfers the holders of",
    Verb.SUCCEEDS: "succeeds to",
}
"""How each verb reads between who acts and on whom; a verb that is not here reads as written."""

OSTROM = {
    Verb.APPOINTS: "position",
    Verb.ELECTS: "aggregation",
    Verb.CONFIRMS: "aggregation",
    Verb.COOPTS: "aggregation",
    Verb.EX_OFFICIO: "boundary",
    Verb.DRAWS: "boundary",
    Verb.EXPELS: "boundary",
    Verb.VETOES: "aggregation",
    Verb.ENLARGES: "position",
    Verb.PROPOSES: "choice",
    Verb.TRANSFERS: "position",
    Verb.SUCCEEDS: "boundary",
}
"""The rule type of Ostrom (2005) to which each verb belongs first; boundary for a verb that is not here."""

_VOTES = (Verb.ELECTS, Verb.COOPTS, Verb.EXPELS, Verb.CONFIRMS, Verb.VETOES)


def rule_in_words(rule: Rule) -> str:
    """Return a rule as one sentence."""
    parts = [f"{rule.by} {_SEEN_BY.get(rule.verb, rule.verb.value)} {rule.over}"]
    if rule.verb in FILLING and rule.verb not in (Verb.EX_OFFICIO, Verb.SUCCEEDS):
        parts.append(_pool(rule))
    if rule.verb in _VOTES:
        parts.append(f"by {decision_in_words(rule.decision)}")
        if rule.quorum:
            parts.append(f"with {quorum_in_words(rule.quorum)} present")
        if rule.ballot.value == "secret":
            parts.append("by secret ballot")
    if rule.tiers:
        parts.append(f"through the tiers {', '.join(rule.tiers)}")
    if rule.most is not None:
        parts.append(f"by at most {rule.most} seats at one time")
    parts.append(cadence_in_words(rule.every, rule.at, rule.verb in FILLING))
    return ", ".join(parts) + _in_force(rule) + (f" [{rule.source}]" if rule.source else "")


def _pool(rule: Rule) -> str:
    """Say from whom a rule fills."""
    if rule.pool is None:
        return "from the members, then from entrants"
    return {"members": "from the members", "entrants": "from entrants"}.get(
        rule.pool, f"from the holders of {rule.pool}"
    )


def _in_force(rule: Rule | Step) -> str:
    """Say from when and until when a rule or a mechanism acts."""
    start = f", from {rule.start}" if rule.start else ""
    return start + (f", before {rule.until}" if rule.until else "")


def decision_in_words(text: str) -> str:
    """Return a decision rule in words: "2/3 plus one" is "at least 2/3 of those present, and one more"."""
    decision = parse_decision(text)
    base = "all seats" if decision.of_seats else "those present"
    if decision.kind == "majority":
        return f"more than half of {base}"
    if decision.kind == "share":
        more = ", and one more" if decision.plus_one else ""
        return f"at least {decision.numerator}/{decision.denominator} of {base}{more}"
    if decision.kind == "votes":
        return f"at least {decision.votes} votes"
    return {
        "unanimity": f"the votes of all {base.removeprefix('all ')}",
        "plurality": "the most votes",
        "any holder": "the vote of any one holder",
    }[decision.kind]


def quorum_in_words(text: str) -> str:
    """Return a quorum in words."""
    quorum = parse_quorum(text)
    return (
        f"{quorum.seats} seats" if quorum.seats else f"{quorum.numerator}/{quorum.denominator} of all seats"
    )


def cadence_in_words(every: str | None, at: tuple[object, ...], fills: bool) -> str:
    """Return when something happens in words; `fills` marks what waits for a vacancy."""
    if at:
        return "on " + ", ".join(str(day) for day in at)
    if every:
        return f"every {every}"
    return "whenever a seat is vacant" if fills else "every month"


def step_in_words(step: Step) -> str:
    """Return when a mechanism of the schedule acts."""
    return cadence_in_words(step.every, step.at, False) + _in_force(step)


def body_in_words(name: str, body: Body) -> str:
    """Return a body as one sentence."""
    parts = [f"{name}: {body.seats} seat{'' if body.seats == 1 else 's'}"]
    if body.capacity is not None and body.capacity != body.seats:
        parts.append(f"at most {body.capacity}")
    if body.ceiling is not None:
        parts.append(f"nobody added above {body.ceiling}")
    if body.term:
        parts.append(f"for {body.term}" + (", staggered" if body.staggered else ""))
    else:
        parts.append("for life or at pleasure")
    if body.term_limit:
        parts.append(f"at most {body.term_limit} terms in a row")
    if body.age_limit:
        parts.append(f"up to the age of {body.age_limit}")
    if body.weights:
        parts.append("with votes " + ", ".join(map(str, body.weights)))
    if body.place:
        parts.append(f"one for each of {body.place}")
    return ", ".join(parts)


def event_in_words(event: Event) -> str:
    """Return a dated event as one sentence."""
    whom = event.who or ""
    where = event.body or ""
    words = {
        Act.DIES: f"{whom or 'the holder of ' + where} dies",
        Act.LEAVES: f"{whom or 'whoever holds it'} leaves {where or 'every seat'}",
        Act.TAKES: f"{whom} takes a seat of {where}",
        Act.INCAPACITATED: f"{whom or 'the holder of ' + where} can no longer act",
        Act.RESIZES: f"{where} has {event.seats} seats from then on",
        Act.CLOSES: f"{where} is closed",
    }.get(event.act, f"{whom} {where} {event.act.value}")
    chance = ""
    if event.kind == "free" and event.hazard is not None:
        chance = f", with probability {event.hazard.value:g} {event.hazard.unit} from that month on"
    return f"{event.date}: {words}{chance} [{event.source}]"


def organisation_in_words(scenario: Scenario) -> list[str]:
    """Return the sentences of all bodies."""
    return [body_in_words(name, body) for name, body in scenario.bodies.items()]
