"""Seats by right of another office."""

from __future__ import annotations

from pathlib import Path

from tests.organisations import histories_of, last_state, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT


def organisation(
    folder: Path, bodies: str, rules: str, people: str, events: str = "", months: int = 1
) -> Model:
    """Bodies "name = seats", rules "by over" by line, persons, and events before the seats by right."""
    text = "[bodies]\n" + "".join(
        f"{name} = {{ seats = {seats} }}\n" for name, seats in (line.split("=") for line in bodies.split(","))
    )
    for index, line in enumerate(rules.split(",")):
        by, over = line.split()
        text += f'[[rules]]\nname = "r{index}"\nverb = "ex_officio"\nby = "{by}"\nover = "{over}"\n'
    text += events + '[[schedule]]\nmechanism = "events"\n[[schedule]]\nmechanism = "ex_officio"\n'
    return organise(folder, text, people, months)


def event(day: str, act: str, more: str) -> str:
    """Write a dated event."""
    return f'[[events]]\ndate = {day}\nact = "{act}"\nsource = "identity"\n{more}\n'


def test_seat_by_seat(tmp_path: Path) -> None:
    """Secretaries a, b, nobody in the last seat: the same three seats of the congress, from month 1 on."""
    people = "name,body\na,secretary\nb,secretary"
    holders = histories_of(
        organisation(tmp_path, "secretary=3,congress=3", "secretary congress", people, months=2)
    )
    assert (holders[0, 0, 3:] == VACANT).all()
    assert (holders[0, 1:, 3:] == [0, 1, VACANT]).all()


def test_terms_and_dates_change_with_the_holder_only(tmp_path: Path) -> None:
    """a keeps his seats for four months; b loses his office in month 2, and c takes it in month 3."""
    events = event("2000-03-01", "leaves", 'who = "b"\nbody = "secretary"')
    events += event("2000-04-01", "takes", 'who = "c"\nbody = "secretary"')
    people = "name,body\na,secretary\nb,secretary\nc,"
    model = organisation(tmp_path, "secretary=2,congress=2", "secretary congress", people, events, 4)
    holders = histories_of(model)
    assert holders[0, :, 3].tolist() == [VACANT, 1, VACANT, 2, 2]
    state = last_state(model)
    assert state.seats.since[2:].tolist() == [1, 3]
    assert state.seats.terms[2:].tolist() == [1, 1]


def test_who_is_seated_elsewhere_moves_to_the_seat_that_is_his(tmp_path: Path) -> None:
    """The congress a, b with offices of b and a: both change places, nobody sits twice."""
    people = "name,body\na,congress\nb,secretary|congress\nc,secretary"
    model = organisation(tmp_path, "secretary=2,congress=2", "secretary congress", people)
    assert histories_of(model)[0, 1].tolist() == [1, 2, 1, 2]


def test_two_bodies_fill_one_and_nobody_sits_twice(tmp_path: Path) -> None:
    """Secretaries a, b and the chairman b: b sits by his first right; the chairman's seat is vacant."""
    people = "name,body\na,secretary\nb,secretary|chairman"
    bodies, rules = "secretary=2,chairman=1,board=3", "secretary board,chairman board"
    model = organisation(tmp_path, bodies, rules, people, months=3)
    assert (histories_of(model)[0, 1:, 3:] == [0, 1, VACANT]).all()
    assert last_state(model).seats.since[3:5].tolist() == [1, 1]


def test_chains_are_brought_up_to_date_in_one_month(tmp_path: Path) -> None:
    """The rule of the last body stands first: a, whose seat is passed on, still arrives in month 1."""
    people = "name,body\na,office"
    model = organisation(tmp_path, "office=1,middle=1,last=1", "middle last,office middle", people)
    assert histories_of(model)[0, 1].tolist() == [0, 0, 0]


def test_the_dead_leave_every_seat(tmp_path: Path) -> None:
    events = event("2000-03-01", "dies", 'who = "a"')
    model = organisation(
        tmp_path, "secretary=1,congress=1", "secretary congress", "name,body\na,secretary", events, 3
    )
    assert histories_of(model)[0, :, 1].tolist() == [VACANT, 0, VACANT, VACANT]


def test_bodies_alike_stay_as_they_are(tmp_path: Path) -> None:
    people = "name,body\na,secretary|congress\nb,secretary|congress"
    model = organisation(tmp_path, "secretary=2,congress=2", "secretary congress", people, months=5)
    assert (histories_of(model)[0] == [0, 1, 0, 1]).all()
    assert last_state(model).seats.since.tolist() == [0, 0, 0, 0]
