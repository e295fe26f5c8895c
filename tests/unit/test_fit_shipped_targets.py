"""The shipped targets: derived, complete, and the numbers that the reports hold against histories."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import whowhom as ww
from whowhom.fit.error_model import errors
from whowhom.fit.summaries import usable
from whowhom.fit.targets import Target, account, accounts
from whowhom.fit.targets_file import read_targets
from whowhom.measures.recording import layout_of_model
from whowhom.measures.statistics import STATISTICS
from whowhom.report import soviet_facts_land as land
from whowhom.report import soviet_facts_party as party
from whowhom.report import soviet_record as record
from whowhom.report.observed import Datum
from whowhom.report.soviet_fates import SIX, YEARS, count_on_record, exposure_on_record
from whowhom.report.soviet_force import counted
from whowhom.report.soviet_land import FIRST_RETREAT, HUNGER_1921, REQUISITION
from whowhom.report.soviet_power import first_party_closed
from whowhom.report.soviet_reversal import ANIMALS, REVERSAL
from whowhom.report.soviet_struggle import LEFT_1926, LEFT_1929
from whowhom.report.soviet_voices import OF_THE_FOUR, PUNISHED
from whowhom.spec.errors import ModelError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def rows() -> dict[str, Target]:
    """The targets of the whole system, every account, by name."""
    return {one.name: one for one in read_targets(ww.read("soviet"))}


def test_the_shipped_targets_are_what_the_script_derives() -> None:
    script = str(ROOT / "scripts" / "data_targets.py")
    answer = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_script_stops_where_tables_disagree(tmp_path: Path) -> None:
    """One seat more in one of the three tables that have it: nothing is derived."""
    code = (
        "import sys, shutil; from pathlib import Path; sys.path.insert(0, sys.argv[1]); "
        "import data_targets as d; to = Path(sys.argv[2]); "
        "shutil.copytree(d.DATA, to, dirs_exist_ok=True); d.target_tables(to); "
        "file = to / 'soviet' / 'congresses.csv'; text = file.read_text(); assert ',63,43,' in text; "
        "file.write_text(text.replace(',63,43,', ',64,43,')); d.target_tables(to)"
    )
    arguments = [sys.executable, "-c", code, str(ROOT / "scripts"), str(tmp_path)]
    answer = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert answer.returncode != 0
    assert "size at congress 14: 64 in one table, 63 in another" in answer.stderr


def test_every_scenario_uses_its_rows(rows: dict[str, Target]) -> None:
    """The flagship has them all; the party 27, as its report compares; an account has each question once."""
    flagship = usable(tuple(rows.values()), layout_of_model(ww.build(ww.read("soviet"))))
    assert flagship.left_out == ()
    assert {one.system for one in flagship.targets} == {3, 4, 5, 7, 8, 9, 10, 11, 12}
    part = usable(tuple(rows.values()), layout_of_model(ww.build(ww.read("soviet_party"))))
    assert len(part.targets) == 27
    assert accounts(part.targets) == ("main", "opposition_claim")
    for name in accounts(flagship.targets):
        chosen = account(flagship.targets, name)
        asked = Counter((one.recorded, one.statistic, one.start, one.end) for one in chosen)
        assert max(asked.values()) == 1
        assert (errors(chosen) > 0).all()
    assert {one.statistic for one in rows.values()} <= set(STATISTICS)


def test_each_pope_has_his_own() -> None:
    """What a pope made is told of him alone; of the last there is nothing on record yet."""
    scenario = ww.read("conclave")
    for arm, names in (("benedict", 4), ("no_deaths", 23)):
        edited = scenario.edit(arm)
        found = usable(read_targets(edited), layout_of_model(ww.build(edited)))
        assert (len(found.targets), found.left_out) == (names, ())
    with pytest.raises(ModelError, match="found no targets"):
        read_targets(scenario.edit("leo"))


def same(found: Target, expected: Datum | None, times: float = 1.0) -> None:
    """Hold a target against a number of the report; what rests on recalled rows is recalled in both."""
    assert expected is not None
    assert found.value == pytest.approx(expected.value * times, rel=1e-5), found.name
    recalled = expected.status.endswith("recalled") or expected.status == "claimed"
    assert (found.status == "recalled") == recalled, found.name


def test_the_party_is_held_against_what_its_report_compares(rows: dict[str, Target]) -> None:
    congresses = {1922: 11, 1923: 12, 1924: 13, 1925: 14, 1927: 15, 1930: 16, 1934: 17}
    sizes = {1922: 27, 1923: 40, 1924: 53, 1925: 63, 1927: 71, 1930: 71, 1934: 71}  # the official counts
    for year, number in congresses.items():
        assert rows[f"committee_size_{year}"].value == sizes[year]
        same(rows[f"committee_dropped_{year}"], record.dropped()[number])
        if number > 11:
            person, held = record.secretaries()[number]
            one = rows[f"secretary_{year}"]
            assert (one.recorded, one.start, one.value) == (f"secretary={person}", held.month, 1.0)
    same(rows["appointed_from_above_1923"], record.appointed_from_above())
    same(rows["moscow_members_1923"], record.members_of_both_kinds())
    tiers = {item.name: item.datum for item in record.funnel()}
    same(rows["moscow_districts_1924"], tiers["district delegates"])
    same(rows["moscow_province_1924"], tiers["province vote"])
    same(rows["moscow_province_1924.opposition_claim"], tiers["province delegates"])
    same(rows["conference_1924"], tiers["national conference"])
    same(rows["delegates_for_line_1925"], next(v.datum for v in record.votes() if v.name == "congress_1925"))
    same(rows["partners_dropped_1939"], _as_recalled())
    same(rows["trotsky_leaves_politburo_1926"], LEFT_1926)
    same(rows["bukharin_leaves_politburo_1929"], LEFT_1929)


def _as_recalled() -> Datum:
    """The report calls the share of partners computed; most of the rolls below it are recalled."""
    found = party.PARTNERS_TARGETED.observed
    assert found is not None
    return Datum(found.date, found.value, "recalled", found.sources)


def test_the_whole_system_is_held_against_what_its_report_compares(rows: dict[str, Target]) -> None:
    same(rows["first_party_closed_1917"], first_party_closed())
    same(rows["first_retreat_1921"], FIRST_RETREAT.observed)
    same(rows["famine_deaths_1923"], HUNGER_1921.observed, 1e6)
    same(rows["petition_names_1968"], OF_THE_FOUR.observed)
    same(rows["signers_punished_1968"], PUNISHED.observed)
    labelled = {item.label: item.observed for item in (*REQUISITION.measures, *REVERSAL.measures)}
    same(rows["grain_taken_1921"], labelled["grain taken in the farm year 1920-21, million tonnes"])
    same(rows["grain_taken_1932"], labelled["grain taken in the farm year 1931-32, million tonnes"])
    same(rows["famine_deaths_1934"], labelled["deaths by hunger and violence, 1931-34, million"], 1e6)
    same(rows["unrest_peak_1930"], land.PEAK_OF_1930.observed)
    same(rows["unrest_autumn_1930"], land.LATE_1930.observed)
    assert ANIMALS.observed is not None
    assert rows["draught_animals_1933"].value == pytest.approx(ANIMALS.observed.value, rel=1e-5)
    for year in YEARS:
        same(rows[f"old_members_{year}"], count_on_record((2,), year))
    exposed = [rows[f"put_out_{name}_1939"].value for name in SIX]
    assert sum(exposed) / 6 == exposure_on_record().value


def test_series_are_held_against_what_the_report_draws(rows: dict[str, Target]) -> None:
    """Each tested point of a panel is a row: two of the land, four of the reversal, sentences by the year."""
    for series, recorded in (
        ("political_convictions", "sentenced"),
        ("political_death_sentences", "sentenced_to_death"),
    ):
        for year in range(1921, 1953):
            same(rows[f"{recorded}_{year}"], counted(series, year, year)[0])
    drawn = 0
    for panel in (*REQUISITION.panels, *REVERSAL.panels):
        first, last = panel.period or ("1917", "1970")
        for series in (item for item in panel.series if item.tested):
            for start, _, point in series.data():
                if not first[:4] < point.date[:4] <= last[:4]:
                    continue
                found = [
                    one
                    for one in rows.values()
                    if one.rival == "main" and one.recorded == panel.recorded
                    if one.value == pytest.approx(point.value, rel=1e-5)
                ]
                assert found, (series.label, start)
                drawn += 1
    # Index of sowing 5, yearbook 7, collectives 16, horses 5, later harvests 13.
    assert drawn == 46
