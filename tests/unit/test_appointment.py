"""Appointment: whom the head takes, from where, when, and who may stop him.

Bounds are of 5 standard deviations (6e-7 each).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.fault import OUT_OF_SLOTS
from whowhom.core.state import MEMBER, VACANT

# Seat 0 is the office of h. a and b, outside, are his men; c and d are not.
PEOPLE = "name,body,patron\nh,office,\na,,h\nb,,h\nc,,\nd,,"
H, A, B, C, D = range(5)


def post(
    folder: Path,
    people: str = PEOPLE,
    rule: str = 'pool = "members"',
    seats: int = 1,
    more: str = "",
    body: str = "",
    months: int = 1,
    **given: float,
) -> Model:
    """Posts that the office fills; nobody is grateful where nothing else is said."""
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    post = {{ seats = {seats}, capacity = {max(seats, 2)}{body} }}
    {more}
    [[rules]]
    name = "fills"
    verb = "appoints"
    by = "office"
    over = "post"
    {rule}
    [[schedule]]
    mechanism = "appointment"
    """
    numbers = {"gratitude": 0.0} | given
    text += "".join(f"{name} = {number(value)}\n" for name, value in numbers.items())
    return organise(folder, text, people, months)


@pytest.mark.parametrize("share", [0.05, 0.3, 1.0])
def test_from_his_following_or_from_everyone_else(tmp_path: Path, share: float) -> None:
    """a and b with share/2 each, c and d with (1 - share)/2 each; h himself never."""
    taken = histories_of(post(tmp_path, from_following=share), 1000)[:, 1, 1]
    for person, chance in ((A, share / 2), (B, share / 2), (C, (1 - share) / 2), (D, (1 - share) / 2)):
        assert near((taken == person).mean(), chance, 1000)


def test_at_nothing_his_own_men_are_passed_over(tmp_path: Path) -> None:
    """from_following = 0: a and b are his clients, so c or d is taken, alike."""
    taken = histories_of(post(tmp_path, from_following=0.0), 1000)[:, 1, 1]
    assert set(taken.tolist()) == {C, D}
    assert near((taken == C).mean(), 0.5, 1000)


def test_when_the_wanted_side_is_empty_the_other_is_taken(tmp_path: Path) -> None:
    """Three seats and two men: at from_following = 1 both have one, and c or d the third, alike."""
    holders = histories_of(post(tmp_path, seats=3, from_following=1.0), 500)[:, 1, 1:4]
    assert (holders == A).any(axis=1).all()
    assert (holders == B).any(axis=1).all()
    assert near((holders == C).any(axis=1).mean(), 0.5, 500)


def test_a_pool_that_is_a_body(tmp_path: Path) -> None:
    """Only x and y sit in the club; they keep their seats there."""
    people = "name,body,patron\nh,office,\nx,club,\ny,club,\nc,,"
    rule, more = 'pool = "club"', "club = { seats = 2 }"
    holders = histories_of(post(tmp_path, people, rule, more=more, from_following=1.0), 500)[:, 1]
    assert near((holders[:, 1] == 1).mean(), 0.5, 500)
    assert set(holders[:, 1].tolist()) == {1, 2}
    assert (holders[:, 3:] == [1, 2]).all()


def test_the_reserve_holds_no_seat(tmp_path: Path) -> None:
    """a sits in the club, so of the members without a seat b, c and d are left."""
    people = PEOPLE.replace("a,,h", "a,club,h")
    rule, more = 'pool = "reserve"', "club = { seats = 2 }"
    taken = histories_of(post(tmp_path, people, rule, more=more, from_following=0.5), 500)[:, 1, 1]
    assert set(taken.tolist()) == {B, C, D}
    taken = histories_of(post(tmp_path, people, rule, more=more, from_following=1.0), 100)[:, 1, 1]
    assert set(taken.tolist()) == {B}


def test_newcomers_enter_from_outside(tmp_path: Path) -> None:
    """Entrants only: nobody known is taken. A member of 40, living, without patron at gratitude 0."""
    state = last_state(post(tmp_path, rule='pool = "entrants"', from_following=1.0))
    assert state.seats.holder[1] == 5
    assert (state.people.alive[5], state.people.standing[5], state.people.patron[5]) == (1, MEMBER, VACANT)
    assert 1 - state.people.born[5] == 40 * 12


def test_members_first_then_newcomers_but_not_where_members_alone_may_be_taken(tmp_path: Path) -> None:
    people = "name,body,patron\nh,office,\nc,,"
    assert (histories_of(post(tmp_path, people, "", 2), 20)[:, 1, 1:3] == [1, 2]).all()
    assert (histories_of(post(tmp_path, people, seats=2), 20)[:, 1, 1:3] == [1, VACANT]).all()


def test_no_room_for_newcomers_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "few.csv").write_text("name,body\nh,office\n", encoding="utf-8")
    more = '[people]\nfile = "few.csv"\ncapacity = 2\n'
    model = post(tmp_path, "", 'pool = "entrants"', 2, more)
    assert (histories_of(model, 3, faults=OUT_OF_SLOTS)[:, 1, 1:3] == [1, VACANT]).all()


def test_the_ceiling_binds_and_the_sitting_stay_above_it(tmp_path: Path) -> None:
    """Of four seats two may be filled; three who sit already stay, and nobody is added."""
    assert (histories_of(post(tmp_path, seats=4, body=", ceiling = 2"), 20)[:, 1, 1:5] != VACANT).sum() == 40
    people = "name,body,patron\nh,office,\na,post,\nb,post,\nc,post,\nd,,"
    assert (histories_of(post(tmp_path, people, seats=4, body=", ceiling = 2"), 5)[:, 1, 4] == VACANT).all()


def test_the_age_limit_bars_from_the_seat(tmp_path: Path) -> None:
    """a is 80 this month, b next month: only b may come in."""
    people = "name,born,body\nh,1950-01-01,office\na,1920-02-01,\nb,1920-03-01,\n"
    assert (histories_of(post(tmp_path, people, body=', age_limit = "80 years"'), 20)[:, 1, 1] == 2).all()


@pytest.mark.parametrize("gratitude", [0.0, 0.4, 1.0])
def test_gratitude(tmp_path: Path, gratitude: float) -> None:
    """The seat is owed to h; c is his man with the probability `gratitude`, also when he was another's."""
    people = "name,body,patron\nh,office,\nc,,d\nd,club,"
    model = post(tmp_path, people, 'pool = "reserve"', more="club = { seats = 1 }", gratitude=gratitude)
    grateful = 0
    for history in range(200):
        state = last_state(model, history)
        assert (state.seats.holder[1], state.seats.chosen_by[1]) == (1, H)
        grateful += state.people.patron[1] == H
    assert near(grateful / 200, gratitude, 200)


def test_his_own_patron_does_not_become_his_man(tmp_path: Path) -> None:
    """No circle of patrons: h appoints his patron's patron."""
    people = "name,body,patron\nh,office,p\np,club,q\nq,,"
    model = post(tmp_path, people, 'pool = "reserve"', more="club = { seats = 1 }", gratitude=1.0)
    assert last_state(model).people.patron[:3].tolist() == [1, 2, VACANT]


def test_the_season(tmp_path: Path) -> None:
    """With probability 0.25 all vacancies are filled, else none; by month 3 they are with 1 - 0.75^3."""
    holders = histories_of(post(tmp_path, seats=2, season=0.25, months=3), 1000)[:, :, 1:3] != VACANT
    assert (holders[:, :, 0] == holders[:, :, 1]).all()
    for month in (1, 2, 3):
        assert near(holders[:, month, 0].mean(), 1 - 0.75**month, 1000)
    assert (histories_of(post(tmp_path, season=0.0, months=6), 20)[:, :, 1] == VACANT).all()


def test_without_a_head_and_out_of_its_months_nothing_is_filled(tmp_path: Path) -> None:
    nobody = PEOPLE.replace("h,office,", "h,,")
    assert (histories_of(post(tmp_path, nobody, months=3), 5)[:, :, 1] == VACANT).all()
    rule = 'pool = "members"\nevery = "3 months"'
    holders = histories_of(post(tmp_path, rule=rule, months=3), 5)[:, :, 1]
    assert (holders[:, :3] == VACANT).all()
    assert (holders[:, 3] != VACANT).all()


COUNCIL = "name,body,patron\nh,office,\nf,council,h\nx,council,\ny,council,\nc,,"


def council(verb: str, decision: str, quorum: str = "", seats: int = 3) -> str:
    """Return a council and its say over the post."""
    return f"""
    council = {{ seats = {seats} }}
    [[rules]]
    name = "say"
    verb = "{verb}"
    by = "council"
    over = "post"
    decision = "{decision}"
    {quorum}
    """


@pytest.mark.parametrize(
    ("decision", "chance"),
    [("2/3", 1 - 0.7**2), ("unanimity", 0.3**2), ("1/3", 1.0), ("majority", 1 - 0.7**2)],
)
def test_a_council_must_consent(tmp_path: Path, decision: str, chance: float) -> None:
    """f, the head's man, always agrees; x and y with 0.3 each. Two thirds: one of them; unanimity: both."""
    model = post(tmp_path, COUNCIL, more=council("confirms", decision), consent=0.3)
    assert near((histories_of(model, 1000)[:, 1, 1] != VACANT).mean(), chance, 1000)


@pytest.mark.parametrize(("quorum", "filled"), [("4 seats", False), ("3 seats", True), ("3/4", True)])
def test_a_council_without_its_quorum_cannot_consent(tmp_path: Path, quorum: str, filled: bool) -> None:
    """Three of four seats are held; everyone agrees."""
    more = council("confirms", "majority", f'quorum = "{quorum}"', seats=4)
    holders = histories_of(post(tmp_path, COUNCIL, more=more, consent=1.0), 20)[:, 1, 1]
    assert ((holders != VACANT) == filled).all()


@pytest.mark.parametrize("consent", [0.0, 0.3, 1.0])
def test_a_veto_needs_its_own_majority(tmp_path: Path, consent: float) -> None:
    """Blocked where two of three are against: x and y both, with (1 - consent)^2."""
    model = post(tmp_path, COUNCIL, more=council("vetoes", "majority"), consent=consent)
    assert near((histories_of(model, 1000)[:, 1, 1] != VACANT).mean(), 1 - (1 - consent) ** 2, 1000)
