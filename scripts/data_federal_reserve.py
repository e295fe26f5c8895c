"""The Board of Governors on the day a president took office: who sits where, and who first seated them."""

from __future__ import annotations

from pathlib import Path

from data_common import Row, Table, read_rows

START = "2025-01-20"
PRESIDENTS = {
    "Trump": ("Donald Trump", "true", "president", "inaugurated on the start date"),
    "Obama": ("Barack Obama", "false", "", "alive=false means outside the organisation"),
    "Biden": ("Joseph Biden", "false", "", "alive=false means outside the organisation"),
}
"""Full name, living, body and note of each president by the name under which governors are listed."""
LIST_SOURCE = "Board of Governors, Membership of the Board 1914-present; own knowledge"


def federal_reserve_tables(shared: Path) -> list[Table]:
    """The president of the start date and the governors in the order of their seats."""
    folder = shared / "institutions" / "federal_reserve"
    governors = [r for r in read_rows(folder / "governors.csv") if _sits(r)]
    seats = read_rows(folder / "seats_2025.csv")
    rows: list[Row] = [
        {
            "name": name,
            "alive": alive,
            "body": body,
            "note": note,
            "source": LIST_SOURCE,
            "status": "recalled",
        }
        for name, alive, body, note in PRESIDENTS.values()
    ]
    rows += [_governor(seat, governors) for seat in seats]
    return [
        Table(
            "federal_reserve/governors_2025.csv",
            ("name", "patron", "alive", "body", "left_on"),
            rows,
            f"the seven governors at {START} in the order of their seats, and who first seated them",
            [f"{len(seats)} governors"],
        )
    ]


def _sits(governor: Row) -> bool:
    """Whether somebody was a governor on the start date."""
    return governor["took_office"] <= START and not "" < governor["left_office"] <= START


def _governor(seat: Row, governors: list[Row]) -> Row:
    """The governor who held a seat on the start date; a later holder's entry names whose seat it was."""
    (found,) = [r for r in governors if r["governor"].split()[-1] in seat["holder_end_2025"]]
    patron = PRESIDENTS[found["first_seated_by"].split()[0]][0]
    more = f"; {found['note']}" if found["note"] else ""
    return {
        "name": found["governor"],
        "patron": patron,
        "alive": "true",
        "body": "board",
        "left_on": found["left_office"],
        "source": f"{found['source']}; seat: {seat['source']}",
        # The seats are recalled, so that a row is no better.
        "status": seat["status"],
        "note": f"seat {seat['seat']}; patron: who first seated the governor{more}",
    }
