"""Ruling coalitions: which members of a body would hold together if they could shut out the rest.

Votes are the powers of D. Acemoglu, G. Egorov and K. Sonin, "Coalition formation in non-democracies", Review
of Economic Studies 75 (2008) 987-1009. Players are the seats of a body, and again the blocs of seats that one
other body fills. Does not model: powers beyond votes, changing powers, what becomes of those shut out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Any

from whowhom.audit.acts import lasting_rules, own_decision, quota_of, seat_votes, seats_filled
from whowhom.audit.ruling.quota import Majority, majority_of
from whowhom.spec.organisation import Verb
from whowhom.spec.scenario import Scenario
from whowhom.theory.ruling_coalition import MOST_PLAYERS, near_equal_sizes, ruling_coalitions

MOST_LISTED = 20
"""The most tied coalitions that are written out; all are counted."""
MOST_COALITIONS = 2**21
"""The most groups of players looked at in one document: some seconds."""


@dataclass(frozen=True)
class Player:
    """Who counts as one: a seat, or the seats that one other body fills."""

    seats: tuple[int, ...]
    """Counted from 1."""
    votes: int
    origin: str | None = None


@dataclass(frozen=True)
class Rulers:
    """Every coalition that ties for ruling, as numbers of players."""

    tied: int
    listed: tuple[tuple[int, ...], ...]

    @property
    def alone(self) -> tuple[int, ...] | None:
        """The only answer, or None where several tie."""
        return self.listed[0] if self.tied == 1 else None


@dataclass(frozen=True)
class Circle:
    """One body as a society of players who can shut each other out.

    expels: whether the document lets the body expel its own members. Where all votes are equal there are
    only sizes; else `strict` answers with alpha as the model reads it, `written` with "at least" where the
    document says so.
    """

    body: str
    kind: str
    """"seats" or "blocs"."""
    decision: str
    expels: bool
    players: tuple[Player, ...]
    majority: Majority
    strict: Rulers | None
    written: Rulers | None
    sizes: tuple[int, ...]
    """Sizes that hold together where votes are nearly equal, up to that of the body; where they are equal."""
    equal_size: int | None
    """How many rule where votes are equal to the last."""

    @property
    def equal(self) -> bool:
        """Whether all players have as many votes."""
        return len({player.votes for player in self.players}) == 1

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "body": self.body,
            "players": self.kind,
            "votes": [player.votes for player in self.players],
            "members": [
                {"seats": list(player.seats), "origin": player.origin, "votes": player.votes}
                for player in self.players
            ],
            "decision": self.decision,
            "expels_its_own": self.expels,
            "alpha": str(self.majority.alpha),
            "mapping": self.majority.note,
            "exact": self.majority.exact,
            "equal": self.equal,
            "coalitions": self._plain(self.strict),
            "coalitions_at_least": self._plain(self.written),
            "sizes": list(self.sizes),
            "size": self.sizes[-1] if self.sizes else None,
            "size_if_exactly_equal": self.equal_size,
        }

    def _plain(self, rulers: Rulers | None) -> dict[str, Any] | None:
        if rulers is None:
            return None
        return {
            "tied": rulers.tied,
            "listed": [
                {
                    "seats": sorted(seat for place in members for seat in self.players[place].seats),
                    "votes": [self.players[place].votes for place in members],
                }
                for members in rulers.listed
            ],
        }


def circles_of(scenario: Scenario) -> tuple[list[Circle], list[tuple[str, str]]]:
    """Return every body of two voting seats or more as a society, and what is left out with the reason."""
    found: list[Circle] = []
    left: list[tuple[str, str]] = []
    room = MOST_COALITIONS
    for name in scenario.bodies:
        for kind, players in _societies(scenario, name):
            if len(players) < 2:
                continue
            differ = len({player.votes for player in players}) > 1
            if differ and len(players) > MOST_PLAYERS:
                left.append(
                    (name, f"{len(players)} {kind} whose votes differ; up to {MOST_PLAYERS} are solved")
                )
                continue
            room -= 2 ** len(players) if differ else 0
            if room < 0:
                left.append((name, f"its {kind} form too many groups, beside those of the other bodies"))
                continue
            circle = _circle(scenario, name, kind, players)
            if isinstance(circle, str):
                left.append((name, circle))
            else:
                found.append(circle)
    return found, left


def expelling(scenario: Scenario, name: str) -> list[str]:
    """Return the decisions by which a body may expel its own members."""
    return [
        rule.decision
        for rule in scenario.rules
        if rule.verb is Verb.EXPELS and rule.by == name and rule.over == name
    ]


def _societies(scenario: Scenario, name: str) -> Iterator[tuple[str, tuple[Player, ...]]]:
    """Give the voting seats of a body, and its blocs where some body fills several seats."""
    votes = seat_votes(scenario.bodies[name])
    yield "seats", tuple(Player((seat + 1,), own) for seat, own in enumerate(votes) if own)
    blocs = _blocs(scenario, name)
    if any(len(seats) > 1 for seats in blocs.values()):
        together = {seat for seats in blocs.values() for seat in seats}
        players = [
            Player(tuple(seat + 1 for seat in seats), sum(votes[seat] for seat in seats), origin)
            for origin, seats in blocs.items()
        ]
        players += [Player((seat + 1,), own) for seat, own in enumerate(votes) if seat not in together]
        yield "blocs", tuple(player for player in players if player.votes)


def _blocs(scenario: Scenario, name: str) -> dict[str, list[int]]:
    """Return the seats by the other body that fills them; none where two rules may fill one seat."""
    filled = seats_filled(scenario)
    mine = [
        number
        for number in lasting_rules(scenario)
        if number in filled and scenario.rules[number].over == name
    ]
    taken = [seat for number in mine for seat in filled[number]]
    if len(taken) != len(set(taken)):
        return {}
    blocs: dict[str, list[int]] = {}
    for number in mine:
        rule = scenario.rules[number]
        if rule.by in scenario.bodies and rule.by != name and rule.verb is not Verb.DRAWS and filled[number]:
            blocs.setdefault(rule.by, []).extend(filled[number])
    return blocs


def _circle(scenario: Scenario, name: str, kind: str, players: tuple[Player, ...]) -> Circle | str:
    """Solve one society."""
    votes = sum(player.votes for player in players)
    own = expelling(scenario, name)
    text = max(own, key=lambda each: quota_of(each, votes)) if own else own_decision(scenario, name)
    equal = len({player.votes for player in players}) == 1
    majority = majority_of(text, votes)
    if isinstance(majority, str):
        return majority
    powers = [player.votes for player in players]
    strict = None if equal else rulers(powers, majority.alpha)
    written = None if equal or majority.at_least is None else rulers(powers, majority.at_least)
    return Circle(
        body=name,
        kind=kind,
        decision=text,
        expels=bool(own),
        players=players,
        majority=majority,
        strict=strict,
        written=written,
        sizes=near_equal_sizes(len(players), majority.alpha) if equal else (),
        equal_size=equal_size(len(players), majority.as_written) if equal else None,
    )


def rulers(powers: Sequence[int], alpha: Fraction) -> Rulers:
    """Return the coalitions that tie for ruling, as places in `powers`, the first few written out."""
    unit = gcd(*powers)
    answers = ruling_coalitions([power // unit for power in powers], alpha)
    return Rulers(len(answers), tuple(tuple(sorted(members)) for members in answers[:MOST_LISTED]))


def equal_size(players: int, alpha: Fraction) -> int:
    """Return how many hold together where all powers are exactly equal: the largest size that does.

    s_1 = 1 and s_m the least size of which s_(m-1) is not more than alpha: ceil(s_(m-1) / alpha).
    players: at least 1; alpha from 1/2 to below 1. Source: the definition of Acemoglu, Egorov and Sonin 2008
    for equal powers, where it is not unique. Does not model: which of the players they are.
    """
    size = 1
    while (more := -(-size * alpha.denominator // alpha.numerator)) <= players:
        size = more
    return size
