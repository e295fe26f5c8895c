"""Tables of the conclave organisation: electors at a start date, rule-only dates, observed series."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data_common import Row, Table, ascii_text, birthday, day, read_rows, years_between
from data_conclave_history import (
    AGE_LIMIT,
    COLLEGE_SOURCE,
    LIST_SOURCE,
    creations,
    events,
    first_conclave_ages,
    observed,
)

SEATS = 120
TARGETS = (("majority", SEATS - (SEATS // 2 + 1)), ("two_thirds", SEATS - -(-2 * SEATS // 3)))


@dataclass(frozen=True)
class Start:
    """A start date: the new pope, who made him, and the popes who made the other electors."""

    year: str
    date: str
    pope: str
    person: str
    made_by: str
    patrons: tuple[tuple[str, str], ...]
    question: str


STARTS = (
    Start(
        "2005",
        "2005-04-19",
        "Benedict XVI",
        "Ratzinger",
        "Paul VI",
        (("Paul VI", "Montini"), ("John Paul II", "Wojty")),
        "C9",
    ),
    Start(
        "2013",
        "2013-03-13",
        "Francis",
        "Bergoglio",
        "John Paul II",
        (("John Paul II", "Wojty"), ("Benedict XVI", "Ratzinger")),
        "C6",
    ),
    Start(
        "2025",
        "2025-05-08",
        "Leo XIV",
        "Prevost",
        "Francis",
        (("John Paul II", "Wojty"), ("Benedict XVI", "Ratzinger"), ("Francis", "Bergoglio")),
        "C12",
    ),
)


def electors_at(start: Start, electors: list[Row], college: list[Row]) -> list[Row]:
    """The other electors at a start date, oldest first (no death dates: those are outcomes)."""
    rows: list[Row] = []
    if start.year == "2025":
        for r in college:
            if r["under_80_at_2025_vacancy"] == "1" and "did not vote" not in r["note"]:
                rows.append(
                    {
                        "name": ascii_text(r["name"]),
                        "born": r["born"],
                        "patron": r["created_by"],
                        "source": r["source"],
                        "status": r["status"],
                    }
                )
    else:
        for r in electors:
            if start.year in r["attended"].split("|") and start.person not in r["name"]:
                rows.append(
                    {
                        "name": ascii_text(r["name"]),
                        "born": r["born"],
                        "patron": r["created_by_inferred"],
                        "source": r["source"],
                        "status": r["status"],
                    }
                )
    for r in rows:
        r.update(alive="true", body="electors")
    return sorted(rows, key=lambda r: (r["born"], r["name"]))


def pope_rows(start: Start, electors: list[Row]) -> list[Row]:
    """The new pope and the popes who made the electors (not alive in the organisation)."""

    def one(papal: str, person: str, patron: str, alive: str, body: str, note: str) -> Row:
        found = [r for r in electors if person in r["name"]]
        if len(found) != 1:
            raise ValueError(f"{len(found)} persons match {person}")
        source, status = found[0]["source"], found[0]["status"]
        return {
            "name": papal,
            "born": found[0]["born"],
            "patron": patron,
            "alive": alive,
            "body": body,
            "source": source,
            "status": status,
            "note": note,
        }

    rows = [one(start.pope, start.person, start.made_by, "true", "pope", "elected on the start date")]
    for papal, person in start.patrons:
        retired = papal == "Benedict XVI" and start.year == "2013"
        note = "retired and living: alive=false means outside the organisation" if retired else "dead"
        rows.append(one(papal, person, "", "false", "", note))
    return rows


def rule_dates(start: Start, others: list[Row]) -> list[Row]:
    """The first day the under-80 others are few enough for the new pope's men to fill a share of 120."""
    leaving = sorted(birthday(day(r["born"]), AGE_LIMIT) for r in others)
    begin = day(start.date)
    rows: list[Row] = []
    for target, allowed in TARGETS:
        date = leaving[len(leaving) - allowed - 1]
        left = sum(d > date for d in leaving)
        rows.append(
            {
                "start": start.date,
                "pope": start.pope,
                "question": start.question,
                "target": target,
                "seats": str(SEATS),
                "others_at_start": str(len(leaving)),
                "others_allowed": str(allowed),
                "others_left": str(left),
                "date": date.isoformat(),
                "month": date.isoformat()[:7],
                "years": f"{years_between(begin, date):.2f}",
                "status": "computed",
                "source": COLLEGE_SOURCE if start.year == "2025" else LIST_SOURCE,
                "note": "an elector leaves on his 80th birthday; nobody dies early; 120 seats kept",
            }
        )
    return rows


def start_tables(electors: list[Row], college: list[Row]) -> tuple[list[Table], list[Row]]:
    """One list of electors for each start date, and the rule-only dates that follow from it."""
    person_columns = ("name", "born", "patron", "alive", "body")
    tables: list[Table] = []
    dated: list[Row] = []
    for start in STARTS:
        others = electors_at(start, electors, college)
        dated += rule_dates(start, others)
        about = f"{len(others)} other electors at {start.date}, the pope elected and the popes who made them"
        tables.append(
            Table(
                f"conclave/electors_{start.year}.csv",
                person_columns,
                pope_rows(start, electors) + others,
                about,
                [f"{len(others)} others"],
            )
        )
    return tables, dated


def conclave_tables(shared: Path) -> list[Table]:
    """Every table of the conclave organisation."""
    folder = shared / "institutions" / "conclave"
    electors = read_rows(folder / "electors.csv")
    college = read_rows(folder / "college_2026.csv")
    conclaves = read_rows(folder / "conclaves.csv")
    tables, dated = start_tables(electors, college)
    ages, consistories = creations(college)
    first = first_conclave_ages(electors, conclaves)
    seen = observed(folder, electors)
    checks = [f"{r['pope']} {r['target']} {r['date']}" for r in dated]
    for r in conclaves:
        r["note"] = ""
    copy = tuple(c for c in conclaves[0] if c not in ("source", "status", "note"))
    tables += [
        Table("conclave/rule_dates.csv", tuple(dated[0]), dated, "rule-only dates (C6, C9, C12)", checks),
        Table(
            "conclave/observed.csv",
            ("date", "series", "electors", "francis_electors", "share", "alive_any_age"),
            seen,
            "dated observations to draw: share of Francis, 2013 electors alive at any age",
            [f"2013 electors alive on 2025-04-21: {_last_alive(seen)}"],
        ),
        Table(
            "conclave/events.csv",
            ("date", "start", "event", "electors", "own"),
            events(conclaves, electors),
            "true dates of majority and two-thirds",
        ),
        Table("conclave/conclaves.csv", copy, conclaves, "the twelve conclaves of 1878-2025"),
        Table(
            "conclave/age_at_creation.csv",
            ("used_for", "pope", "age_years", "count"),
            ages,
            "ages at creation under 80, by pope (living cardinals only)",
            [_mean_age(ages, "used_for")],
        ),
        Table(
            "conclave/age_at_first_conclave.csv",
            ("conclave", "pope", "age_years", "count"),
            first,
            "ages at the first conclave: the check of the survivor bias",
            [_mean_age(first, "conclave")],
        ),
        Table("conclave/consistories.csv", tuple(consistories[0]), consistories, "consistories of 1983-2024"),
    ]
    return tables


def _last_alive(rows: list[Row]) -> str:
    return next(r["alive_any_age"] for r in rows if r["date"] == "2025-04-21" and r.get("alive_any_age"))


def _mean_age(rows: list[Row], group: str) -> str:
    parts: list[str] = []
    for value, pope in sorted({(r[group], r["pope"]) for r in rows}):
        chosen = [r for r in rows if (r[group], r["pope"]) == (value, pope)]
        n = sum(int(r["count"]) for r in chosen)
        mean = sum(int(r["age_years"]) * int(r["count"]) for r in chosen) / n
        parts.append(f"{value} {pope} n={n} mean {mean:.1f}")
    return "; ".join(parts)
