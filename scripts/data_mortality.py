"""Mortality by age, without sex, from the recorded lives of cardinals and of party leaders."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import numpy as np
from data_common import Row, Table, day, read_rows, years_between
from data_gompertz import (
    Fit,
    Life,
    Z,
    clip,
    expected_deaths,
    exposures,
    fit_gompertz,
    fit_with_trend,
    predicted_survivors,
)

FIT_AGES = (45, 100)
PARTY_AGES = (20, 100)
TABLE_AGES = range(20, 111)
CARDINAL_SOURCE = (
    "computed from electors.csv (konklave2025, github sklinkusch/konklave2025, MIT, "
    "after Wikipedia); Gompertz"
)
POOLED = "all years pooled, no trend in time"
TRENDED = "log-linear trend in calendar time, level of the last day, constant afterwards"
PARTY_SOURCE = (
    "computed from elite_membership.csv and elite_persons.csv, recalled rolls and biographies "
    "(Goriachev, TsK KPSS 2005; Zalesskii, Imperiia Stalina 2000); Gompertz"
)


def table_rows(fit: Fit, lives: list[Life], source: str, note: str) -> list[Row]:
    """Yearly death probabilities by age with 95 % delta intervals."""
    years, deaths = exposures(lives)
    ages = np.array(TABLE_AGES)
    log, error = fit.log_hazard(ages + 0.5)
    rows: list[Row] = []
    for i, age in enumerate(TABLE_AGES):
        q, low, high = (1 - np.exp(-np.exp(log[i] + z * error[i])) for z in (0.0, -Z, Z))
        raw = 1 - np.exp(-deaths[age] / years[age]) if years[age] > 0 else None
        inside = fit.ages[0] <= age <= fit.ages[1] and years[age] > 0
        rows.append(
            {
                "age": str(age),
                "exposure_years": f"{years[age]:.2f}",
                "deaths": f"{deaths[age]:.0f}",
                "q_raw": "" if raw is None else f"{raw:.6f}",
                "q": f"{q:.6f}",
                "q_low": f"{low:.6f}",
                "q_high": f"{high:.6f}",
                "extrapolated": "0" if inside else "1",
                "source": source,
                "status": "computed",
                "note": note,
            }
        )
    return rows


def gompertz_row(fit: Fit, source: str, in_sample: str, note: str) -> Row:
    """One line of the table of fitted numbers."""
    return {
        "table": fit.table,
        "centre_age": f"{fit.centre:g}",
        "level": f"{fit.level:.8f}",
        "level_se": f"{fit.covariance[0, 0] ** 0.5:.8f}",
        "slope": f"{fit.slope:.8f}",
        "slope_se": f"{fit.covariance[1, 1] ** 0.5:.8f}",
        "covariance": f"{fit.covariance[0, 1]:.10f}",
        "deaths": str(fit.deaths),
        "exposure_years": f"{fit.exposure:.1f}",
        "age_from": str(fit.ages[0]),
        "age_to": str(fit.ages[1]),
        "window_start": fit.window[0],
        "window_end": fit.window[1],
        "slope_fixed": "1" if fit.slope_fixed else "0",
        "trend_per_year": f"{fit.trend[0]:.6f}" if fit.trend else "",
        "trend_se": f"{fit.trend[1]:.6f}" if fit.trend else "",
        "in_sample": in_sample,
        "source": source,
        "status": "computed",
        "note": note,
    }


def check_row(check: str, group: str, expected: float, sd: float, found: int, note: str, source: str) -> Row:
    """One comparison of the fit with lives."""
    return {
        "check": check,
        "group": group,
        "expected": f"{expected:.2f}",
        "low": f"{expected - Z * sd:.1f}",
        "high": f"{expected + Z * sd:.1f}",
        "observed": str(found),
        "source": source,
        "status": "computed",
        "note": note,
    }


def cardinal_lives(folder: Path) -> tuple[list[Life], list[Row]]:
    """Lives of the electors, each from the end of the first conclave at which he is seen."""
    ends = {r["conclave"]: day(r["conclave_end"]) for r in read_rows(folder / "conclaves.csv")}
    rows = read_rows(folder / "electors.csv")
    far = dt.date(2026, 3, 22)
    lives = [
        Life(day(r["born"]), ends[r["first_seen"]], day(r["died"]) if r["died"] else far, r["died"] != "")
        for r in rows
    ]
    return lives, rows


def party_lives(folder: Path) -> tuple[list[Life], int]:
    """Lives of the people on the rolls of 1917-1934; deaths that were not natural only end the exposure."""
    persons = {r["person"]: r for r in read_rows(folder / "elite_persons.csv")}
    seen: dict[str, list[dt.date]] = {}
    for r in read_rows(folder / "elite_membership.csv"):
        if 6 <= int(r["congress_number"]) <= 17:
            seen.setdefault(r["person"], []).append(day(r["congress_date"]))
    lives: list[Life] = []
    dropped = 0
    for name, dates in sorted(seen.items()):
        person = persons.get(name)
        if person is None or not person["birth_year"]:
            dropped += 1
            continue
        if person["cause"] == "natural_or_suicide" and person["death_date"] < "1937":
            raise ValueError("decide how to count natural_or_suicide: none was in the window when written")
        died = day(person["death_date"]) if person["death_date"] else None
        leave = died or (max(dates) if not person["cause"] else dt.date(1937, 1, 1))
        natural = died is not None and person["cause"] == "natural"
        lives.append(Life(day(person["birth_year"]), min(dates), leave, natural))
    return lives, dropped


def cardinal_tables(folder: Path) -> tuple[list[Table], list[Row], list[Row], Fit]:
    """The cardinals' tables for each start date, pooled and with a trend, using only lives before it."""
    everyone, people = cardinal_lives(folder)
    tables: list[Table] = []
    fitted: list[Row] = []
    fits: dict[str, Fit] = {}
    for suffix, end in (("", "2013-03-13"), ("_2005", "2005-04-19"), ("_2025", "2025-05-08")):
        lives = clip(everyone, dt.date(1958, 10, 28), day(end))
        last = (day(end) - dt.timedelta(days=1)).isoformat()
        window = ("1958-10-28", last)
        pooled = fit_gompertz(f"cardinals{suffix}", lives, 75.0, FIT_AGES, window)
        trended = fit_with_trend(f"cardinals_trend{suffix}", lives, 75.0, FIT_AGES, window)
        for fit, how in ((pooled, POOLED), (trended, TRENDED)):
            note = f"lives seen 1958-10-28 to {last}; {how}"
            tables.append(
                Table(
                    f"mortality/{fit.table}.csv",
                    ("age", "exposure_years", "deaths", "q_raw", "q", "q_low", "q_high", "extrapolated"),
                    table_rows(fit, lives, CARDINAL_SOURCE, note),
                    f"yearly death probability by age, cardinals; {note}",
                )
            )
            missing = "a man counts from the conclave where he is first listed; the others are missing"
            fitted.append(gompertz_row(fit, CARDINAL_SOURCE, "0", f"{how}; {missing}"))
            fits[fit.table] = fit
    checks = cardinal_checks(fits["cardinals"], everyone, people)
    late = "added after the pooled table was seen to fail; no life after 2013-03-12 is used"
    checks += survivor_check(fits["cardinals_trend"], people, late)
    return tables, fitted, checks, fits["cardinals"]


def cardinal_checks(fit: Fit, everyone: list[Life], people: list[Row]) -> list[Row]:
    """Deaths inside the window by period, then the survivors outside it."""
    rows: list[Row] = []
    cuts = ("1958-10-28", "1978-10-16", "1992-01-01", "2005-04-19", "2013-03-13")
    for start, end in pairwise(cuts):
        mean, found = expected_deaths(fit, clip(everyone, day(start), day(end)))
        group = f"{start} to {end}"
        rows.append(
            check_row("deaths_in_sample", group, mean, mean**0.5, found, "trend in time", CARDINAL_SOURCE)
        )
    return rows + survivor_check(fit, people, "not tuned")


def survivor_check(fit: Fit, people: list[Row], note: str) -> list[Row]:
    """Out of sample: the 114 electors of 2013 up to the death of the pope they elected."""
    begin, end = dt.date(2013, 3, 13), dt.date(2025, 4, 21)
    group = [r for r in people if "2013" in r["attended"].split("|") and "Bergoglio" not in r["name"]]
    age = np.array([years_between(day(r["born"]), begin) for r in group])
    alive = sum(r["died"] == "" or day(r["died"]) > end for r in group)
    mean, sd = predicted_survivors(fit, age, years_between(begin, end))
    who = f"{len(group)} electors of 2013 at {end} by {fit.table}"
    text = f"out of sample, fitted on lives before 2013-03-13 only; {note}"
    return [check_row("survivors_out_of_sample", who, mean, sd, alive, text, CARDINAL_SOURCE)]


def mortality_tables(shared: Path) -> list[Table]:
    """All mortality tables: cardinals, party leaders, the fitted numbers and the checks."""
    tables, fitted, checks, cardinals = cardinal_tables(shared / "institutions" / "conclave")
    everyone, dropped = party_lives(shared / "politics")
    early = clip(everyone, dt.date(1917, 3, 1), dt.date(1921, 3, 16))
    lives = clip(everyone, dt.date(1917, 3, 1), dt.date(1937, 1, 1))
    window = ("1917-08-16", "1936-12-31")
    n_early = sum(life.died for life in early)
    free = fit_gompertz("party_elite_free_slope", lives, 50.0, PARTY_AGES, window)
    fixed = fit_gompertz(
        "party_elite", lives, 50.0, PARTY_AGES, window, (cardinals.slope, float(cardinals.covariance[1, 1]))
    )
    note = (
        "in-sample: natural deaths of 1917-1936 on the rolls, the period simulated, because "
        f"before 1921-03-16 there is {n_early}; violent and accidental deaths and suicides end "
        "the exposure; slope of the cardinals"
    )
    tables.append(
        Table(
            "mortality/party_elite.csv",
            ("age", "exposure_years", "deaths", "q_raw", "q", "q_low", "q_high", "extrapolated"),
            table_rows(fixed, lives, PARTY_SOURCE, note),
            f"yearly probability of natural death by age, party rolls; {note}",
            [f"natural deaths before 1921-03-16: {n_early}; persons without a birth year: {dropped}"],
        )
    )
    fitted.append(gompertz_row(fixed, PARTY_SOURCE, "1", note))
    fitted.append(gompertz_row(free, PARTY_SOURCE, "1", "slope free, for comparison: not used in the table"))
    lines = [
        f"{r['table']}: level {r['level']} (se {r['level_se']}) at {r['centre_age']}, slope {r['slope']} "
        f"(se {r['slope_se']}), {r['deaths']} deaths in {r['exposure_years']} years"
        for r in fitted
    ]
    found = [
        f"{r['check']} {r['group']}: expected {r['expected']} [{r['low']}, {r['high']}], {r['observed']} true"
        for r in checks
    ]
    tables.append(Table("mortality/gompertz.csv", tuple(fitted[0]), fitted, "the fitted numbers", lines))
    tables.append(Table("mortality/checks.csv", tuple(checks[0]), checks, "the fit against lives", found))
    return tables
