"""What was observed in the college of cardinals: shares, dated events, ages at creation, consistories."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

from data_common import Row, birthday, day, read_rows, years_between

AGE_LIMIT = 80
COLLEGE_SOURCE = (
    'computed from college_2026.csv (Wikipedia "List of current cardinals", github ChrisVo/cardinals, MIT)'
)
LIST_SOURCE = (
    "computed from electors.csv (konklave2025, github sklinkusch/konklave2025, MIT, after Wikipedia)"
)


def with_true_deaths(electors: list[Row], year: str, winner: str, allowed: int) -> str:
    """The day the other electors of a conclave are down to `allowed`, by age or by their true deaths."""
    leaving = sorted(
        min(birthday(day(r["born"]), AGE_LIMIT), day(r["died"] or "9999-12-31"))
        for r in electors
        if year in r["attended"].split("|") and winner not in r["name"]
    )
    return leaving[len(leaving) - allowed - 1].isoformat()


def _benedict_events(electors: list[Row]) -> list[Row]:
    standard = "Standard conclave reference (Miranda, Cardinals of the Holy Roman Church)"
    questions = "compiled with electors.csv (konklave2025); "
    return [
        _event("2012-02-18", "2005", "majority", "125", "63", standard, "recalled", "consistory, 63 of 125"),
        _event(
            with_true_deaths(electors, "2005", "Ratzinger", 59),
            "2005",
            "majority_actual_deaths_120_seats",
            "120",
            "61",
            LIST_SOURCE,
            "computed",
            "not an event: the rule with the true deaths and exactly 120 seats (question C10)",
        ),
        _event(
            "",
            "2005",
            "two_thirds",
            "115",
            "67",
            questions + "English Wikipedia, 2013 conclave",
            "sourced",
            "not reached by the resignation of 2013-02-28 (77 of 115 needed)",
        ),
        _event("2013-02-28", "2005", "end_of_reign", "115", "67", standard, "recalled", "resignation"),
    ]


def _francis_events() -> list[Row]:
    return [
        _event(
            "2019-10-05",
            "2013",
            "majority",
            "128",
            "67",
            "Vatican statistics as reported at the sixth consistory",
            "recalled",
            "the elector list gives the same 61 others",
        ),
        _event(
            "2023-06-02",
            "2013",
            "two_thirds",
            "121",
            "81",
            'Wikipedia "Cardinals created by Francis"',
            "sourced",
            "date stated in the page; the counts 81 of 121 are recalled",
        ),
        _event(
            "2025-04-21",
            "2013",
            "end_of_reign",
            "135",
            "108",
            "Vatican tally at death (108 of 135)",
            "sourced",
            "death",
        ),
    ]


def events(conclaves: list[Row], electors: list[Row]) -> list[Row]:
    """True dates to hold against the simulated ones."""
    rows = _benedict_events(electors) + _francis_events()
    for r in conclaves:
        if r["conclave"] in ("2005", "2013", "2025"):
            date = day(r["conclave_end"]).isoformat()
            own = r["created_by_late_pope"]
            rows.append(
                _event(
                    date,
                    r["conclave"],
                    "election",
                    r["electors_attending"],
                    own,
                    r["source"],
                    r["status"],
                    f"{r['papal_name']} elected; own counts the late pope's men",
                )
            )
    return sorted(rows, key=lambda r: (r["start"], r["date"] or "9999", r["event"]))


def _event(
    date: str, start: str, event: str, electors: str, own: str, source: str, status: str, note: str
) -> Row:
    return {
        "date": date,
        "start": start,
        "event": event,
        "electors": electors,
        "own": own,
        "source": source,
        "status": status,
        "note": note,
    }


def creations(college: list[Row]) -> tuple[list[Row], list[Row]]:
    """Ages at creation (under 80) by pope, and the dates of consistories, from the list of the living."""
    ages: dict[str, Counter[int]] = {}
    dates: dict[tuple[str, str], list[int]] = {}
    for r in college:
        born, made = day(r["born"]), day(r["created_on"])
        age = made.year - born.year - (birthday(born, made.year - born.year) > made)
        dates.setdefault((r["created_by"], r["created_on"]), []).append(age)
        if age < AGE_LIMIT:
            ages.setdefault(r["created_by"], Counter())[age] += 1
    used = {"2005": ("John Paul II",), "2013": ("John Paul II", "Benedict XVI"), "2025": ("Francis",)}
    bias = "only cardinals living on 2026-01-30: the young of earlier popes are over-represented"
    age_rows = [
        {
            "used_for": start,
            "pope": pope,
            "age_years": str(age),
            "count": str(ages[pope][age]),
            "source": COLLEGE_SOURCE,
            "status": "computed",
            "note": bias,
        }
        for start, popes in used.items()
        for pope in popes
        for age in sorted(ages[pope])
    ]
    previous: dict[str, dt.date] = {}
    consistory_rows: list[Row] = []
    for pope, date in sorted(dates, key=lambda k: k[1]):
        made = day(date)
        gap = f"{(made - previous[pope]).days / 30.4375:.1f}" if pope in previous else ""
        previous[pope] = made
        seen = dates[pope, date]
        consistory_rows.append(
            {
                "pope": pope,
                "date": date,
                "months_since_previous": gap,
                "living_2026": str(len(seen)),
                "living_2026_under_80_at_creation": str(sum(a < AGE_LIMIT for a in seen)),
                "source": COLLEGE_SOURCE,
                "status": "computed",
                "note": "dates without a living cardinal are missing; counts are of the living only",
            }
        )
    return age_rows, consistory_rows


def first_conclave_ages(electors: list[Row], conclaves: list[Row]) -> list[Row]:
    """Ages at the first conclave, without survivor bias but later than the creation."""
    end = {r["conclave"]: day(r["conclave_end"]) for r in conclaves}
    counts: Counter[tuple[str, str, int]] = Counter()
    for r in electors:
        if r["first_seen"] in ("2005", "2013", "2025"):
            age = int(years_between(day(r["born"]), end[r["first_seen"]]))
            counts[r["first_seen"], r["created_by_inferred"], age] += 1
    return [
        {
            "conclave": c,
            "pope": pope,
            "age_years": str(age),
            "count": str(n),
            "source": LIST_SOURCE,
            "status": "computed",
            "note": "age at the first conclave, an upper bound of the age at creation",
        }
        for (c, pope, age), n in sorted(counts.items())
    ]


def observed(folder: Path, electors: list[Row]) -> list[Row]:
    """Dated observations for the pictures: Francis's share, and the 2013 electors alive at any age."""
    rows: list[Row] = []
    for r in read_rows(folder / "francis_share_timeseries.csv"):
        share = int(r["francis_electors"]) / int(r["electors"])
        if abs(share - float(r["francis_share"])) > 5e-4:
            raise ValueError(f"share of {r['date']} does not follow from the counts")
        rows.append(
            {
                "date": r["date"],
                "series": "francis_share",
                "electors": r["electors"],
                "francis_electors": r["francis_electors"],
                "share": f"{share:.4f}",
                "source": r["source"],
                "status": r["status"],
            }
        )
    died = [
        r["died"] for r in electors if "2013" in r["attended"].split("|") and "Bergoglio" not in r["name"]
    ]
    months = ["2013-03-13"] + [f"{y}-{m:02d}-01" for y in range(2013, 2026) for m in range(1, 13)]
    dates = sorted(d for d in [*months, "2025-04-21"] if "2013-03-13" <= d <= "2025-05-01")
    for date in dates:
        alive = sum(d == "" or d > date for d in died)
        rows.append(
            {
                "date": date,
                "series": "electors_2013_alive_any_age",
                "alive_any_age": str(alive),
                "source": LIST_SOURCE,
                "status": "computed",
            }
        )
    return rows
