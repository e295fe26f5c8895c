"""Lots from a body upon the counts: without replacement, one branch for each number of the sides left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from whowhom.exact.counts import moves
from whowhom.exact.counts.moves import OURS, REST
from whowhom.exact.counts.spread import Branch, Spread
from whowhom.exact.counts.votes import Table, spread_over
from whowhom.spec.errors import ModelError

if TYPE_CHECKING:
    from whowhom.exact.counts.acts import Acts


def draw_from_body(acts: Acts, spread: Spread, rule: int, pool: int) -> None:
    """Draw from the holders of a body without replacement, one kind of seats after another.

    One branch for each number of the sides that are left. Raises ModelError where it matters which
    persons sit where, as it does when some of the pool keep the seats that they have.
    """
    if acts.polity.rule_per_place[rule]:
        raise ModelError("counts: a lot with per_place tells persons apart; see the section on lots")
    if acts.polity.rule_standing[rule]:
        raise ModelError(
            f"counts: {acts.model.scenario.rules[rule].name} draws from a body for vacancies only, so "
            "that it matters which persons sit in both; expected `every` or `at`, a body drawn anew"
        )
    source = [number for number, kind in enumerate(acts.kinds) if kind.body == pool]
    drawn: list[int] = []
    for number in acts.filled(rule):
        spread.settle([*source, *drawn])
        left = [_held(spread, source, column) - _held(spread, drawn, column) for column in (OURS, REST)]
        ceiling = acts.ceiling(number)
        branches = []
        for own, others in {(int(a), int(b)) for a, b in zip(*_paired(*left), strict=True)}:
            if min(own, others) < 0:
                continue
            chance = ((left[OURS] == own) & (left[REST] == others)).astype(np.float64)
            maker = partial(moves.fill_by_lot, own=own, others=others, ceiling=ceiling)
            branches.append(Branch(chance, {number: (f"lot {own} {others} {ceiling}", maker)}))
        spread.act(branches)
        drawn.append(number)


def _held(spread: Spread, kinds: Sequence[int], column: int) -> Table:
    """Return the seats of one column of the counts in some kinds."""
    total: Table = np.zeros([1] * len(spread.axes))
    for number in kinds:
        total = total + spread_over(spread.axes[number][:, column], number, len(spread.axes))
    return total


def _paired(first: Table, second: Table) -> tuple[Table, Table]:
    """Return two tables as flat arrays of one length."""
    shape = np.broadcast_shapes(first.shape, second.shape)
    return np.broadcast_to(first, shape).reshape(-1), np.broadcast_to(second, shape).reshape(-1)
