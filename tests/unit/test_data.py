"""The shipped data: honesty columns, citation keys, published answers, and nothing from after the start."""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).resolve().parents[2] / "src" / "whowhom" / "data"
FILES = sorted(p.relative_to(DATA).as_posix() for p in DATA.rglob("*.csv") if p.parent.name != "fitted")
STATUSES = {"sourced", "recalled", "computed"}
LONG_DATE = re.compile(r"\b(19|20)\d\d-\d\d-\d\d\b")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="ascii", newline="") as handle:
        return list(csv.DictReader(handle))


def bibliography() -> dict[str, str]:
    entries = re.findall(r"(?m)^@\w+\{(\w+), (.*)\}$", (DATA / "sources.bib").read_text(encoding="ascii"))
    keys = [key for key, _ in entries]
    assert len(keys) == len(set(keys)), "a key is defined twice"
    return dict(entries)


def eightieth(born: str) -> dt.date:
    year, month, day = (int(p) for p in born.split("-"))
    return dt.date(year + 80, 3, 1) if (month, day) == (2, 29) else dt.date(year + 80, month, day)


def test_every_file_is_listed_with_its_counts() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"(?m)^\| (\S+\.csv) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", readme)
    assert sorted(name for name, *_ in listed) == FILES
    for name, *numbers in listed:
        counts = Counter(r["status"] for r in rows(name))
        expected = [sum(counts.values()), counts["sourced"], counts["recalled"], counts["computed"]]
        assert [int(n) for n in numbers] == expected, name


@pytest.mark.parametrize("name", FILES)
def test_honesty_columns_and_keys(name: str) -> None:
    known = bibliography()
    table = rows(name)
    assert table
    for row in table:
        assert row["status"] in STATUSES
        assert row["source"]
        assert None not in row.values(), "a row is shorter than the header"
        keys = row["source_key"].split("|")
        assert keys
        assert set(keys) <= set(known), row["source_key"]
        assert "note" in row


def test_bibliography_entries_are_complete() -> None:
    known = bibliography()
    for key, body in known.items():
        assert "title = {" in body, key
        assert re.search(r"year = \{\d{4}\}", body), key
        assert body.count("{") == body.count("}"), key
    assert {"galam_1986", "daniels_1966", "svolik_2012", "widynski_2020", "udg_1996"} <= set(known)


def test_no_machine_paths() -> None:
    for path in (p for p in DATA.rglob("*") if p.is_file() and p.suffix in {".csv", ".md", ".bib"}):
        assert not re.search(r"/(work|home|tmp|root|usr)/", path.read_text(encoding="utf-8")), path.name


# Published answers: questions C6, C9 and C12 of the conclave question list.
@pytest.mark.parametrize(
    ("year", "pope", "others", "majority", "two_thirds"),
    [
        ("2005", "Benedict XVI", 113, "2012-07-26", "2014-08-23"),  # C9
        ("2013", "Francis", 114, "2019-10-15", "2023-06-02"),  # C6
        ("2025", "Leo XIV", 134, "2034-02-05", "2038-11-29"),  # C12
    ],
)
def test_rule_only_dates(year: str, pope: str, others: int, majority: str, two_thirds: str) -> None:
    people = rows(f"conclave/electors_{year}.csv")
    electors = [r for r in people if r["body"] == "electors"]
    assert len(electors) == others
    leaving = sorted(eightieth(r["born"]) for r in electors)
    for target, allowed, expected in (("majority", 59, majority), ("two_thirds", 40, two_thirds)):
        date = min(d for d in leaving if sum(x > d for x in leaving) <= allowed)
        assert date.isoformat() == expected
        (row,) = [r for r in rows("conclave/rule_dates.csv") if (r["pope"], r["target"]) == (pope, target)]
        assert (row["date"], row["month"]) == (expected, expected[:7])
        assert int(row["others_allowed"]) == allowed
        assert int(row["others_left"]) <= allowed


@pytest.mark.parametrize("year", ["2005", "2013", "2025"])
def test_electors_know_no_outcome(year: str) -> None:
    people = rows(f"conclave/electors_{year}.csv")
    assert " ".join(people[0]) == "name born patron alive body source status source_key note"
    names = [r["name"] for r in people]
    assert len(names) == len(set(names))
    popes = [r for r in people if r["body"] == "pope"]
    assert len(popes) == 1
    for row in people:
        assert dt.date.fromisoformat(row["born"]) < dt.date(1990, 1, 1)
        assert (row["alive"] == "true") == (row["body"] in {"electors", "pope"})
        assert not LONG_DATE.search(row["note"])
        if row["body"] == "electors":
            assert row["patron"] in names
    assert all(r["name"] != popes[0]["name"] or r["body"] == "pope" for r in people)


def test_francis_is_the_pope_of_2013() -> None:
    (pope,) = [r for r in rows("conclave/electors_2013.csv") if r["body"] == "pope"]
    assert (pope["name"], pope["born"], pope["patron"]) == ("Francis", "1936-12-17", "John Paul II")
    patrons = Counter(r["patron"] for r in rows("conclave/electors_2013.csv") if r["body"] == "electors")
    assert patrons == {"Benedict XVI": 67, "John Paul II": 47}


def test_observed_series_of_the_college() -> None:
    table = rows("conclave/observed.csv")
    shares = {r["date"]: r for r in table if r["series"] == "francis_share"}
    assert len(shares) == 8
    for row in shares.values():
        assert float(row["share"]) == pytest.approx(
            int(row["francis_electors"]) / int(row["electors"]), abs=1e-4
        )
    assert float(shares["2019-10-05"]["share"]) > 0.5 > float(shares["2018-06-29"]["share"])
    alive = [(r["date"], int(r["alive_any_age"])) for r in table if r["alive_any_age"]]
    assert alive[0] == ("2013-03-13", 114)
    assert dict(alive)["2025-04-21"] == 85  # question C8
    assert all(b[1] <= a[1] for a, b in pairwise(alive))
    true = {(r["start"], r["event"]): r["date"] for r in rows("conclave/events.csv")}
    assert true["2013", "majority"] == "2019-10-05"
    assert true["2013", "two_thirds"] == "2023-06-02"
    assert true["2005", "two_thirds"] == ""
    assert true["2005", "majority_actual_deaths_120_seats"] == "2012-05-17"  # question C10


def test_conclaves_are_twelve() -> None:
    table = rows("conclave/conclaves.csv")
    assert len(table) == 12
    alone = [r["conclave"] for r in table if int(r["created_by_late_pope"]) >= int(r["votes_needed"])]
    assert alone == ["1878", "1903", "1914", "1939", "1958", "1978-08", "2005", "2025"]  # question C2
    assert [r["date"] for r in rows("conclave/consistories.csv") if r["pope"] == "Francis"] == [
        "2014-02-22", "2015-02-14", "2016-11-19", "2017-06-28", "2018-06-28",
        "2019-10-05", "2020-11-28", "2022-08-27", "2023-09-30", "2024-12-07",
    ]  # fmt: skip
    ages = rows("conclave/age_at_creation.csv")
    assert {r["pope"] for r in ages if r["used_for"] == "2013"} == {"John Paul II", "Benedict XVI"}


@pytest.mark.parametrize("fit", rows("mortality/gompertz.csv"), ids=lambda r: r["table"])
def test_mortality_tables_are_their_fit(fit: dict[str, str]) -> None:
    if fit["table"] == "party_elite_free_slope":
        assert fit["slope_fixed"] == "0"
        return
    table = rows(f"mortality/{fit['table']}.csv")
    low, high = int(fit["age_from"]), int(fit["age_to"])
    age, exposure, deaths, raw, q, q_low, q_high = (
        np.array([float(r[c] or "nan") for r in table])
        for c in ("age", "exposure_years", "deaths", "q_raw", "q", "q_low", "q_high")
    )
    seen = ~np.isnan(raw)
    np.testing.assert_allclose(raw[seen], 1 - np.exp(-deaths[seen] / exposure[seen]), rtol=0.02, atol=1e-3)
    x = age + 0.5 - float(fit["centre_age"])
    hazard = np.exp(float(fit["level"]) + float(fit["slope"]) * x)
    np.testing.assert_allclose(q, 1 - np.exp(-hazard), atol=2e-6)
    variance = (
        float(fit["level_se"]) ** 2 + 2 * float(fit["covariance"]) * x + (float(fit["slope_se"]) * x) ** 2
    )
    wide = 1 - np.exp(-hazard * np.exp(1.959964 * np.sqrt(variance)))
    np.testing.assert_allclose(q_high, wide, rtol=1e-3, atol=2e-6)
    assert np.all(q_low < q)
    assert np.all(np.diff(q) > 0)
    assert np.all(q < 1)
    inside = (age >= low) & (age <= high)
    assert deaths[inside].sum() == int(fit["deaths"])
    assert exposure[inside].sum() == pytest.approx(float(fit["exposure_years"]), abs=0.5)
    if not fit["trend_per_year"]:  # the likelihood equations of a pooled fit
        residual = deaths[inside] - exposure[inside] * hazard[inside]
        assert abs(residual.sum()) < 0.01 * deaths[inside].sum()
        if fit["slope_fixed"] == "0":
            assert abs((residual * x[inside]).sum()) < 1.0


def test_mortality_windows_and_checks() -> None:
    fits = {r["table"]: r for r in rows("mortality/gompertz.csv")}
    assert fits["cardinals"]["window_end"] < "2013-03-13"
    assert fits["cardinals_2005"]["window_end"] < "2005-04-19"
    assert {t for t, r in fits.items() if r["in_sample"] == "1"} == {"party_elite", "party_elite_free_slope"}
    assert fits["party_elite"]["slope"] == fits["cardinals"]["slope"]
    checks = [r for r in rows("mortality/checks.csv") if r["check"] == "survivors_out_of_sample"]
    assert {r["observed"] for r in checks} == {"85"}
    fit, people = fits["cardinals"], rows("conclave/electors_2013.csv")
    start, years = dt.date(2013, 3, 13), (dt.date(2025, 4, 21) - dt.date(2013, 3, 13)).days / 365.25
    level, slope, centre = (float(fit[c]) for c in ("level", "slope", "centre_age"))
    alive = 0.0
    for row in people:
        if row["body"] == "electors":
            age = (start - dt.date.fromisoformat(row["born"])).days / 365.25
            alive += math.exp(-math.exp(level + slope * (age - centre)) * math.expm1(slope * years) / slope)
    assert alive == pytest.approx(float(checks[0]["expected"]), abs=0.05)


def test_people_of_1921_know_no_outcome() -> None:
    people = {r["name"]: r for r in rows("soviet/people.csv")}
    assert len(people) == 64
    for gone in ("Sverdlov Ya.M.", "Uritsky M.S.", "Shaumyan S.G."):
        assert gone not in people
    bodies = Counter(b for r in people.values() for b in r["body"].split("|"))
    sizes = {"central_committee": 25, "candidate": 15, "politburo": 5, "secretariat": 3, "orgburo": 7}
    assert {b: bodies[b] for b in sizes} == sizes
    columns = set(next(iter(people.values())))
    assert not any(re.search("death|died|cause|expel|later|role|opposition", c) for c in columns)
    for row in people.values():
        text = row["note"] + row["platform_document"]
        assert all(int(y) <= 1921 for y in re.findall(r"\b19\d\d\b", text)), row["name"]
        assert 1860 < int(row["born"]) < 1900


def test_named_positions_of_1921() -> None:
    people = {r["name"]: r for r in rows("soviet/people.csv")}
    platforms = Counter(r["platform_1921"] for r in people.values())
    assert platforms["platform_of_ten"] == 9
    assert platforms["trotsky_bukharin"] == 8
    centralists = [n for n, r in people.items() if r["platform_1921"] == "democratic_centralist"]
    assert centralists == ["Bubnov A.S.", "Osinsky V.V."]
    brest = Counter(r["brest_1918"] for r in people.values())
    assert (brest["1"], brest["-1"], brest["0"]) == (6, 3, 4)  # of 7, 4 and 4; two had died
    resigned = ["Kamenev L.B.", "Milyutin V.P.", "Nogin V.P.", "Rykov A.I.", "Zinoviev G.E."]
    assert [n for n, r in people.items() if r["coalition_1917"] == "1"] == resigned
    assert [n for n, r in people.items() if r["insurrection_1917"] == "-1"] == [resigned[0], resigned[-1]]
    ballots = [r for r in people.values() if r["tenth_votes"]]
    assert len(ballots) == 26
    assert people["Krestinsky N.N."]["tenth_votes"] == "161"
    assert people["Krestinsky N.N."]["body"] == ""


def test_committee_turnover_adds_up() -> None:
    table = rows("soviet/observed_committee.csv")
    assert [r["congress"] for r in table] == [str(n) for n in range(10, 18)]
    for row in table:
        listed, previous = int(row["listed_full"]), int(row["previous_listed"])
        dropped, new = int(row["dropped"]), int(row["new_members"])
        assert listed == previous - dropped + new
        assert dropped == int(row["dropped_dead"]) + int(row["dropped_living"])
        assert float(row["dropped_share"]) == pytest.approx(dropped / previous, abs=1e-4)
        assert int(row["first_time_members"]) <= new
    assert all(a["listed_full"] == b["previous_listed"] for a, b in pairwise(table))
    sizes = {r["congress"]: int(r["cc_full_elected"]) for r in rows("soviet/congresses.csv")}
    assert all(int(r["official_full"]) == sizes[r["congress"]] for r in table)


def test_offices_votes_and_funnel() -> None:
    offices = rows("soviet/observed_offices.csv")
    leaders = {r["congress"]: r["person"] for r in offices if r["body"] == "leader"}
    assert leaders == {"10": "Molotov V.M."} | {str(n): "Stalin I.V." for n in range(11, 18)}
    votes: dict[str, list[int]] = {}
    for row in rows("soviet/votes_1921_1927.csv"):
        votes.setdefault(row["vote"], []).append(int(row["votes"]))
    assert votes == {
        "platforms_1921": [336, 50, 18, 2],
        "plenum_1923": [102, 2, 10],
        "congress_1925": [559, 65, 41],
        "meetings_1927": [724066, 4120, 2676],
    }
    funnel = {r["tier"]: r for r in rows("soviet/funnel_1923.csv")}
    assert len(funnel) == 8
    for row in funnel.values():
        if row["total"]:
            share = int(row["opposition"]) / int(row["total"])
            assert float(row["share"]) == pytest.approx(share, abs=1e-4)
    claims = {float(r["share"]) for r in funnel.values() if r["claimed_by"] == "opposition"}
    assert claims == {0.36, 0.18}
    assert (funnel["3 province vote"]["opposition"], funnel["3 province vote"]["total"]) == ("61", "386")
    assert (funnel["4 national conference"]["opposition"], funnel["4 national conference"]["total"]) == (
        "3",
        "128",
    )


def test_appointment_rates_and_ages() -> None:
    posts = {r["metric"]: r for r in rows("soviet/appointments.csv")}
    moved = posts["gubkom_secretaries_moved_between_12th_and_13th_congress"]
    months = (dt.date(1924, 5, 31) - dt.date(1923, 4, 25)).days / 30.4375
    assert moved["value"] == "66"
    assert float(moved["value_per_month"]) == pytest.approx(-math.log(1 - 66 / 108) / months, abs=1e-5)
    assert all(bool(r["value_per_month"]) == bool(r["derivation"]) for r in posts.values())
    ages = rows("soviet/ages.csv")
    names = {r["name"] for r in rows("soviet/people.csv") if int(r["committee_seats"]) > 0}
    assert sum(int(r["count"]) for r in ages) >= len(names)
    assert all(20 < int(r["age_years"]) < 60 for r in ages)
    assert {r["date"][:4] for r in rows("soviet/membership.csv")} == {str(y) for y in range(1921, 1935)}
    assert all("1921" <= r["date"] < "1935" for r in rows("soviet/events.csv"))
