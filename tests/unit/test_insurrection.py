"""A rising in one place: hours and probabilities of hand cases, who takes part, and what it writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.countries import country, recorded, step_of
from tests.organisations import START, last_state, near, number, organise

UNITS = {
    **dict.fromkeys(("organised", "defenders"), "person"),
    **dict.fromkeys(("mobilisation", "turnout", "concentration", "loss"), "share"),
    **dict.fromkeys(("cost", "defence_cost", "neutrality"), "probability"),
    **dict.fromkeys(("attempt", "melting", "relief"), "hour"),
    **dict.fromkeys(("units", "loyalty", "exhaustion", "error", "points", "columns", "decisiveness"), "1"),
}
NAMES = {"places": "regions", "public": "workers"}
OBSERVED = """
[[observe]]
observable = "seizure_hours"
name = "hours"
[[observe]]
observable = "held_places"
name = "held"
places = "regions"
"""
PLAIN = {"organised": 300.0, "mobilisation": 0.0, "defenders": 0.0, "units": 0.0, "attempt": 1.0, "loss": 0.0}
HISTORIES = 4000


def rising(folder: Path, months: int = 1, given: dict[str, Any] | None = None, **numbers: float) -> Any:
    """Build a country with a rising every month and nothing else."""
    step = step_of("insurrection", UNITS, NAMES, **(PLAIN | numbers))
    return country(folder, step + OBSERVED, months=months, **(given or {}))


def hours(folder: Path, **numbers: float) -> NDArray[np.float64]:
    """Return the hours of the rising in many histories, 0 where it failed."""
    found = recorded(rising(folder, **numbers), HISTORIES)[:, -1, :]
    # It holds just the one place if it succeeded, and none otherwise.
    assert (found[:, 1] == (found[:, 0] > 0)).all()
    return found[:, 0]


@pytest.mark.parametrize(
    ("points", "columns", "expected"), [(1, 1, 1), (10, 3, 4), (10, 4, 4), (10, 1, 10), (10, 200, 2)]
)
def test_empty_points_take_an_hour_each(tmp_path: Path, points: int, columns: int, expected: int) -> None:
    """All but the seat by so many at once, then the seat: ceil((points - 1) / columns) + 1 hours."""
    assert (hours(tmp_path, points=points, columns=columns) == expected).all()


def test_relief_comes_in_time_or_too_late(tmp_path: Path) -> None:
    """Ten points by three at once need four hours."""
    assert (hours(tmp_path, points=10, columns=3, relief=4) == 4).all()
    assert (hours(tmp_path, points=10, columns=3, relief=3) == 0).all()
    assert (hours(tmp_path, points=10, columns=3, relief=0) == 0).all()


def test_two_points_are_two_contests(tmp_path: Path) -> None:
    """300 against 50 of 100 at the point, then 50 at the seat: (6/7)^2 within two hours."""
    won = hours(tmp_path, points=2, defenders=100, concentration=0.5, relief=2, decisiveness=1) > 0
    assert near(won.mean(), (6 / 7) ** 2, HISTORIES)


def test_columns_divide_the_attackers(tmp_path: Path) -> None:
    """Three points and the seat empty: columns of 100 against 300 / 3 each: (1/2)^3 in two hours."""
    won = hours(tmp_path, points=4, columns=3, defenders=300, concentration=0, relief=2, decisiveness=1) > 0
    assert near(won.mean(), 1 / 8, HISTORIES)


def test_an_attempt_lasts(tmp_path: Path) -> None:
    """Against nobody the hours of one point are geometric with mean `attempt`; 5 standard errors."""
    found = hours(tmp_path, points=1, attempt=4, relief=720)
    assert abs(found.mean() - 4.0) <= 5.0 * (12.0 / HISTORIES) ** 0.5


def test_losses_and_desertion(tmp_path: Path) -> None:
    """One point, 100 against 100, two hours. All lost at once: 1/2. Half lost: 1/2 + 1/2 * 50/150 = 2/3.

    None lost and half of the defenders gone after an hour: 1/2 + 1/2 * 100/150 = 5/6. An attempt of two
    hours that is beaten with probability 1/4 in an hour and won with 1/4, then all lost: 1/4 + 1/2 * 1/4.
    """
    one = {"organised": 100.0, "defenders": 100.0, "points": 1.0, "relief": 2.0, "decisiveness": 1.0}
    for numbers, expected in (
        ({"loss": 1.0}, 1 / 2),
        ({"loss": 0.5}, 2 / 3),
        ({"melting": 1.0}, 5 / 6),
        ({"loss": 1.0, "attempt": 2.0}, 3 / 8),
    ):
        won = hours(tmp_path, **(one | numbers)) > 0
        assert near(won.mean(), expected, HISTORIES), numbers


def test_supporters_are_mobilised_and_nobody_else(tmp_path: Path) -> None:
    """1000 people in the place, half of them in support, a tenth of these: 50 against 50, an even chance."""
    one = {"organised": 0.0, "defenders": 50.0, "points": 1.0, "relief": 1.0, "decisiveness": 1.0}
    model = rising(tmp_path, mobilisation=0.1, given={"members": 2000.0}, **one)
    assert near((recorded(model, HISTORIES)[:, -1, 0] > 0).mean(), 0.5, HISTORIES)
    assert (hours(tmp_path, mobilisation=0.0, **one) == 0).all()
    # Nobody at all cannot take even what nobody defends.
    assert (hours(tmp_path, mobilisation=0.0, **(one | {"defenders": 0.0})) == 0).all()


def test_a_garrison_that_joins(tmp_path: Path) -> None:
    """A government that falls by itself (theta = 0, cost 0.001, error 0.01): all ten units of two garrisons
    of 1000 join, a tenth of one garrison marches: 100 against 100.
    """
    numbers = {"organised": 0.0, "defenders": 100.0, "units": 10.0, "turnout": 0.1, "loyalty": 0.0}
    numbers |= {"cost": 0.001, "error": 0.01, "points": 1.0, "relief": 1.0, "decisiveness": 1.0}
    model = rising(tmp_path, given={"garrison": 2000.0}, **numbers)
    assert near((recorded(model, HISTORIES)[:, -1, 0] > 0).mean(), 0.5, HISTORIES)


def test_a_garrison_that_may_not_stay_neutral(tmp_path: Path) -> None:
    """Strong (theta = 1.5, error 0.01), so that nobody joins, and defending needs a belief nobody is sure to
    have; with neutrality 0 all of the garrison's tenth defends: 100 against 100 instead of against none.
    """
    numbers = {"organised": 100.0, "units": 10.0, "turnout": 0.1, "loyalty": 0.5, "cost": 0.55, "error": 0.05}
    numbers |= {"defence_cost": 0.999, "points": 1.0, "relief": 1.0, "decisiveness": 1.0}
    shares = []
    for neutrality in (1.0, 0.0):
        model = rising(tmp_path, given={"garrison": 2000.0}, neutrality=neutrality, **numbers)
        shares.append((recorded(model, HISTORIES)[:, -1, 0] > 0).mean())
    # j = Phi(-1 + Phi^-1(0.45)) = Phi(-1.12566) = 0.1302; the chance to defend is below 0.02 a unit.
    assert shares[0] > 0.97
    # Of ten units k join and 10 - k defend: the mean of (100 + 10 k) / 200 is 0.5 + 0.05 * 1.302 = 0.565.
    assert near(shares[1], 0.565, HISTORIES)


def test_war_weakens_the_government(tmp_path: Path) -> None:
    """theta = 1.2 (1 - war): more units join, more often it succeeds."""
    numbers = {"organised": 100.0, "defenders": 100.0, "units": 10.0, "turnout": 0.1, "loyalty": 1.2}
    numbers |= {"exhaustion": 1.0, "points": 1.0, "relief": 1.0, "decisiveness": 1.0}
    won = []
    for war in (0.0, 0.5, 1.0):
        model = rising(tmp_path, given={"garrison": 2000.0, "regime_war": war}, **numbers)
        won.append((recorded(model, HISTORIES)[:, -1, 0] > 0).mean())
    assert won[0] + 0.05 < won[1]
    assert won[1] + 0.05 < won[2]


def test_it_rises_where_the_garrison_is(tmp_path: Path) -> None:
    """The place with the largest garrison of the named set is the one that is held."""
    (tmp_path / "places.csv").write_text("name,troops\nNorth,1\nCity,7\nSouth,2\n", encoding="utf-8")
    text = f"""
    [bodies]
    council = {{ seats = 1 }}
    [places.islands]
    count = 1
    garrison = {number(90.0, "person")}
    [places.regions]
    count = 3
    names = ["North", "City", "South"]
    file = "places.csv"
    garrison = {number(10.0, "person")}
    garrison_by = "troops"
    [publics.workers]
    places = "regions"
    members = {number(10.0, "person")}
    leaning = {number(0.5, "share")}
    {step_of("insurrection", UNITS, NAMES, **PLAIN)}
    """
    assert last_state(organise(tmp_path, text)).places.hold.tolist() == [1.0, 0.0, 1.0, 0.0]


def test_a_second_attempt_and_none_after_success(tmp_path: Path) -> None:
    """Relief at once in the first month, late afterwards: power in the second, in ten hours, then peace."""
    relief = '{ value = 0.0, unit = "hour", source = "identity", '
    relief += f"changes = [{{ date = {START.replace(month=3)}, value = 700.0 }}] }}"
    step = step_of("insurrection", UNITS, NAMES, **(PLAIN | {"points": 10.0, "columns": 1.0}))
    model = country(tmp_path, f"{step}\nrelief = {relief}\n{OBSERVED}", months=4)
    assert recorded(model, 1)[0].tolist() == [[0, 0], [0, 0], [10, 1], [10, 1], [10, 1]]
    assert last_state(model).regime.in_power[0] == 1.0
