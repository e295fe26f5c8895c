"""The chapters on the party: the record as it is read, and a folder small enough to work out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr

from whowhom.report import report, soviet_record
from whowhom.report.soviet_congresses import _cover
from whowhom.results import MANIFEST, STORE

HISTORIES = 4
MONTHS = [f"{month // 12}-{month % 12 + 1:02d}" for month in range(1921 * 12 + 2, 1934 * 12 + 3)]
SNAPSHOTS = ["1921-03", "1922-03", "1923-04"]
PEOPLE = ["Molotov V.M.", "Stalin I.V.", "Trotsky L.D."]


def constant(value: float) -> np.ndarray[Any, Any]:
    """Return (history, month) one value."""
    return np.full((HISTORIES, len(MONTHS)), value)


def arrays(following: float) -> dict[str, np.ndarray[Any, Any]]:
    """Return an arm where the following holds so many of 40 seats and of 83 provinces."""
    tiers = np.broadcast_to([0.4, 0.3, 0.2, 0.03], (HISTORIES, len(MONTHS), 4)).copy()
    secretary = constant(1)
    secretary[0] = 2
    holders = np.array([[0, 1, 2], [0, 1, -1], [0, 1, 2]])
    return {
        "committee_size": constant(40),
        "committee_held": constant(40),
        "committee_following": constant(following),
        "province_held": constant(83),
        "province_following": constant(following),
        "secretary": secretary,
        "tier_share": tiers,
        "delegates": np.broadcast_to([90.0, 10.0], (HISTORIES, len(MONTHS), 2)).copy(),
        "snapshot_holder": np.broadcast_to(holders, (HISTORIES, 3, 3)).copy(),
        "fault": np.zeros(HISTORIES, np.int64),
        "fault_month": np.zeros(HISTORIES, np.int64),
    }


@pytest.fixture
def party(tmp_path: Path) -> Path:
    """A folder with two arms: 31 of the seats in the following, and 11."""
    store = zarr.open_group(str(tmp_path / STORE), mode="w")
    about = {
        "months": MONTHS,
        "snapshots": SNAPSHOTS,
        "people": PEOPLE,
        "seats": ["central_committee"] * 3,
        "values": [],
        "interventions": [],
    }
    arms = {}
    for name, following in (("base", 31.0), ("no_central_appointment", 11.0)):
        group = store.create_group(name)
        for key, array in arrays(following).items():
            group.create_array(name=key, shape=array.shape, dtype=array.dtype)[...] = array
        recorded: dict[str, Any] = {key: {} for key in arrays(following)}
        arms[name] = {**about, "label": name, "recorded": recorded}
    packages = {
        "whowhom": "0",
        "python": "3",
        "packages": {},
        "platform": "",
        "device": "",
        "not_controlled": "",
    }
    manifest = {
        "identity": "a",
        "name": "party",
        "title": "Party",
        "description": "",
        "report": "soviet_party",
    }
    manifest |= {
        "seed": 1,
        "histories": HISTORIES,
        "numbers": "priors",
        "posterior": None,
        "provenance": packages,
        "document": "",
    }
    manifest |= {"document_hash": "b", "arms": arms, "complete": True}
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


def test_every_chapter_is_written(party: Path) -> None:
    """Seven pictures and the banner; the numbers are those of the arrays."""
    text = report(party).read_text(encoding="utf-8").replace("\u00a0", " ")
    assert text.count("<svg") == 7
    assert "Left out" not in text
    assert "Uncalibrated" in text
    assert "-50.0 (-50.0 to -50.0)" in text
    assert "Stalin I.V. (75 %), Trotsky L.D. (25 %)" in text
    # One of three members is gone at the 11th congress, nobody at the 12th.
    assert "11th 33.3 % (33.3 % to 33.3 %); 12th 0.0 % (0.0 % to 0.0 %)" in text


def test_the_record_keeps_what_is_claimed_apart() -> None:
    """Two of the eight figures were claimed by one side; tiers count from the members."""
    found = soviet_record.funnel()
    assert len(found) == 8
    assert [item.name for item in found if item.datum.status == "claimed"] == [
        "district delegates",
        "province delegates",
    ]
    assert {item.tier for item in found} == {0, 1, 2, 3}


def test_joined_figures_by_hand() -> None:
    """31 of 83 secretaries, both sourced; 6594 + 2223 of 9384 + 12066 members, recalled."""
    appointed = soviet_record.appointed_from_above()
    assert (appointed.value, appointed.status, appointed.month) == (31 / 83, "sourced", "1923-12")
    members = soviet_record.members_of_both_kinds()
    assert members.value == pytest.approx(8817 / 21450)
    assert "recalled" in members.status


def test_each_vote_is_the_share_of_the_line() -> None:
    """The option that is listed first won each vote."""
    assert [vote.datum.value for vote in soviet_record.votes()] == [0.8276, 0.8947, 0.8406, 0.9907]


def test_the_set_that_covers_most_histories() -> None:
    """The fewest persons with 90 per cent between them."""
    assert _cover({1: 0.6, 2: 0.3, 3: 0.1}) == [1, 2]
    assert _cover({1: 0.95, 2: 0.05}) == [1]
