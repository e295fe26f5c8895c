"""The people at the start of the party organisation, with only what was on record by March 1921."""

from __future__ import annotations

from data_common import Row, day, weakest

BODIES = {
    "central_committee_full": "central_committee",
    "central_committee_candidate": "candidate",
    "politburo_full": "politburo",
    "politburo_candidate": "politburo_candidate",
    "secretariat": "secretariat",
    "orgburo": "orgburo",
    "orgburo_candidate": "orgburo_candidate",
}

# Positions held by March 1921 that the vote notes do not name: (platform, document, source, status, note)
NAMED_POSITIONS: dict[str, tuple[str, str, str, str, str]] = {
    "Shlyapnikov A.G.": (
        "workers_opposition",
        "theses of the Workers' Opposition, 1921-01",
        "Lenin CW vol.32, editorial note 12 to The Party Crisis",
        "sourced",
        "leader named in the note",
    ),
    "Kutuzov I.I.": (
        "workers_opposition",
        "theses of the Workers' Opposition, 1921-01",
        "Lenin CW vol.32, editorial note 12 to The Party Crisis",
        "sourced",
        "leader named in the note",
    ),
    "Kollontai A.M.": (
        "workers_opposition",
        "pamphlet The Workers' Opposition, before 1921-03-08",
        "Lenin CW vol.32, editorial note 12 to The Party Crisis",
        "sourced",
        "author of the pamphlet published on the eve of the tenth congress",
    ),
    "Kiselyov A.S.": (
        "workers_opposition",
        "theses of the Workers' Opposition, 1921-01",
        "X sezd RKP(b), stenograficheskii otchet (1963); Schapiro 1955",
        "recalled",
        "signature recalled, not seen",
    ),
    "Osinsky V.V.": (
        "democratic_centralist",
        "platform of Democratic Centralism, 1921-01",
        "Great Soviet Encyclopedia (3rd ed.), article Democratic Centralist Faction",
        "recalled",
        "leadership of the group by 1920 seen in the article; signature of the platform recalled",
    ),
    "Bubnov A.S.": (
        "democratic_centralist",
        "platform of Democratic Centralism, 1921-01",
        "ru.wikipedia Democratic Centralism Group (clever-geek copy)",
        "recalled",
        "leadership of the group seen in the page; signature of the platform recalled",
    ),
}


# The vote whose notes list the voters on each side
BREST = "brest_litovsk_accept_german_terms"
BREST_VALUE = {"for": "1", "against": "-1", "abstain": "0"}
RESIGNED_NOTE = "same day 5 CC members resigned: "


def match_surnames(text: str, names: set[str]) -> list[str]:
    """The people of the rolls named by surname in a comma list (the alias Artyom included)."""
    found: list[str] = []
    for part in text.partition(";")[0].split(","):
        surname = part.replace("(candidate)", "").strip()
        hits = [n for n in names if n.split(" ")[0] == surname or f"({surname})" in n]
        if len(hits) > 1:
            raise ValueError(f"{surname} is ambiguous: {hits}")
        found += hits
    return found


def ballots(votes: list[Row]) -> dict[str, Row]:
    """The ballot for the committee of 1921 by name."""
    rows = [r for r in votes if r["issue"] == "central_committee_election_10th"]
    return {r["option"].replace(" (not on the list)", ""): r for r in rows}


def _set(out: dict[str, Row], people: list[str], **values: str) -> None:
    for name in people:
        out[name].update(values)


def positions(votes: list[Row], names: set[str]) -> dict[str, Row]:
    """Platform of 1920-21 and the earlier named votes, by person; nothing dated after March 1921."""
    out: dict[str, Row] = {n: {} for n in names}
    for r in (r for r in votes if r["date"] <= "1921-03-16"):
        status, source = r["status"], r["source"]
        if r["issue"] == "trade_union_platforms_cc_signatories":
            platform = "trotsky_bukharin" if "trotsky" in r["option"] else "platform_of_ten"
            _set(
                out,
                match_surnames(r["note"], names),
                platform_1921=platform,
                platform_document=f"signature dated {r['date']}",
                platform_status=status,
                platform_source=source,
            )
        elif r["body"] == "vtsik" and RESIGNED_NOTE in r["note"]:
            people = match_surnames(r["note"].split(RESIGNED_NOTE)[1], names)
            _set(out, people, coalition_1917="1", coalition_source=source, coalition_status=status)
        elif (r["issue"], r["option"]) == ("insurrection", "for"):
            people = [n for n in names if n in r["note"]]
            _set(
                out,
                people,
                insurrection_1917="-1",
                insurrection_source=source,
                insurrection_status=status,
            )
        elif r["body"] == "central_committee" and r["issue"] == BREST:
            people = match_surnames(r["note"], names)
            _set(out, people, brest_1918=BREST_VALUE[r["option"]], brest_source=source, brest_status=status)
    for name, (platform, document, source, status, note) in NAMED_POSITIONS.items():
        if out[name].get("platform_1921"):
            raise ValueError(f"{name} has two platforms")
        out[name].update(
            platform_1921=platform,
            platform_document=document,
            platform_status=status,
            platform_source=source,
            platform_note=note,
        )
    return out


def people_rows(rolls: list[Row], persons: dict[str, Row], votes: list[Row], start: str) -> list[Row]:
    """One row for each person on the rolls of congresses 6 to 10 who was alive at the start."""
    seats: dict[str, list[Row]] = {}
    for r in rolls:
        if 6 <= int(r["congress_number"]) <= 10 and r["body"] in BODIES:
            seats.setdefault(r["person"], []).append(r)
    alive = {n for n in seats if not (d := persons[n]["death_date"]) or day(d) > day(start)}
    held, cast = positions(votes, alive), ballots(votes)
    rows: list[Row] = []
    for name in sorted(alive):
        person, known = persons[name], held[name]
        tenth = [r for r in seats[name] if r["congress_number"] == "10"]
        order = [b for b in BODIES if b in {r["body"] for r in tenth}]
        ballot = cast.get(name)
        statuses = {person["status"], *(r["status"] for r in seats[name])}
        statuses |= {v for k, v in known.items() if k.endswith("_status")}
        statuses |= {ballot["status"]} if ballot else set()
        sources = {person["source"]: None, seats[name][-1]["source"]: None}
        for key in ("platform_source", "brest_source", "coalition_source", "insurrection_source"):
            if key in known:
                sources[known[key]] = None
        if ballot:
            sources[ballot["source"]] = None
        rows.append(
            {
                "name": name,
                "born": person["birth_year"],
                "party_join_year": person["party_join_year"],
                "committee_seats": str(sum(r["body"] == "central_committee_full" for r in seats[name])),
                "candidate_seats": str(sum(r["body"] == "central_committee_candidate" for r in seats[name])),
                "body": "|".join(BODIES[b] for b in order),
                "tenth_votes": ballot["votes"] if ballot else "",
                "tenth_status": ballot["status"] if ballot else "",
                "platform_1921": known.get("platform_1921", ""),
                "platform_document": known.get("platform_document", ""),
                "platform_status": known.get("platform_status", ""),
                "coalition_1917": known.get("coalition_1917", ""),
                "insurrection_1917": known.get("insurrection_1917", ""),
                "brest_1918": known.get("brest_1918", ""),
                "source": "; ".join(sources),
                "status": weakest(statuses),
                "note": known.get("platform_note", ""),
            }
        )
    return rows
