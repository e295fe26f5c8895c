"""Holders that a statute does not name: how many are made, and on whose side."""

from __future__ import annotations

from typing import Any

import pytest
from tests.audit_organisations import organisation

from whowhom.spec.holders import with_holders
from whowhom.spec.people import Person
from whowhom.spec.scenario import Scenario


def document(principal: str | None = "chief", **audit: Any) -> Scenario:
    return organisation(
        {"chief": 1, "board": 4, "meeting": 2, "bloc": 2},
        [("chief", "appoints", "board"), ("bloc", "ex_officio", "meeting")],
        audit={"principal": principal, **audit} if principal else dict(audit),
    )


def sides(persons: tuple[Person, ...], founder: str = "chief 1") -> dict[str, bool]:
    return {person.name: person.name == founder or person.patron == founder for person in persons}


def test_every_body_without_persons_gets_a_holder_for_each_seat() -> None:
    """Seats that come by right of others get nobody of their own; the founder stands first."""
    found = with_holders(document(), ())
    assert [person.name for person in found] == [
        "chief 1",
        "board 1",
        "board 2",
        "board 3",
        "board 4",
        "bloc 1",
        "bloc 2",
    ]
    assert [name for name, ours in sides(found).items() if ours] == ["chief 1"]


def test_the_first_so_many_of_a_body_are_the_principal_s() -> None:
    found = sides(with_holders(document(hold={"board": 2, "bloc": 1}), ()))
    assert [name for name, ours in found.items() if ours] == ["chief 1", "board 1", "board 2", "bloc 1"]


def test_nothing_is_made_where_no_principal_is_named() -> None:
    assert with_holders(document(None), ()) == ()
    person = Person(name="A", body=("board",))
    assert with_holders(document(None), (person,)) == (person,)


NAMED = (
    Person(name="A", body=("board",)),
    Person(name="Founder", body=("chief",)),
    Person(name="B", body=("board",), patron="C"),
    Person(name="C", body=(), patron="Founder"),
)


def test_persons_of_the_table_are_kept_and_the_founder_put_first() -> None:
    found = with_holders(document(), NAMED)
    assert [person.name for person in found] == ["Founder", "A", "B", "C", "bloc 1", "bloc 2"]
    assert {person.name: person.patron for person in found} == {
        "Founder": "",
        "A": "",
        "B": "C",
        "C": "Founder",
        "bloc 1": "",
        "bloc 2": "",
    }


@pytest.mark.parametrize(("count", "ours"), [(0, []), (1, ["B"]), (2, ["A", "B"])])
def test_of_a_count_those_who_are_in_the_line_come_first(count: int, ours: list[str]) -> None:
    """B owes his seat to C, who owes his to the founder; A to nobody."""
    found = sides(with_holders(document(hold={"board": count}), NAMED), "Founder")
    assert [name for name in ("A", "B") if found[name]] == ours


def test_a_principal_of_several_seats_is_of_one_side() -> None:
    """Two holders of the principal's body; the first is the founder, the other follows him."""
    scenario = organisation(
        {"junta": 2, "board": 2}, [("junta", "elects", "board")], audit={"principal": "junta"}
    )
    found = sides(with_holders(scenario, ()), "junta 1")
    assert [name for name, ours in found.items() if ours] == ["junta 1", "junta 2"]


def test_a_circle_of_patrons_is_nobody_s_line() -> None:
    persons = (
        Person(name="Founder", body=("chief",)),
        Person(name="A", body=("board",), patron="B"),
        Person(name="B", body=("board",), patron="A"),
        Person(name="C", body=("board",), patron="Founder"),
    )
    found = sides(with_holders(document(hold={"board": 1}), persons), "Founder")
    assert [name for name, ours in found.items() if ours] == ["Founder", "C"]
