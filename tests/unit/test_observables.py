"""What is recorded, against counts by hand. Nothing is drawn: no false alarms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.organisations import number, organise

from whowhom import observables
from whowhom.simulate.batch import run_batch

# h heads the office; a and b in the board are his, b through a; c is x's man, who sits nowhere; z is dead.
PEOPLE = """name,born,body,patron,prestige,alive
h,1940-01-01,office,,0.1,true
a,1950-01-01,board,h,0.2,true
b,1960-01-01,board,a,0.3,true
c,1970-07-01,board,x,0.9,true
x,1930-01-01,,,0,true
z,1900-01-01,,h,0,false
"""
ITEMS = {
    "seats": {"body": "board"},
    "held": {"body": "board"},
    "following": {"body": "board", "office": "office"},
    "following_of": {"body": "board", "person": "x"},
    "holder": {"office": "office"},
    "mean_age": {"body": "board"},
    "living_of_the_first": {},
    "strongest": {"body": "board"},
    "tier_share": {},
    "tier_share_of": {"place": "north"},
    "delegates": {},
}


def observed(folder: Path, people: str = PEOPLE, months: int = 2) -> dict[str, list[list[float]]]:
    """Return every observable by name: the numbers of each month of one history."""
    items = "".join(
        f'[[observe]]\nname = "{name}_here"\nobservable = "{name}"\n'
        + "".join(f'{need} = "{what}"\n' for need, what in given.items())
        for name, given in ITEMS.items()
    )
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    board = {{ seats = 5, capacity = 9 }}
    congress = {{ seats = 10 }}
    [places.provinces]
    count = 2
    names = ["south", "north"]
    [publics.folk]
    places = "provinces"
    members = {number(100.0, "person")}
    leaning = {number(1.0, "share")}
    [[rules]]
    name = "sends"
    verb = "elects"
    by = "folk"
    over = "congress"
    tiers = ["low", "high"]
    [[rules]]
    name = "exclusion"
    verb = "expels"
    by = "board"
    over = "board"
    [[schedule]]
    mechanism = "tiered_election"
    [[schedule]]
    mechanism = "ruling_coalition"
    reckoning = {number(0.0, "1/month")}
    {items}
    """
    model = organise(folder, text, people, months)
    output = run_batch(model, np.arange(1), seed=1, from_priors=False).output[0].astype(np.float64)
    return {
        item.observable.name: output[:, first : first + item.width].tolist()
        for item, first in zip(model.recorded, model.plan.first_output, strict=False)
    }


def test_every_shipped_observable_is_looked_at() -> None:
    """The families of the country are looked at beside the mechanisms that write what they read."""
    others = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert set(ITEMS) <= set(observables.shipped())
    assert [name for name in observables.shipped() if name not in ITEMS and f'"{name}"' not in others] == []


def test_counts_of_a_body(tmp_path: Path) -> None:
    """Five seats of nine possible, three held; a and b follow h, c follows x; four of five and x live."""
    seen = observed(tmp_path)
    for name, value in (("seats", 5), ("held", 3), ("following", 2), ("following_of", 1), ("holder", 0)):
        assert seen[name] == [[value]] * 3, name
    assert seen["living_of_the_first"] == [[5.0]] * 3


def test_ages(tmp_path: Path) -> None:
    """50, 40 and 29 1/2 years in January 2000; everyone a month older each month."""
    ages = np.array(observed(tmp_path)["mean_age"])[:, 0]
    assert ages == pytest.approx((50 + 40 + 29.5) / 3 + np.arange(3) / 12, abs=1e-5)


def test_the_strongest(tmp_path: Path) -> None:
    """Nobody in month 0, before power is weighed; then a, with b's vote and his own, not c, the esteemed."""
    assert observed(tmp_path)["strongest"] == [[-1.0], [1.0], [1.0]]


def test_tiers_and_delegates(tmp_path: Path) -> None:
    """A public wholly of the challenger sends ten delegates, five from each place; in month 0 none yet."""
    seen = observed(tmp_path)
    for name in ("tier_share", "tier_share_of"):
        assert seen[name] == [[0.0] * 3, [1.0] * 3, [1.0] * 3], name
    assert seen["delegates"] == [[0.0, 0.0], [0.0, 10.0], [0.0, 10.0]]


def test_an_empty_body(tmp_path: Path) -> None:
    """Nobody sits anywhere: no head, no age, no following."""
    seen = observed(tmp_path, "name,born,body\nx,1930-01-01,\n")
    for name, value in (("held", 0), ("following", 0), ("holder", -1), ("mean_age", 0), ("strongest", -1)):
        assert seen[name] == [[value]] * 3, name
