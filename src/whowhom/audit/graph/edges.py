"""The nodes and edges of the graph of who acts on whom, read from the bodies and rules of a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from whowhom.audit.labels import label_of
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.organisation_checks import MEMBERS
from whowhom.spec.record import Quantity
from whowhom.spec.scenario import Scenario

KINDS: dict[Verb, str] = {
    Verb.APPOINTS: "fills",
    Verb.ELECTS: "fills",
    Verb.COOPTS: "fills",
    Verb.EX_OFFICIO: "fills",
    Verb.DRAWS: "fills",
    Verb.SUCCEEDS: "fills",
    Verb.CONFIRMS: "confirms",
    Verb.VETOES: "vetoes",
    Verb.EXPELS: "removes",
    Verb.TRANSFERS: "removes",
    Verb.ENLARGES: "enlarges",
    Verb.PROPOSES: "proposes",
}
"""What each verb does to the body it is over; a transfer seats nobody new, it moves or recalls."""
SUPPLIES = "supplies"
SWAYS = "sways"
POWER = ("fills", "proposes", "confirms", "removes", "enlarges", SWAYS)
"""The kinds of edges that loops are made of, in the order in which words tell them."""


@dataclass(frozen=True)
class Node:
    """Who acts or is acted on: an office (one seat), a body, a public, or all members.

    seats: of a body at the start; None for a public and the members, who have none.
    """

    name: str
    label: str
    kind: str
    seats: int | None


@dataclass(frozen=True)
class Edge:
    """One rule as an arrow from who acts to whom; `rule` is None where no rule but the schedule says it."""

    source: str
    target: str
    kind: str
    verb: str
    rule: str | None
    decision: str | None = None
    part: str | None = None
    start: date | None = None
    until: date | None = None

    def to_dict(self) -> dict[str, str | None]:
        """Return the edge as plain data: from, to, kind, verb, rule, decision, part, since, until."""
        return {
            "from": self.source,
            "to": self.target,
            "kind": self.kind,
            "verb": self.verb,
            "rule": self.rule,
            "decision": self.decision,
            "part": self.part,
            "since": self.start.isoformat() if self.start else None,
            "until": self.until.isoformat() if self.until else None,
        }


def nodes_of(scenario: Scenario) -> tuple[Node, ...]:
    """Return all bodies, then the publics, then the members where a rule names them."""
    found = [
        Node(
            name, body.label or label_of(scenario, name), "office" if body.seats == 1 else "body", body.seats
        )
        for name, body in scenario.bodies.items()
    ]
    found += [Node(name, label_of(scenario, name), "public", None) for name in scenario.publics]
    if any(rule.by == MEMBERS for rule in scenario.rules):
        found.append(Node(MEMBERS, MEMBERS, MEMBERS, None))
    return tuple(found)


def edges_of(scenario: Scenario) -> tuple[Edge, ...]:
    """Return an edge for every rule, one for every body that is a pool, and one for every sway."""
    found: list[Edge] = []
    for rule in scenario.rules:
        found.append(_edge(rule, rule.by, KINDS[rule.verb], rule.verb.value))
        if rule.pool in scenario.bodies and rule.pool != rule.over:
            found.append(_edge(rule, str(rule.pool), SUPPLIES, SUPPLIES))
    return (*found, *_sways(scenario))


def _edge(rule: Rule, source: str, kind: str, verb: str) -> Edge:
    """Return the arrow of a rule."""
    start = rule.start or (min(rule.at) if rule.at else None)
    return Edge(source, rule.over, kind, verb, rule.name, rule.decision, rule.part, start, rule.until)


def _sways(scenario: Scenario) -> list[Edge]:
    """Return the arrows from local offices to a body that their public elects through tiers.

    Only where the schedule has the tiered election and does not set its bias to 0.
    """
    steps = [step for step in scenario.schedule if step.mechanism == "tiered_election"]
    bias = steps[0].numbers.get("bias") if steps else None
    if not steps or (isinstance(bias, Quantity) and bias.value == 0):
        return []
    return [
        Edge(name, rule.over, SWAYS, SWAYS, None)
        for rule in scenario.rules
        if rule.tiers and rule.by in scenario.publics
        for name, body in scenario.bodies.items()
        if body.place == scenario.publics[rule.by].places and name != rule.over
    ]
