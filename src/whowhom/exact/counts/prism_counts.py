"""Variables and formulas of a PRISM file: counts of seats, votes, who carries a rule, who heads a body.

Guards are the integer inequalities of the rules (see `core.games`) over these variables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from whowhom.build.model import Model
from whowhom.core.polity import Act
from whowhom.exact.counts.kinds import Kind, origins
from whowhom.exact.counts.prism_steps import both
from whowhom.spec.errors import ModelError

SIDES = ("ours", "rest")
"""The principal's side and the others, as variables are called."""


class Counts:
    """How the counts of a model are called, and what rules ask of them."""

    def __init__(self, model: Model, kinds: Sequence[Kind]) -> None:
        """Give every kind of seats a name."""
        self.model, self.polity, self.kinds = model, model.polity, tuple(kinds)
        self.bodies = tuple(safe(name) for name in model.scenario.bodies)
        self.rules = tuple(safe(rule.name) for rule in model.scenario.rules)
        self.names = self._named()
        self.formulas: dict[str, str] = {}

    def _named(self) -> tuple[str, ...]:
        """Call each kind after its body, numbered where a body has several."""
        names: list[str] = []
        for number, kind in enumerate(self.kinds):
            alike = [other for other, item in enumerate(self.kinds) if item.body == kind.body]
            body = self.bodies[kind.body]
            name = body if len(alike) == 1 else f"{body}_{alike.index(number) + 1}"
            while name in names:
                name += "_"
            names.append(name)
        return tuple(names)

    def grows(self, kind: int) -> bool:
        """Return whether seats of the kind may be added."""
        return self.kinds[kind].start[2] < len(self.kinds[kind].seats)

    def seats(self, kind: int, side: str) -> str:
        """Return the variable of the seats that a side holds."""
        return f"{side}_{self.names[kind]}"

    def exist(self, kind: int) -> str:
        """Return the variable of the seats that exist, or their number."""
        return f"size_{self.names[kind]}" if self.grows(kind) else str(self.kinds[kind].start[2])

    def variables(self) -> list[str]:
        """Return the declarations of the counts."""
        lines = []
        for number, kind in enumerate(self.kinds):
            most = len(kind.seats)
            for side, held in zip(SIDES, kind.start, strict=False):
                lines.append(f"{self.seats(number, side)} : [0..{most}] init {held};")
            if self.grows(number):
                lines.append(f"{self.exist(number)} : [0..{most}] init {kind.start[2]};")
        return lines

    def formula(self, name: str, text: str) -> str:
        """Define a formula once and return its name."""
        self.formulas.setdefault(name, text)
        return name

    def vacant(self, kind: int) -> str:
        """Return the formula of the seats of a kind that may be filled.

        Raises ModelError where kinds of seats share a ceiling.
        """
        body = self.kinds[kind].body
        ceiling = int(self.polity.body_ceiling[body])
        exist = self.exist(kind)
        if ceiling < int(self.polity.body_capacity[body]):
            if sum(other.body == body for other in self.kinds) > 1:
                raise ModelError("prism: a ceiling over seats of several kinds; expected seats of one kind")
            exist = f"min({exist},{ceiling})"
        ours, rest = self.seats(kind, "ours"), self.seats(kind, "rest")
        return self.formula(f"vacant_{self.names[kind]}", f"max(0, {exist} - {ours} - {rest})")

    def votes(self, body: int, side: str) -> str:
        """Return the formula of the votes of a side in a body, or of all "held" seats, or of "all" seats."""
        terms = []
        for number, kind in enumerate(self.kinds):
            for votes in (votes for where, votes in kind.votes if where == body and votes > 0):
                columns = {"held": [self.seats(number, s) for s in SIDES], "all": [self.exist(number)]}
                terms += [f"{votes}*{item}" for item in columns.get(side, [self.seats(number, side)])]
        name = f"votes_{self.bodies[body]}_{side}"
        return self.formula(name, " + ".join(terms) or "0")

    def voting(self, body: int) -> frozenset[int]:
        """Return the kinds of seats that sit in a body, of their own or by right."""
        return frozenset(
            number for number, kind in enumerate(self.kinds) if any(where == body for where, _ in kind.votes)
        )

    def asked(self, rule: int) -> list[int]:
        """Return the bodies whose votes a rule counts."""
        return sorted({int(body) for body in self.polity.row_body[self.polity.row_rule == rule]})

    def carried(self, rule: int, side: str, only: int | None = None) -> str:
        """Return the formula of a side's votes alone carrying a rule, in all bodies it asks or in one."""
        parts = []
        for row in np.flatnonzero(self.polity.row_rule == rule):
            body = int(self.polity.row_body[row])
            if only is None or body == only:
                parts.append(self._row(int(row), body, side))
        where = "" if only is None else f"_in_{self.bodies[only]}"
        return self.formula(f"carried_{self.rules[rule]}_{side}{where}", both(*parts)) if parts else "true"

    def _row(self, row: int, body: int, side: str) -> str:
        """Write one inequality."""
        polity = self.polity
        columns = ((polity.row_yes, side), (polity.row_present, "held"), (polity.row_size, "all"))
        terms = [f"{int(c[row])}*{self.votes(body, column)}" for c, column in columns if c[row]]
        return f"{' + '.join(terms) or '0'} >= {int(polity.row_least[row])}".replace("+ -", "- ")

    def first_seat(self, body: int) -> int | None:
        """Return the kind of the first seat of a body, its own or by right, where one seat alone makes it."""
        first = int(self.polity.body_first[body])
        origin = origins(self.model).get(first, first)
        for number, kind in enumerate(self.kinds):
            if kind.seats == (origin,):
                return number
        return None

    def control(self, body: int) -> str:
        """Return the condition that the principal's side carries every decision of a body alone."""
        ours = self.votes(body, "ours")
        deciding = [
            rule
            for rule in range(self.polity.rule_act.size)
            if self.polity.rule_by[rule] == body and body in self.asked(rule)
        ]
        if not deciding:
            return f"2*{ours} > {self.votes(body, 'held')}"
        return both(f"{ours} > 0", *[self.carried(rule, "ours", body) for rule in deciding])

    def setter(self, rule: int, month: int) -> int | None:
        """Return the body whose head alone proposes under a rule in a month, or None where both sides may."""
        polity = self.polity
        if polity.rule_act[rule] == Act.APPOINT:
            return int(polity.rule_by[rule])
        for other in range(polity.rule_act.size):
            same = polity.rule_act[other] == Act.PROPOSE and polity.rule_over[other] == polity.rule_over[rule]
            if same and polity.rule_due[other, month] and polity.rule_by[other] >= 0:
                return int(polity.rule_by[other])
        return None


def safe(name: str) -> str:
    """Return a name of letters, digits and _ that is safe behind a prefix."""
    return re.sub(r"[^A-Za-z0-9_]", "_", name)
