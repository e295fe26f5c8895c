"""The cast of October 1917: everyone of the rolls who was in the party by then, with what was on record.

Prestige follows the rule of `data_cast.py`: the mean of two shares. First, of the two committees chosen in
1917 (the April conference and the sixth congress), how many the person was elected to as a full member.
Second, the largest share of ballots that was made known in either election (109 in April, 134 in August; of
August only the first four numbers were made known), 0 where none was. `platform` is the vote of 23 October
1917 (new style): -1 for those named as voting for the rising, 1 for the two who voted against it. `market`,
`toleration` and `world` are blank: nothing in the data dated before 7 November 1917 gives them by person. In
particular a vote for the rising is not a vote for power to one party. Nothing later is used, except that a
person is in the list because a later roll names him: the names look ahead, the attributes do not.
"""

from __future__ import annotations

from data_common import Row, day, weakest

EVE = "1917-11-06"
COMMITTEES, APRIL_BALLOTS, AUGUST_BALLOTS = 2, 109, 134
APRIL = "V. T. Loginov, Neizvestnyi Lenin, ballot of the April conference (quoted in Deviatov, page seen)"
AUGUST = "Shestoi sezd RSDRP(b): protokoly (1958), the four numbers made known"
RISING = "mail.invlad.ru page on the preparation of the rising, the twelve present named by vote"

APRIL_VOTES = {
    "Lenin V.I.": 104,
    "Zinoviev G.E.": 101,
    "Stalin I.V.": 97,
    "Kamenev L.B.": 95,
    "Milyutin V.P.": 82,
    "Nogin V.P.": 76,
    "Sverdlov Ya.M.": 71,
    "Smilga I.T.": 53,
    "Bubnov A.S.": 32,
}
APRIL_ELECTED = frozenset(APRIL_VOTES) - {"Bubnov A.S."}
AUGUST_VOTES = {"Lenin V.I.": 133, "Zinoviev G.E.": 132, "Kamenev L.B.": 131, "Trotsky L.D.": 131}
FOR_RISING = (
    "Lenin V.I.",
    "Trotsky L.D.",
    "Stalin I.V.",
    "Sverdlov Ya.M.",
    "Uritsky M.S.",
    "Dzerzhinsky F.E.",
    "Kollontai A.M.",
    "Bubnov A.S.",
    "Sokolnikov G.Ya.",
    "Lomov G.I.",
)
AGAINST_RISING = ("Kamenev L.B.", "Zinoviev G.E.")

# In the party only after 6 November 1917; the persons file gives the year alone (recalled)
JOINED_LATER = frozenset({"Kulik G.I.", "Rakovsky Kh.G.", "Zavenyagin A.P."})


def elite_rows(rolls: list[Row], persons: dict[str, Row]) -> list[Row]:
    """The rows of soviet/elite_1917.csv, by name."""
    sixth: dict[str, list[Row]] = {}
    for row in rolls:
        if row["congress_number"] == "6":
            sixth.setdefault(row["person"], []).append(row)
    return [
        _row(persons[name], sixth.get(name, [])) for name in sorted(persons) if _there(persons[name], sixth)
    ]


def _there(person: Row, sixth: dict[str, list[Row]]) -> bool:
    """Whether someone was alive and in the party on the eve, as far as the data say."""
    if (died := person["death_date"]) and day(died) <= day(EVE):
        return False
    if person["person"] in sixth:
        return True
    joined = person["party_join_year"]
    return bool(joined) and int(joined) <= int(EVE[:4]) and person["person"] not in JOINED_LATER


def _row(person: Row, seats: list[Row]) -> Row:
    """One person: seat, prestige, vote, and the sources of each."""
    name = person["person"]
    full = next((s for s in seats if s["body"] == "central_committee_full"), None)
    elected = (name in APRIL_ELECTED) + (full is not None)
    known = max(APRIL_VOTES.get(name, 0) / APRIL_BALLOTS, AUGUST_VOTES.get(name, 0) / AUGUST_BALLOTS)
    sources = {person["source"]: person["status"]} | {s["source"]: s["status"] for s in seats if s is full}
    if name in APRIL_VOTES:
        sources[APRIL] = "sourced"
    if name in AUGUST_VOTES:
        sources[AUGUST] = "recalled"
    platform, notes = "", []
    if name in (*FOR_RISING, *AGAINST_RISING):
        platform = "-1" if name in FOR_RISING else "1"
        sources[RISING] = "sourced"
        notes.append(f"vote of 1917-10-23 {'for' if platform == '-1' else 'against'} the rising")
    if person["party_join_year"] == EVE[:4] and not seats:
        notes.append("joined in 1917, month not in the data")
    if not person["party_join_year"]:
        notes.append("year of joining not in the data; on the roll of August 1917")
    return {
        "name": name,
        "born": person["birth_year"],
        "body": "central_committee" if full else "",
        "prestige": f"{(elected / COMMITTEES + known) / 2:.3f}",
        "platform": platform,
        "market": "",
        "toleration": "",
        "world": "",
        "source": "; ".join(sources),
        "status": weakest(set(sources.values())),
        "note": "; ".join(notes),
    }
