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
BEGINS = "1936-02-03"
"""The day of the board of the act of 1935: five of seven seats were filled, all by Roosevelt."""
IN_TURN = {
    "Roosevelt": "Franklin D. Roosevelt",
    "Truman": "Harry S. Truman",
    "Eisenhower": "Dwight D. Eisenhower",
    "Kennedy": "John F. Kennedy",
    "Johnson": "Lyndon B. Johnson",
    "Nixon": "Richard Nixon",
    "Ford": "Gerald Ford",
    "Carter": "Jimmy Carter",
    "Reagan": "Ronald Reagan",
    "G. H. W. Bush": "George H. W. Bush",
    "Clinton": "Bill Clinton",
    "G. W. Bush": "George W. Bush",
    "Obama": "Barack Obama",
    "Trump I": "Donald Trump",
    "Biden": "Joseph Biden",
}
"""Presidents since then, by the names under which they are listed."""
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
        ),
        _cast(folder),
        _observed(folder),
    ]


def _cast(folder: Path) -> Table:
    """The presidents since 1936 and the governors of the first day."""
    cells = {"source": LIST_SOURCE, "status": "recalled"}
    rows: list[Row] = [
        {**cells, "name": name, "body": "president" if which == "Roosevelt" else "", "note": "a president"}
        for which, name in IN_TURN.items()
    ]
    for one in read_rows(folder / "governors.csv"):
        if one["took_office"] <= BEGINS < one["left_office"]:
            patron = IN_TURN[one["first_seated_by"]]
            cells = {key: one[key] for key in ("source", "status", "note")}
            rows.append({**cells, "name": one["governor"], "patron": patron, "body": "board"})
    return Table(
        "federal_reserve/cast_1936.csv",
        ("name", "patron", "body"),
        rows,
        f"the presidents since 1936, and the governors at {BEGINS}",
        [f"{len(rows)} persons"],
    )


def _observed(folder: Path) -> Table:
    """By president the governors whom he had first seated, two and four years on and on his last day."""
    columns = ("start", "end", "own_after_2y", "own_after_4y", "own_last_day", "seats_filled_last_day")
    rows: list[Row] = [
        {
            "president": IN_TURN[one["president"]],
            **{
                name: one.get(name) or one.get(name.replace("own_", "own_governors_"), "") for name in columns
            },
            "source": LIST_SOURCE,
            "status": "recalled",
            "note": "computed from the list of governors, which mixes sourced and recalled rows",
        }
        for one in read_rows(folder / "presidents.csv")
        if one["president"] in IN_TURN
    ]
    return Table(
        "federal_reserve/observed_presidents.csv",
        ("president", *columns),
        rows,
        "governors first seated by the president of the day",
        [f"{len(rows)} presidencies"],
    )


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
