"""Observed series of the whole system, one file for each subject, in one long layout.

A row has a start and an end, a series, what was counted, who counted it (`estimate`), a value or a range, its
unit and the territory. Rival figures stay separate rows. A row without a number records an event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from data_common import Row, Table

Data = dict[str, list[Row]]
Maker = Callable[[str, list[Row], str], Table]
CONGRESSES = range(6, 25)
OFFICES = ("politburo_full", "politburo_candidate", "secretariat")
EMPIRE = ("Tambov rebellion", "Kronstadt revolt", "West Siberian rising", "East German rising",
          "Tbilisi pro-Stalin riots", "Poznan rising", "Hungarian revolution", "Prague Spring invasion",
          "Poland December 1970")  # fmt: skip
TOWNS = ("city_population", "urban_population", "industrial_workers", "net_departure_from_towns")
# the year in which a group formed, where its name in the persons file does not hold one
GROUP_YEARS = {"workers_opposition": "1920", "democratic_centralists": "1919", "declaration_46": "1923"}


def long_rows(rows: Iterable[Row], series: str = "series", item: str = "") -> list[Row]:
    """Rows of a file of the society folder in the long layout; `item` is the column that says what."""
    return [long_row(row, series, item) for row in rows]


def long_row(row: Row, series: str, item: str) -> Row:
    """One row: its one number with the unit that its column names, or an event."""
    start = row.get("date_start") or row["datetime_start"]
    what = [row[item] if item else "", row.get("outcome", "")]
    return {
        "date_start": start,
        "date_end": row.get("date_end") or row.get("datetime_end") or start,
        "series": row[series],
        "item": "; ".join(text for text in what if text),
        "estimate": row.get("estimate", ""),
        **number(row),
        "territory": row.get("territory") or row.get("place_or_outlet", ""),
        "status": row["status"],
        "note": row["note"],
        "source": row["source"],
    }


def number(row: Row) -> Row:
    """The value, range and unit of a row with columns `value_UNIT` and the same with `_low` and `_high`."""
    out = {"value": "", "low": "", "high": "", "unit": "event"}
    for column, text in row.items():
        if column.startswith("value_") and text:
            unit, kind = column.removeprefix("value_"), "value"
            for end in ("low", "high"):
                if unit.endswith(f"_{end}"):
                    unit, kind = unit.removesuffix(f"_{end}"), end
            out |= {kind: text, "unit": unit}
    return out


def fact(row: Row, date: str, series: str, item: str, value: str, unit: str, **more: str) -> Row:
    """A row of the politics folder in the long layout."""
    return {
        "date_start": date,
        "date_end": more.get("end", date),
        "series": series,
        "item": item,
        "estimate": more.get("estimate", ""),
        "value": value,
        "low": "",
        "high": "",
        "unit": unit,
        "territory": more.get("territory", ""),
        "status": more.get("status", row["status"]),
        "note": row["note"],
        "source": row["source"],
    }


def seizure_rows(petrograd: list[Row]) -> list[Row]:
    """Hours after midnight of 6 November at which points were taken, and the forces of each side."""
    rows = []
    for row in petrograd:
        kind = f"force_{row['side']}" if row["kind"] == "force" else row["kind"]
        out = {**long_row(row, "kind", "item"), "series": kind, "territory": "Petrograd"}
        if row["kind"] in ("point_taken", "event"):
            start = f"{_hours(row['datetime_start']):.2f}"
            end = f"{_hours(row['datetime_end']):.2f}" if row["datetime_end"] else ""
            out |= {"value": start, "low": start if end else "", "high": end, "unit": "hour"}
        rows.append(out)
    return rows


def _hours(moment: str) -> float:
    """Hours since midnight at the start of 6 November 1917."""
    date, clock = moment.split("T")
    hour, minute = clock.split(":")[:2]
    return (int(date[-2:]) - 6) * 24 + int(hour) + int(minute) / 60


def mandate_rows(data: Data) -> list[Row]:
    """Delegates, the votes of autumn 1917 in the leading bodies, the resignations, and the assembly."""
    rows = [
        fact(
            r,
            r["congress_date"],
            f"{r['congress']}_congress_{r['category']}",
            r["item"],
            r["value"],
            r["unit"],
        )
        for r in data["soviets_congress_2"]
    ]
    for r in data["votes"]:
        if r["date"] < "1918-01":
            named = f"{r['issue']}: {r['option']}"
            rows.append(
                fact(r, r["date"], f"vote_{r['body']}", named, r["votes"], "vote", territory=r["place"])
            )
    for r in data["constituent_assembly_1917"]:
        named, count = f"{r['district']}: {r['party']}", r["district_kind"]
        for value, unit in ((r["votes"], "vote"), (r["pct"], "percent"), (r["seats"], "seat")):
            if value:
                rows.append(
                    fact(r, "1917-11-25", f"assembly_{r['scope']}", named, value, unit, estimate=count)
                )
    left = next(r for r in data["timeline"] if r["event"].startswith("Five CC members resign"))
    rows.append(
        fact(left, left["date"], "resignations_from_central_committee", left["event"], "5", "persons")
    )
    return rows


def party_rows(data: Data) -> list[Row]:
    """Membership, the sizes of congresses and conferences, and counts of the apparatus and of removals."""
    rows = []
    for r in data["party_membership"]:
        for column in ("full_members", "candidates", "total"):
            if r[column]:
                rows.append(fact(r, r["date"], f"party_{column}", "", r[column], "persons"))
    sizes = {
        "voting_delegates": "status",
        "consultative_delegates": "status",
        "party_members_represented": "membership_status",
        "candidates_represented": "membership_status",
        "cc_full_elected": "cc_size_status",
        "cc_candidates_elected": "cc_size_status",
    }
    for r in data["congresses"]:
        for column, status in sizes.items():
            if r[column]:
                seen = r[status] or r["status"]
                named = f"congress {r['congress_number']}"
                rows.append(
                    fact(r, r["end_date"], f"congress_{column}", named, r[column], "persons", status=seen)
                )
    for r in data["conferences"]:
        for column in ("voting_delegates", "consultative_delegates"):
            if r[column]:
                named = f"conference {r['conference']}"
                rows.append(fact(r, r["month"], f"conference_{column}", named, r[column], "persons"))
    for r in data["appointments"]:
        rows.append(fact(r, r["period_start"], r["metric"], "", r["value"], r["unit"], end=r["period_end"]))
    return rows


def politburo_rows(rolls: list[Row]) -> list[Row]:
    """Who was in the politburo (presidium 1952-66) and the secretariat after each congress."""
    return [
        {
            "congress": r["congress_number"],
            "date": r["congress_date"],
            "body": r["body"],
            "person": r["person"],
            "source": r["source"],
            "status": r["status"],
            "note": r["note"],
        }
        for r in rolls
        if r["body"] in OFFICES and int(r["congress_number"]) in CONGRESSES
    ]


def fate_rows(persons: list[Row]) -> list[Row]:
    """How each person of the rolls ended, when first expelled, and in which opposition when."""
    rows = []
    for r in persons:
        tags = [t for t in r["opposition_affiliation"].split("|") if t and t != "none"]
        years = [_year(t) for t in tags]
        rows.append(
            {
                "person": r["person"],
                "born": r["birth_year"],
                "joined": r["party_join_year"],
                "main_role": r["main_role"],
                "died": r["death_date"],
                "death_year": r["death_date"][:4],
                "cause": r["cause"],
                "first_expelled_year": r["first_expelled_year"],
                "opposition": "|".join(tags),
                "opposition_years": "|".join(years),
                "first_opposition_year": min(years, default=""),
                "source": r["source"],
                "status": r["status"],
                "note": r["note"],
            }
        )
    return rows


def _year(tag: str) -> str:
    """The first year of a group: in its name, or known."""
    if tag in GROUP_YEARS:
        return GROUP_YEARS[tag]
    return next(part for part in tag.split("_") if len(part) == 4 and part.isdigit())


def campaign_rows(data: Data) -> list[Row]:
    """The attempt of 1965-70 to bring a name back: the campaign, its texts, and the dated events of it."""
    rows = [r for r in data["dissent"] if r["category"] == "neo_stalinist_campaign"]
    out = long_rows(rows, item="event")
    for r in data["timeline"]:
        if r["category"] == "ideology":
            out.append(fact(r, r["date"], "timeline_ideology", r["event"], "", "event"))
    return out


def observed_tables(data: Data, make: Maker) -> list[Table]:
    """Every table of observed series."""
    farm, unrest = data["agriculture"], data["unrest"]
    plans = [
        r
        for r in farm
        if r["series"] in ("grain_harvest_plan", "grain_procurement_plan", "grain_export_plan")
    ]
    outcome = ("grain_harvest", "grain_procurement", "grain_export")
    against = [r for r in farm if r["series"] in outcome and r["date_start"] >= "1928"]
    towns = [r for r in data["industry"] if r["series"] in TOWNS]
    dissent = [r for r in data["dissent"] if r["category"] != "neo_stalinist_campaign"]
    empire = [r for r in unrest if r["event"] in EMPIRE]
    moments = [
        {**{k: r[k] for k in ("date", "date_old_style", "event", "category", "in_essay", "source", "status",
                              "note")}, "precision": r["date_precision"]}
        for r in data["timeline"]
    ]  # fmt: skip
    return [
        make(
            "observed_seizure",
            seizure_rows(data["petrograd_1917"]),
            "points taken by the hour, forces, polls",
        ),
        make("observed_mandate", mandate_rows(data), "delegates, votes in the leading bodies, the assembly"),
        make(
            "observed_grain", long_rows(farm) + long_rows(towns), "sown, harvest, grain taken, stock, towns"
        ),
        make("observed_plans", long_rows(plans + against), "grain plans and what came, 1928-1940"),
        make("observed_unrest", long_rows(unrest, item="event"), "risings, strikes, disturbances, 1918-1970"),
        make("observed_empire", long_rows(empire, item="event"), "risings and troops, 1920-21 and 1953-1970"),
        make(
            "observed_collectivisation",
            long_rows(data["collectivisation"]),
            "households, farms, deported, dead",
        ),
        make("observed_repression", long_rows(data["repression"]), "arrests, sentences, camps, warnings"),
        make("observed_party", party_rows(data), "members, congresses, apparatus, removals, 1905-1971"),
        make("observed_politburo", politburo_rows(data["elite_membership"]), "top offices, congresses 6-24"),
        make("observed_fates", fate_rows(data["elite_persons"]), "deaths, expulsions and oppositions"),
        make("observed_dissent", long_rows(dissent, item="event"), "petitions, protests, trials, samizdat"),
        make("observed_campaign", campaign_rows(data), "the campaign of 1965-70 and December 1969"),
        make(
            "observed_reputation",
            long_rows(data["press_attention"], item="subject"),
            "names on the map, articles",
        ),
        make("observed_timeline", moments, "every dated event of the compilation"),
    ]
