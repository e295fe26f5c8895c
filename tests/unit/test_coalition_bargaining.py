"""Talks on the government: offers, the closed rule delegate by delegate, delay, and monopoly."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.countries import country, recorded, step_of, two_parties
from tests.organisations import near, number

from whowhom.theory.bargaining import closed_rule

UNITS = {"discount": "1", "agreement": "1/month", "walkout": "1/month", "least_gain": "share"}
QUIET = {"discount": 0.9, "agreement": 1.0, "walkout": 0.0, "least_gain": 0.02}
DELEGATES = "bbrrg"
"""Two of blue, two of red, one of green."""
GREEN = f"""
[parties.green]
votes = {number(0.2, "share")}
mandates = {number(0.2, "share")}
"""
THREE = two_parties(0.4, 0.4, GREEN)
TAKES = step_of(
    "takeover",
    {"pace": "1/month", "troops": "1"},
    {"places": "regions", "public": "workers"},
    pace=1.0,
    troops=10.0,
)


def office(
    folder: Path, faith: str, months: int, histories: int = 1, after: str = "", **given: Any
) -> NDArray[np.float64]:
    """Return (histories, months + 1, parties): the office of every party by month."""
    numbers = {key: given.pop(key) for key in list(given) if key in UNITS}
    parties = given.pop("parties", THREE)
    step = step_of("coalition_bargaining", UNITS, {"places": "regions", "faith": faith}, **(QUIET | numbers))
    names = [name for name in ("blue", "red", "green") if f"[parties.{name}]" in parties]
    seen = [f'[[observe]]\nobservable = "office_share"\nname = "{n}"\nparty = "{n}"' for n in names]
    text = "\n".join([step, after, *seen])
    given = {"places_hold": 0.0} | given
    return recorded(country(folder, text, parties=parties, months=months, **given), histories)


def by_delegates(discount: Fraction) -> dict[str, list[Fraction]]:
    """Return what each party gets by who proposes: the mean over all sets of partners of each delegate."""
    division = closed_rule(len(DELEGATES), discount)
    found = {}
    for party in "brg":
        total = dict.fromkeys("brg", Fraction(0))
        proposer = DELEGATES.index(party)
        others = [i for i in range(len(DELEGATES)) if i != proposer]
        sets = list(combinations(others, division.partners))
        for partners in sets:
            total[party] += division.proposer / len(sets)
            for partner in partners:
                total[DELEGATES[partner]] += division.each_partner / len(sets)
        found[party] = list(total.values())
    return found


@pytest.mark.parametrize("discount", [Fraction(0), Fraction(1, 2), Fraction(9, 10), Fraction(1)])
def test_the_division_is_that_of_the_delegates(tmp_path: Path, discount: Fraction) -> None:
    """In the second month each history has the mean division of its proposer's party, drawn by delegates."""
    found = office(tmp_path, "good_faith", 2, histories=2000, discount=float(discount))[:, 2]
    expected = by_delegates(discount)
    for party, share in (("b", 0.4), ("r", 0.4), ("g", 0.2)):
        wanted = np.array([float(value) for value in expected[party]])
        same = np.abs(found - wanted).max(axis=1) < 1e-6
        assert near(same.mean(), share, 2000)
    assert found.sum(axis=1) == pytest.approx(np.ones(2000), abs=1e-6)


def test_offers_go_by_mandates_until_talks_end(tmp_path: Path) -> None:
    """In good faith without agreement: 0.4, 0.4, 0.2 in every month, none before the first."""
    found = office(tmp_path, "good_faith", 6, agreement=0.0)[0]
    assert found[1:] == pytest.approx(np.array([[0.4, 0.4, 0.2]] * 6), abs=1e-6)


def test_the_outside_option_is_the_least(tmp_path: Path) -> None:
    """Holding half of the country blue takes 0.5 and leaves 0.5 * 0.4 / 0.6 and 0.5 * 0.2 / 0.6."""
    found = office(tmp_path, "good_faith", 1, places_hold=0.5)[0, 1]
    assert found == pytest.approx([0.5, 1 / 3, 1 / 6], abs=1e-6)
    # Agreed on afterwards, it is again the least: nobody can be given less than what he can take.
    agreed = office(tmp_path, "good_faith", 2, histories=500, places_hold=0.5)[:, 2, 0]
    assert agreed.min() == pytest.approx(0.5, abs=1e-6)


def test_no_talks_is_monopoly_at_once(tmp_path: Path) -> None:
    assert office(tmp_path, "none", 2)[0, 1:].tolist() == [[1.0, 0.0, 0.0]] * 2


def test_delay_ends_when_nothing_more_is_gained(tmp_path: Path) -> None:
    """Nothing taken: talks in the first month only. All places taken in it: one month more, offering nothing.

    Half of the country gained at first, then nothing: month 1 outside 0, month 2 outside 1, month 3 the end.
    """
    assert office(tmp_path, "delay", 2)[0, 1:, 0] == pytest.approx([0.4, 1.0], abs=1e-6)
    taking = office(tmp_path, "delay", 3, after=TAKES)[0, 1:, 0]
    assert taking == pytest.approx([0.4, 1.0, 1.0], abs=1e-6)


def test_delay_goes_on_while_places_fall(tmp_path: Path) -> None:
    """Slow gains (a twentieth of 1000 places a month) keep talks going while they are worth it."""
    slow = TAKES.replace("pace = { value = 1.0", "pace = { value = 0.05")
    worth = office(tmp_path, "delay", 6, after=slow, places=1000, least_gain=0.01)[0]
    assert worth[1:7, 0] == pytest.approx([0.4] * 6, abs=1e-6)
    scorned = office(tmp_path, "delay", 6, after=slow, places=1000, least_gain=0.2)[0]
    assert scorned[1:4, 0] == pytest.approx([0.4, 1.0, 1.0], abs=1e-6)


def test_the_others_can_walk_out(tmp_path: Path) -> None:
    """With walkout 1 talks last a month whatever the faith; with 1/4, (3/4)^3 of them outlast four."""
    for faith in ("delay", "good_faith"):
        found = office(tmp_path, faith, 2, walkout=1.0, agreement=0.0, least_gain=0.0)[0, 1:, 0]
        assert found == pytest.approx([0.4, 1.0], abs=1e-6)
    several = office(tmp_path, "good_faith", 4, histories=2000, walkout=0.25, agreement=0.0)[:, 4, 0]
    assert near((several < 0.5).mean(), 0.75**3, 2000)


def test_without_power_nobody_has_office(tmp_path: Path) -> None:
    assert not office(tmp_path, "delay", 3, regime_in_power=0.0)[0, 1:].any()


def test_those_who_may_not_exist_are_offered_nothing(tmp_path: Path) -> None:
    """Red closed: 0.4 and 0.2 of 0.6. All others closed: monopoly."""
    found = office(tmp_path, "good_faith", 1, parties_legal=[1.0, 0.0, 1.0])[0, 1]
    assert found == pytest.approx([2 / 3, 0.0, 1 / 3], abs=1e-6)
    assert office(tmp_path, "good_faith", 1, parties_legal=[1.0, 0.0, 0.0])[0, 1].tolist() == [1.0, 0.0, 0.0]


def test_without_a_ruling_party_nothing_happens(tmp_path: Path) -> None:
    parties = THREE.replace("ruling = true", "")
    assert not office(tmp_path, "delay", 3, parties=parties).any()
