"""Who chooses whom: bodies as nodes, rules as edges, and the circles in which power comes back to itself.

An edge runs from who acts to whose seats are touched. Edges of power fill, propose, confirm, remove, enlarge;
a circle of them is a loop: whoever holds it for one turn may hold it for the next. A veto only stops; a pool
only supplies candidates. Where the schedule lets local offices weigh on an indirect election, they sway it.
Does not model: how strong an edge is; votes are counted in `reach`. Rules count whenever they are in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whowhom.audit.graph.edges import POWER, Edge, Node, edges_of, nodes_of
from whowhom.audit.graph.loops import components, shortest_circuit, shortest_first
from whowhom.audit.graph.named_loops import Loop, loop_of
from whowhom.audit.graph.removal import Irremovable, irremovable
from whowhom.audit.labels import counted, listed, noun, sentence
from whowhom.spec.scenario import Scenario

MOST_LOOPS = 2000
"""Loops that are looked for; above it the number told is a lower bound."""
MOST_NAMED = 12
"""Loops that are told in words, the shortest."""


@dataclass(frozen=True)
class OwnChooser:
    """An office that fills, directly or through others, a body that fills the office."""

    office: str
    chooser: str
    through: tuple[str, ...]
    words: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "office": self.office,
            "chooser": self.chooser,
            "through": list(self.through),
            "words": self.words,
        }


@dataclass(frozen=True)
class Graph:
    """The graph of who acts on whom.

    components: the bodies that are joined in circles of power, largest first. loops: those named, shortest
    first; loop_count: how many were found, all of them where `loops_complete`.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    components: tuple[tuple[str, ...], ...]
    loops: tuple[Loop, ...]
    loop_count: int
    loops_complete: bool
    irremovable: tuple[Irremovable, ...]
    own_choosers: tuple[OwnChooser, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What the graph says, as sentences."""
        lines = [line for loop in self.loops for line in (loop.words, loop.opening_words)]
        if not self.loop_count:
            lines = ["There is no loop: no body acts on those that act on it."]
        elif self.loop_count > 1:
            count = counted(self.loop_count, "loop")
            head = f"{'' if self.loops_complete else 'at least '}{count} of power in all"
            more = f"; the {len(self.loops)} shortest are told" if self.loop_count > len(self.loops) else ""
            lines.append(sentence(f"{head}{more}"))
        lines += [item.words for item in self.own_choosers]
        return (*lines, *(item.words for item in self.irremovable))

    def to_dict(self) -> dict[str, Any]:
        """Return the section as plain data."""
        return {
            "method": "rules read as arrows; strongly connected components and elementary circuits counted",
            "residual": 0,
            "words": list(self.words),
            "nodes": [
                {"name": node.name, "label": node.label, "kind": node.kind, "seats": node.seats}
                for node in self.nodes
            ],
            "edges": [edge.to_dict() for edge in self.edges],
            "components": [list(names) for names in self.components],
            "loops": {
                "count": self.loop_count,
                "complete": self.loops_complete,
                "named": [loop.to_dict() for loop in self.loops],
            },
            "irremovable": [item.to_dict() for item in self.irremovable],
            "own_choosers": [item.to_dict() for item in self.own_choosers],
        }


def graph(scenario: Scenario) -> Graph:
    """Read the rules of an organisation as a graph, and find its loops.

    Strongly connected components by Tarjan, elementary circuits by Johnson, up to `MOST_LOOPS` of them; the
    `MOST_NAMED` shortest are put in words, with the acts of others that can interrupt them.
    """
    nodes, edges = nodes_of(scenario), edges_of(scenario)
    names = [node.name for node in nodes]
    successors = _successors(names, [edge for edge in edges if edge.kind in POWER])
    parts = components(successors)
    circle_of = {names[member]: number for number, part in enumerate(parts) for member in part}
    found, complete = shortest_first(successors, MOST_LOOPS)
    joined = [part for part in parts if len(part) > 1 or part[0] in successors[part[0]]]
    return Graph(
        nodes,
        edges,
        tuple(tuple(names[member] for member in part) for part in sorted(joined, key=lambda p: (-len(p), p))),
        tuple(
            loop_of(scenario, [names[member] for member in circuit], edges) for circuit in found[:MOST_NAMED]
        ),
        len(found),
        complete,
        irremovable(scenario, circle_of),
        _own_choosers(scenario, names, edges),
    )


def _successors(names: Sequence[str], edges: Sequence[Edge]) -> list[list[int]]:
    """Return the numbers of the nodes that each node acts on, each once, in rising order."""
    number = {name: place for place, name in enumerate(names)}
    found: list[set[int]] = [set() for _ in names]
    for edge in edges:
        found[number[edge.source]].add(number[edge.target])
    return [sorted(row) for row in found]


def _own_choosers(scenario: Scenario, names: Sequence[str], edges: Sequence[Edge]) -> tuple[OwnChooser, ...]:
    """Find every office that fills a body which fills it; the shortest way is told."""
    filling = [edge for edge in edges if edge.kind in ("fills", "proposes")]
    found = []
    for office, body in scenario.bodies.items():
        choosers = dict.fromkeys(
            edge.source for edge in filling if edge.target == office and edge.kind == "fills"
        )
        for chooser in choosers:
            if body.seats != 1 or chooser == office or chooser not in scenario.bodies:
                continue
            # Only this chooser may close the circle, so that the way found leads through it.
            kept = [edge for edge in filling if edge.target != office or edge.source == chooser]
            way = shortest_circuit(_successors(names, kept), names.index(office))
            if way is not None:
                found.append(_own_chooser(scenario, office, chooser, tuple(names[k] for k in way[1:-1])))
    return tuple(found)


def _own_chooser(scenario: Scenario, office: str, chooser: str, through: tuple[str, ...]) -> OwnChooser:
    """Say that an office has a hand in who chooses it."""
    way = f", through {listed([noun(scenario, name) for name in through])}" if through else ""
    text = f"{noun(scenario, office)} has a hand in choosing its own chooser, {noun(scenario, chooser)}{way}"
    return OwnChooser(office, chooser, through, sentence(text))
