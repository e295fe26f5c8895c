"""The rolls of the committee as the fit reads them: who sat after each congress, with dated attributes.

`soviet/transitions.csv` has a row for each full member after each of the congresses 6 to 17. Every attribute
is one of the day of that roll, but for those called `undated_`; who stays is read from the later rolls.
`soviet/transitions_sets.csv` says which attributes each explanation may use. `soviet/cast_1926.csv` is the
cast of the scenario `soviet_party_1926`: the people of the rolls up to the fourteenth congress, with what
was on record of them at the end of 1925.
"""

from __future__ import annotations

from pathlib import Path

from data_common import Row, Table, day, read_rows, weakest
from data_soviet_people import ballots

FULL, CANDIDATE = "central_committee_full", "central_committee_candidate"
ROUNDS = range(6, 18)
LAST_KNOWN, START = 14, "1926-01-01"
FIRST_SLATE = 12
"""The first congress after the general secretary took office."""
BALLOTS, BALLOT_ROUND = 479, 10
RECENT_YEARS = 3.0

# When each group formed. A tag says that somebody belonged to it, not when he joined.
GROUPS = {
    "coalition_1917": "1917-11-17",
    "left_communists_1918": "1918-02-22",
    "democratic_centralists": "1919-03-18",
    "workers_opposition": "1920-09-22",
    "left_opposition_1923": "1923-10-08",
    "declaration_46": "1923-10-15",
    "leningrad_1925": "1925-12-18",
}
ROLES = {
    "undated_apparatus": ("party_central", "party_regional"),
    "undated_mass_organisation": ("trade_union", "military", "komsomol"),
}
SETS = {
    "standard": ("age", "terms_before", "dissent", "dissent_recent"),
    "apparatus": ("secretariat", "came_by_slate", "candidate_before"),
    "apparatus_undated": ("secretariat", "came_by_slate", "candidate_before", "undated_apparatus"),
    "support": ("ballots", "party_years", "politburo"),
    "support_undated": ("ballots", "party_years", "politburo", "undated_mass_organisation"),
    "programme": ("dissent", "dissent_recent"),
}
SET_NOTES = {
    "standard": "the plain yardstick",
    "apparatus": "a post in the machine, or a seat that the machine's slate gave",
    "support": "votes counted, years in the movement, a place among the leaders; no class on record",
    "programme": "groups against the majority's line joined by the day, and those of the last three years",
}
PATRONS = {
    "leningrad_1925": "Zinoviev G.E.",
    "left_opposition_1923": "Trotsky L.D.",
    "declaration_46": "Trotsky L.D.",
}
SECRETARY = "Stalin I.V."
# As in observed_offices.csv; before the tenth congress no office is comparable.
LEADERS = {10: "Molotov V.M."} | dict.fromkeys(range(11, 18), SECRETARY)


def groups(person: Row, date: str) -> list[str]:
    """The groups of a person that had formed by a day."""
    tags = person["opposition_affiliation"].split("|") if person else []
    return [tag for tag, formed in GROUPS.items() if tag in tags and formed <= date]


def _recent(tag: str, date: str) -> bool:
    return (day(date) - day(GROUPS[tag])).days / 365.25 <= RECENT_YEARS


def _by_round(rolls: list[Row], body: str) -> dict[int, dict[str, Row]]:
    """Who sat in a body after each congress."""
    found: dict[int, dict[str, Row]] = {number: {} for number in ROUNDS}
    for row in rolls:
        if row["body"] == body and int(row["congress_number"]) in ROUNDS:
            found[int(row["congress_number"])][row["person"]] = row
    return found


def transition_rows(rolls: list[Row], persons: dict[str, Row], votes: list[Row]) -> list[Row]:
    """One row for each full member after each congress, with what was on record of him on that day."""
    full, candidate = _by_round(rolls, FULL), _by_round(rolls, CANDIDATE)
    inner, secretariat = _by_round(rolls, "politburo_full"), _by_round(rolls, "secretariat")
    cast = ballots(votes)
    rows = []
    for number in ROUNDS:
        for name, seat in sorted(full[number].items()):
            person, date = persons[name], seat["congress_date"]
            year, held = int(date[:4]), groups(person, date)
            before = [n for n in ROUNDS if n < number]
            entered = min(n for n in ROUNDS if name in full[n])
            ballot = cast.get(name) if number >= BALLOT_ROUND else None
            joined = person["party_join_year"]
            rows.append(
                {
                    "round": str(number),
                    "date": date,
                    "person": name,
                    "age": str(year - int(person["birth_year"])) if person["birth_year"] else "",
                    "party_years": str(year - int(joined)) if joined else "",
                    "terms_before": str(sum(name in full[n] for n in before)),
                    "candidate_before": str(int(any(name in candidate[n] for n in before))),
                    "politburo": str(int(name in inner[number])),
                    "secretariat": str(int(name in secretariat[number])),
                    "leader": str(int(name == LEADERS[number])) if number in LEADERS else "",
                    "came_by_slate": str(int(entered >= FIRST_SLATE)),
                    "ballots": f"{int(ballot['votes']) / BALLOTS:.3f}" if ballot else "",
                    "dissent": str(len(held)),
                    "dissent_recent": str(sum(_recent(tag, date) for tag in held)),
                    **{key: str(int(person["main_role"] in kinds)) for key, kinds in ROLES.items()},
                    "source": "; ".join(dict.fromkeys((seat["source"], person["source"]))),
                    "status": weakest({seat["status"], person["status"]}),
                    "note": "weak row" if "medium" in (seat["confidence"], person["confidence"]) else "",
                }
            )
    return rows


def set_rows() -> list[Row]:
    """Which attributes each explanation may use."""
    return [
        {
            "set": name,
            "column": column,
            "source": "computed from elite_membership.csv and elite_persons.csv (Goriachev, TsK KPSS 2005)",
            "status": "computed",
            "note": SET_NOTES.get(name, "with the office that is not dated"),
        }
        for name, columns in SETS.items()
        for column in columns
    ]


def cast_rows(rolls: list[Row], persons: dict[str, Row]) -> list[Row]:
    """The people of the rolls up to the fourteenth congress who were alive at the end of 1925."""
    full, inner = _by_round(rolls, FULL), _by_round(rolls, "politburo_full")
    known = [n for n in ROUNDS if n <= LAST_KNOWN]
    last = known[-5:]
    # Candidates of 1925 are known by name only in part, perhaps those who rose later: none is taken.
    names = {name for n in known for name in full[n]}
    rows = []
    for name in sorted(n for n in names if n in persons):
        person = persons[name]
        if (died := person["death_date"]) and day(died) < day(START):
            continue
        seats = [full[n][name] for n in known if name in full[n]]
        shares = sum(name in full[n] for n in last), sum(name in inner[n] for n in last)
        held = groups(person, START)
        rows.append(
            {
                "name": name,
                "born": person["birth_year"],
                "body": _bodies(name, full, inner),
                "patron": _patron(name, held, full),
                "prestige": f"{sum(shares) / (2 * len(last)):.3f}",
                "platform": "-1" if any(_recent(tag, START) for tag in held) else "",
                "source": "; ".join(dict.fromkeys([person["source"], *(s["source"] for s in seats[-1:])])),
                "status": weakest({person["status"], *(s["status"] for s in seats)}),
                "note": "|".join(held),
            }
        )
    return rows


def _bodies(name: str, full: dict[int, dict[str, Row]], inner: dict[int, dict[str, Row]]) -> str:
    """The seats of a person after the fourteenth congress."""
    sits = {
        "central_committee": name in full[LAST_KNOWN],
        "politburo": name in inner[LAST_KNOWN],
        "general_secretary": name == SECRETARY,
    }
    return "|".join(body for body, there in sits.items() if there)


def _patron(name: str, held: list[str], full: dict[int, dict[str, Row]]) -> str:
    """The head of the latest group, or the secretary for whoever first came in on a slate of his."""
    heads = [PATRONS[tag] for tag in held if tag in PATRONS]
    if name in (*PATRONS.values(), SECRETARY):
        return ""
    if heads:
        return heads[-1]
    entered = min((n for n in ROUNDS if name in full[n]), default=0)
    return SECRETARY if FIRST_SLATE <= entered <= LAST_KNOWN else ""


def transition_tables(shared: Path) -> list[Table]:
    """The three tables of the rolls that a fit reads."""
    folder = shared / "politics"
    rolls, votes = read_rows(folder / "elite_membership.csv"), read_rows(folder / "votes.csv")
    persons = {r["person"]: r for r in read_rows(folder / "elite_persons.csv")}
    rows, sets, cast = transition_rows(rolls, persons, votes), set_rows(), cast_rows(rolls, persons)
    free = [{**r, "patron": "" if r["patron"] == SECRETARY else r["patron"]} for r in cast]
    seated = sum("central_committee" in r["body"] for r in cast)
    return [
        Table("soviet/transitions.csv", tuple(rows[0]), rows, "full members after congresses 6-17"),
        Table(
            "soviet/transitions_sets.csv", tuple(sets[0]), sets, "attributes that each explanation may use"
        ),
        Table("soviet/cast_1926.csv", tuple(cast[0]), cast, f"people at the end of 1925, {seated} seated"),
        Table(
            "soviet/cast_1926_unattached.csv", tuple(free[0]), free, "the same, nobody the secretary's man"
        ),
    ]
