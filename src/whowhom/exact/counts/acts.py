"""The acts of a month upon the counts, in the order of the schedule.

Each mechanism of the two-sided reading has one function here that does to a distribution over counts what the
mechanism does to persons; `tests/agreement` holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from whowhom.build.model import Model
from whowhom.core.polity import Act
from whowhom.exact.counts import moves
from whowhom.exact.counts.draws import draw_from_body
from whowhom.exact.counts.kinds import Kind
from whowhom.exact.counts.moves import OURS, REST
from whowhom.exact.counts.spread import Branch, Maker, Memory, Spread
from whowhom.exact.counts.votes import Table, bodies_asked, carries, heads, tally
from whowhom.spec.errors import ModelError, one_of, shown

FILLING = (Act.APPOINT, Act.ELECT, Act.COOPT)


class Acts:
    """What happens to the counts in a month."""

    first_to_move = (OURS, REST)
    """The order in which the sides move removals, when both may."""
    reprisal = 0.0
    """The chance that each of those who moved something in vain loses the seat from which he moved it."""

    def __init__(self, model: Model, kinds: Sequence[Kind]) -> None:
        """Remember the model; raises ModelError for a mechanism that counts alone cannot follow."""
        self.model = model
        self.polity = model.polity
        self.kinds = tuple(kinds)
        self.memory = Memory()
        self._due: dict[tuple[int, tuple[Act, ...]], list[int]] = {}
        self._steps: dict[str, Callable[[Spread, int], None]] = {
            "departure": self.departure,
            "tenure": self.tenure,
            "party_purge": self.purge,
            "party_packing": self.packing,
            "lot": self.lot,
            "party_line": self.party_line,
            "ex_officio": lambda spread, month: None,
        }
        for entry in model.entries:
            if entry.mechanism.name not in self._steps:
                raise ModelError(
                    f"counts: {entry.mechanism.name} depends on persons, not on counts; "
                    f"expected {one_of(self._steps)}"
                )

    def month(self, spread: Spread, month: int) -> None:
        """Carry out the acts of one month."""
        self.memory.make_room()
        for row, entry in enumerate(self.model.entries):
            if entry.which == "step" and self.model.plan.active[row, month]:
                self._steps[entry.mechanism.name](spread, month)
        spread.settle()

    def number(self, name: str, month: int) -> float:
        """Return a number of a mechanism as it holds in a month."""
        names = [value.name for value in self.model.values]
        held = [value for value in self.model.values if value.name == name and value.month <= month]
        if not held:
            raise ModelError(f"counts: no number named {shown(name)}; expected {one_of(names)}")
        return held[-1].value

    def departure(self, spread: Spread, month: int) -> None:
        """Let holders leave early."""
        for number, kind in enumerate(self.kinds):
            given = float(self.polity.body_early_exit[kind.body])
            chance = given if given >= 0.0 else self.number("departure.early_exit", month)
            if chance > 0.0:
                spread.later(number, f"leave {chance}", partial(moves.leave, chance=chance))

    def tenure(self, spread: Spread, month: int) -> None:
        """End terms."""
        for number, kind in enumerate(self.kinds):
            term = int(self.polity.body_term[kind.body])
            end = kind.end if kind.end >= 0 else term
            if term and month >= max(end, 1) and (month - end) % term == 0:
                spread.later(number, "vacate", moves.vacate)

    def purge(self, spread: Spread, month: int) -> None:
        """Hold the motions to remove the other side."""
        attempts = {OURS: "party_purge.attempt", REST: "party_purge.resistance"}
        for rule in self.due(month, Act.EXPEL):
            over = int(self.polity.rule_over[rule])
            for side in self.first_to_move:
                self._settle_votes(spread, rule)
                tried = self.number(attempts[side], month) * np.ones([1] * len(self.kinds))
                carried = self._carries(spread, rule, side, "party_purge", month)
                name, maker = f"oust {side}", partial(moves.oust, side=side)
                touched: dict[int, tuple[str, Maker]] = {
                    number: (name, maker) for number, kind in enumerate(self.kinds) if kind.body == over
                }
                self._motion(spread, rule, side, tried, carried, touched)

    def packing(self, spread: Spread, month: int) -> None:
        """Hold the motions to add seats."""
        for rule in self.due(month, Act.ENLARGE):
            self._settle_votes(spread, rule)
            carried = self._carries(spread, rule, OURS, "party_packing", month)
            tried = self.number("party_packing.attempt", month) * np.ones([1] * len(self.kinds))
            number = self._room_for_more(rule)
            if number is not None:
                added, capacity = int(self.polity.rule_most[rule]), len(self.kinds[number].seats)
                maker = partial(moves.enlarge, added=added, capacity=capacity)
                touched = {number: (f"enlarge {added} {capacity}", maker)}
                self._motion(spread, rule, OURS, tried, carried, touched)

    def _motion(
        self,
        spread: Spread,
        rule: int,
        side: int,
        tried: Table,
        carried: Table,
        touched: Mapping[int, tuple[str, Maker]],
    ) -> None:
        """Let a side that sits in the acting body move something, at the cost of a reprisal when it fails."""
        by = int(self.polity.rule_by[rule])
        tried = tried * self._present(spread, by, side)
        cost: dict[int, tuple[str, Maker]] = {}
        if self.reprisal > 0.0:
            maker = partial(moves.lose, side=side, chance=self.reprisal)
            movers = [number for number, kind in enumerate(self.kinds) if kind.body == by]
            cost = {number: (f"lose {side} {self.reprisal}", maker) for number in movers}
        spread.motion(side, Branch(tried * carried, dict(touched)), Branch(tried * (1.0 - carried), cost))

    def lot(self, spread: Spread, month: int) -> None:
        """Draw by lot: from a body, else from people of neither side, who count with the rest."""
        for rule in self.due(month, Act.DRAW):
            if not self.polity.rule_standing[rule]:
                for number in self.filled(rule):
                    spread.later(number, "vacate", moves.vacate)
            pool = int(self.polity.rule_pool[rule])
            if pool < 0:
                for number in self.filled(rule):
                    ceiling = self.ceiling(number)
                    maker = partial(moves.fill, side=REST, loyalty=1.0, ceiling=ceiling)
                    spread.later(number, f"fill {REST} 1.0 {ceiling}", maker)
                continue
            draw_from_body(self, spread, rule, pool)

    def party_line(self, spread: Spread, month: int) -> None:
        """Fill what is vacant with men of whoever carries the vote."""
        loyalty = self.number("party_line.loyalty", month)
        for rule in self.due(month, *FILLING):
            renewed = self.polity.rule_act[rule] == Act.ELECT and not self.polity.rule_standing[rule]
            if renewed and not self.polity.body_term[self.polity.rule_over[rule]]:
                for number in self.filled(rule):
                    spread.later(number, "vacate", moves.vacate)
            self._settle_votes(spread, rule)
            ours, rest = self.winners(spread, rule, month)
            branches = []
            for side, chance in ((OURS, ours), (REST, rest)):
                made: dict[int, tuple[str, Maker]] = {}
                for number in self.filled(rule):
                    ceiling = self.ceiling(number)
                    maker = partial(moves.fill, side=side, loyalty=loyalty, ceiling=ceiling)
                    made[number] = (f"fill {side} {loyalty} {ceiling}", maker)
                branches.append(Branch(chance, made))
            spread.act(branches)

    def winners(
        self, spread: Spread, rule: int, month: int, comply: float | None = None
    ) -> tuple[Table, Table]:
        """Return the chances that the principal's side, and that the rest, fills the vacancies of a rule.

        comply: the chance of a vote for the other side's proposal, instead of that of the schedule.
        """
        setter = self.setter(rule, month)
        numbers = [
            self.number(f"party_line.{name}", month) for name in ("comply", "comply_secret", "support")
        ]
        key = ("winners", rule, setter, comply, *numbers, *spread.signature)
        if key not in self.memory.tables:
            self.memory.tables[key] = self._winners(spread, rule, month, setter, comply)
        ours, rest = self.memory.tables[key]
        return ours, rest

    def _winners(
        self, spread: Spread, rule: int, month: int, setter: int | None, comply: float | None
    ) -> tuple[Table, Table]:
        """Work out the chances of both sides."""
        carried = [self._carries(spread, rule, side, "party_line", month, comply) for side in (OURS, REST)]
        by = int(self.polity.rule_by[rule])
        if by < 0:
            support = self.number("party_line.support", month)
            return support * carried[OURS], (1.0 - support) * carried[REST]
        if setter is not None:
            head = [heads(self.polity, self.kinds, spread.axes, setter, side) for side in (OURS, REST)]
            return head[OURS] * carried[OURS], head[REST] * carried[REST]
        votes = [tally(self.kinds, spread.axes, by, side) for side in (OURS, REST)]
        ours_first = votes[OURS] > votes[REST]
        ours = np.where(ours_first, carried[OURS], (1.0 - carried[REST]) * carried[OURS])
        rest = np.where(ours_first, (1.0 - carried[OURS]) * carried[REST], carried[REST])
        return ours, rest

    def setter(self, rule: int, month: int) -> int | None:
        """Return the body whose head alone proposes under a rule, or None where both sides may."""
        if self.polity.rule_act[rule] == Act.APPOINT:
            return int(self.polity.rule_by[rule])
        for other in self.due(month, Act.PROPOSE):
            if (
                self.polity.rule_over[other] == self.polity.rule_over[rule]
                and self.polity.rule_by[other] >= 0
            ):
                return int(self.polity.rule_by[other])
        return None

    def due(self, month: int, *acts: Act) -> list[int]:
        """Return the rules of some acts that are due in a month; only a body can purge or pack."""
        if (month, acts) in self._due:
            return self._due[month, acts]
        of_acts = np.isin(self.polity.rule_act, [int(act) for act in acts])
        by_none = (self.polity.rule_by < 0) & np.isin(self.polity.rule_act, [Act.EXPEL, Act.ENLARGE])
        found = np.flatnonzero(of_acts & ~by_none & (self.polity.rule_due[:, month] == 1))
        return self._due.setdefault((month, acts), [int(rule) for rule in found])

    def _carries(
        self, spread: Spread, rule: int, side: int, mechanism: str, month: int, comply: float | None = None
    ) -> Table:
        """Return the chance that a side carries a rule at the present counts."""
        secret = "comply_secret" if self.polity.rule_secret[rule] else "comply"
        if comply is None:
            comply = self.number(f"{mechanism}.{secret}", month)
        return carries(self.polity, self.kinds, spread.axes, rule, side, comply)

    def _settle_votes(self, spread: Spread, rule: int) -> None:
        """Carry out what waits for the kinds whose votes, or head, a rule asks."""
        asked = {*bodies_asked(self.polity, rule), int(self.polity.rule_by[rule])}
        for other in np.flatnonzero(self.polity.rule_act == Act.PROPOSE):
            if self.polity.rule_over[other] == self.polity.rule_over[rule]:
                asked.add(int(self.polity.rule_by[other]))
        spread.settle(sorted({n for n, kind in enumerate(self.kinds) for b, _ in kind.votes if b in asked}))

    def _present(self, spread: Spread, body: int, side: int) -> Table:
        """Return 1 where a side has votes in a body."""
        return (tally(self.kinds, spread.axes, body, side) > 0).astype(np.float64)

    def filled(self, rule: int) -> list[int]:
        """Return the kinds whose seats a rule fills."""
        over = int(self.polity.rule_over[rule])
        first = int(self.polity.body_first[over])
        low, high = first + int(self.polity.rule_first[rule]), first + int(self.polity.rule_last[rule])
        return [n for n, kind in enumerate(self.kinds) if kind.body == over and low <= kind.seats[0] < high]

    def _room_for_more(self, rule: int) -> int | None:
        """Return the kind to which a rule adds seats, or None where the body is full.

        Raises ModelError where seats of several kinds could be added.
        """
        over = int(self.polity.rule_over[rule])
        growing = [
            number
            for number, kind in enumerate(self.kinds)
            if kind.body == over and kind.start[2] < len(kind.seats)
        ]
        if len(growing) > 1:
            raise ModelError("counts: seats of several kinds may be added; expected new seats of one kind")
        return growing[0] if growing else None

    def ceiling(self, number: int) -> int:
        """Return how many seats of a kind may be held. Raises ModelError where kinds share a ceiling."""
        body = self.kinds[number].body
        ceiling = int(self.polity.body_ceiling[body])
        if ceiling >= int(self.polity.body_capacity[body]):
            return len(self.kinds[number].seats)
        if sum(kind.body == body for kind in self.kinds) > 1:
            raise ModelError("counts: a ceiling over seats of several kinds; expected seats of one kind")
        return ceiling
