"""Random small organisations as documents: what the laws of mechanisms run on.

Every organisation has offices, bodies of every kind, rules of every verb, people, publics in places
and events of every act; random are who fills whom, how, from which pool and when, and all numbers.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from whowhom import mechanisms
from whowhom.build import Model, build
from whowhom.core.mechanism import Named, Number, Registered
from whowhom.spec.checks import check
from whowhom.spec.document import from_document
from whowhom.spec.scenario import Origin, Scenario
from whowhom.spec.units import PER_MONTH

START, MONTHS, PLACES = date(2000, 1, 1), 24, 5
DECISIONS = ("majority", "majority of seats", "2/3", "2/3 of seats", "unanimity", "plurality", "any holder")
TRAITS = ("prestige", "competence", "ambition", "caution", "loyalty", "susceptibility")
NAMES = {
    "body": ("chief", "board", "council"),
    "campaign": ("statue",),
    "circle": ("board", "council"),
    "dimension": ("line",),
    "instrument": ("guards", "cells"),
    "office": ("chief",),
    "party": ("blue", "red"),
    "person": ("Person 00", "Person 01"),
    "places": ("provinces", "islands"),
    "public": ("folk", "farmers"),
    "subject": ("Person 02",),
}
"""What every organisation has of each kind, for mechanisms that ask by name; all offices are one."""

Document = dict[str, Any]


def month(number: int) -> date:
    """Return the first day of a month counted from the start."""
    return date(START.year + number // 12, number % 12 + 1, 1)


def quantity(value: float, unit: str) -> Document:
    """Return a number of a document that needs no prior."""
    return {"value": value, "unit": unit, "source": "identity"}


def _bodies(rng: Random) -> Document:
    board, council = rng.randint(3, 7), rng.randint(4, 8)
    bodies: Document = {
        "chief": {"seats": 1},
        "deputy": {"seats": 1},
        "secretary": {"seats": PLACES, "place": "provinces"},
        "congress": {"seats": PLACES + 3, "term": f"{rng.randint(6, 30)} months"},
        "board": {"seats": board, "capacity": board + 4},
        "council": {"seats": council, "term": f"{rng.randint(2, 5)} years", "staggered": True},
    }
    if rng.random() < 0.5:
        bodies["board"]["weights"] = [rng.randint(1, 3) for _ in range(board + 4)]
    if rng.random() < 0.5:
        bodies["council"]["age_limit"] = f"{rng.randint(45, 70)} years"
    if rng.random() < 0.5:
        bodies["council"]["term_limit"] = rng.randint(1, 2)
    if rng.random() < 0.5:
        bodies["deputy"]["term"] = "1 year"
    _more_of_the_board(bodies["board"])
    return bodies


def _more_of_the_board(board: Document) -> None:
    """Add early exits and dated ends to every other board, by a luck of their own."""
    rng = Random(board["seats"])
    if rng.random() < 0.5:
        board["early_exit"] = quantity(0.3, "1/year")
    if rng.random() < 0.5:
        ends = [month(rng.randint(1, MONTHS - 1)) for _ in range(board["capacity"])]
        board |= {"term": "1 year", "ends": ends}


def _rules(rng: Random) -> list[Document]:
    """Return rules of every verb; each body is filled by one of its own, drawn."""
    decision, pools = (lambda: rng.choice(DECISIONS)), ("members", "entrants", None)
    rules: list[Document] = [
        {"name": "r_chief", "verb": "elects", "by": rng.choice(["board", "council"]), "over": "chief"},
        {"name": "r_deputy", "verb": rng.choice(["appoints", "draws"]), "by": "chief", "over": "deputy"},
        {
            "name": "r_secretary",
            "verb": rng.choice(["appoints", "elects"]),
            "by": rng.choice(["chief", "deputy"]),
            "over": "secretary",
        },
        {"name": "r_office", "verb": "ex_officio", "by": "secretary", "over": "congress"},
        {"name": "r_tiers", "verb": "elects", "by": "folk", "over": "congress", "tiers": ["village", "town"]},
        {"name": "r_local", "verb": "elects", "by": "folk", "over": "secretary"},
        {"name": "r_board", "verb": "elects", "by": "congress", "over": "board", "ballot": "secret"},
        {"name": "r_slate", "verb": "proposes", "by": rng.choice(["chief", "deputy"]), "over": "board"},
        {"name": "r_council", "verb": rng.choice(["coopts", "draws"]), "by": "council", "over": "council"},
        {"name": "r_expels", "verb": "expels", "by": "council", "over": rng.choice(["board", "congress"])},
        {"name": "r_circle", "verb": "expels", "by": "council", "over": "council"},
        {"name": "r_confirms", "verb": "confirms", "by": "board", "over": "deputy"},
        {"name": "r_vetoes", "verb": "vetoes", "by": "council", "over": "secretary"},
        {"name": "r_enlarges", "verb": "enlarges", "by": "chief", "over": "board", "most": rng.randint(1, 3)},
        {"name": "r_transfers", "verb": "transfers", "by": "chief", "over": "secretary"},
        {"name": "r_succeeds", "verb": "succeeds", "by": "board", "over": "chief"},
        {"name": "r_appoints", "verb": "appoints", "by": "deputy", "over": "council", "part": "2-3"},
        {"name": "r_coopts", "verb": "coopts", "by": "board", "over": "board"},
        {
            "name": "r_draws",
            "verb": "draws",
            "by": "members",
            "over": "council",
            "pool": "entrants",
            "per_place": 1,
        },
    ]
    for rule in rules:
        if rule["verb"] in ("elects", "expels", "coopts", "confirms", "vetoes", "enlarges"):
            rule["decision"] = decision()
        if rule["verb"] in ("appoints", "elects", "coopts", "draws") and "pool" not in rule:
            pool = "members" if "part" in rule else rng.choice(pools)
            rule |= {"pool": pool} if pool else {}
        cadence = rng.random()
        if cadence < 0.4:
            rule["every"] = f"{rng.randint(1, 12)} months"
        elif cadence < 0.5:
            rule["at"] = [month(number) for number in sorted(rng.sample(range(1, MONTHS), 3))]
    return rules


def _society(rng: Random) -> Document:
    """Return places, members, parties, instruments and a campaign, drawn by a luck of their own."""
    kinds = ("police", "camp", "party_ban", "faction_ban", "censorship")
    return {
        "places": {
            "provinces": {
                "count": PLACES,
                "output": quantity(rng.uniform(1.0, 9.0), "million tonnes"),
                "garrison": quantity(rng.uniform(10.0, 900.0), "person"),
            },
            "islands": {"count": 2, "dependent": True, "from": month(rng.randint(1, 9))},
        },
        "parties": {
            "blue": {"ruling": True, "votes": quantity(0.3, "share"), "mandates": quantity(0.4, "share")},
            "red": {"votes": quantity(0.7, "share"), "mandates": quantity(0.6, "share")},
        },
        "instruments": {
            name: {
                "kind": kind,
                "owner": rng.choice(["chief", "deputy"]),
                "capacity": quantity(rng.uniform(1.0, 50.0), "person/month"),
                "from": month(rng.randint(1, 9)),
            }
            for name, kind in zip(("guards", "cells", "law", "unity", "desk"), kinds, strict=True)
        },
        "membership": {"places": "provinces", "members": 180, "cell": 5, "district": 6, "patrons": 7},
        "subjects": ["Person 02"],
        "campaigns": {
            "statue": {
                "about": "Person 02",
                "tiers": ["board", "council"],
                "recipients": 12,
                "from": month(2),
                "due": month(14),
            }
        },
    }


def _events(rng: Random, names: list[str]) -> list[Document]:
    """Return an event of every act, some of them free."""
    events: list[Document] = [
        {"act": "dies", "who": names[1]},
        {"act": "leaves", "who": names[2], "body": "board"},
        {"act": "takes", "who": names[3], "body": "chief"},
        {"act": "incapacitated", "body": "deputy"},
        {"act": "resizes", "body": "board", "seats": rng.randint(2, 7)},
        {"act": "closes", "body": "council"},
    ]
    for event in events:
        event |= {"date": month(rng.randint(1, MONTHS - 1)), "source": "identity"}
        if rng.random() < 0.3:
            event |= {"kind": "free", "hazard": quantity(0.2, "1/month")}
    return events


def step_of(registered: Registered, rng: Random | None) -> Document:
    """Return an entry of the schedule; with a generator half of its numbers and all its words are drawn."""
    step: Document = {"mechanism": registered.name}
    for item in registered.declaration.parameters:
        if isinstance(item, Named):
            step[item.name] = (rng or Random(0)).choice(NAMES.get(item.name, NAMES[item.kind]))
        elif rng is None:
            continue
        elif not isinstance(item, Number):
            step[item.name] = rng.choice(item.choices)
        elif rng.random() < 0.5:
            # At the far end of a range all else would be drowned.
            low = max(item.low, -1.0 - 2.0 * abs(item.default))
            high = min(item.high, max(low + 1.0, 2.0 * item.default + (low < 0.0)))
            # A least value may have more digits than are drawn.
            drawn = min(max(round(rng.uniform(low, high), 3), item.low), item.high)
            unit = {PER_MONTH: "1/month"}.get(item.unit, item.unit)
            step[item.name] = quantity(drawn, unit)
    return step


def organisation(seed: int, folder: Path, schedule: list[Document]) -> Document:
    """Return the document of one random organisation; its table of people is written into the folder."""
    rng = Random(seed)
    bodies = _bodies(rng)
    sitting = [
        name for name, body in bodies.items() for _ in range(rng.randint(body["seats"] // 2, body["seats"]))
    ]
    names = [f"Person {number:02d}" for number in range(len(sitting) + rng.randint(6, 12))]
    rows = []
    for number, name in enumerate(names):
        patron = rng.choice(names) if rng.random() < 0.5 else ""
        rows.append(
            {
                "name": name,
                "born": f"{rng.randint(1910, 1972)}-{rng.randint(1, 12):02d}-01",
                "body": sitting[number] if number < len(sitting) else "",
                "patron": "" if patron == name else patron,
                "place": str(rng.randrange(PLACES)),
                **{trait: f"{rng.random():.3f}" for trait in TRAITS},
                "line": f"{rng.uniform(-1, 1):.3f}",
            }
        )
    write_people(folder, rows)
    return {
        "title": f"Organisation {seed}",
        "from": START,
        "until": month(MONTHS),
        "bodies": bodies,
        "rules": _rules(rng),
        **_society(Random(seed)),
        "publics": {
            "farmers": {
                "places": "islands",
                "members": quantity(4000.0, "person"),
                "leaning": quantity(0.5, "share"),
                "support": quantity(0.3, "share"),
            },
            "folk": {
                "places": "provinces",
                "members": quantity(20000.0 * rng.randint(100, 5000), "person"),
                "leaning": quantity(round(rng.uniform(0.1, 0.9), 3), "share"),
                "spread": quantity(0.1, "share"),
            },
        },
        "people": {
            "file": "people.csv",
            "capacity": 300,
            "dimensions": ["line"],
            "entrants": {
                "pool": rng.choice([0, 30]),
                "age": quantity(45.0, "year"),
                "age_spread": quantity(8.0, "year"),
                "position_spread": quantity(0.5, "1"),
            },
        },
        "audit": {"principal": "chief"},
        "events": _events(rng, names),
        "schedule": schedule,
        "snapshots": [month(number) for number in range(1, MONTHS)],
    }


def write_people(folder: Path, rows: list[dict[str, str]]) -> None:
    """Write the table of people."""
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def scenario_of(document: Document, folder: Path) -> Scenario:
    """Return the checked scenario of a document whose files lie in the folder."""
    scenario = from_document(document, Origin("organisation.toml", folder))
    check(scenario)
    return scenario


def everything(rng: Random | None = None) -> list[Document]:
    """Return a schedule of every mechanism there is."""
    return [step_of(mechanisms.load(name), rng) for name in mechanisms.shipped()]


def model_of(document: Document, folder: Path) -> Model:
    """Return the model of a document."""
    return build(scenario_of(document, folder))
