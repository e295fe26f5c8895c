"""Purge: who is accused, how the vote goes, what the accused loses."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import EXPELLED, MEMBER, VACANT

# The board of five: its head h, his men a and b, the outsiders c and d; d also holds the desk, seat 5.
PEOPLE = "name,body,patron\nh,board,\na,board,h\nb,board,h\nc,board,\nd,board|desk,"
# Head and one man against three.
WEAK = "name,body,patron\nh,board,\na,board,h\nb,board,\nc,board,\nd,board|desk,"


def board(
    folder: Path, people: str = PEOPLE, rule: str = "", over: str = "board", months: int = 1, **given: float
) -> Model:
    """A board of five that expels from a body by majority of those present, where nothing else is said."""
    text = f"""
    [bodies]
    board = {{ seats = 5 }}
    desk = {{ seats = 1 }}
    [[rules]]
    name = "purge"
    verb = "expels"
    by = "board"
    over = "{over}"
    {rule}
    [[schedule]]
    mechanism = "expulsion"
    """
    numbers = {"accuse": 1.0, "comply": 0.0, "comply_secret": 0.0, "outright": 0.0} | given
    text += "".join(
        f"{name} = {number(value, '1/month' if name == 'accuse' else 'probability')}\n"
        for name, value in numbers.items()
    )
    return organise(folder, text, people, months)


def test_nobody_is_accused_at_nothing(tmp_path: Path) -> None:
    model = board(tmp_path, accuse=0.0, comply=1.0, months=24)
    assert (histories_of(model, 20) == [0, 1, 2, 3, 4, 4]).all()


def test_a_majority_of_his_own_men(tmp_path: Path) -> None:
    """Three of five vote yes, then three of four: c and d fall, and d keeps his desk."""
    assert histories_of(board(tmp_path), 3)[0, 1].tolist() == [0, 1, 2, VACANT, VACANT, 4]
    assert last_state(board(tmp_path)).people.standing[:5].tolist() == [MEMBER] * 5


def test_put_out_for_good(tmp_path: Path) -> None:
    """At outright = 1 they lose every seat and their standing."""
    model = board(tmp_path, outright=1.0)
    assert histories_of(model)[0, 1].tolist() == [0, 1, 2, VACANT, VACANT, VACANT]
    assert last_state(model).people.standing[:5].tolist() == [MEMBER] * 3 + [EXPELLED] * 2


def test_two_of_five_carry_nothing_alone(tmp_path: Path) -> None:
    assert (histories_of(board(tmp_path, WEAK), 5) == [0, 1, 2, 3, 4, 4]).all()


def test_the_accused_votes_no(tmp_path: Path) -> None:
    """Unanimity is never reached against him, though all others comply."""
    model = board(tmp_path, rule='decision = "unanimity"', comply=1.0)
    assert (histories_of(model, 5) == [0, 1, 2, 3, 4, 4]).all()


def test_one_after_another(tmp_path: Path) -> None:
    """Two sure votes of five; where the desk of d alone is at stake, b and c vote yes with 1/2 each.

    Three yes of five are needed: one of b and c at least, 3/4.
    """
    holders = histories_of(board(tmp_path, WEAK, over="desk", comply=0.5), 1000)
    assert near((holders[:, 1, 5] == VACANT).mean(), 0.75, 1000)
    # b first: c or d must comply, 3/4; c is next.
    holders = histories_of(board(tmp_path, WEAK, comply=0.5), 1000)
    assert near((holders[:, 1, 2] == VACANT).mean(), 0.75, 1000)


@pytest.mark.parametrize(("ballot", "fallen"), [("open", 1.0), ("secret", 0.0)])
def test_the_ballot_decides_which_number_counts(tmp_path: Path, ballot: str, fallen: float) -> None:
    """Two of five are sure; b and c comply in the open and refuse in secret."""
    model = board(tmp_path, WEAK, f'ballot = "{ballot}"', "desk", comply=1.0, comply_secret=0.0)
    assert (histories_of(model, 10)[:, 1, 5] == VACANT).mean() == fallen


def test_the_chance_rises_with_compliance(tmp_path: Path) -> None:
    """With chance p each of b and c: 1 - (1 - p)^2."""
    shares = []
    for comply in (0.1, 0.4, 0.9):
        holders = histories_of(board(tmp_path, WEAK, over="desk", comply=comply), 1000)
        shares.append((holders[:, 1, 5] == VACANT).mean())
        assert near(shares[-1], 1 - (1 - comply) ** 2, 1000)
    assert shares == sorted(shares)


def test_shares_accused_and_put_out(tmp_path: Path) -> None:
    """d's desk, three sure votes of five: lost with 0.3; his standing with it in half the cases."""
    model = board(tmp_path, over="desk", accuse=0.3, outright=0.5)
    holders = histories_of(model, 1000)[:, 1]
    lost = holders[:, 5] == VACANT
    assert near(lost.mean(), 0.3, 1000)
    assert near((holders[lost, 4] == VACANT).mean(), 0.5, int(lost.sum()))
    assert (holders[~lost, 4] == 4).all()


def test_only_the_following_is_left(tmp_path: Path) -> None:
    """At accuse = comply = 1 the head and his man remain, however weak they began."""
    holders = histories_of(board(tmp_path, WEAK, comply=1.0, months=2), 3)
    assert holders[0, 2, :5].tolist() == [0, 1, VACANT, VACANT, VACANT]


def test_an_empty_body_expels_nobody(tmp_path: Path) -> None:
    people = "name,body,patron\nd,desk,"
    assert (histories_of(board(tmp_path, people, over="desk", comply=1.0), 3)[:, 1, 5] == 0).all()
