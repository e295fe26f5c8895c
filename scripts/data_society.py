"""Tables of the whole system, 1917-1970: who was there, where, what was counted, and the constants."""

from __future__ import annotations

from pathlib import Path

from data_common import KEY_RULES, Row, Table, read_rows
from data_society_constants import constant_rows
from data_society_observed import observed_tables
from data_society_regions import party_rows, questionnaire_rows, region_rows
from data_society_sources import SOCIETY_KEY_RULES
from data_soviet_elite import elite_rows

POLITICS = (
    "appointments",
    "conferences",
    "congresses",
    "constituent_assembly_1917",
    "elite_membership",
    "elite_persons",
    "party_membership",
    "soviets_congress_2",
    "timeline",
    "votes",
)
SOCIETY = (
    "agriculture",
    "collectivisation",
    "dissent",
    "industry",
    "petrograd_1917",
    "press_attention",
    "repression",
    "unrest",
)


def read_all(shared: Path) -> dict[str, list[Row]]:
    """Every file of the two folders, by its name."""
    files = {name: shared / "politics" / f"{name}.csv" for name in POLITICS}
    files |= {name: shared / "society" / f"{name}.csv" for name in SOCIETY}
    return {name: read_rows(path) for name, path in files.items()}


def society_tables(shared: Path) -> list[Table]:
    """Every table of the whole system."""
    data = read_all(shared)
    persons = {r["person"]: r for r in data["elite_persons"]}
    elite = elite_rows(data["elite_membership"], persons)
    regions = region_rows(data["constituent_assembly_1917"], data["industry"], data["petrograd_1917"])
    constants = constant_rows(data)
    printed = [f"{r['name']}: {r['value']} {r['unit']} ({r['status']})" for r in constants]
    seated = sum(r["body"] != "" for r in elite)
    return [
        _table("elite_1917", elite, f"in the party by 1917-11-06 and alive, {seated} of them full members"),
        _table("regions", regions, "22 regions and two capitals: votes of 1917, people, grain role"),
        _table("parties_1917", party_rows(data), "votes, seats and delegates of 1917 by party and count"),
        _table(
            "questionnaire_1917",
            questionnaire_rows(data["soviets_congress_2"]),
            "what the delegates to the second congress of soviets wanted",
        ),
        _table("constants", constants, "numbers that a document of the whole system can cite", printed),
        *observed_tables(data, _table),
    ]


def _table(name: str, rows: list[Row], about: str, checks: list[str] | None = None) -> Table:
    """A table below `soviet/` with the citation keys of the whole system."""
    columns = tuple(dict.fromkeys(key for row in rows for key in row))
    return Table(f"soviet/{name}.csv", columns, rows, about, checks or [], KEY_RULES + SOCIETY_KEY_RULES)
