"""The rival's decision and the fight, against hand cases: who he is, what he weighs, what the loser loses."""

from __future__ import annotations

from math import exp
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.organisations import SEED, histories_of, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT, allocate
from whowhom.simulate.batch import run_batch

A, B, C = 0, 1, 2
CIRCLE, OFFICE, STAFF = slice(0, 3), 3, 4
COUNT = 2000
BOLD = {"a": (1.0, 0.0), "b": (1.0, 0.0), "c": (1.0, 0.0)}
"""Ambition and caution of those who would fight at any odds."""
COUNTRY = f"""
[places.country]
count = 2
[publics.folk]
places = "country"
members = {number(100.0, "person")}
leaning = {number(0.5, "share")}
"""
RULES = """
[[rules]]
name = "elects"
verb = "elects"
by = "electorate"
over = "circle"
[[rules]]
name = "exclusion"
verb = "expels"
by = "circle"
over = "circle"
"""
OBSERVED = """
[[observe]]
name = "fights"
observable = "challenges"
[[observe]]
name = "held_back"
observable = "restraint"
[[observe]]
name = "power"
observable = "power_of"
person = "b"
[[observe]]
name = "there"
observable = "sits_in"
person = "b"
body = "circle"
"""


def circle(
    folder: Path,
    followers: dict[str, int],
    traits: dict[str, tuple[float, float]] | None = None,
    prestige: dict[str, float] | None = None,
    offices: str = "",
    names: str = "",
    holder: str = "a",
    commander: str = "",
    rows: str = "",
    after: str = "",
    support: float = 0.2,
    months: int = 1,
    **given: float,
) -> Model:
    """A circle of heads with followers in the electorate, which is the machine; a holds the office."""
    numbers = {"moment": 1.0, "decisiveness": 1.0, "fear": 0.0, "troops": 0.0, "temper": 0.001} | given
    units = {"moment": "1/month", "troops": "share"}
    text = f"""
    [bodies]
    circle = {{ seats = 3 }}
    office = {{ seats = 1 }}
    staff = {{ seats = 1 }}
    electorate = {{ seats = 20 }}
    {COUNTRY}
    support = {number(support, "share")}
    {RULES}
    {offices}
    [[schedule]]
    mechanism = "events"
    [[schedule]]
    mechanism = "ruling_coalition"
    reckoning = {number(0.0, "1/month")}
    [[schedule]]
    mechanism = "challenge"
    circle = "circle"
    office = "office"
    machine = "electorate"
    {names}
    """
    text += "".join(f"{name} = {number(value, units.get(name, '1'))}\n" for name, value in numbers.items())
    text += f"{after}\n{OBSERVED}"
    lines = ["name,body,patron,prestige,ambition,caution"]
    for name in followers:
        ambition, caution = (traits or BOLD)[name]
        body = "circle" + "|office" * (name == holder) + "|staff" * (name == commander)
        lines.append(f"{name},{body},,{(prestige or {}).get(name, 0.0)},{ambition},{caution}")
    lines += [f"{name}{i},electorate,{name},0,," for name, n in followers.items() for i in range(n)]
    return organise(folder, text, "\n".join(lines) + f"\n{rows}", months)


def counted(model: Model, count: int = COUNT) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return fights and times of holding back at the end of each history."""
    batch = run_batch(model, np.arange(count), seed=SEED, from_priors=False)
    assert not batch.faults[:, 0].any()
    return batch.output[:, -1, 0], batch.output[:, -1, 1]


def logistic(x: float) -> float:
    return 1.0 / (1.0 + exp(-x))


@pytest.mark.parametrize(("power", "wins"), [(1.0, 0.25), (2.0, 0.1), (0.0, 0.5)])
def test_the_fight_is_that_of_tullock(tmp_path: Path, power: float, wins: float) -> None:
    """1 against 3: 1 / 4; squares 1 / 10; at exponent 0 a coin. The loser leaves circle and office."""
    model = circle(tmp_path, {"a": 3, "b": 1}, decisiveness=power)
    seats = histories_of(model, COUNT)[:, 1, :]
    won = ~(seats[:, CIRCLE] == A).any(axis=1)
    assert near(won.mean(), wins, COUNT)
    assert ((seats[:, CIRCLE] == B).any(axis=1) == won).all()
    assert ((seats[:, OFFICE] == VACANT) == won).all()
    fights, held_back = counted(model, 50)
    assert (fights == 1.0).all()
    assert (held_back == 0.0).all()


def test_the_loser_keeps_neither_power_nor_seat(tmp_path: Path) -> None:
    """Power 1 / 4 of b before, in month 1 the power of the winner or nothing; he sits there or not."""
    model = circle(tmp_path, {"a": 3, "b": 1})
    batch = run_batch(model, np.arange(200), seed=SEED, from_priors=False)
    power, there = batch.output[:, 1, 2], batch.output[:, 1, 3]
    assert set(power.tolist()) == {0.0, 0.25}
    assert ((power == 0.25) == (there == 1.0)).all()


@pytest.mark.parametrize(
    ("followers", "traits", "fights"),
    [
        ({"a": 3, "b": 1}, (0.5, 0.5), 0.0),  # 0.5 / 4 - 0.5 * 3 / 4 < 0
        ({"a": 1, "b": 3}, (0.5, 0.5), 1.0),  # 0.5 * 3 / 4 - 0.5 / 4 > 0
        ({"a": 3, "b": 1}, (1.0, 0.25), 1.0),  # 1 / 4 - 0.25 * 3 / 4 = 0.0625
        ({"a": 3, "b": 1}, (1.0, 0.5), 0.0),  # 1 / 4 - 0.5 * 3 / 4 = -0.125
    ],
)
def test_traits_weigh(
    tmp_path: Path, followers: dict[str, int], traits: tuple[float, float], fights: float
) -> None:
    model = circle(tmp_path, followers, {"a": traits, "b": traits})
    assert (counted(model, 100)[0] == fights).all()


def test_fear_holds_back(tmp_path: Path) -> None:
    """p = 1/4; f = (1 - 0.2) * 3/4 = 0.6; worth 0.25 without fear and 0.25 - 0.25 * 0.6 = 0.1 with it.

    At temper 0.1 he would fight with L(2.5), and does with L(1); the difference holds back.
    """
    model = circle(tmp_path, {"a": 3, "b": 1}, fear=1.0, temper=0.1)
    fights, held_back = counted(model)
    assert near(fights.mean(), logistic(1.0), COUNT)
    assert near(held_back.mean(), logistic(2.5) - logistic(1.0), COUNT)


def test_fear_needs_unpopularity_and_a_machine(tmp_path: Path) -> None:
    """Great fear stops every fight; none does where all support the rulers, or nobody follows the leader."""
    stopped = circle(tmp_path, {"a": 3, "b": 1}, fear=100.0)
    assert [set(found.tolist()) for found in counted(stopped, 50)] == [{0.0}, {1.0}]
    for model in (
        circle(tmp_path, {"a": 3, "b": 1}, fear=100.0, support=1.0),
        circle(tmp_path, {"a": 0, "b": 1}, fear=100.0, rows="free,electorate,,0,,", prestige={"a": 0.5}),
        circle(tmp_path, {"a": 3, "b": 1}, fear=0.0),
    ):
        assert [set(found.tolist()) for found in counted(model, 50)] == [{1.0}, {0.0}]


def test_less_support_more_restraint(tmp_path: Path) -> None:
    """The same luck: who holds back at one level of support does so at every lower one."""
    restraint = [
        counted(circle(tmp_path, {"a": 3, "b": 1}, fear=1.0, temper=0.1, support=support), 500)[1]
        for support in (0.9, 0.5, 0.1)
    ]
    assert (restraint[0] <= restraint[1]).all()
    assert (restraint[1] <= restraint[2]).all()
    assert 0.0 < restraint[0].mean() < restraint[2].mean()


def test_how_often_the_moment_comes(tmp_path: Path) -> None:
    assert near(counted(circle(tmp_path, {"a": 3, "b": 1}, moment=0.3))[0].mean(), 0.3, COUNT)
    assert counted(circle(tmp_path, {"a": 3, "b": 1}, moment=0.0), 50)[0].max() == 0.0


def test_command_of_the_army(tmp_path: Path) -> None:
    """b, of prestige 0.8, has 1/4 + 0.5 * 0.8 = 0.65 against 3/4: p = 0.65 / 1.4. Without `army` nothing."""
    for names, wins in (('army = "staff"', 0.65 / 1.4), ("", 0.25)):
        given = {"b": 0.8}
        model = circle(tmp_path, {"a": 3, "b": 1}, prestige=given, names=names, commander="b", troops=0.5)
        seats = histories_of(model, COUNT)[:, 1, :]
        won = ~(seats[:, CIRCLE] == A).any(axis=1)
        assert near(won.mean(), wins, COUNT), names
        assert (seats[~won][:, STAFF] == VACANT).all()


def test_the_strongest_is_the_rival(tmp_path: Path) -> None:
    """c with 2 fights, not b with 1; of equals each in half of the histories; the one named before both."""
    for followers, names, chance in (
        ({"a": 9, "b": 1, "c": 2}, "", 0.0),
        ({"a": 9, "b": 2, "c": 2}, "", 0.5),
        ({"a": 9, "b": 1, "c": 2}, 'rival = "b"', 1.0),
    ):
        model = circle(tmp_path, followers, names=names, decisiveness=20.0, resolve=1.0)
        seats = histories_of(model, COUNT)[:, 1, CIRCLE]
        assert (seats == A).any(axis=1).all()
        assert near((~(seats == B).any(axis=1)).mean(), chance, COUNT)
        assert ((seats == B).any(axis=1) != (seats == C).any(axis=1)).all()


def test_a_follower_is_no_rival_and_no_leader(tmp_path: Path) -> None:
    """m, a's man, holds the office: a leads, m does not challenge him, and with a the office is lost."""
    alone = circle(tmp_path, {"a": 3}, rows="m,circle,a,0.9,1,0\nb,,,0,1,0")
    assert counted(alone, 50)[0].max() == 0.0
    model = circle(tmp_path, {"a": 1, "b": 3}, holder="", rows="m,office,a,0,1,0", decisiveness=20.0)
    seats = histories_of(model, 50)[:, 1, :]
    assert not (seats[:, CIRCLE] == A).any()
    assert (seats[:, OFFICE] == VACANT).all()


def test_without_a_leader_in_the_circle_nothing_happens(tmp_path: Path) -> None:
    for model in (
        circle(tmp_path, {"a": 1, "b": 3}, holder=""),
        circle(tmp_path, {"a": 1, "b": 3}, holder="", rows="m,office,,0,1,0"),
    ):
        assert counted(model, 50)[0].max() == 0.0


def test_where_no_power_was_weighed_all_are_alike(tmp_path: Path) -> None:
    """Followers do not count then: 3 against 1 is a coin."""
    circle(tmp_path, {"a": 3, "b": 1})
    text = (tmp_path / "small.toml").read_text(encoding="utf-8").split("until", 1)[1].split("\n", 1)[1]
    weighing = '[[schedule]]\n    mechanism = "ruling_coalition"\n    reckoning = ' + number(0.0, "1/month")
    assert weighing in text
    rest = text.replace(weighing, "").split("\n[people]")[0]
    model = organise(tmp_path, rest, (tmp_path / "people.csv").read_text(encoding="utf-8"))
    seats = histories_of(model, COUNT)[:, 1, CIRCLE]
    assert near((seats == B).any(axis=1).mean(), 0.5, COUNT)


def test_resolve_makes_him_fight(tmp_path: Path) -> None:
    """Who would never fight, for want of ambition and out of fear, does at a resolve of 100."""
    meek = {"a": (0.0, 1.0), "b": (0.0, 1.0)}
    assert counted(circle(tmp_path, {"a": 3, "b": 1}, meek, fear=1.0), 50)[0].max() == 0.0
    assert counted(circle(tmp_path, {"a": 3, "b": 1}, meek, fear=1.0, resolve=100.0), 50)[0].min() == 1.0


def test_the_loser_is_not_elected_again_in_the_same_month(tmp_path: Path) -> None:
    """The electorate fills the office that a lost from the members, of whom it would have any but him."""
    rule = '[[rules]]\nname = "head"\nverb = "elects"\nby = "electorate"\nover = "office"\npool = "circle"\n'
    rule += 'decision = "any holder"\n'
    after = '[[schedule]]\nmechanism = "leader_election"\n'
    model = circle(tmp_path, {"a": 1, "b": 3}, offices=rule, after=after, decisiveness=20.0)
    assert set(histories_of(model, 50)[:, 1, OFFICE]) == {B}


def test_an_ill_rival_does_not_fight_and_nobody_does_out_of_power(tmp_path: Path) -> None:
    ill = '[[events]]\ndate = 2000-01-01\nact = "incapacitated"\nwho = "b"\nsource = "identity"\n'
    model = circle(tmp_path, {"a": 3, "b": 1}, offices=ill)
    assert counted(model, 50)[0].max() == 0.0
    model = circle(tmp_path, {"a": 3, "b": 1})
    allocate(model.sizes, model.initial)[0].regime.in_power[0] = 0.0
    assert counted(model, 50)[0].max() == 0.0
