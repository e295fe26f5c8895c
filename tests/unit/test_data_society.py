"""The shipped data of the whole system: published sums, shares that add up, nothing from after the eve."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

SOVIET = Path(__file__).resolve().parents[2] / "src" / "whowhom" / "data" / "soviet"
LONG = "date_start date_end series item estimate value low high unit territory source status source_key note"
SERIES = [
    *("seizure", "mandate", "grain", "plans", "unrest", "empire", "collectivisation"),
    *("repression", "party", "dissent", "campaign", "reputation"),
]


def rows(name: str) -> list[dict[str, str]]:
    with (SOVIET / f"{name}.csv").open(encoding="ascii", newline="") as handle:
        return list(csv.DictReader(handle))


def number(name: str) -> float:
    (row,) = [r for r in rows("constants") if r["name"] == name]
    return float(row["value"])


def test_people_of_1917_know_no_outcome() -> None:
    people = {r["name"]: r for r in rows("elite_1917")}
    assert len(people) == len(rows("elite_1917"))
    assert sum(r["body"] == "central_committee" for r in people.values()) == 21  # congress 6, official size
    for row in people.values():
        assert 0 <= float(row["prestige"]) <= 1
        assert all(int(y) <= 1917 for y in re.findall(r"\b1[89]\d\d\b", row["note"])), row["name"]
        assert (row["market"], row["toleration"], row["world"]) == ("", "", "")
    columns = set(next(iter(people.values())))
    assert not any(re.search("death|died|cause|expel|later|role|opposition", c) for c in columns)
    for later in ("Rakovsky Kh.G.", "Zavenyagin A.P.", "Brezhnev L.I.", "Khrushchev N.S."):
        assert later not in people


def test_vote_of_october_and_prestige() -> None:
    people = {r["name"]: r for r in rows("elite_1917")}
    votes = Counter(r["platform"] for r in people.values())
    assert (votes["-1"], votes["1"]) == (10, 2)  # the count of 23 October 1917
    assert {n for n, r in people.items() if r["platform"] == "1"} == {"Kamenev L.B.", "Zinoviev G.E."}
    # both committees and 97 of 109 ballots; one committee and 131 of 134; August alone
    expected = {
        "Stalin I.V.": (1 + 97 / 109) / 2,
        "Trotsky L.D.": (1 / 2 + 131 / 134) / 2,
        "Rykov A.I.": 1 / 4,
    }
    for name, prestige in expected.items():
        assert float(people[name]["prestige"]) == pytest.approx(prestige, abs=5e-4)


def test_regions_add_up_to_the_country() -> None:
    table = rows("regions")
    assert len(table) == 24
    assert [r["name"] for r in table if r["capital"] == "1"] == ["Petrograd city", "Moscow city"]
    parties = ("bolshevik", "socialist_revolutionary", "menshevik", "kadet", "other")
    for row in table:
        shares = [float(row[p]) for p in parties if row[p]]
        assert min(shares) >= 0
        assert sum(shares) == pytest.approx(1, abs=5e-4)
        assert row["grain_role"] in ("surplus", "deficit")
    # count A (45,879,381) less count C (36,262,560), and the seven regions of count C (31,894,300)
    assert sum(float(r["votes_cast"]) for r in table) == pytest.approx(41_511_121, abs=24)
    # Bolshevik votes of the seven regions (7,352,400) and count A less count C (10,671,387 - 9,023,963)
    won = sum(float(r["votes_cast"]) * float(r["bolshevik"]) for r in table)
    assert won == pytest.approx(7_352_400 + 1_647_424, rel=1e-3)
    assert sum(float(r["workers_thousand"]) for r in table) == pytest.approx(3024, abs=12)
    assert sum(float(r["peasants_thousand"]) for r in table) == pytest.approx(113_600, abs=12)
    assert sum(float(r["grain_share"]) for r in table) == pytest.approx(1, abs=2e-3)
    # Army and navy as the same table adds them up: 4,364,500 voters, 1,671,300 of them for one party.
    army = [(float(r["soldiers_thousand"]), float(r["soldiers_bolshevik"])) for r in table]
    assert sum(voted for voted, _ in army) == pytest.approx(4364.5, abs=0.5)
    assert sum(voted * share for voted, share in army) == pytest.approx(1671.3, abs=0.5)


def test_regions_meet_the_observed_series() -> None:
    unrest = [r for r in rows("observed_unrest") if r["series"] == "mass_disturbances"]
    year = {r["territory"]: int(r["value"]) for r in unrest if r["estimate"] == "OGPU"
            and (r["date_start"], r["date_end"]) == ("1930-01-01", "1930-12-31")}  # fmt: skip
    names = [r["unrest_region"] for r in rows("regions") if r["unrest_region"]]
    assert len(names) == 22
    assert sum(year[n] for n in names) == year["USSR"] == 13_754  # Viola, table 5.3
    sown = {r["territory"] for r in rows("observed_grain") if r["series"] == "sown_area_grain_index"}
    assert {r["sowing_region"] for r in rows("regions")} - {""} == sown - {"European Russia"}


def test_delegates_and_their_wishes() -> None:
    answers = {r["answer"]: r for r in rows("questionnaire_1917")}
    assert float(answers["all_power_to_the_soviets"]["share"]) == pytest.approx(0.754, abs=5e-4)
    named = [int(r["delegates"]) for n, r in answers.items() if n != "all_other_answers_together"]
    assert sum(named) == 667  # 3 of the 670 forms are not in the breakdown
    table = rows("parties_1917")
    pipes = [float(r["share"]) for r in table if r["count"] == "votes count B" and r["share"]]
    assert sum(pipes) == pytest.approx(1, abs=0.005)
    (first,) = [r for r in table if (r["count"], r["party"]) == ("delegates count opening", "bolsheviks")]
    assert float(first["share"]) == pytest.approx(390 / 649, abs=1e-4)


def test_constants_follow_from_the_series() -> None:
    assert number("grain_need_of_towns") == pytest.approx((68 * 0.26 - 10.9) / 28.4, abs=1e-6)
    assert number("garrison_of_the_capital") == (150_000 + 180_000) / 2
    # harvest (Mt) and grain land (Mha) of 1922-28, read from the table of the data by hand
    harvest = np.array([50.3, 56.6, 51.4, 72.5, 76.8, 72.3, 73.3])
    land = np.array([66.2, 78.6, 82.9, 87.3, 93.7, 94.7, 92.2])
    assert number("yield_spread") == pytest.approx(float(np.std(np.log(harvest / land), ddof=1)), rel=1e-5)
    for row in rows("constants"):
        assert "e" not in row["value"]
        if row["low"] and row["high"]:
            assert float(row["low"]) <= float(row["value"]) <= float(row["high"]), row["name"]
    assert len({r["name"] for r in rows("constants")}) == len(rows("constants"))


@pytest.mark.parametrize("name", SERIES)
def test_long_layout(name: str) -> None:
    table = rows(f"observed_{name}")
    assert " ".join(table[0]) == LONG
    seen = Counter(tuple(r.values()) for r in table)
    assert max(seen.values()) == 1, "a row stands twice"
    for row in table:
        ends = [float(row[c]) for c in ("low", "value", "high") if row[c]]
        assert ends == sorted(ends)
        assert bool(ends) or row["unit"] == "event"
        assert row["date_start"] <= row["date_end"]


def test_published_sums_of_the_series() -> None:
    repression = rows("observed_repression")
    for series, total in (("political_convictions", 4_051_903), ("political_death_sentences", 799_267)):
        yearly = [float(r["value"]) for r in repression if r["series"] == series
                  and r["estimate"].startswith("MVD first") and r["date_start"][:4] == r["date_end"][:4]
                  and r["date_start"] < "1953"]  # fmt: skip
        assert (len(yearly), sum(yearly)) == (32, total), series  # Kurashvili; one printed year is off by 10
    taken = [
        r for r in rows("observed_seizure") if (r["series"], r["item"]) == ("point_taken", "Winter Palace")
    ]
    assert float(taken[0]["value"]) == pytest.approx(48 + 2 + 4 / 60, abs=0.01)  # 8 November, 02:04
    empire = {tuple(r.values()) for r in rows("observed_empire")}
    assert empire < {tuple(r.values()) for r in rows("observed_unrest")}


def test_offices_and_fates() -> None:
    offices = rows("observed_politburo")
    assert {int(r["congress"]) for r in offices} == set(range(6, 25)) - {
        7,
        21,
    }  # 21 elected nobody
    full = Counter(int(r["congress"]) for r in offices if r["body"] == "politburo_full")
    assert (full[19], full[23], full[24]) == (25, 11, 15)
    fates = {r["person"]: r for r in rows("observed_fates")}
    assert set(r["name"] for r in rows("elite_1917")) <= set(fates)
    assert fates["Trotsky L.D."]["death_year"] == "1940"
    for row in fates.values():
        tags, years = (row[c].split("|") for c in ("opposition", "opposition_years"))
        assert len(tags) == len(years)
        assert all(re.fullmatch(r"(19\d\d)?", y) for y in years)
        assert row["first_opposition_year"] == min(years)
    moments = rows("observed_timeline")
    assert [r["date"] for r in moments] == sorted(r["date"] for r in moments)
