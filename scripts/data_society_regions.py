"""Twenty-two regions and two capitals in 1917: votes, people, grain; and the parties and delegates of 1917.

The regions are those of the police count of 1930. Votes of 1917 are known for seven larger regions, for the
two capitals and for some provinces. Each region takes the shares of the larger region it lies in, less the
capital city that the larger region contains, and an equal part of its votes: how the votes were spread inside
is not in the data. Six regions lie outside the districts that were counted in full: they share what one count
of the country has and the count of 54 districts has not. People are national totals spread as `note` says.
"""

from __future__ import annotations

from data_common import Row, weakest

PARTIES = ("bolshevik", "socialist_revolutionary", "menshevik", "kadet")
# region: (larger region of the vote, region of the sowing index, 1 where grain was in surplus)
REGIONS: dict[str, tuple[str, str, int]] = {
    "Petrograd": ("petrograd_city", "", 0),
    "Moscow": ("moscow_city", "", 0),
    "Leningrad region": ("northern_region", "Northwest", 0),
    "Northern region": ("northern_region", "North", 0),
    "Moscow region": ("central_industrial_region", "Central", 0),
    "Ivanovo region": ("central_industrial_region", "Central", 0),
    "Nizhnii Novgorod region": ("central_industrial_region", "Volga-Vyatka", 0),
    "Central Black Earth": ("volga_black_earth_region", "Black Earth", 1),
    "Middle Volga": ("volga_black_earth_region", "Middle and Lower Volga", 1),
    "Lower Volga": ("volga_black_earth_region", "Middle and Lower Volga", 1),
    "Western region": ("western_region", "", 0),
    "Belorussia": ("western_region", "", 0),
    "Urals": ("east_urals_region", "Urals", 1),
    "Tataria": ("east_urals_region", "Middle and Lower Volga", 1),
    "Bashkiria": ("east_urals_region", "Urals", 1),
    "Siberia": ("siberia_region", "", 1),
    "Ukraine": ("ukraine_region", "", 1),
    "Crimea": ("taurida", "", 1),
    "North Caucasus": ("uncounted", "Southeast", 1),
    "National districts of North Caucasus": ("uncounted", "Southeast", 0),
    "Transcaucasia": ("uncounted", "", 0),
    "Kazakhstan": ("uncounted", "", 1),
    "Central Asia": ("uncounted", "", 0),
    "Far East": ("uncounted", "", 0),
}
CAPITALS = {"Petrograd": "northern_region", "Moscow": "central_industrial_region"}
NAMES = {
    "bolsheviks": "bolshevik",
    "socialist_revolutionaries": "socialist_revolutionary",
    "socialist_revolutionaries_russian": "socialist_revolutionary",
    "mensheviks": "menshevik",
    "kadets": "kadet",
}
FRONTS = {
    "northern_front": "Leningrad region",
    "western_front": "Belorussia",
    "south_western_front": "Ukraine",
    "romanian_front": "Ukraine",
    "caucasian_front": "Transcaucasia",
    "black_sea_fleet": "Crimea",
}
"""The region behind each front or fleet, where those who voted there are put."""
VOTES_STATUS = {"taurida": "sourced", "uncounted": "computed"}
Counts = dict[str, float]


def region_rows(assembly: list[Row], industry: list[Row], petrograd: list[Row]) -> list[Row]:
    """The rows of soviet/regions.csv."""
    votes = larger_regions(assembly)
    places = list(REGIONS)
    children = {big: sum(REGIONS[p][0] == big for p in places) for big in votes}
    cast = {p: votes[REGIONS[p][0]]["total"] / children[REGIONS[p][0]] for p in places}
    people = _people(industry, petrograd, cast)
    army = _soldiers(assembly)
    country = sum(v for p, v in cast.items() if p not in CAPITALS)
    rows = []
    for place in places:
        big, sowing, surplus = REGIONS[place]
        shares = {k: v / votes[big]["total"] for k, v in votes[big].items() if k != "total"}
        capital = place in CAPITALS
        rows.append(
            {
                "name": f"{place} city" if capital else place,
                "capital": str(int(capital)),
                "vote_region": big,
                "votes_cast": f"{cast[place]:.0f}",
                **{p: f"{shares[p]:.4f}" if p in shares else "" for p in PARTIES},
                "other": f"{1 - sum(shares.values()):.4f}",
                "votes_status": VOTES_STATUS.get(big, "recalled"),
                **people[place],
                **army[place],
                "grain_role": "surplus" if surplus else "deficit",
                "grain_role_status": "recalled",
                "grain_share": "0.0000" if capital else f"{cast[place] / country:.4f}",
                "sowing_region": sowing,
                "unrest_region": "" if capital else place,
                "source": _source(assembly, big),
                "status": "computed",
                "note": _note(place, big, children[big], "menshevik" in shares),
            }
        )
    return rows


def larger_regions(assembly: list[Row]) -> dict[str, Counts]:
    """Votes by larger region with the capitals and Taurida taken out, and the rest of the country."""
    votes: dict[str, Counts] = {}
    for row in assembly:
        if row["scope"] in ("region", "city", "district") and row["party"] in NAMES and row["total_votes"]:
            place = votes.setdefault(row["district"], {"total": float(row["total_votes"])})
            place[NAMES[row["party"]]] = float(row["votes"])
    for inner, outer in (
        ("petrograd_city", "northern_region"),
        ("moscow_city", "central_industrial_region"),
        ("taurida", "ukraine_region"),
    ):
        votes[outer] = {k: v - votes[inner].get(k, 0.0) for k, v in votes[outer].items()}
    votes["uncounted"] = _uncounted(assembly)
    used = {big for big, _, _ in REGIONS.values()}
    return {k: v for k, v in votes.items() if k in used}


def _uncounted(assembly: list[Row]) -> Counts:
    """Count A of the country less the count of 54 districts."""

    def counted(kind: str, party: str) -> float:
        rows = [r for r in assembly if r["district_kind"] == kind and r["party"] == party]
        return float(rows[0]["votes"])

    whole = next(float(r["total_votes"]) for r in assembly if r["district_kind"] == "national_count_A")
    part = next(float(r["total_votes"]) for r in assembly if r["district_kind"] == "national_count_C")
    russian = "socialist_revolutionaries_russian"
    rest = {"total": whole - part}
    for party in ("bolsheviks", "kadets", "mensheviks"):
        rest[NAMES[party]] = counted("national_count_A", party) - counted("national_count_C", party)
    rest[NAMES[russian]] = counted("national_count_A", "socialist_revolutionaries") - counted(
        "national_count_C", russian
    )
    return rest


def _people(industry: list[Row], petrograd: list[Row], cast: Counts) -> dict[str, Row]:
    """Peasants, workers, other townspeople and garrison of each region, in thousands."""

    def found(series: str, territory: str, start: str) -> float:
        rows = [r for r in industry if (r["series"], r["territory"]) == (series, territory)]
        row = next(r for r in rows if r["date_start"].startswith(start))
        return float(row["value_thousand_persons"] or 0) + 1000 * float(row["value_million_persons"] or 0)

    urban = found("urban_population", "Russian Empire", "1914")
    workers = found("industrial_workers", "Soviet territory", "1917")
    towns = {p: found("city_population", p, "1917") for p in CAPITALS}
    garrison = next(r for r in petrograd if r["item"] == "Petrograd garrison in the city")
    soldiers = (float(garrison["value_persons_low"]) + float(garrison["value_persons_high"])) / 2000
    country = sum(v for p, v in cast.items() if p not in CAPITALS)
    out: dict[str, Row] = {}
    for place, votes in cast.items():
        share = votes / country
        town = towns[place] if place in towns else (urban - sum(towns.values())) * share
        hands = workers * town / urban
        out[place] = {
            "peasants_thousand": "0" if place in towns else f"{urban / 0.2 * 0.8 * share:.0f}",
            "workers_thousand": f"{hands:.0f}",
            "other_townspeople_thousand": f"{town - hands:.0f}",
            "garrison_thousand": f"{soldiers:.0f}" if place == "Petrograd" else "0",
        }
    return out


def _soldiers(assembly: list[Row]) -> dict[str, Row]:
    """Soldiers and sailors who voted at the fronts and in the fleet, by the region behind, in thousands."""
    army = {place: {"total": 0.0, "bolsheviks": 0.0} for place in REGIONS}
    for row in assembly:
        if row["district"] in FRONTS and row["party"] == "bolsheviks":
            there = army[FRONTS[row["district"]]]
            there["total"] += float(row["total_votes"])
            there["bolsheviks"] += float(row["votes"])
    return {
        place: {
            "soldiers_thousand": f"{voted['total'] / 1000:.1f}",
            "soldiers_bolshevik": f"{voted['bolsheviks'] / voted['total']:.4f}"
            if voted["total"]
            else "0.0000",
        }
        for place, voted in army.items()
    }


def _source(assembly: list[Row], big: str) -> str:
    """The citations behind a row of votes and of people."""
    place = "all_russia" if big == "uncounted" else big
    votes = next(r["source"] for r in assembly if r["district"] == place)
    if big == "uncounted":
        votes += "; V. I. Lenin, same article (1919), total of 54 districts"
    people = "Siegelbaum, Depopulation of the Cities; Dewar, Labour Policy in the USSR (1956)"
    return f"{votes}; {people}; Sorokin, The Sociology of Revolution" + (
        "; Rabinowitch, The Petrograd Garrison (1972)" if big == "petrograd_city" else ""
    )


def _note(place: str, big: str, children: int, mensheviks: bool) -> str:
    """How the votes and the people of a region were found or computed."""
    if place in CAPITALS:
        parts = ["votes of the city itself; town population of 1917; no grain grown"]
    elif big == "uncounted":
        parts = [
            "weak: count A of the country less the count of 54 districts, two counts that were not made to "
            f"be subtracted, in {children} equal parts; other is mostly national and Cossack lists"
        ]
    elif place == "Crimea":
        parts = ["votes of Taurida province, which is wider than the Crimea"]
    else:
        inner = {"northern_region": " less Petrograd", "central_industrial_region": " less Moscow"}
        less = inner.get(big, " less Taurida" if big == "ukraine_region" else "")
        parts = [
            f"shares of {big}{less}; its votes in {children} equal part(s), the spread inside is not known"
        ]
    if big == "ukraine_region":
        parts.append("Ukrainian socialist revolutionaries are under other")
    if not mensheviks:
        parts.append("mensheviks not given apart, so inside other")
    if place not in CAPITALS:
        parts.append(
            "peasants and townspeople by votes cast, workers by townspeople; grain share by votes cast"
        )
    if place != "Petrograd":
        parts.append("garrison not in the data, 0")
    if place in FRONTS.values():
        parts.append("soldiers: those who voted at the front or in the fleet before it (our assignment)")
    parts.append("grain role: producing or consuming province of the usual statistics, recalled")
    return "; ".join(parts)


def party_rows(data: dict[str, list[Row]]) -> list[Row]:
    """Votes and seats for the assembly and delegates to the second congress of soviets, each count apart."""
    rows: list[Row] = []
    for r in data["constituent_assembly_1917"]:
        if r["scope"] != "national" or r["party"] == "turnout":
            continue
        count = r["district_kind"].replace("national_count_", "votes count ")
        share = float(r["pct"]) / 100 if r["pct"] else None
        if share is None and r["votes"]:
            share = float(r["votes"]) / float(r["total_votes"])
        if r["votes"]:
            rows.append(_party(r, "1917-11-25", "assembly_votes", count, r["votes"], share, "vote"))
        if r["seats"]:
            rows.append(_party(r, "1917-11-25", "assembly_seats", count, r["seats"], None, "seat"))
    totals = {"pipes": "650", "credentials_report": "670", "opening": "649"}
    for r in data["soviets_congress_2"]:
        if r["congress"] != "second" or r["category"] != "delegates_by_party":
            continue
        name = next((t for t in totals if r["item"].endswith(t)), "opening")
        share = None if "end_of_sitting" in r["item"] else float(r["value"]) / float(totals[name])
        named = {**r, "party": r["item"].removesuffix(f"_{name}")}
        count, date = f"delegates count {name}", r["congress_date"]
        rows.append(_party(named, date, "soviet_delegates", count, r["value"], share, "delegate"))
    return rows


def _party(row: Row, date: str, measure: str, count: str, value: str, share: float | None, unit: str) -> Row:
    """One party in one count; the share is of all votes or delegates of that count."""
    return {
        "date": date,
        "measure": measure,
        "count": count,
        "party": row["party"],
        "value": value,
        "unit": unit,
        "share": "" if share is None else f"{share:.4f}",
        "source": row["source"],
        "status": weakest({row["status"]}),
        "note": row["note"],
    }


def questionnaire_rows(soviets: list[Row]) -> list[Row]:
    """The answers of the 670 delegates who filled in a form."""
    answers = [
        r for r in soviets if r["category"] == "questionnaire_government_form" and r["unit"] == "delegates"
    ]
    forms = next(float(r["value"]) for r in soviets if r["item"] == "forms_filled_in")
    return [
        {
            "date": r["congress_date"],
            "answer": r["item"],
            "delegates": r["value"],
            "forms": f"{forms:.0f}",
            "share": f"{float(r['value']) / forms:.4f}",
            "source": r["source"],
            "status": r["status"],
            "note": r["note"],
        }
        for r in answers
    ]
