"""Tables of the party organisation, 1921-1934: who was there at the start, and what was observed later."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

from data_cast import cast_rows
from data_common import Row, Table, day, read_rows
from data_soviet_people import people_rows
from data_soviet_rolls import CONGRESSES, age_rows, committee_rows, congress_row, office_rows

START = "1921-03-16"


def funnel_rows(votes: list[Row]) -> list[Row]:
    """The Moscow discussion of 1923-24 from cell to country, opposition counts by tier."""
    chosen = [
        ("1 cells of workers", "discussion_1923_worker_cells", "opposition_cells", "cc_cells"),
        (
            "1 members of worker cells",
            "discussion_1923_worker_cells_members",
            "opposition_members",
            "cc_members",
        ),
        ("1 cells of higher schools", "discussion_1923_higher_school_cells", "opposition_cells", "cc_cells"),
        (
            "1 members of higher-school cells",
            "discussion_1923_higher_school_cells_members",
            "opposition_members",
            "cc_members",
        ),
        (
            "3 province vote",
            "resolution_on_party_building",
            "for_opposition_preobrazhensky_resolution",
            "for_cc_kamenev_resolution",
        ),
    ]
    rows: list[Row] = []
    for tier, issue, against, support in chosen:
        mine = next(r for r in votes if r["issue"] == issue and r["option"] == against)
        other = next(r for r in votes if r["issue"] == issue and r["option"] == support)
        count, total = int(mine["votes"]), int(mine["votes"]) + int(other["votes"])
        rows.append(_funnel(tier, mine, str(count), str(total), count / total, ""))
    for r in votes:
        if r["issue"] == "discussion_1923_delegates":
            tier = "2 district delegates" if r["level"] == "tier2_district" else "3 province delegates"
            claim = "claim of one side (Sapronov), not an official count"
            rows.append(_funnel(tier, r, "", "", float(r["share_pct"]) / 100, claim))
        if r["issue"] == "condemnation_of_opposition":
            rows.append(_funnel("4 national conference", r, r["votes"], "128", int(r["votes"]) / 128, ""))
    return sorted(rows, key=lambda r: r["tier"])


def _funnel(tier: str, row: Row, count: str, total: str, share: float, claim: str) -> Row:
    return {
        "tier": tier,
        "date": row["date"],
        "opposition": count,
        "total": total,
        "share": f"{share:.4f}",
        "claimed_by": "opposition" if claim else "",
        "source": row["source"],
        "status": row["status"],
        "note": "; ".join(t for t in (claim, row["note"]) if t),
    }


def vote_rows(votes: list[Row]) -> list[Row]:
    """The mass votes of 1921-1927 by option, with the share of each."""
    wanted = {
        "trade_union_platforms": "platforms_1921",
        "trotsky_letter_and_declaration_of_46": "plenum_1923",
        "resolution_on_cc_report": "congress_1925",
        "united_opposition_platform_pre_15th_congress": "meetings_1927",
    }
    chosen = [r for r in votes if r["issue"] in wanted]
    totals: Counter[str] = Counter()
    for r in chosen:
        totals[r["issue"]] += int(r["votes"])
    return [
        {
            "vote": wanted[r["issue"]],
            "date": r["date"],
            "body": r["body"],
            "option": r["option"],
            "votes": r["votes"],
            "total": str(totals[r["issue"]]),
            "share": f"{int(r['votes']) / totals[r['issue']]:.4f}",
            "source": r["source"],
            "status": r["status"],
            "note": r["note"],
        }
        for r in chosen
    ]


def appointment_rows(appointments: list[Row], congresses: dict[int, Row]) -> list[Row]:
    """Secretaries appointed or moved, apparatus share of delegates, with monthly rates where they follow."""
    prefixes = (
        "gubkom",
        "uchraspred_assignments_total",
        "cadres_assigned",
        "congress_1",
        "nomenklatura_no_1",
    )
    months = (day(congresses[13]["end_date"]) - day(congresses[12]["end_date"])).days / 30.4375
    rows: list[Row] = []
    for r in appointments:
        metric, value = r["metric"], float(r["value"])
        if not metric.startswith(prefixes):
            continue
        rate, why = "", ""
        if r["period_start"] == "1923-04" and r["unit"] == "secretaries" and "total" not in metric:
            rate = f"{-math.log(1 - value / 108) / months:.5f}"
            why = f"-ln(1 - {value:g}/108) / {months:.2f} months between the ends of congresses 12 and 13"
        elif metric == "gubkom_obkom_secretaries_appointed_from_above":
            span = (day("1923-12-15") - day("1922-04-03")).days / 30.4375
            rate = f"{-math.log(1 - value / 83) / span:.5f}"
            why = f"-ln(1 - {value:g}/83) / {span:.2f} months, assuming none appointed before 1922-04-03"
        elif r["unit"] == "assignments":
            count = _months(r["period_start"], r["period_end"])
            rate, why = (
                f"{value / count:.1f}",
                f"{value:g} assignments / {count} months (a count, not a hazard)",
            )
        rows.append(
            {
                **{k: r[k] for k in ("period_start", "period_end", "metric", "value", "unit")},
                "value_per_month": rate,
                "derivation": why,
                "source": r["source"],
                "status": r["status"],
                "note": r["note"],
            }
        )
    return rows


def _months(start: str, end: str) -> int:
    """Calendar months of a period, counting both ends when the last month is inside it."""
    (y0, m0), (y1, m1) = (tuple(int(p) for p in t.split("-")) for t in (start, end))
    return (y1 - y0) * 12 + m1 - m0 + (1 if (y0, m1) == (y1, 12) else 0)


def soviet_tables(shared: Path) -> list[Table]:
    """Every table of the party organisation."""
    folder = shared / "politics"
    rolls = read_rows(folder / "elite_membership.csv")
    persons = {r["person"]: r for r in read_rows(folder / "elite_persons.csv")}
    congresses = {int(r["congress_number"]): r for r in read_rows(folder / "congresses.csv")}
    votes = read_rows(folder / "votes.csv")
    people = people_rows(rolls, persons, votes, START)
    committee = committee_rows(rolls, persons, congresses)
    offices, funnel, mass = office_rows(rolls), funnel_rows(votes), vote_rows(votes)
    posts = appointment_rows(read_rows(folder / "appointments.csv"), congresses)
    ages = age_rows(rolls, persons)
    members = [r for r in read_rows(folder / "party_membership.csv") if "1921" <= r["date"] < "1935"]
    moments = [r for r in read_rows(folder / "timeline.csv") if "1921" <= r["date"] < "1935"]
    for r in moments:
        r["precision"] = r.pop("date_precision")
        r.pop("date_old_style"), r.pop("in_essay")
    meetings = [congress_row(congresses[n]) for n in CONGRESSES]

    def table(name: str, rows: list[Row], about: str, checks: list[str] | None = None) -> Table:
        return Table(f"soviet/{name}.csv", tuple(rows[0]), rows, about, checks or [])

    turnover = [
        f"congress {r['congress']}: dropped {r['dropped']} of {r['previous_listed']} "
        f"({r['dropped_dead']} dead), new {r['new_members']}"
        for r in committee
    ]
    platforms = Counter(r["platform_1921"] for r in people)
    rates = [f"{r['metric']}: {r['value_per_month']} per month" for r in posts if r["value_per_month"]]
    return [
        table(
            "people", people, "people on the rolls of congresses 6-10 alive on 1921-03-16", [str(platforms)]
        ),
        table("cast", cast_rows(people), "the same people as the scenario reads them"),
        table("observed_committee", committee, "turnover of full members, congresses 10-17", turnover),
        table("observed_offices", offices, "politburo, secretariat and leader, congresses 10-17"),
        table("congresses", meetings, "dates, delegates, members and committee sizes, congresses 10-17"),
        table("membership", members, "party membership, 1921-1934"),
        table("funnel_1923", funnel, "the Moscow discussion of 1923-24 by tier"),
        table("votes_1921_1927", mass, "the mass votes by option"),
        table("appointments", posts, "secretaries appointed and moved, apparatus share of delegates", rates),
        table("events", moments, "dated events, 1921-1934"),
        table("ages", ages, "age and party years at first entry as full member, congresses 6-10"),
    ]
