"""How often the judge is wrong, on synthetic effects whose share on each side is known by construction.

A claim is true in a world with the share of the posterior in which it holds, because its truth is one more
draw of the posterior; so a verdict "supported" is false with the rest. `python -m benchmarks.judge` prints
the same for more trials, sizes and concentrations: about 1 % of all trials, and 4 % of those in which it was
given, in a mix of worlds of which a third are made to mislead. At that rate the bounds below fail by chance
less often than once in ten thousand runs.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from tests.judge.synthetic import HAPPENS, KINDS, NUMBERS, Trial, trials, wrong

from whowhom.judge.shares import on_side, sampled_effects, seen, share
from whowhom.judge.verdicts import ERROR, alone, chance_of_error, together

CANNOT_TELL = ("all alike, near the margin", "normal, two sides", "half without")
"""Shapes whose share is far from 0 and 1, or so near the margin that so few histories cannot tell."""


@cache
def found(kind: str) -> tuple[Trial, ...]:
    """Three trials of every shape and noise, with 128 draws of two histories."""
    return tuple(trials(5, 3, draws=128, each=2, kind=kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("verdict", ["supported", "contradicted"])
def test_a_verdict_is_false_in_at_most_one_of_twenty(kind: str, verdict: str) -> None:
    of_all, _, _ = wrong(list(found(kind)), verdict)
    assert of_all <= ERROR


@pytest.mark.parametrize("kind", KINDS)
def test_no_single_world_misleads_more_often(kind: str) -> None:
    """Also in the worst of the shapes, over its noises, a false "supported" stays rare."""
    for shape in {one.shape for one in found(kind)}:
        mine = [one for one in found(kind) if one.shape == shape]
        assert wrong(mine, "supported")[0] <= 2 * ERROR, shape


def test_where_the_histories_cannot_tell_it_says_so() -> None:
    """Of all such trials nine in ten at least are undetermined."""
    mine = [one for kind in (NUMBERS, HAPPENS) for one in found(kind) if one.shape in CANNOT_TELL]
    assert sum(one.verdict == "undetermined" for one in mine) >= 0.9 * len(mine)


def test_where_they_can_tell_it_tells() -> None:
    """A clear effect under little noise is supported, one against the claim contradicted."""
    told = {(one.shape, one.noise): one.verdict for one in found(NUMBERS)}
    assert told["normal, clear", 0.1] == "supported"
    assert told["normal, against", 0.1] == "contradicted"
    assert told["all alike", 0.1] == "supported"


def test_without_luck_the_share_is_counted() -> None:
    """Where the histories of a draw never differ nothing is estimated: 30 of 40, and a half for both."""
    effects = np.repeat(np.array([[1.0]] * 30 + [[0.0]] * 10), 3, axis=1)
    sampled = sampled_effects(effects, 1)
    there = np.ones(40, np.bool_)
    assert share(on_side(sampled, "more", 0.5), there, 1).probability == pytest.approx(30.5 / 41)


def test_luck_is_pooled_over_draws_and_lacking_histories_are_left_out() -> None:
    """By hand: means 1 and 4, squares 2 + 0 about them, freedom 1 + 0."""
    means, deviation, counts = seen(np.array([[0.0, 2.0], [4.0, np.nan], [np.nan, np.nan]]))
    assert means.tolist() == [1.0, 4.0]
    assert deviation == pytest.approx(2.0**0.5)
    assert counts.tolist() == [2.0, 1.0]


def test_a_draw_without_any_number_cannot_tell() -> None:
    sampled = sampled_effects(np.array([[np.nan, np.nan], [1.0, 0.0], [0.0, 1.0]]), 1)
    assert np.isnan(sampled[:, 0]).all()
    assert not np.isnan(sampled[:, 1:]).any()


@pytest.mark.parametrize(
    ("expects", "holds"),
    [
        ("more", [False, False, False, True, True]),
        ("less", [True, False, False, False, False]),
        ("same", [False, True, True, False, False]),
        ("not_more", [True, True, True, False, False]),
        ("not_less", [False, True, True, True, True]),
    ],
)
def test_sides(expects: str, holds: list[bool]) -> None:
    """Margin 0.5: the margin itself counts as more, minus the margin as less."""
    assert on_side(np.array([-0.5, -0.4, 0.0, 0.5, 0.6]), expects, 0.5).tolist() == holds


def test_nothing_is_neither_more_nor_less_at_a_margin_of_nothing() -> None:
    assert on_side(np.array([0.0]), "more", 0.0).tolist() == [False]
    assert on_side(np.array([0.0]), "not_more", 0.0).tolist() == [True]


def test_verdicts_alone() -> None:
    assert [alone(p) for p in (0.95, 0.94, 0.06, 0.05)] == [
        "supported", "undetermined", "undetermined", "contradicted",
    ]  # fmt: skip


def test_together_the_chance_that_any_is_wrong_stays_within_the_error() -> None:
    """Twenty claims, each wrong with 0.8 %: six verdicts spend 4.8 %, the seventh would be too much."""
    verdicts = together([0.992] * 20)
    assert verdicts.count("supported") == 6
    given = [0.992 for verdict in verdicts if verdict != "undetermined"]
    assert sum(map(chance_of_error, given)) <= ERROR + 1e-12


def test_together_the_surest_come_first_in_their_own_order() -> None:
    assert together([0.5, 0.96, 0.001, 0.999]) == ["undetermined", "supported", "contradicted", "supported"]


def test_twenty_claims_about_nothing_give_no_verdict_for_them() -> None:
    """Each has a share of one half; however many are judged, none is decided."""
    assert set(together([0.5] * 20)) == {"undetermined"}
