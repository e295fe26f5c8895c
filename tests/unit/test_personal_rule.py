"""Personal rule against its closed form. Nothing is drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.coercion import BAN, CAMPS, PEOPLE, POLICE, country, start_of
from tests.organisations import last_state

from whowhom.build.model import Model
from whowhom.simulate.batch import run_batch

NAMES = {"office": "chief", "body": "board"}


def rule(folder: Path, months: int = 1, people: str = PEOPLE, more: str = "", **given: float) -> Model:
    """Return a country where h has three of five votes and, without more, both instruments."""
    return country(
        folder, "personal_rule", POLICE | CAMPS, NAMES, months=months, people=people, more=more, **given
    )


@pytest.mark.parametrize("months", [1, 2, 12])
def test_it_moves_to_the_product_of_the_shares(tmp_path: Path, months: int) -> None:
    """3 of 5 votes and 2 of 2 instruments: p_t = 0.6 (1 - 0.8^t)."""
    state = last_state(rule(tmp_path, months, pace=0.2))
    assert state.regime.personal[0] == pytest.approx(0.6 * (1 - 0.8**months), rel=1e-6)


def test_an_instrument_of_another_counts_against_him(tmp_path: Path) -> None:
    """The desk of c owns one of two instruments: 0.6 1/2; the board, which h heads, is his."""
    people = PEOPLE.replace("c,board", "c,board|desk")
    other = {"cells": ("camp", "desk", 5.0)}
    model = country(tmp_path, "personal_rule", POLICE | other, NAMES, people=people, pace=1.0)
    assert last_state(model).regime.personal[0] == pytest.approx(0.3, rel=1e-6)
    model = country(tmp_path, "personal_rule", POLICE | BAN, NAMES, people=people, pace=1.0)
    assert last_state(model).regime.personal[0] == pytest.approx(0.6, rel=1e-6)


def test_an_instrument_of_his_man_is_his(tmp_path: Path) -> None:
    """b at the desk is his man through a."""
    people = PEOPLE.replace("b,board", "b,board|desk")
    other = {"cells": ("camp", "desk", 5.0)}
    model = country(tmp_path, "personal_rule", other, NAMES, people=people, pace=1.0)
    assert last_state(model).regime.personal[0] == pytest.approx(0.6, rel=1e-6)


def test_half_of_the_owner_is_not_enough(tmp_path: Path) -> None:
    """With e the board has six, three of them his: the ban is not his, the police is. 3/6 1/2."""
    people = PEOPLE.replace("e,,", "e,board,")
    model = country(tmp_path, "personal_rule", POLICE | BAN, NAMES, people=people, pace=1.0)
    assert last_state(model).regime.personal[0] == pytest.approx(0.25, rel=1e-6)


def test_without_instruments_office_power_or_pace_there_is_none(tmp_path: Path) -> None:
    model = country(tmp_path, "personal_rule", {}, NAMES, months=12, pace=1.0)
    assert last_state(model).regime.personal[0] == 0.0
    assert last_state(rule(tmp_path, 12, pace=0.0)).regime.personal[0] == 0.0
    nobody = PEOPLE.replace("h,chief|board", "h,board")
    assert last_state(rule(tmp_path, 12, nobody, pace=1.0)).regime.personal[0] == 0.0
    model = rule(tmp_path, 12, pace=1.0)
    start_of(model).regime.in_power[0] = 0.0
    assert last_state(model).regime.personal[0] == 0.0


def test_it_falls_when_he_goes_and_another_starts_at_nothing(tmp_path: Path) -> None:
    """h dies in month 3, a follows in month 5: he and b are two of four.

    p = 0.5 (1 - 0.8^t) from there; between the two there is none.
    """
    events = """
    [[events]]
    date = 2000-04-01
    act = "dies"
    who = "h"
    source = "identity"
    [[events]]
    date = 2000-06-01
    act = "takes"
    who = "a"
    body = "chief"
    source = "identity"
    [[observe]]
    name = "personal"
    observable = "personal_rule"
    [[schedule]]
    mechanism = "events"
    """
    model = rule(tmp_path, 8, more=events, pace=0.2)
    seen = run_batch(model, np.arange(1), seed=1, from_priors=False).output[0, :, 0].astype(float)
    assert seen[:3] == pytest.approx([0.6 * (1 - 0.8**month) for month in range(3)], rel=1e-6)
    assert seen[3:5].tolist() == [0.0, 0.0]
    assert seen[5:8] == pytest.approx([0.5 * (1 - 0.8**month) for month in (1, 2, 3)], rel=1e-6)


def test_more_men_more_rule(tmp_path: Path) -> None:
    """c and d become his men one after another: 3, 4, 5 of 5."""
    lines = [PEOPLE, PEOPLE.replace("c,board,", "c,board,h")]
    lines.append(lines[1].replace("d,board,", "d,board,h"))
    found = [float(last_state(rule(tmp_path, 1, people, pace=1.0)).regime.personal[0]) for people in lines]
    assert found == pytest.approx([0.6, 0.8, 1.0], rel=1e-6)
