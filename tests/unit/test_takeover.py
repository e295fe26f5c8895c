"""Places taken month by month: the chance of a hand case, what raises and lowers it, what switches it off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.countries import country, step_of
from tests.organisations import last_state, near

UNITS = {
    "pace": "1/month",
    **dict.fromkeys(("troops", "decisiveness"), "1"),
    **dict.fromkeys(("deference", "truce"), "share"),
}
NAMES = {"places": "regions", "public": "workers"}
PLACES = 20000
HALF = {"pace": 0.5, "troops": 0.25, "decisiveness": 1.0, "deference": 0.5, "truce": 0.5}
BASE: dict[str, Any] = {
    "support": 0.25,
    "places_hold": 0.0,
    "regime_authority": 0.8,
    "parties_office": [0.5, 0.5],
}


def taken(folder: Path, given: dict[str, Any] | None = None, months: int = 1, **numbers: float) -> float:
    """Return the share of places that are held at the end; none is at the start."""
    step = step_of("takeover", UNITS, NAMES, **(HALF | numbers))
    hold = last_state(
        country(folder, step, places=PLACES, months=months, **(BASE | (given or {})))
    ).places.hold
    assert set(hold.tolist()) <= {0.0, 1.0}
    return float(hold.mean())


def test_a_hand_case(tmp_path: Path) -> None:
    """x = 0.25 + 0.25 = 0.5; y = 0.75 * (1 - 0.5 * 0.8) * (1 - 0.5 * 0.5) = 0.3375; 0.5 * 0.5 / 0.8375."""
    chance = 0.5 * 0.5 / 0.8375
    assert near(taken(tmp_path), chance, PLACES)
    assert near(taken(tmp_path, months=3), 1.0 - (1.0 - chance) ** 3, PLACES)


def test_war_ties_the_troops_up(tmp_path: Path) -> None:
    """x = 0.25 alone: 0.5 * 0.25 / (0.25 + 0.3375)."""
    assert near(taken(tmp_path, {"regime_war": 1.0}), 0.5 * 0.25 / 0.5875, PLACES)


def test_talks_and_authority_quieten_resistance(tmp_path: Path) -> None:
    """Office all kept: y = 0.75 * 0.6 = 0.45. No authority besides: y = 0.75. Then x / (x + y) with x 0.5."""
    alone = {"parties_office": [1.0, 0.0]}
    assert near(taken(tmp_path, alone), 0.25 / 0.95, PLACES)
    assert near(taken(tmp_path, alone | {"regime_authority": 0.0}), 0.25 / 1.25, PLACES)
    # With truce 0 and deference 0 neither counts.
    assert near(taken(tmp_path, truce=0.0, deference=0.0), 0.25 / 1.25, PLACES)


def test_a_second_public_counts_by_its_members(tmp_path: Path) -> None:
    """1000 people at 0.25 and 3000 at 0.75: support 0.625, y = 0.375 * 0.45; x = 0.625 + 0.25."""
    second = """
    [publics.soldiers]
    places = "regions"
    members = { value = 3000, unit = "person", source = "identity" }
    leaning = { value = 0.5, unit = "share", source = "identity" }
    support = { value = 0.75, unit = "share", source = "identity" }
    """
    step = step_of("takeover", UNITS, NAMES | {"other_public": "soldiers"}, **HALF)
    model = country(tmp_path, step, places=PLACES, more=second, **BASE)
    chance = 0.5 * 0.875 / (0.875 + 0.375 * 0.45)
    assert near(float(last_state(model).places.hold.mean()), chance, PLACES)


def test_what_switches_it_off(tmp_path: Path) -> None:
    """No pace, no power, or a set that does not yet exist; a held place stays held."""
    assert taken(tmp_path, pace=0.0) == 0.0
    assert taken(tmp_path, {"regime_in_power": 0.0}) == 0.0
    assert taken(tmp_path, {"places_hold": 1.0}) == 1.0
    later = """
    [places.islands]
    count = 3
    from = 2000-03-01
    """
    step = step_of("takeover", UNITS, NAMES | {"places": "islands"}, **(HALF | {"pace": 1.0, "troops": 10.0}))
    for months, expected in ((1, 0.0), (20, 1.0)):
        model = country(tmp_path, step, places=1, more=later, months=months, places_hold=0.0, support=1.0)
        hold = last_state(model).places.hold
        assert hold[0] == 0.0
        # Nobody lives there, so that nobody resists.
        assert hold[1:].tolist() == [expected] * 3
