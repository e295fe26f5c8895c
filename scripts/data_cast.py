"""The cast of the scenario `soviet_party`: the people of soviet/people.csv as the simulator reads them.

Prestige is the mean of two shares that were on record on 16 March 1921: of the committees of congresses 6 to
10, how many the person was elected to as a full member; and of the 479 ballots of 1921, how many named him (0
when he did not stand). The one dimension of opinion is the side taken in the debate on the trade unions, as
far as a document dated before the ballot says so: 0 the platform of ten, 1 Trotsky and Bukharin, -1 the
Workers' Opposition and the Democratic Centralists; blank when no document is known. Nothing later is used.
"""

from __future__ import annotations

from data_common import Row, weakest

BALLOTS, CONGRESSES = 479, 5
PLATFORMS = {
    "platform_of_ten": "0",
    "trotsky_bukharin": "1",
    "workers_opposition": "-1",
    "democratic_centralist": "-1",
}
BODIES = ("central_committee", "politburo")
RESPONSIBLE_SECRETARY = "Molotov V.M."


def cast_rows(people: list[Row]) -> list[Row]:
    """Give the rows of soviet/cast.csv from those of soviet/people.csv."""
    return [_row(person) for person in people]


def _row(person: Row) -> Row:
    """Turn offices to bodies of the scenario, and the record of one person to his prestige and opinion."""
    bodies = [body for body in person["body"].split("|") if body in BODIES]
    if person["name"] == RESPONSIBLE_SECRETARY:
        bodies.append("general_secretary")
    seats = int(person["committee_seats"] or 0) / CONGRESSES
    votes = int(person["tenth_votes"] or 0) / BALLOTS if "central_committee" in bodies else 0.0
    return {
        "name": person["name"],
        "born": person["born"],
        "body": "|".join(bodies),
        "prestige": f"{(seats + votes) / 2:.3f}",
        "platform": PLATFORMS.get(person["platform_1921"], ""),
        "source": person["source"],
        "status": weakest({person["tenth_status"], person["status"]}),
        "note": person["note"],
    }
