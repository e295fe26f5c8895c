"""Succession: who takes a vacant office."""

from __future__ import annotations

from pathlib import Path

from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

# Seat 0 is the office, seats 1 to 3 the circle of a (0), b (1) and c (2).
PEOPLE = "name,body,patron,prestige\na,circle,{},{}\nb,circle,,0.45\nc,circle,{},0.45"


def circle(folder: Path, people: str, months: int = 1, **numbers: str) -> Model:
    """An office without a holder, and a circle of three that contends for it."""
    given = "\n".join(f"{name} = {text}" for name, text in numbers.items())
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    circle = {{ seats = 3 }}
    [[rules]]
    name = "heirs"
    verb = "succeeds"
    by = "circle"
    over = "office"
    [[schedule]]
    mechanism = "succession"
    {given}
    """
    return organise(folder, text, people, months)


def test_shares_follow_the_contest_function(tmp_path: Path) -> None:
    """c is b's man: b (1 + 1) * 0.5 = 1, c 1 * 0.5, a 1 * (0.05 + 0.20) = 0.25: of 1.75, 4/7, 2/7, 1/7."""
    won = histories_of(circle(tmp_path, PEOPLE.format("", 0.20, "b")), 1000)[:, 1, 0]
    for person, chance in ((0, 1 / 7), (1, 4 / 7), (2, 2 / 7)):
        assert near((won == person).mean(), chance, 1000)


def test_without_weights_all_have_the_same_chance(tmp_path: Path) -> None:
    """Exponents of 0 leave only the voice, which is full: 1/3 each."""
    weights = {"weight_of_following": number(0, "1"), "weight_of_prestige": number(0, "1")}
    won = histories_of(circle(tmp_path, PEOPLE.format("", 0.9, "b"), **weights), 1000)[:, 1, 0]
    for person in range(3):
        assert near((won == person).mean(), 1 / 3, 1000)


def test_a_great_weight_of_the_following_decides(tmp_path: Path) -> None:
    """With the exponent 20 b's two against one wins but for a share of 2 / 2^20 in the mean."""
    people = PEOPLE.format("", 0.45, "b")
    won = histories_of(circle(tmp_path, people, weight_of_following=number(20, "1")), 400)[:, 1, 0]
    assert (won == 1).all()


def test_the_chance_rises_with_the_weight_of_prestige(tmp_path: Path) -> None:
    """a has 1.0 + 0.05 against 0.5: shares 1/3, 0.512, 0.688 at the exponents 0, 1, 2."""
    shares = []
    for weight in (0, 1, 2):
        model = circle(tmp_path, PEOPLE.format("", 1.0, ""), weight_of_prestige=number(weight, "1"))
        shares.append((histories_of(model, 1000)[:, 1, 0] == 0).mean())
        assert near(shares[-1], 2.1**weight / (2.1**weight + 2.0), 1000)
    assert shares == sorted(shares)


def test_the_interregnum(tmp_path: Path) -> None:
    """At settled = 0 the office stays vacant; at 0.25 a quarter is settled at once; then it stays."""
    people = PEOPLE.format("", 0.45, "")
    assert (
        histories_of(circle(tmp_path, people, 6, settled=number(0, "1/month")), 20)[:, :, 0] == VACANT
    ).all()
    holders = histories_of(circle(tmp_path, people, 2, settled=number(0.25, "1/month")), 1000)
    assert near((holders[:, 1, 0] != VACANT).mean(), 0.25, 1000)
    assert near((holders[:, 2, 0] != VACANT).mean(), 1 - 0.75**2, 1000)
    settled = holders[:, 1, 0] != VACANT
    assert (holders[settled, 2, 0] == holders[settled, 1, 0]).all()


def test_the_winner_keeps_his_seat_and_was_chosen_by_nobody(tmp_path: Path) -> None:
    model = circle(tmp_path, PEOPLE.format("", 0.45, ""))
    assert (histories_of(model, 5)[:, 1, 1:] == [0, 1, 2]).all()
    state = last_state(model)
    assert (state.seats.chosen_by[0], state.seats.since[0], state.seats.terms[0]) == (VACANT, 1, 1)


def test_an_empty_circle_leaves_the_office_vacant(tmp_path: Path) -> None:
    assert (histories_of(circle(tmp_path, ""))[:, :, 0] == VACANT).all()
