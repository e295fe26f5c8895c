"""Election of one office: thresholds, repeated ballots, open and secret ones.

Bounds are of 5 standard deviations (6e-7 each).
"""

from __future__ import annotations

from itertools import product
from math import exp
from pathlib import Path

import pytest
from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

# Three voters without patrons; x and y, the candidates, sit in the club.
PEOPLE = "name,body,patron,prestige\na,council,,0\nb,council,,0\nc,council,,0\nx,club,,0\ny,club,,0"
A, B, C, X, Y = range(5)


def office(
    folder: Path,
    people: str = PEOPLE,
    decision: str = "unanimity",
    pool: str = "club",
    rule: str = "",
    months: int = 1,
    council: str = "seats = 3",
    **given: float,
) -> Model:
    """An office (seat 0) that a council fills; nothing attracts and nothing is remembered unless given."""
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    council = {{ {council} }}
    club = {{ seats = 2 }}
    [[rules]]
    name = "elects"
    verb = "elects"
    by = "council"
    over = "office"
    pool = "{pool}"
    decision = "{decision}"
    {rule}
    [[schedule]]
    mechanism = "leader_election"
    """
    numbers = {
        "loyalty_weight": 0.0,
        "prestige_weight": 0.0,
        "distance_weight": 0.0,
        "bandwagon": 0.0,
        "ballots": 1.0,
    } | given
    text += "".join(f"{name} = {number(value, '1')}\n" for name, value in numbers.items())
    return organise(folder, text, people, months)


@pytest.mark.parametrize(
    ("decision", "chance"), [("unanimity", 1 / 4), ("2/3", 1.0), ("majority", 1.0), ("2/3 plus one", 1 / 4)]
)
def test_one_ballot(tmp_path: Path, decision: str, chance: float) -> None:
    """Three votes for x or y alike: one of them always has two; all three with 1/4."""
    leaders = histories_of(office(tmp_path, decision=decision), 1000)[:, 1, 0]
    assert near((leaders != VACANT).mean(), chance, 1000)
    assert near((leaders == X).mean(), chance / 2, 1000)


def test_ballots_are_repeated(tmp_path: Path) -> None:
    """Without a bandwagon every ballot is the same: 1 - (3/4)^n by ballot n."""
    for ballots in (2, 4):
        leaders = histories_of(office(tmp_path, ballots=float(ballots)), 1000)[:, 1, 0]
        assert near((leaders != VACANT).mean(), 1 - 0.75**ballots, 1000)


def test_the_bandwagon(tmp_path: Path) -> None:
    """After 2 votes to 1 the weights are 3^g and 2^g: the second ballot is unanimous with p^3 + (1 - p)^3."""
    for power in (1.0, 3.0):
        share = 3**power / (3**power + 2**power)
        chance = 0.25 + 0.75 * (share**3 + (1 - share) ** 3)
        leaders = histories_of(office(tmp_path, ballots=2.0, bandwagon=power), 1000)[:, 1, 0]
        assert near((leaders != VACANT).mean(), chance, 1000)


def test_two_thirds_never_elects_below_it(tmp_path: Path) -> None:
    """Three who each vote for themselves: nobody has two thirds in any of 60 ballots; one third is enough.

    At a weight of 50 a vote for another has the chance 4e-22.
    """
    model = office(tmp_path, decision="2/3", pool="council", loyalty_weight=50.0, ballots=60.0, months=3)
    assert (histories_of(model, 50)[:, :, 0] == VACANT).all()
    leaders = histories_of(office(tmp_path, decision="1/3", pool="council", loyalty_weight=50.0), 1000)[
        :, 1, 0
    ]
    for person in (A, B, C):
        assert near((leaders == person).mean(), 1 / 3, 1000)


def test_of_seats_counts_the_vacant_ones(tmp_path: Path) -> None:
    """Two of four seats are held: both votes are two thirds of those present and half of the seats."""
    people = "name,body,patron\na,council,\nb,council,\nx,club,"
    seats = "seats = 4"
    assert (histories_of(office(tmp_path, people, "2/3", council=seats), 20)[:, 1, 0] == 2).all()
    assert (
        histories_of(office(tmp_path, people, "2/3 of seats", council=seats), 20)[:, 1, 0] == VACANT
    ).all()


def test_votes_are_weighed(tmp_path: Path) -> None:
    """c alone has three of five votes: whoever he names wins a majority."""
    people = PEOPLE.replace("c,council,", "c,council,x")
    model = office(
        tmp_path, people, "majority", council="seats = 3, weights = [1, 1, 3]", loyalty_weight=50.0
    )
    assert (histories_of(model, 50)[:, 1, 0] == X).all()


@pytest.mark.parametrize(("loyalty", "prestige"), [(1.0, 0.0), (0.0, 2.0), (0.5, 1.5)])
def test_what_attracts(tmp_path: Path, loyalty: float, prestige: float) -> None:
    """c is x's man, y has the prestige 0.5: c names x with e^l / (e^l + e^(q/2)), a and b 1 / (1 + e^(q/2)).

    The chance that x has two or three of the three votes, over all ballots.
    """
    people = PEOPLE.replace("c,council,", "c,council,x").replace("y,club,,0", "y,club,,0.5")
    pull = exp(prestige / 2)
    names_x = (1 / (1 + pull), 1 / (1 + pull), exp(loyalty) / (exp(loyalty) + pull))
    chance = 0.0
    for votes in product((0, 1), repeat=3):
        weight = 1.0
        for vote, probability in zip(votes, names_x, strict=True):
            weight *= probability if vote else 1 - probability
        chance += weight * (sum(votes) >= 2)
    model = office(tmp_path, people, "majority", loyalty_weight=loyalty, prestige_weight=prestige)
    assert near((histories_of(model, 1000)[:, 1, 0] == X).mean(), chance, 1000)


def test_distance_of_opinions_repels(tmp_path: Path) -> None:
    """One voter at 0, x at 0, y at 1: x with 1 / (1 + e^-2)."""
    (tmp_path / "two.csv").write_text("name,body,view\na,council,0\nx,club,0\ny,club,1\n", encoding="utf-8")
    rule = '[people]\nfile = "two.csv"\ndimensions = ["view"]\n'
    model = office(tmp_path, "", rule=rule, council="seats = 1", distance_weight=2.0)
    assert near((histories_of(model, 1000)[:, 1, 0] == 1).mean(), 1 / (1 + exp(-2.0)), 1000)


HELD = "name,body,patron,prestige\nh,office,,0\na,council,h,0\nb,council,,0\nc,council,,0\nx,club,,0"


def test_only_a_vacant_office_is_filled_where_the_rule_has_no_dates(tmp_path: Path) -> None:
    """h stays for ever; without him x is elected by whoever votes."""
    assert (histories_of(office(tmp_path, HELD, months=6), 20)[:, :, 0] == 0).all()
    assert (histories_of(office(tmp_path, HELD.replace("h,office", "h,")), 20)[:, 1, 0] == 4).all()


def test_at_its_dates_the_holder_stands_like_anyone(tmp_path: Path) -> None:
    """Nobody is attached to anybody: h against x, alike; who has no majority of three does not exist."""
    people = HELD.replace("council,h", "council,")
    leaders = histories_of(office(tmp_path, people, "majority", rule='every = "1 month"'), 1000)[:, 1, 0]
    assert near((leaders == 0).mean(), 0.5, 1000)
    assert set(leaders.tolist()) == {0, 4}


def test_a_holder_who_is_not_elected_again_leaves(tmp_path: Path) -> None:
    """Unanimity in one ballot: h with 1/8, x with 1/8, else the office is vacant."""
    people = HELD.replace("council,h", "council,")
    leaders = histories_of(office(tmp_path, people, rule='every = "1 month"'), 1000)[:, 1, 0]
    for person, chance in ((0, 1 / 8), (4, 1 / 8), (VACANT, 3 / 4)):
        assert near((leaders == person).mean(), chance, 1000)


@pytest.mark.parametrize(("ballot", "chance"), [("open", 0.75), ("secret", 0.5)])
def test_on_an_open_ballot_his_men_vote_for_the_holder(tmp_path: Path, ballot: str, chance: float) -> None:
    """a is h's man. Open: h needs one of the two others, 1 - 1/4; secret, where ties do not count: a half."""
    rule = f'every = "1 month"\nballot = "{ballot}"'
    leaders = histories_of(office(tmp_path, HELD, "majority", rule=rule), 1000)[:, 1, 0]
    assert near((leaders == 0).mean(), chance, 1000)


def test_who_is_elected_owes_it_to_nobody(tmp_path: Path) -> None:
    state = last_state(office(tmp_path, decision="majority"))
    assert state.seats.holder[0] in (X, Y)
    assert (state.seats.chosen_by[0], state.seats.terms[0], state.seats.since[0]) == (VACANT, 1, 1)
