"""The acts of the two-sided mechanisms as steps of a PRISM file, written from the mechanisms and not from the
matrices of `moves.py` and `votes.py`, so that a model checker may referee between the two.

Refused by name: `comply` above 0 (each vote would be a lottery), numbers that change at a date, lots from a
body that depend on who sits where, a ceiling over seats of several kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from whowhom.build.model import Model
from whowhom.core.polity import Act
from whowhom.exact.counts.prism_counts import SIDES, Counts
from whowhom.exact.counts.prism_lots import check_lot, drawn
from whowhom.exact.counts.prism_steps import STAY, Command, Step, binomial, both, certain, written
from whowhom.spec.errors import ModelError, one_of, shown

FILLING = (Act.APPOINT, Act.ELECT, Act.COOPT)


class ActsInPrism:
    """Every act of the schedule as steps, and the constants that they name."""

    def __init__(self, model: Model, counts: Counts, months: int) -> None:
        """Prepare for a file of so many months; raises ModelError for a mechanism that reads persons."""
        self.model, self.polity, self.counts, self.months = model, model.polity, counts, months
        self.constants: dict[str, str] = {}
        self.carrier = False
        self._makers: dict[str, Callable[[], Iterator[Step]]] = {
            "departure": self._departure,
            "tenure": self._tenure,
            "party_purge": self._purge,
            "party_packing": self._packing,
            "lot": self._lot,
            "party_line": self._party_line,
            "ex_officio": lambda: iter(()),
        }
        self._active = np.ones(months, np.bool_)

    def steps(self) -> Iterator[Step]:
        """Make the steps of a month, in the order of the schedule. Raises ModelError for what is refused."""
        for row, entry in enumerate(self.model.entries):
            name = entry.mechanism.name
            if name not in self._makers:
                raise ModelError(
                    f"prism: {name} depends on persons, not on counts; expected {one_of(self._makers)}"
                )
            if entry.which == "step":
                self._active = self.model.plan.active[row, 1 : self.months + 1] == 1
                yield from self._makers[name]()

    def number(self, name: str) -> float:
        """Return a number of a mechanism. Raises ModelError where it changes at a date."""
        held = [value.value for value in self.model.values if value.name == name]
        if len(held) != 1:
            raise ModelError(f"prism: {name} changes at a date; expected one value for the whole time")
        return held[0]

    def constant(self, name: str, value: float) -> str:
        """Name a probability."""
        self.constants[name] = written(value)
        return name

    def _due(self, rule: int) -> tuple[bool, ...]:
        """Return the months in which both the mechanism and the rule act."""
        return tuple((self._active & (self.polity.rule_due[rule, 1 : self.months + 1] == 1)).tolist())

    def _rules(self, *acts: Act) -> Iterator[int]:
        """Return the rules of some acts; only a body can purge or pack."""
        for rule in np.flatnonzero(np.isin(self.polity.rule_act, [int(act) for act in acts])):
            if self.polity.rule_by[rule] >= 0 or self.polity.rule_act[rule] not in (Act.EXPEL, Act.ENLARGE):
                yield int(rule)

    def _obey(self, mechanism: str) -> None:
        """Raise ModelError where somebody may vote for the other side."""
        for name in (f"{mechanism}.comply", f"{mechanism}.comply_secret"):
            if self.number(name) != 0.0:
                raise ModelError(
                    f"prism: {name} is {shown(self.number(name))}; expected 0, as each side votes as one"
                )

    def _filled(self, rule: int) -> list[int]:
        """Return the kinds of seats that a rule fills."""
        over = int(self.polity.rule_over[rule])
        first = int(self.polity.body_first[over])
        part = range(first + int(self.polity.rule_first[rule]), first + int(self.polity.rule_last[rule]))
        return [n for n, kind in enumerate(self.counts.kinds) if kind.body == over and kind.seats[0] in part]

    def _emptied(self, kind: int, due: tuple[bool, ...], says: str) -> Step:
        """Return the step that empties all seats of a kind."""
        empty = " & ".join(f"({self.counts.seats(kind, side)}'=0)" for side in SIDES)
        return Step(says, due, (certain("true", empty),), frozenset(), frozenset({kind}), waits=True)

    def _departure(self) -> Iterator[Step]:
        """Each holder leaves with the chance of his body, apart from the others."""
        for kind, item in enumerate(self.counts.kinds):
            given = float(self.polity.body_early_exit[item.body])
            chance = given if given >= 0.0 else self.number("departure.early_exit")
            if chance == 0.0:
                continue
            name = self.constant(f"leave_{self.counts.bodies[item.body]}", chance)
            for side in SIDES:
                seats = self.counts.seats(kind, side)
                commands = [certain(f"{seats}=0", STAY)]
                for held in range(1, len(item.seats) + 1):
                    updates = [
                        (text, f"({seats}'={held - gone})") for text, gone in binomial(held, name, chance)
                    ]
                    commands.append(Command(f"{seats}={held}", tuple(updates)))
                says = f"early exits from {self.counts.names[kind]}, {side}"
                due = tuple(self._active.tolist())
                yield Step(says, due, tuple(commands), frozenset(), frozenset({kind}), waits=True)

    def _tenure(self) -> Iterator[Step]:
        """Terms end in the months that the document gives, else together after each term."""
        for kind, item in enumerate(self.counts.kinds):
            term = int(self.polity.body_term[item.body])
            if not term:
                continue
            end = item.end if item.end >= 0 else term
            due = tuple(
                bool(self._active[month - 1]) and month >= max(end, 1) and (month - end) % term == 0
                for month in range(1, self.months + 1)
            )
            yield self._emptied(kind, due, f"terms of {self.counts.names[kind]} end")

    def _purge(self) -> Iterator[Step]:
        """First the principal's side, then the rest, removes all others where it carries the motion."""
        self._obey("party_purge")
        for rule in self._rules(Act.EXPEL):
            by, over = int(self.polity.rule_by[rule]), int(self.polity.rule_over[rule])
            own = [kind for kind, item in enumerate(self.counts.kinds) if item.body == over]
            for side, other, number in (("ours", "rest", "attempt"), ("rest", "ours", "resistance")):
                chance = self.number(f"party_purge.{number}")
                if chance == 0.0 or not own:
                    continue
                guard = both(
                    f"{self.counts.votes(by, side)} > 0",
                    self.counts.carried(rule, side),
                )
                gone = " & ".join(f"({self.counts.seats(kind, other)}'=0)" for kind in own)
                yield self._motion(
                    rule,
                    f"{side} purges under {self.counts.rules[rule]}",
                    guard,
                    gone,
                    self.constant(f"purge_by_{side}", chance),
                    chance,
                    own,
                )

    def _packing(self) -> Iterator[Step]:
        """The principal's side adds seats where it carries the motion."""
        self._obey("party_packing")
        for rule in self._rules(Act.ENLARGE):
            by, over = int(self.polity.rule_by[rule]), int(self.polity.rule_over[rule])
            growing = [
                kind
                for kind, item in enumerate(self.counts.kinds)
                if item.body == over and self.counts.grows(kind)
            ]
            chance = self.number("party_packing.attempt")
            if len(growing) > 1:
                raise ModelError("prism: seats of several kinds may be added; expected new seats of one kind")
            if not growing or chance == 0.0:
                continue
            size, most = self.counts.exist(growing[0]), len(self.counts.kinds[growing[0]].seats)
            guard = both(f"{self.counts.votes(by, 'ours')} > 0", self.counts.carried(rule, "ours"))
            more = f"({size}'=min({size} + {int(self.polity.rule_most[rule])}, {most}))"
            yield self._motion(
                rule,
                f"seats added under {self.counts.rules[rule]}",
                guard,
                more,
                self.constant("packing", chance),
                chance,
                growing,
            )

    def _motion(
        self, rule: int, says: str, guard: str, update: str, name: str, chance: float, kinds: Sequence[int]
    ) -> Step:
        """Return the step of a motion that is made with some chance where its guard holds."""
        outcomes = (("1", update),) if chance == 1.0 else ((name, update), (f"1-{name}", STAY))
        commands = (Command(guard, outcomes), certain(f"!({guard})", STAY))
        bodies = {*self.counts.asked(rule), int(self.polity.rule_by[rule]), int(self.polity.rule_over[rule])}
        return Step(says, self._due(rule), commands, self._voting(bodies), frozenset(kinds))

    def _voting(self, bodies: Iterable[int]) -> frozenset[int]:
        """Return the kinds of seats that sit in some bodies."""
        return frozenset(kind for body in bodies for kind in self.counts.voting(body))

    def _lot(self) -> Iterator[Step]:
        """Seats drawn by lot: from a body that is drawn from anew, else from people of neither side."""
        for rule in self._rules(Act.DRAW):
            filled, due, called = self._filled(rule), self._due(rule), self.counts.rules[rule]
            if not self.polity.rule_standing[rule]:
                for kind in filled:
                    yield self._emptied(kind, due, f"{self.counts.names[kind]} is drawn anew under {called}")
            pool = int(self.polity.rule_pool[rule])
            if pool >= 0:
                check_lot(self, rule, pool)
            for place, kind in enumerate(filled):
                says = f"lot for {self.counts.names[kind]} under {called}"
                if pool < 0:
                    yield self._fill(says, due, kind, "false", "true", frozenset(), 1.0)
                else:
                    yield drawn(self.counts, says, due, kind, pool, filled[:place])

    def _party_line(self) -> Iterator[Step]:
        """Whoever carries the vote fills what is vacant."""
        from whowhom.exact.counts.prism_votes import filled_under

        self._obey("party_line")
        for rule in self._rules(*FILLING):
            filled, due = self._filled(rule), self._due(rule)
            renewed = self.polity.rule_act[rule] == Act.ELECT and not self.polity.rule_standing[rule]
            if renewed and not self.polity.body_term[self.polity.rule_over[rule]]:
                for kind in filled:
                    yield self._emptied(kind, due, f"{self.counts.names[kind]} is renewed")
            setters = {
                self.counts.setter(rule, month) for month in range(1, self.months + 1) if due[month - 1]
            }
            for setter in sorted(setters, key=lambda body: -1 if body is None else body):
                own = tuple(
                    at and self.counts.setter(rule, month) == setter for month, at in enumerate(due, 1)
                )
                yield from filled_under(self, rule, setter, own, filled)

    def _fill(
        self,
        says: str,
        due: tuple[bool, ...],
        kind: int,
        ours: str,
        rest: str,
        reads: frozenset[int],
        loyalty: float,
    ) -> Step:
        """Return the step that fills the vacancies of a kind where the condition of one side holds."""
        counts = self.counts
        vacant, own, others = counts.vacant(kind), counts.seats(kind, "ours"), counts.seats(kind, "rest")
        commands = [certain(both(f"!({both(ours)})", f"!({both(rest)})"), STAY)]
        if rest != "false":
            commands.append(certain(rest, f"({others}'={others} + {vacant})"))
        if ours != "false":
            name = self.constant("loyalty", loyalty)
            commands.append(certain(both(ours, f"{vacant}=0"), STAY))
            for seats in range(1, len(counts.kinds[kind].seats) + 1):
                updates = tuple(
                    (text, f"({own}'={own} + {true}) & ({others}'={others} + {seats - true})")
                    for text, true in binomial(seats, name, loyalty)
                )
                commands.append(Command(both(ours, f"{vacant}={seats}"), updates))
        return Step(says, due, tuple(commands), reads, frozenset({kind}))
