"""What the congresses did: how large the committee became, whom it dropped, and who came to lead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.report import picture, statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.general import person_name
from whowhom.report.section import LeftOut, Row, Section, Table, fine, number_row, percent, plain, spread
from whowhom.report.soviet_record import CONDITIONED, FREE, Congress, congresses, dropped, secretaries

COMMITTEE = "central_committee"
NAMED = 7
"""Persons with a row of their own in the table of leaders."""
COVERED = 0.9


def enlargement(evidence: Evidence) -> Section:
    """The size of the central committee at each congress, against the official counts."""
    arm = evidence.arm("base")
    size = arm.array("committee_size")
    held = congresses(arm)
    values = np.stack([size[:, arm.month(item.month)] for item in held], axis=1)
    highest = max(float(values.max()), *(item.size.value for item in held))
    drawn = picture.Picture(350)
    panel = _congress_panel(drawn, held, 1.08 * highest)
    picture.number_axis(panel, "seats of full members")
    picture.whiskers(panel, range(len(held)), statistics.bands(values), picture.COLOURS[0], "histories")
    picture.points(panel, [item.size for item in held], "official size", [k + 0.22 for k in range(len(held))])
    rows = tuple(
        number_row(
            f"Seats of the central committee, {item.label}", values[:, k], item.size, lambda n: plain(n, 0)
        )
        for k, item in enumerate(held)
        if k > 0
    )
    middle, interval = spread(values[:, -1], lambda n: plain(n, 0))
    sentence = (
        f"The committee has {middle} seats after the {held[-1].number}th congress (90 %: {interval}); "
        f"officially it "
        f"had {plain(held[-1].size.value, 0)}. {sum(not row.inside for row in rows)} of {len(rows)} "
        f"sizes are misses."
    )
    return Section(
        sentence,
        drawn.svg(),
        f"Seats of the central committee by congress, model and official size. {sentence}",
        f"{CONDITIONED}; the size of March 1921; that at most 20 seats may be added at a congress.",
        FREE,
        ("daniels_1966", "millar_2004"),
        rows,
    )


def removal(evidence: Evidence) -> Section:
    """The share of members dropped between congresses, against the rolls."""
    arm = evidence.arm("base")
    held = [item for item in congresses(arm) if item.month in arm.about["snapshots"]]
    if len(held) < 2:
        raise LeftOut("The run kept no snapshots of the holders at the congresses.")
    members = _members(arm, held)
    values = np.stack(
        [statistics.dropped_share(members[k - 1], members[k]) for k in range(1, len(held))], axis=1
    )
    record = dropped()
    later = held[1:]
    data = [record[item.number] for item in later]
    highest = max(float(np.nanmax(statistics.bands(values))), *(item.value for item in data))
    drawn = picture.Picture(350)
    panel = _congress_panel(drawn, later, min(1.0, np.ceil(11 * highest) / 10))
    picture.percent_axis(panel, "members not elected again")
    picture.whiskers(panel, range(len(later)), statistics.bands(values), picture.COLOURS[0], "histories")
    picture.points(panel, data, "rolls", [k + 0.22 for k in range(len(later))])
    rows = tuple(
        number_row(f"Members dropped, {item.label}", values[:, k], data[k], fine)
        for k, item in enumerate(later)
    )
    misses = sum(not row.inside for row in rows)
    told = "; ".join(f"{item.number}th {rows[k].median} ({rows[k].interval})" for k, item in enumerate(later))
    return Section(
        f"Dropped at each congress in the model: {told}. {misses} of {len(rows)} recorded shares lie "
        f"outside.",
        drawn.svg(),
        f"Share of full members who were not elected again at each congress, model and rolls: {told}.",
        CONDITIONED,
        FREE,
        ("goriachev_2005", "whowhom_compilation"),
        rows,
        notes=(
            "Dead members count as dropped, in the histories as in the rolls. The rolls are mostly recalled.",
        ),
    )


def leaders(evidence: Evidence) -> Section:
    """Who holds the secretariat and who has most power in the politburo after each congress."""
    arm = evidence.arm("base")
    offices = {"secretary": arm.array("secretary")}
    if arm.has("leader"):
        offices["leader"] = arm.array("leader")
    # The first congress is the starting state, which is given.
    record = {number: found for number, found in secretaries().items() if found[1].month in arm.months[1:]}
    shares = {
        office: {
            number: statistics.shares_of_persons(holder[:, arm.month(found[1].month)])
            for number, found in record.items()
        }
        for office, holder in offices.items()
    }
    persons = _most_frequent(shares)
    rows = tuple(
        _person_row(arm, number, shares["secretary"][number], person, found)
        for number, (person, found) in record.items()
        if number > min(record)
    )
    last = max(record)
    told = _set_of(arm, shares["secretary"][last])
    led = (
        f"; most power in the politburo has {_set_of(arm, shares['leader'][last])}"
        if "leader" in shares
        else ""
    )
    return Section(
        f"After the {last}th congress the secretariat is held by {told}{led}. The names cover 90 % of "
        f"histories.",
        _heat_map(arm, shares, persons, record),
        f"Probability of each person by congress. After the {last}th: {told}{led}.",
        CONDITIONED,
        FREE,
        ("schapiro_1960", "kotkin_2014"),
        rows,
        _leader_table(arm, shares, persons, list(record)),
        (
            "The rows compare the set of persons that covers 90 % of histories with the holder on "
            "record. The record "
            "codes the office only: no shipped series says who had most power in the politburo.",
            *_seated(arm, shares["secretary"], record),
        ),
    )


def _seated(
    arm: Arm, shares: dict[int, dict[int, float]], record: dict[int, tuple[str, picture.Datum]]
) -> tuple[str, ...]:
    """Say in how many histories the first secretary on record, whom a dated event seats, stays the month."""
    person, found = record[min(record)]
    share = sum(part for one, part in shares[min(record)].items() if person_name(arm, one) == person)
    if share >= 1:
        return ()
    return (
        f"At the end of {found.month} {person}, whom a dated event seats, is secretary in "
        f"{percent(share)} of histories.",
    )


def _congress_panel(drawn: picture.Picture, held: list[Congress], top: float) -> picture.Panel:
    """Add a panel with one place for each congress."""
    panel = drawn.panel(38, 255, (-0.5, len(held) - 0.5), (0, top))
    panel.level_axis([(k, f"{item.number}th {item.month[:4]}") for k, item in enumerate(held)], "congress")
    return panel


def _members(arm: Arm, held: list[Congress]) -> list[NDArray[np.int64]]:
    """Return (history, seat) the members of the committee after each congress."""
    seats = [k for k, body in enumerate(arm.about["seats"]) if body == COMMITTEE]
    if not seats:
        raise LeftOut(f"The run has no body {COMMITTEE}.")
    holders = arm.array("snapshot_holder")
    return [holders[:, arm.about["snapshots"].index(item.month), seats] for item in held]


def _most_frequent(shares: dict[str, dict[int, dict[int, float]]]) -> list[int]:
    """Return the persons with the greatest share in any cell, greatest first."""
    best: dict[int, float] = {}
    for columns in shares.values():
        for column in columns.values():
            for person, share in column.items():
                best[person] = max(best.get(person, 0.0), share)
    return sorted((person for person in best if person >= 0), key=lambda person: -best[person])[:NAMED]


def _cover(shares: dict[int, float]) -> list[int]:
    """Return the fewest persons whose shares come to 90 per cent, most frequent first."""
    chosen, total = [], 0.0
    for person, share in shares.items():
        if total >= COVERED - 1e-9:  # sums of shares round
            break
        chosen.append(person)
        total += share
    return chosen


def _set_of(arm: Arm, shares: dict[int, float], most: int = 4) -> str:
    """Write the persons who cover 90 per cent of histories."""
    cover = _cover(shares)
    told = [f"{person_name(arm, person)} ({percent(shares[person])})" for person in cover[:most]]
    if len(cover) > most:
        told.append(f"{len(cover) - most} others ({percent(sum(shares[person] for person in cover[most:]))})")
    return ", ".join(told)


def _person_row(arm: Arm, number: int, shares: dict[int, float], person: str, found: picture.Datum) -> Row:
    """Compare the holder on record with the persons who cover 90 per cent of histories."""
    cover = _cover(shares)
    names = [person_name(arm, one) for one in cover]
    most = f"{names[0]} ({percent(shares[cover[0]])})"
    title = f"Secretary after the {number}th congress"
    return Row(
        title, most, _set_of(arm, shares, 2), person, person in names, found.status, found.sources, found.note
    )


def _cells(column: dict[int, float], persons: list[int]) -> list[float]:
    """Return the shares of the persons with a row, of all others, and of nobody."""
    named = [column.get(person, 0.0) for person in persons]
    nobody = sum(share for person, share in column.items() if person < 0)
    return [*named, max(0.0, 1 - sum(named) - nobody), nobody]


def _heat_map(
    arm: Arm,
    shares: dict[str, dict[int, dict[int, float]]],
    persons: list[int],
    record: dict[int, tuple[str, picture.Datum]],
) -> bytes:
    """Draw the probabilities as shaded cells, one block for each office, with a ring on the record."""
    names = [*(person_name(arm, person) for person in persons), "others", "nobody"]
    drawn = picture.Picture(90 + 26 * len(names))
    left, room = 130.0, 296.0
    for place, (office, columns) in enumerate(shares.items()):
        panel = drawn.panel(
            50, 26.0 * len(names), (0, len(columns)), (0, len(names)), left + place * (room + 18), room
        )
        title = "holds the secretariat" if office == "secretary" else "most power in the politburo"
        panel.write(panel.left, 18, f"{title}, % of histories", "start")
        for across, (number, column) in enumerate(columns.items()):
            panel.write(panel.across(across + 0.5), panel.top - 8, f"{number}th", size=10.5)
            for row, share in enumerate(_cells(column, persons)):
                low = len(names) - 1 - row
                title = f"{names[row]}, {number}th congress: {100 * share:.1f} %"
                panel.box(
                    (across + 0.04, across + 0.96), (low + 0.06, low + 0.94), picture.COLOURS[0], share, title
                )
                x, y = panel.across(across + 0.5), panel.up(low + 0.5) + 4
                if share >= 0.005:
                    panel.write(x, y, f"{100 * share:.0f}", size=10.5)
                if office == "secretary" and names[row] == record[number][0]:
                    panel.add(picture.ring(x, y - 4))
        if place == 0:
            for row, name in enumerate(names):
                panel.write(left - 8, panel.up(len(names) - row - 0.5) + 4, name, "end")
        panel.write(
            panel.left,
            panel.top + panel.height + 22,
            "congress" if place else "congress; ring: holder on record",
            "start",
        )
    return drawn.svg()


def _leader_table(
    arm: Arm, shares: dict[str, dict[int, dict[int, float]]], persons: list[int], numbers: list[int]
) -> Table:
    """Tabulate the probabilities of the secretariat, or of the lead where it was recorded."""
    office = "leader" if "leader" in shares else "secretary"
    names = [*(person_name(arm, person) for person in persons), "others", "nobody"]
    columns = [_cells(shares[office][number], persons) for number in numbers]
    rows = tuple((name, *(percent(column[k]) for column in columns)) for k, name in enumerate(names))
    what = "Most power in the politburo" if office == "leader" else "Secretary"
    return Table(f"{what}, share of histories", ("person", *(f"{number}th" for number in numbers)), rows)
