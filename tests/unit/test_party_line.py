"""Two sides fill seats: who carries the vote, who proposes alone, whom consent and veto stop."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.organisations import near, number, organise

from whowhom.build.model import Model
from whowhom.simulate.batch import run_batch

OPEN = 'pool = "entrants"'


def house(
    folder: Path,
    rules: list[tuple[str, str, str, str]],
    hold: str = "",
    months: int = 1,
    weights: Sequence[int] = (1, 1, 1),
    **given: float,
) -> Model:
    """A chief, a board of three, a court of three, and a club of two whose holders leave every month."""
    text = """
    [bodies]
    chief = { seats = 1 }
    board = { seats = 3 }
    court = { seats = 3, weights = WEIGHTS }
    club = { seats = 2, early_exit = { value = 1, unit = "1/month", source = "identity" } }
    """.replace("WEIGHTS", str(list(weights)))
    for place, (by, verb, over, more) in enumerate(rules):
        text += f'[[rules]]\nname = "rule_{place}"\nby = "{by}"\nverb = "{verb}"\nover = "{over}"\n{more}\n'
    text += '[[schedule]]\nmechanism = "departure"\n[[schedule]]\nmechanism = "party_line"\n'
    text += "".join(f"{name} = {number(value)}\n" for name, value in given.items())
    text += '[[observe]]\nobservable = "following_of"\nname = "ours"\nbody = "club"\nperson = "chief 1"\n'
    text += '[[observe]]\nobservable = "held"\nname = "held"\nbody = "club"\n'
    people = ["name,body,patron", "chief 1,chief,"]
    holds = dict(part.split("=") for part in hold.split())
    for body in ("board", "court"):
        for seat in range(3):
            patron = "chief 1" if seat < int(holds.get(body, 0)) else ""
            people.append(f"{body}{seat},{body},{patron}")
    (folder / "people.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
    text += '[people]\nfile = "people.csv"\ncapacity = 24\n[audit]\nprincipal = "chief"\n'
    return organise(folder, text, "", months)


def outcome(model: Model, histories: int = 1) -> NDArray[np.float32]:
    """Return (histories, months + 1, 2) the seats of the chief's side in the club, and those held."""
    with np.errstate(over="ignore"):
        batch = run_batch(model, np.arange(histories), seed=3, from_priors=False)
    assert not batch.faults[:, 0].any()
    return batch.output


def filled(model: Model) -> list[int]:
    """Return the chief's seats and the held seats of the club in the last month, where nothing is drawn."""
    several = outcome(model, 20)[:, -1]
    assert (several == several[0]).all()
    return [int(value) for value in several[0]]


def test_who_appoints_names_his_own(tmp_path: Path) -> None:
    assert filled(house(tmp_path, [("chief", "appoints", "club", OPEN)])) == [2, 2]
    assert filled(house(tmp_path, [("board", "appoints", "club", OPEN)])) == [0, 2]


def test_a_body_appoints_through_its_first_holder(tmp_path: Path) -> None:
    """One of three is the chief's, and sits first: the club is his; a vote would be lost by 1 to 2."""
    assert filled(house(tmp_path, [("board", "appoints", "club", OPEN)], "board=1")) == [2, 2]
    assert filled(house(tmp_path, [("board", "elects", "club", OPEN)], "board=1")) == [0, 2]


@pytest.mark.parametrize(
    ("decision", "hold", "expected"),
    [
        ("majority", 1, [0, 2]),
        ("majority", 2, [2, 2]),
        ("unanimity", 2, [0, 0]),
        ("unanimity", 3, [2, 2]),
        ("2/3", 2, [2, 2]),
        ("any holder", 1, [0, 2]),
        ("any holder", 2, [2, 2]),
        ("3 votes", 2, [0, 0]),
    ],
)
def test_the_decision_says_who_carries_an_election(
    tmp_path: Path, decision: str, hold: int, expected: list[int]
) -> None:
    """Of three votes; where both could carry, the side with more of them is first."""
    rule = ("board", "elects", "club", f'{OPEN}\ndecision = "{decision}"')
    assert filled(house(tmp_path, [rule], f"board={hold}")) == expected


@pytest.mark.parametrize(("hold", "expected"), [(0, [0, 0]), (1, [0, 0]), (2, [2, 2])])
def test_without_consent_the_seats_stay_vacant(tmp_path: Path, hold: int, expected: list[int]) -> None:
    """The chief alone proposes; the court must confirm by majority, and the rest refuses him."""
    rules = [("chief", "appoints", "club", OPEN), ("court", "confirms", "club", "")]
    assert filled(house(tmp_path, rules, f"court={hold}")) == expected


@pytest.mark.parametrize(("hold", "expected"), [(0, [0, 0]), (1, [0, 0]), (2, [2, 2]), (3, [2, 2])])
def test_a_veto_needs_its_own_decision(tmp_path: Path, hold: int, expected: list[int]) -> None:
    """Two of three veto; one holder less than that lets the chief's men through."""
    rules = [("chief", "appoints", "club", OPEN), ("court", "vetoes", "club", 'decision = "2/3"')]
    assert filled(house(tmp_path, rules, f"court={hold}")) == expected


def test_a_quorum_counts_who_is_there(tmp_path: Path) -> None:
    """The club of two vacancies cannot coopt, as nobody is present; the board elects with all three."""
    alone = [("club", "coopts", "club", f'{OPEN}\nquorum = "1/2"')]
    assert filled(house(tmp_path, alone, "board=3")) == [0, 0]
    whole = [("board", "elects", "club", f'{OPEN}\nquorum = "3 seats"')]
    assert filled(house(tmp_path, whole, "board=3")) == [2, 2]


def test_who_sets_the_slate_proposes_alone(tmp_path: Path) -> None:
    """The rest has 2 of 3 votes: the chief's slate is voted down, and nobody else may propose."""
    rules = [("chief", "proposes", "club", ""), ("board", "elects", "club", OPEN)]
    assert filled(house(tmp_path, rules, "board=1")) == [0, 0]
    assert filled(house(tmp_path, rules, "board=2")) == [2, 2]


def test_part_of_a_body(tmp_path: Path) -> None:
    rules = [
        ("chief", "appoints", "club", f'{OPEN}\npart = "2"'),
        ("board", "elects", "club", f'{OPEN}\npart = "1"'),
    ]
    assert filled(house(tmp_path, rules)) == [1, 2]


def test_a_cadence_renews_the_whole_body(tmp_path: Path) -> None:
    """The chief fills the club in month 1; the board, which the rest holds, elects it anew in month 3."""
    rules = [
        ("chief", "appoints", "club", OPEN),
        ("board", "elects", "club", f'{OPEN}\nevery = "3 months"'),
    ]
    seats = outcome(house(tmp_path, rules, months=3))[0]
    assert seats[:, 0].tolist() == [0, 2, 2, 0]
    assert seats[:, 1].tolist() == [2, 2, 2, 2]


def test_loyalty_is_the_share_of_true_men(tmp_path: Path) -> None:
    """At 0.7 both are true with 0.49, one with 0.42."""
    seats = outcome(house(tmp_path, [("chief", "appoints", "club", OPEN)], loyalty=0.7), 4000)[:, 1]
    assert (seats[:, 1] == 2).all()
    assert near((seats[:, 0] == 2).mean(), 0.49, 4000)
    assert near((seats[:, 0] == 1).mean(), 0.42, 4000)


def test_support_is_the_share_of_elections_that_the_side_wins(tmp_path: Path) -> None:
    """One vote for both seats: at 0.3 the club is the chief's, whole, in 3 of 10 histories."""
    seats = outcome(house(tmp_path, [("members", "elects", "club", OPEN)], support=0.3), 4000)[:, 1]
    assert set(np.unique(seats[:, 0])) == {0.0, 2.0}
    assert near((seats[:, 0] == 2).mean(), 0.3, 4000)


@pytest.mark.parametrize(("ballot", "complying"), [("open", 0.2), ("secret", 0.5)])
def test_some_vote_across_the_line(tmp_path: Path, ballot: str, complying: float) -> None:
    """Unanimity among one of the chief's and two of the rest, who are first to propose.

    The rest needs the chief's one, c; else the chief's one needs both of the rest: (1 - c) c c.
    """
    rule = ("board", "elects", "club", f'{OPEN}\nballot = "{ballot}"\ndecision = "unanimity"')
    model = house(tmp_path, [rule], "board=1", comply=0.2, comply_secret=0.5)
    seats = outcome(model, 4000)[:, 1]
    rest_wins = ((seats[:, 0] == 0) & (seats[:, 1] == 2)).mean()
    assert near(rest_wins, complying, 4000)
    assert near((seats[:, 0] == 2).mean(), (1.0 - complying) * complying**2, 4000)


def test_of_equals_the_rest_proposes_first(tmp_path: Path) -> None:
    """The first seat of the court weighs 2, the others 1: two votes each, of which one half is enough."""
    rule = ("court", "elects", "club", f'{OPEN}\ndecision = "1/2"')
    assert filled(house(tmp_path, [rule], "court=1", weights=[2, 1, 1])) == [0, 2]
    assert filled(house(tmp_path, [rule], "court=1", weights=[3, 1, 1])) == [2, 2]
