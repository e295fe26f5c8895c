"""The chapters on the land, written from a folder small enough to work out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.soviet_folder import HISTORIES, MONTHS, Arrays, constant, steps, write

from whowhom.report import soviet_facts_land as facts
from whowhom.report.evidence import Evidence
from whowhom.report.section import LeftOut
from whowhom.report.soviet_land import CHAPTERS, FIRST_RETREAT
from whowhom.report.soviet_series import on_record, recorded_as, taken
from whowhom.results import open_results


def arrays() -> dict[str, np.ndarray[Any, Any]]:
    """Return an arm: sowing falls to 0.7, the rulers give way in 1921-03, unrest peaks in 1930-03."""
    plain = {
        name: constant(0.5)
        for name in (
            "town_ration",
            "mean_hostility",
            "threat",
            "killed_home",
            "line_market",
            "support_for_move_open",
            "support_for_move_secret",
            "collective_share",
            "draught_animals",
            "deaths_by_hunger_and_violence",
        )
    }
    acting = constant(10.0)
    acting[:, MONTHS.index("1930-03")] = 90.0
    rising = constant(5.0)
    rising[:, MONTHS.index("1921-02")] = 500.0
    return plain | {
        "sown_area": steps({"1917-11": 1.0, "1919-08": 0.7, "1923-08": 0.9}),
        "grain_harvest": constant(60.0),
        "grain_taken": constant(15.0),
        "grain_forced": constant(0.0),
        "rising": rising,
        "peasants_acting": acting,
        "concessions": steps({"1921-03": 1.0}),
        "in_power": constant(1.0),
    }


def evidence(folder: Path, arms: dict[str, Arrays]) -> Evidence:
    """Return a folder as the chapters see it."""
    return Evidence(open_results(write(folder, arms)))


@pytest.fixture
def land(tmp_path: Path) -> Evidence:
    """A folder with one arm beside the base, in which nobody gives way."""
    stubborn = arrays() | {"concessions": constant(0.0)}
    return evidence(tmp_path, {"base": arrays(), "no_concession": stubborn})


@pytest.mark.parametrize("number", sorted(CHAPTERS))
def test_each_chapter_is_written(land: Evidence, number: int) -> None:
    """A sentence, a picture, a table of measures and lines of model against data."""
    section = CHAPTERS[number].make(land)
    assert section.sentence.endswith(".")
    assert section.picture.count(b"<svg") == 1
    assert section.table is not None
    assert b"nan" not in section.picture
    assert "nan" not in section.sentence


def test_sowing_by_hand(land: Evidence) -> None:
    """From 1 to 0.7 and back to 0.9: a fall of 30 points, of which 20 are won back."""
    base = land.arm("base")
    assert facts.SOWING_FALL.of(base) == pytest.approx(HISTORIES * [0.3])
    assert facts.SOWING_RECOVERY.of(base) == pytest.approx(HISTORIES * [0.2])
    assert facts.SOWING_TURNS.row(base).inside


def test_retreat_after_rising_by_hand(land: Evidence) -> None:
    """The peak is in February, the retreat in March 1921: one month after it, and in the month on record."""
    base = land.arm("base")
    assert facts.RETREAT_AFTER_RISING.of(base).tolist() == HISTORIES * [1]
    row = FIRST_RETREAT.row(base)
    assert row is not None
    assert (row.median, row.observed, row.inside) == ("1921-03", "1921-03", True)


def test_nobody_gives_way(land: Evidence, tmp_path: Path) -> None:
    """Where nobody gives way the sentence says so with the threat, and the fact is missed with its reason."""
    stubborn = land.arm("no_concession")
    assert np.isnan(facts.RETREAT_AFTER_RISING.of(stubborn)).all()
    assert facts.RETREATED.of(stubborn).tolist() == HISTORIES * [0]
    row = facts.RETREAT_FOLLOWS_RISING.row(stubborn)
    assert not row.inside
    assert "likely reason" in row.note
    quiet = evidence(tmp_path / "quiet", {"base": arrays() | {"concessions": constant(0.0)}})
    assert "highest threat" in CHAPTERS[5].make(quiet).sentence


def test_1930_by_hand(land: Evidence) -> None:
    """90 of 11 x 10 + 90; the last four months mean 10 of 90; on record 6528 of 13 754 in March."""
    base = land.arm("base")
    assert facts.PEAK_OF_1930.of(base) == pytest.approx(HISTORIES * [90 / 200])
    assert facts.LATE_1930.of(base) == pytest.approx(HISTORIES * [1 / 9])
    assert facts.UNREST_BREAKS.row(base).inside
    assert facts.PEAK_OF_1930.observed is not None
    assert facts.PEAK_OF_1930.observed.value == pytest.approx(6528 / 13754)


def test_the_farm_year(land: Evidence) -> None:
    """15 taken of a harvest of 60."""
    assert taken(1931)(land.arm("base")).tolist() == HISTORIES * [15]
    assert taken(1931, of_harvest=True)(land.arm("base")).tolist() == HISTORIES * [0.25]


def test_a_number_on_record() -> None:
    """Procurement of the farm year 1931-32 was 22.8 million tonnes; what is not on record is refused."""
    found = on_record("observed_grain.csv", "grain_procurement", "1931-07", estimate="official")
    assert found.value == 22.8
    with pytest.raises(LookupError, match="no number of grain_procurement"):
        on_record("observed_grain.csv", "grain_procurement", "1800")
    assert recorded_as(facts.SOWING_RECOVERY) == "16.0\u00a0%"
    assert recorded_as(facts.SOWING_FALL) == "none"


def test_what_is_missing_leaves_the_chapter_out(tmp_path: Path) -> None:
    """Without the rising there is no chapter on revolt, and the reason names it."""
    less = arrays()
    del less["rising"]
    with pytest.raises(LeftOut, match="did not record rising"):
        CHAPTERS[5].make(evidence(tmp_path, {"base": less}))


def test_an_absent_arm_is_told(land: Evidence) -> None:
    """The folder has no half of the concession: the section says so and goes on."""
    assert any("half_concession" in note for note in CHAPTERS[5].make(land).notes)
