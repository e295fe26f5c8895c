"""The contest in the leading circle against hand cases. Where nothing is drawn there is no false alarm."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

CIRCLE, ELECTORATE, OFFICE = slice(0, 6), slice(6, 46), 46


def circle(
    folder: Path,
    followers: Mapping[str, int],
    unattached: int = 0,
    others: str = "",
    head: str = "",
    prestige: Mapping[str, float] | None = None,
    reckoning: float = 1.0,
    elected: bool = True,
    months: int = 1,
    reach: float | None = None,
    line: Mapping[str, float] | None = None,
    rule: str | None = None,
) -> Model:
    """A circle of heads with so many followers in the electorate; `head` holds an office of one seat too."""
    elects = """
    [[rules]]
    name = "elects"
    verb = "elects"
    by = "electorate"
    over = "circle"
    """
    text = f"""
    [bodies]
    circle = {{ seats = 6 }}
    electorate = {{ seats = 40 }}
    office = {{ seats = 1 }}
    {elects if elected else ""}
    [[rules]]
    name = "exclusion"
    verb = "expels"
    by = "circle"
    over = "circle"
    [[schedule]]
    mechanism = "ruling_coalition"
    obscure = {number(0.05, "share")}
    reckoning = {number(reckoning, "1/month")}
    {"" if reach is None else f"reach = {number(reach, '1')}"}
    {"" if rule is None else f'rule = "{rule}"'}
    """
    given = prestige or {}
    lines = [
        f"{name},{'circle|office' if name == head else 'circle'},,{given.get(name, 0.0)}"
        for name in followers
    ]
    lines += [f"{name}{i},electorate,{name},0" for name, count in followers.items() for i in range(count)]
    lines += [f"free{i},electorate,,0" for i in range(unattached)]
    table = "\n".join(["name,body,patron,prestige", *lines]) + f"\n{others}"
    if line is None:
        return organise(folder, text, table, months)
    first, *rows = table.strip().split("\n")
    placed = [f"{row},{line.get(row.split(',')[0], 0.0)}" for row in rows]
    (folder / "people.csv").write_text("\n".join([f"{first},line", *placed]), encoding="utf-8")
    text += '[people]\nfile = "people.csv"\ndimensions = ["line"]\n'
    return organise(folder, text, months=months)


def left(model: Model) -> list[str]:
    """Return who sits in the circle at the end."""
    holders = last_state(model).seats.holder[CIRCLE]
    return [model.people[person] for person in holders if person != VACANT]


@pytest.mark.parametrize(
    ("followers", "stay"),
    [
        ({"a": 3, "b": 4, "c": 5}, "abc"),  # any two can put out the third, and then one the other
        ({"a": 2, "b": 4, "c": 7}, "c"),  # 7 > 2 + 4
        ({"a": 3, "b": 4, "c": 5, "d": 10}, "abc"),  # 12 of 22, and they hold together
        ({"a": 2, "b": 3, "c": 4, "d": 5}, "abc"),  # 9 of 14; bcd and abd are stronger than need be
        ({"a": 1, "b": 2}, "b"),
        ({"a": 5}, "a"),
    ],
)
def test_who_stays(tmp_path: Path, followers: dict[str, int], stay: str) -> None:
    """Acemoglu, Egorov and Sonin's triads and more: powers are counts of votes."""
    model = circle(tmp_path, followers)
    assert "".join(sorted(left(model))) == stay
    total = sum(followers.values())
    power = last_state(model).people.power[: len(followers)]
    assert power == pytest.approx([count / total for count in followers.values()], rel=1e-6)


@pytest.mark.parametrize("followers", [{"a": 1, "b": 1}, {"a": 2, "b": 2, "c": 2, "d": 2}, {"a": 0, "b": 0}])
def test_in_a_tie_nothing_happens(tmp_path: Path, followers: dict[str, int]) -> None:
    assert "".join(left(circle(tmp_path, followers, months=6))) == "".join(followers)


def test_three_equals_hold_together(tmp_path: Path) -> None:
    """Each pair of equals could put out the third and would then be tied itself; three pairs tie."""
    assert "".join(left(circle(tmp_path, {"a": 3, "b": 3, "c": 3}))) == "abc"


def test_who_is_put_out_loses_every_office_of_one_seat(tmp_path: Path) -> None:
    """a, who is weaker, held the office. His followers keep their seats in the electorate."""
    model = circle(tmp_path, {"a": 2, "b": 4, "c": 7}, head="a")
    state = last_state(model)
    assert state.seats.holder[OFFICE] == VACANT
    assert (state.seats.holder[ELECTORATE] != VACANT).sum() == 13
    assert (state.people.alive[:3] == 1).all()
    assert last_state(circle(tmp_path, {"a": 2, "b": 4, "c": 7}, head="c")).seats.holder[OFFICE] == 2


def test_a_bloc_goes_together(tmp_path: Path) -> None:
    """m of the circle is a's man, n is c's: a's bloc is put out, c's stays, whoever sits in it."""
    others = "m,circle,a,0\nn,circle,c,0\n"
    assert sorted(left(circle(tmp_path, {"a": 2, "b": 4, "c": 7}, others=others))) == ["c", "n"]


def test_the_unattached_go_by_esteem(tmp_path: Path) -> None:
    """a has 1 of 4 votes; of the 3 unattached a has a quarter by esteem 0.2 of 0.8, b the rest.

    a: (1 + 0.75) / 4 = 0.4375; b: 2.25 / 4 = 0.5625, who rules alone.
    """
    model = circle(tmp_path, {"a": 1, "b": 0}, 3, prestige={"a": 0.2, "b": 0.6})
    assert last_state(model).people.power[:2] == pytest.approx([0.4375, 0.5625], rel=1e-6)
    assert left(model) == ["b"]


def test_esteem_has_a_least(tmp_path: Path) -> None:
    """Without prestige `obscure` = 0.05 counts: of ten unattached a has a tenth by 0.05 against 0.45."""
    model = circle(tmp_path, {"a": 0, "b": 0}, 10, prestige={"b": 0.45}, reckoning=0.0)
    assert last_state(model).people.power[:2] == pytest.approx([0.1, 0.9], rel=1e-6)


def test_without_an_electorate_the_circle_counts_itself(tmp_path: Path) -> None:
    """a with m, b alone: 2 of 3 votes against 1."""
    model = circle(tmp_path, {"a": 0, "b": 5}, others="m,circle,a,0\n", elected=False)
    assert last_state(model).people.power[:2] == pytest.approx([2 / 3, 1 / 3], rel=1e-6)
    assert sorted(left(model)) == ["a", "m"]


def test_power_is_written_without_a_reckoning_and_adds_up_to_one(tmp_path: Path) -> None:
    model = circle(tmp_path, {"a": 2, "b": 4, "c": 7}, 5, reckoning=0.0, months=12)
    state = last_state(model)
    assert "".join(left(model)) == "abc"
    assert float(state.people.power.sum()) == pytest.approx(1.0, rel=1e-6)
    assert (state.people.power[3:] == 0.0).all()


def test_how_often_the_question_is_opened(tmp_path: Path) -> None:
    """With 0.3 a month a and b are out by month t with 1 - 0.7^t; within 5 standard deviations."""
    holders = histories_of(circle(tmp_path, {"a": 2, "b": 4, "c": 7}, reckoning=0.3, months=3), 1000)
    out = holders[:, :, 0] == VACANT
    assert (out == (holders[:, :, 1] == VACANT)).all()
    for month in (1, 2, 3):
        assert near(float(np.mean(out[:, month])), 1 - 0.7**month, 1000)


@pytest.mark.parametrize(
    ("reach", "stay"),
    [
        (None, "abc"),  # 9 of 14, the weakest of those that hold together
        (1000.0, "abc"),
        (0.875, "abc"),  # a and c are 0.875 apart
        (0.75, "abd"),  # without a and c together: 10 of 14
        (0.25, "abcd"),  # of the pairs c and d win with 9 of 14, but d would then put out c
    ],
)
def test_partners_stand_near(tmp_path: Path, reach: float | None, stay: str) -> None:
    """Powers 2, 3, 4, 5; the last case but one is worked in `test_admissible_coalition`."""
    line = {"a": 0.0, "b": 0.125, "c": 0.875, "d": 0.75}
    followers = {"a": 2, "b": 3, "c": 4, "d": 5}
    assert "".join(sorted(left(circle(tmp_path, followers, reach=reach, line=line)))) == stay


def test_far_from_everybody_only_the_strongest_of_all_rules(tmp_path: Path) -> None:
    """7 > 2 + 4: he needs nobody. 5 < 2 + 4: and nobody can put him out either."""
    line = {"a": -1.0, "b": 0.0, "c": 1.0}
    assert left(circle(tmp_path, {"a": 2, "b": 4, "c": 7}, reach=0.0, line=line)) == ["c"]
    assert len(left(circle(tmp_path, {"a": 2, "b": 4, "c": 5}, reach=0.0, line=line))) == 3


@pytest.mark.parametrize(
    ("followers", "stay"),
    [
        ({"a": 3, "b": 4, "c": 5}, "ab"),  # 7 of 12, where by foresight all three hold together
        ({"a": 2, "b": 4, "c": 7}, "c"),
        ({"a": 3, "b": 4, "c": 5, "d": 10}, "abc"),  # 12 of 22; d with anybody has 13 or more
        ({"a": 2, "b": 4, "c": 7, "d": 10}, "ad"),  # 12 of 23
        ({"a": 2, "b": 3, "c": 4, "d": 5}, "bd"),  # 8 of 14
        ({"a": 1, "b": 2}, "b"),
        ({"a": 5}, "a"),
    ],
)
def test_who_stays_by_the_size_principle(tmp_path: Path, followers: dict[str, int], stay: str) -> None:
    """Of the coalitions with more than half, that of the least power; power is written as under the other."""
    model = circle(tmp_path, followers, rule="minimum_winning")
    assert "".join(sorted(left(model))) == stay
    total = sum(followers.values())
    power = last_state(model).people.power[: len(followers)]
    assert power == pytest.approx([count / total for count in followers.values()], rel=1e-6)


@pytest.mark.parametrize(
    "followers",
    [{"a": 1, "b": 1}, {"a": 3, "b": 3, "c": 3}, {"a": 3, "b": 4, "c": 5, "d": 6, "e": 7}, {"a": 0, "b": 0}],
)
def test_in_a_tie_of_least_coalitions_nothing_happens(tmp_path: Path, followers: dict[str, int]) -> None:
    """Two equals need each other; any two of three tie; of 3 to 7 both 3 + 4 + 6 and 6 + 7 are 13 of 25."""
    model = circle(tmp_path, followers, months=6, rule="minimum_winning")
    assert "".join(left(model)) == "".join(followers)


def test_without_foresight_the_winner_is_put_out_next(tmp_path: Path) -> None:
    """3 and 4 put out 5. His five men are unattached then: by equal esteem 5.5 and 6.5 of 12, and 4 rules."""
    assert left(circle(tmp_path, {"a": 3, "b": 4, "c": 5}, months=2, rule="minimum_winning")) == ["b"]


@pytest.mark.parametrize(
    ("reach", "stay"),
    [
        (None, "bd"),
        (0.625, "bd"),  # b and d are 0.625 apart
        (0.5, "cd"),  # 9 of 14; a and b have 5, and nobody else is near them
        (0.0, "abcd"),  # nobody has more than half alone
    ],
)
def test_least_coalitions_of_partners_that_stand_near(tmp_path: Path, reach: float | None, stay: str) -> None:
    line = {"a": 0.0, "b": 0.125, "c": 0.875, "d": 0.75}
    followers = {"a": 2, "b": 3, "c": 4, "d": 5}
    model = circle(tmp_path, followers, reach=reach, line=line, rule="minimum_winning")
    assert "".join(sorted(left(model))) == stay


def test_the_rule_that_need_not_be_named(tmp_path: Path) -> None:
    """It is Acemoglu, Egorov and Sonin's: 2, 3, 4 of 14."""
    followers = {"a": 2, "b": 3, "c": 4, "d": 5}
    assert sorted(left(circle(tmp_path, followers, rule="ultimate"))) == ["a", "b", "c"]
