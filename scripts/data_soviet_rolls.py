"""What the rolls of the congresses show: turnover, offices, ages at entry."""

from __future__ import annotations

from collections import Counter

from data_common import Row, day, weakest

CONGRESSES = range(10, 18)
OUTER = "central_committee_full"
ROLLS = "computed from elite_membership.csv and elite_persons.csv (Goriachev, TsK KPSS 2005)"


def committee_rows(rolls: list[Row], persons: dict[str, Row], congresses: dict[int, Row]) -> list[Row]:
    """Turnover of the full members from one congress to the next, with deaths apart from removals."""
    full: dict[int, dict[str, Row]] = {}
    candidates: dict[int, set[str]] = {}
    for r in rolls:
        number = int(r["congress_number"])
        if r["body"] == OUTER:
            full.setdefault(number, {})[r["person"]] = r
        if r["body"] == "central_committee_candidate":
            candidates.setdefault(number, set()).add(r["person"])
    rows: list[Row] = []
    for number in CONGRESSES:
        now, before = full[number], full[number - 1]
        date = next(iter(now.values()))["congress_date"]
        gone = set(before) - set(now)
        dead = {p for p in gone if (d := persons[p]["death_date"]) and day(d) <= day(date)}
        older = {p for n in range(6, number) for p in full[n]}
        recalled = sum(r["status"] == "recalled" for r in now.values())
        demoted = gone & candidates.get(number, set())
        months = (day(date) - day(next(iter(before.values()))["congress_date"])).days / 30.4375
        partial = (
            ""
            if int(congresses[number]["cc_full_elected"]) == len(now)
            else "roll and official size differ; "
        )
        rows.append(
            {
                "congress": str(number),
                "date": date,
                "listed_full": str(len(now)),
                "official_full": congresses[number]["cc_full_elected"],
                "previous_listed": str(len(before)),
                "months_since_previous": f"{months:.1f}",
                "dropped": str(len(gone)),
                "dropped_share": f"{len(gone) / len(before):.4f}",
                "dropped_dead": str(len(dead)),
                "dropped_living": str(len(gone) - len(dead)),
                "dropped_to_candidate": str(len(demoted)),
                "new_members": str(len(set(now) - set(before))),
                "first_time_members": str(len(set(now) - older)),
                "recalled_share_of_roll": f"{recalled / len(now):.3f}",
                "source": ROLLS,
                "status": "computed",
                "note": partial
                + "computed from rolls that are mostly recalled; elections only, no co-options",
            }
        )
    return rows


def office_rows(rolls: list[Row]) -> list[Row]:
    """Politburo, secretariat and leading secretary after each congress."""
    rows: list[Row] = []
    for r in rolls:
        number = int(r["congress_number"])
        if number in CONGRESSES and r["body"] in ("politburo_full", "politburo_candidate", "secretariat"):
            rows.append(_office(r, r["body"], r["person"], r["source"], r["status"], r["note"]))
    for number in CONGRESSES:
        first = "Molotov V.M." if number == 10 else "Stalin I.V."
        found = next(
            r
            for r in rolls
            if (r["congress_number"], r["body"], r["person"]) == (str(number), "secretariat", first)
        )
        note = "responsible secretary, before there was a general secretary" if number == 10 else ""
        if number >= 11:
            note = "general secretary, first elected 1922-04-03"
        if number == 17:
            note = "listed as secretary; the title of general secretary was not renewed in 1934"
        rows.append(_office(found, "leader", first, found["source"], found["status"], note))
    return sorted(rows, key=lambda r: (int(r["congress"]), r["body"], r["person"]))


def _office(row: Row, body: str, person: str, source: str, status: str, note: str) -> Row:
    return {
        "congress": row["congress_number"],
        "date": row["congress_date"],
        "body": body,
        "person": person,
        "source": source,
        "status": status,
        "note": note,
    }


def age_rows(rolls: list[Row], persons: dict[str, Row]) -> list[Row]:
    """Age and years in the party at the first entry as full member, congresses 6 to 10, without names."""
    first: dict[str, Row] = {}
    for r in sorted(rolls, key=lambda r: int(r["congress_number"])):
        if r["body"] == OUTER and 6 <= int(r["congress_number"]) <= 10:
            first.setdefault(r["person"], r)
    counts: Counter[tuple[int, int, str]] = Counter()
    for name, r in first.items():
        year, person = int(r["congress_date"][:4]), persons[name]
        joined = person["party_join_year"]
        seniority = str(year - int(joined)) if joined else ""
        counts[int(r["congress_number"]), year - int(person["birth_year"]), seniority] += 1
    note = "year differences; the first congress with a roll is the 6th, where older members count as new"
    return [
        {
            "congress": str(number),
            "age_years": str(age),
            "party_years": joined,
            "count": str(n),
            "source": ROLLS,
            "status": "computed",
            "note": note,
        }
        for (number, age, joined), n in sorted(counts.items())
    ]


def congress_row(row: Row) -> Row:
    """The columns of a congress that the organisation needs, with the weakest status."""
    keep = (
        "start_date",
        "end_date",
        "voting_delegates",
        "consultative_delegates",
        "party_members_represented",
        "candidates_represented",
        "cc_full_elected",
        "cc_candidates_elected",
        "cc_size_status",
        "membership_status",
        "source",
        "note",
    )
    statuses = {row["status"], row["cc_size_status"], row["membership_status"]} - {""}
    kept = {k: row[k] for k in keep}
    return {
        "congress": row["congress_number"],
        **kept,
        "delegates_status": row["status"],
        "status": weakest(statuses),
    }
