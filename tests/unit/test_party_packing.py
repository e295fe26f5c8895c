"""Packing by party line: when seats are added, how many, and by whom not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.organisations import near, number, organise

from whowhom.build.model import Model
from whowhom.simulate.batch import run_batch


def court(
    folder: Path, ours: int, rule: str = "", months: int = 1, ballot: str = "open", **given: float
) -> Model:
    """A chief, a senate of three of which the first so many are his, and a court of two with room for six."""
    text = f"""
    [bodies]
    chief = {{ seats = 1 }}
    senate = {{ seats = 3 }}
    court = {{ seats = 2, capacity = 6 }}
    [[rules]]
    name = "packing"
    verb = "enlarges"
    by = "senate"
    over = "court"
    ballot = "{ballot}"
    {rule}
    [[schedule]]
    mechanism = "party_packing"
    """
    for name, value in given.items():
        text += f"{name} = {number(value, 'probability' if 'comply' in name else '1/month')}\n"
    people = "name,body,patron\nchief,chief,\n"
    people += "".join(f"m{seat},senate,{'chief' if seat < ours else ''}\n" for seat in range(3))
    text += '[[observe]]\nobservable = "seats"\nname = "seats"\nbody = "court"\n'
    text += '[[observe]]\nobservable = "held"\nname = "held"\nbody = "court"\n'
    return organise(folder, text + '[audit]\nprincipal = "chief"\n', people, months)


def sizes(model: Model, histories: int = 1) -> np.ndarray:
    """Return (histories, months + 1) the seats of the court."""
    with np.errstate(over="ignore"):
        batch = run_batch(model, np.arange(histories), seed=5, from_priors=False)
    assert not batch.faults[:, 0].any()
    held = batch.output[:, :, 1]
    assert (held == held[:, :1]).all(), "new seats are vacant"
    return np.asarray(batch.output[:, :, 0])


@pytest.mark.parametrize(("ours", "expected"), [(0, 2), (1, 2), (2, 3), (3, 3)])
def test_the_majority_adds_seats_and_the_rest_never_does(tmp_path: Path, ours: int, expected: int) -> None:
    assert sizes(court(tmp_path, ours, "most = 1"))[0, 1] == expected


@pytest.mark.parametrize(("ours", "expected"), [(2, 2), (3, 3)])
def test_the_decision_is_the_rules(tmp_path: Path, ours: int, expected: int) -> None:
    assert sizes(court(tmp_path, ours, 'most = 1\ndecision = "unanimity"'))[0, 1] == expected


def test_never_above_the_capacity(tmp_path: Path) -> None:
    """Three at a time from two: five, then the sixth alone, then nothing."""
    assert sizes(court(tmp_path, 2, "most = 3", months=4))[0].tolist() == [2, 5, 6, 6, 6]


def test_without_a_limit_all_at_once(tmp_path: Path) -> None:
    assert sizes(court(tmp_path, 2))[0, 1] == 6


def test_a_cadence_is_kept(tmp_path: Path) -> None:
    model = court(tmp_path, 3, 'most = 1\nevery = "2 months"', months=5)
    assert sizes(model)[0].tolist() == [2, 2, 3, 3, 4, 4]


def test_nothing_is_added_where_nobody_tries(tmp_path: Path) -> None:
    assert (sizes(court(tmp_path, 3, attempt=0.0, comply=1.0, months=12), 5) == 2).all()


def test_a_motion_is_made_as_often_as_the_number_says(tmp_path: Path) -> None:
    """At 0.3 a month, one seat at a time: after two months two with 0.49, three 0.42, four 0.09."""
    last = sizes(court(tmp_path, 3, "most = 1", months=2, attempt=0.3), 4000)[:, 2]
    for seats, chance in ((2, 0.49), (3, 0.42), (4, 0.09)):
        assert near((last == seats).mean(), chance, 4000)


@pytest.mark.parametrize(("ballot", "complying"), [("open", 0.2), ("secret", 0.6)])
def test_some_of_the_rest_vote_for_it(tmp_path: Path, ballot: str, complying: float) -> None:
    """His one man needs one of the two others: 1 - (1 - c)(1 - c)."""
    model = court(tmp_path, 1, "most = 1", ballot=ballot, comply=0.2, comply_secret=0.6)
    added = (sizes(model, 4000)[:, 1] == 3).mean()
    assert near(added, 1.0 - (1.0 - complying) ** 2, 4000)
