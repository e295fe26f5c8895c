"""Electors at three conclaves with the day on which each in fact left: an outcome, read "as recorded"."""

from __future__ import annotations

from pathlib import Path

from data_common import Row, Table, ascii_text, read_rows
from data_conclave import STARTS, Start, electors_at, pope_rows

OF_1978 = Start(
    "1978-10",
    "1978-10-16",
    "John Paul II",
    "Wojty",
    "Paul VI",
    (("Pius XII", "Pacelli"), ("John XXIII", "Roncalli"), ("Paul VI", "Montini")),
    "C11",
)
COLUMNS = ("name", "born", "patron", "alive", "body", "left_on")


def recorded_tables(shared: Path) -> list[Table]:
    """One table for each conclave: the people of its start list, with a column `left_on`."""
    folder = shared / "institutions" / "conclave"
    electors = read_rows(folder / "electors.csv")
    conclaves = read_rows(folder / "conclaves.csv")
    # The list of 2025 is of people still living, and another file.
    starts = [OF_1978, *(start for start in STARTS if start.year != "2025")]
    return [_table(start, electors, conclaves) for start in starts]


def _table(start: Start, electors: list[Row], conclaves: list[Row]) -> Table:
    """The electors of one conclave and the pope whom they elected."""
    died = {ascii_text(r["name"]): r["died"] for r in electors}
    # A reign ends with a death or, once, with a resignation: the next vacancy has the day.
    (vacancy,) = [r["vacancy_start"] for r in conclaves if r["late_pope"] == start.pope]
    popes, others = pope_rows(start, electors), electors_at(start, electors, [])
    for row in popes:
        row["left_on"] = vacancy if row["body"] == "pope" else ""
    for row in others:
        row["left_on"] = died[row["name"]]
    left = sum(bool(row["left_on"]) for row in others)
    return Table(
        f"conclave/electors_{start.date[:4]}_recorded.csv",
        COLUMNS,
        popes + others,
        f"{len(others)} other electors at {start.date} with the day on which they died, where they have",
        [f"{len(others)} others, {left} died by the snapshot"],
    )
