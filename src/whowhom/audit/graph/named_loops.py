"""Loops of power in words, and the acts from outside that can interrupt each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whowhom.audit.acts import seats_filled
from whowhom.audit.graph.edges import POWER, SUPPLIES, SWAYS, Edge
from whowhom.audit.labels import label_of, listed, noun, plural, sentence, verb_words
from whowhom.spec.organisation import Verb
from whowhom.spec.scenario import Scenario

_TO_ITSELF = {
    "fills": ("fills its own seats", "fill their own seats"),
    "proposes": ("proposes its own slate", "propose their own slate"),
    "confirms": ("confirms its own new members", "confirm their own new members"),
    "removes": ("removes its own members", "remove their own members"),
    "enlarges": ("enlarges itself", "enlarge themselves"),
}


@dataclass(frozen=True)
class Loop:
    """A circle of bodies in which each acts on the next and the last on the first.

    soft: it closes only through a sway. openings: the acts of others on a body of the loop.
    """

    bodies: tuple[str, ...]
    words: str
    soft: bool
    openings: tuple[Edge, ...]
    opening_words: str

    def to_dict(self) -> dict[str, Any]:
        """Return the loop as plain data."""
        return {
            "bodies": list(self.bodies),
            "words": self.words,
            "soft": self.soft,
            "open": [edge.to_dict() for edge in self.openings],
            "open_words": self.opening_words,
        }


def loop_of(scenario: Scenario, bodies: Sequence[str], edges: Sequence[Edge]) -> Loop:
    """Return a circle with its words, begun at its smallest body, and what leaves it open."""
    first = min(range(len(bodies)), key=lambda place: (scenario.bodies[bodies[place]].seats, place))
    circle = (*bodies[first:], *bodies[:first])
    pairs = list(zip(circle, (*circle[1:], circle[0]), strict=True))
    links = [[edge for edge in edges if (edge.source, edge.target) == pair] for pair in pairs]
    links = [[edge for edge in link if edge.kind in POWER] for link in links]
    soft = any(all(edge.kind == SWAYS for edge in link) for link in links)
    openings = tuple(
        edge
        for edge in edges
        if edge.target in circle and edge.source not in circle and edge.kind not in (SUPPLIES, SWAYS)
    )
    words = _circle_in_words(scenario, circle, links)
    return Loop(circle, words, soft, openings, _openings_in_words(scenario, openings))


def _circle_in_words(scenario: Scenario, circle: Sequence[str], links: Sequence[Sequence[Edge]]) -> str:
    """Return "The A appoints the B, which elects the A."."""
    if len(circle) == 1:
        kinds = [kind for kind in POWER if any(edge.kind == kind for edge in links[0])]
        several = plural(scenario, circle[0])
        return sentence(
            f"{noun(scenario, circle[0])} {listed([_TO_ITSELF[kind][several] for kind in kinds])}"
        )
    text = noun(scenario, circle[0])
    for place, link in enumerate(links):
        target = circle[(place + 1) % len(circle)]
        if place:
            person = plural(scenario, circle[place]) or scenario.bodies[circle[place]].seats == 1
            text += ", who" if person else ", which"
        text += f" {link_in_words(scenario, link)} {noun(scenario, target)}"
    return sentence(text)


def link_in_words(scenario: Scenario, link: Sequence[Edge]) -> str:
    """Return the verbs by which one body acts on another, each once, what fills it first."""
    ordered = sorted(link, key=lambda edge: POWER.index(edge.kind) if edge.kind in POWER else len(POWER))
    return listed(list(dict.fromkeys(edge_verb(scenario, edge) for edge in ordered)))


def edge_verb(scenario: Scenario, edge: Edge) -> str:
    """Return the verb of one edge, agreeing with who acts."""
    several = plural(scenario, edge.source)
    if edge.kind == SWAYS:
        return "sway the election of" if several else "sways the election of"
    number = next(place for place, rule in enumerate(scenario.rules) if rule.name == edge.rule)
    rule = scenario.rules[number]
    if rule.verb is Verb.EX_OFFICIO:
        if len(seats_filled(scenario)[number]) == scenario.bodies[rule.over].seats:
            return "are" if several else "is"
        return "sit by right in" if several else "sits by right in"
    return verb_words(scenario, rule)


def _openings_in_words(scenario: Scenario, openings: Sequence[Edge]) -> str:
    """Say who outside a loop can act on a body of it."""
    if not openings:
        return "Nobody outside the loop can interrupt it."
    acts = [
        f"{noun(scenario, edge.source)} {edge_verb(scenario, edge)} the {label_of(scenario, edge.target)}"
        for edge in openings
    ]
    return f"What can interrupt it from outside: {listed(list(dict.fromkeys(acts)))}."
