"""The chapters of power, force and rival accounts, from a folder small enough to work out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr

from whowhom.report import soviet, soviet_accounts, soviet_empire, soviet_fates, soviet_force, soviet_power
from whowhom.report.evidence import Evidence
from whowhom.report.measure import Measure, at
from whowhom.report.page import _write
from whowhom.report.section import LeftOut, persons, signed
from whowhom.report.soviet_claims import CLAIMS, interventions
from whowhom.results import MANIFEST, STORE, open_results

HISTORIES = 4
MONTHS = [f"{month // 12}-{month % 12 + 1:02d}" for month in range(1917 * 12 + 9, 1971 * 12)]
PEOPLE = ["Stalin I.V.", "Trotsky L.D."]
MINE = (1, 2, 3, 10, 11, 16, 17)
LEVEL = {
    "authority": 0.7,
    "held_regions": 12.0,
    "held_moscow": 1.0,
    "office_of_others": 0.0,
    "mandate_distance": 0.5,
    "legal_parties": 1.0,
    "in_power": 1.0,
    "sentenced": 100.0,
    "sentenced_to_death": 10.0,
    "prisoners": 5000.0,
    "personal_rule": 0.8,
    "instruments_commanded": 5.0,
    "purged": 1.0,
    "put_out": 4.0,
    "old_members": 100.0,
    "distance_of_those_put_out": 2.0,
    "distance_of_members": 1.5,
    "rising": 10.0,
    "rising_dependents": 20.0,
    "dependents_acting": 50.0,
    "troops_dependents": 600000.0,
    "interventions": 0.0,
    "killed_home": 0.0,
    "killed_dependents": 0.0,
    "leader": 0.0,
    **{f"fate_{name}": 0.0 for name in soviet_fates.SIX},
    "fate_stalin": 2.0,
}
"""What every month of every history has, unless an arm says otherwise."""
DOCUMENT = (
    '[interventions.c01_no_mass_support]\nlabel = "nobody rises"\n[interventions.no_seizure]\nlabel = "x"'
)


def arrays(hours: list[float], **other: float) -> dict[str, np.ndarray[Any, Any]]:
    """Return an arm with the given hours of its histories, and other levels."""
    made = {name: np.full((HISTORIES, len(MONTHS)), value) for name, value in (LEVEL | other).items()}
    made["seizure_hours"] = np.repeat(np.array(hours)[:, None], len(MONTHS), axis=1)
    made["in_power"][:, 0] = 0  # nothing has happened in the month before
    return made | {name: np.zeros(HISTORIES, np.int64) for name in ("fault", "fault_month")}


ARMS = {
    "base": arrays([0, 10, 20, 30]),
    "c01_no_mass_support": arrays([0, 0, 24, 34]),
    "no_closing": arrays([0, 10, 20, 30], put_out=0.0, fate_zinoviev=2.0),
    "free_events": arrays([30, 31, 32, 60]),
}


def folder(path: Path, arms: dict[str, dict[str, np.ndarray[Any, Any]]]) -> Evidence:
    """Write a results folder and return it as the chapters see it."""
    store = zarr.open_group(str(path / STORE), mode="w")
    about: dict[str, Any] = {"months": MONTHS, "snapshots": [], "people": PEOPLE, "values": []}
    told = {}
    for name, made in arms.items():
        group = store.create_group(name)
        for key, array in made.items():
            group.create_array(name=key, shape=array.shape, dtype=array.dtype)[...] = array
        recorded: dict[str, Any] = {key: {} for key in made}
        told[name] = {**about, "label": name, "recorded": recorded, "interventions": []}
    manifest = {"identity": "a", "name": "s", "title": "S", "description": "", "report": "soviet", "seed": 1}
    manifest |= {
        "histories": HISTORIES,
        "numbers": "priors",
        "posterior": None,
        "provenance": {},
        "document": DOCUMENT,
    }
    manifest |= {"document_hash": "b", "arms": told, "complete": True}
    (path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return Evidence(open_results(path))


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """A folder with the base and three other arms."""
    return folder(tmp_path, ARMS)


def test_the_list_has_the_seventeen_systems() -> None:
    """Each system of the mission once, in order; a chapter has no number of its own in its title."""
    assert sorted(soviet.written()) == list(range(1, soviet.SYSTEMS + 1))


def test_every_chapter_of_these_files_is_written(evidence: Evidence) -> None:
    """Each has a sentence, a picture and a table; none is left out."""
    found = soviet.written()
    for number in MINE:
        written = _write(number, found[number], evidence)
        assert written.section is not None, written.reason
        assert written.section.sentence.endswith(".")
        assert written.section.picture.startswith(b"<svg")
        assert written.section.tables


def test_a_chapter_is_left_out_where_something_is_missing(tmp_path: Path) -> None:
    """Without the base, or without what it draws, the reason is told."""
    bare = {key: value for key, value in ARMS["base"].items() if key not in ("put_out", "sentenced")}
    found = soviet.written()
    evidence = folder(tmp_path, {"base": bare})
    assert "did not record sentenced" in _write(10, found[10], evidence).reason
    assert "did not record put_out" in _write(11, found[11], evidence).reason
    assert _write(3, found[3], evidence).section is not None
    (tmp_path / "other").mkdir()
    nothing = folder(tmp_path / "other", {"no_closing": ARMS["no_closing"]})
    assert all("no arm base" in _write(number, found[number], nothing).reason for number in MINE)


def test_hours_count_only_where_the_rising_succeeds(evidence: Evidence) -> None:
    """Three of four succeed, in 10, 20 and 30 hours: the median is 20."""
    base = evidence.arm("base")
    assert soviet_power.succeeded(base).tolist() == [0, 1, 1, 1]
    assert np.nanmedian(soviet_power.hours(base)) == 20
    share, interval = soviet_power.SUCCESS.told(soviet_power.succeeded(base))
    assert share.replace("\u00a0", " ") == "75 %"
    # Wilson, z = 1.645: (0.75 + z^2/8 -+ z sqrt(0.75 0.25/4 + z^2/64)) / (1 + z^2/4)
    # = (1.0882 -+ 0.4911) / 1.6764 = 0.356 and 0.942.
    assert interval.replace("\u00a0", " ") == "36 % to 94 %"


def test_the_record_of_the_seizure() -> None:
    """The telegraph at 17.5 hours, the palace at 50.07: 32.57 hours."""
    assert soviet_power.hours_on_record().value == pytest.approx(50.07 - 17.5)
    assert soviet_power.first_party_closed().value == pytest.approx(1918.0)


def test_falling_and_lasting(tmp_path: Path) -> None:
    """A number that falls to its level in the third month; months above 0 are counted."""
    made = arrays([1, 1, 1, 1], legal_parties=6.0)
    made["legal_parties"][:, 2:] = 5.0
    made["office_of_others"][:, 1:4] = 0.3
    base = folder(tmp_path, {"base": made}).arm("base")
    # The third month is December 1917, which ends at 1918.0.
    assert soviet_power.first_below("legal_parties", "1917-11", "1918-06", 5.0)(base).tolist() == [1918.0] * 4
    assert np.isnan(soviet_power.first_below("legal_parties", "1917-11", "1918-06", 4.0)(base)).all()
    assert soviet_power.months_with("office_of_others", "1917-11", "1918-06")(base).tolist() == [3] * 4


def test_sentences_on_record() -> None:
    """790 665 and 554 258 sentences, 353 074 and 328 618 of them to death, of the department's series."""
    assert soviet_force.yearly_sentences(1937, 1938).value == (790665 + 554258) / 2
    counted = soviet_force.counted("political_death_sentences", 1937, 1938)
    assert [item.value for item in counted] == [353074, 328618]


def test_two_largest_years(tmp_path: Path) -> None:
    """Years of 12, 24 and 36: the two largest are 60 of 72."""
    made = arrays([1, 1, 1, 1])
    start = MONTHS.index("1921-01")
    made["sentenced_to_death"][:, start : start + 36] = np.repeat([1.0, 2.0, 3.0], 12)
    base = folder(tmp_path, {"base": made}).arm("base")
    found = soviet_force.largest_two_years("sentenced_to_death", "1921-01", "1923-12")(base)
    assert found == pytest.approx(60 / 72)


def test_fates(evidence: Evidence) -> None:
    """All six are gone in the base; where one lives as a member, five of six are."""
    assert soviet_fates.exposed(evidence.arm("base")).tolist() == [1.0] * 4
    assert soviet_fates.exposed(evidence.arm("no_closing")) == pytest.approx(5 / 6)
    assert soviet_fates.gap_of_distances(evidence.arm("base")).tolist() == [0.5] * 4
    assert soviet_fates.shares_of_fates(np.array([2.0, 2.0, 0.0, np.nan])) == [2 / 3, 0.0, 1 / 3]
    with pytest.raises(LeftOut):
        soviet_fates.shares_of_fates(np.array([np.nan]))
    row = {"death_year": "1940", "first_expelled_year": "1927"}
    assert [soviet_fates.fate_on_record(row, year) for year in (1926, 1938, 1940)] == [2, 1, 0]
    assert soviet_fates.exposure_on_record().value == 1


def test_the_empire_on_record() -> None:
    """1953, 1956, 1968 and 1970; 55 + 58 + 2500 + 700 + 137 + 45 dead."""
    assert soviet_empire.years_of_risings().value == 4
    assert soviet_empire.deaths_on_record().value == 3495


def test_rival_accounts(evidence: Evidence) -> None:
    """505 of 670; votes short of half by 26.7, 26.0, 25.1 of a hundred; one arm and its differences."""
    section = soviet_accounts.accounts(evidence)
    text = section.sentence.replace("\u00a0", " ")
    assert "505 of 670 delegates, 75.4 %" in text
    assert "26.7 % (count A), 26.0 % (count B), 25.1 % (count C)" in text
    # C01 by its intervention, C03 and C28 from data.
    assert text.startswith("3 of 31 claims have an experiment in this document, 1 of its arms were run")
    (table,) = (one for one in section.tables if one.caption == "Claims with an experiment in this document")
    success = next(row for row in table.rows if row[3] == soviet_power.SUCCESS.label)
    # Differences 0, -1, 0, 0: mean -0.25, deviation 0.5, so that 1.645 x 0.25 = 0.411 either way.
    assert success[4] == "-0.25 (-0.661 to +0.161); 4 pairs"
    assert "No verdict" in section.notes[0]


def test_the_place_of_the_record() -> None:
    """Two of four are below, one is equal: 2.5 of 4."""
    assert soviet_accounts.place_in_spread(np.array([1.0, 2.0, 3.0, 4.0, np.nan]), 3.0) == 2.5 / 4
    assert np.isnan(soviet_accounts.place_in_spread(np.array([np.nan]), 3.0))


def test_the_spread_when_events_are_free(evidence: Evidence) -> None:
    """32.57 hours on record, 30, 31, 32 and 60 in the histories: three of four are below."""
    (hours, *_) = soviet_accounts.headlines(evidence).rows
    assert hours[-1].replace("\u00a0", " ") == "75 %"
    assert hours[3] == "32.6 (computed)"


def test_claims_are_the_missions() -> None:
    """Thirty-one in order; an intervention belongs to the claim whose number begins its name."""
    assert [claim.number for claim in CLAIMS] == [f"C{number:02d}" for number in range(1, 32)]
    assert [claim.number for claim in CLAIMS if claim.data_only] == ["C03", "C28"]
    known = {"c04_no_talks": {"label": "none"}, "c05_x": {}, "no_talks": {}}
    document: dict[str, object] = {"interventions": known}
    assert interventions(document, CLAIMS[3]) == [("c04_no_talks", "none")]


def test_measures_and_numbers_as_they_are_written() -> None:
    """A yes or no is a share; large numbers have three figures; a difference has its sign."""
    rules = Measure("rules", at("in_power", "1920-01"), happens=True)
    assert rules.told(np.full(3, np.nan)) == ("none", "no history")
    assert persons(671923.0) == "672\u00a0000"
    assert persons(999.4) == "999"
    assert (signed(-1071.0), signed(0.25), signed(0.0)) == ("-1\u00a0070", "+0.25", "+0")
