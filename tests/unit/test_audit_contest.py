"""The contest against a minimax over explicit seats, written here from the definition."""

from __future__ import annotations

from functools import cache
from itertools import product
from math import comb
from typing import Any

import pytest
from tests.audit_organisations import Sentence, organisation

from whowhom.audit.contest.section import contest as section
from whowhom.audit.two_sided import model_of
from whowhom.exact.counts import contest as contest_module
from whowhom.exact.counts.chain import CountChain
from whowhom.exact.counts.contest import Contest, contest
from whowhom.exact.counts.moves import OURS, REST
from whowhom.spec.errors import ModelError
from whowhom.spec.scenario import Scenario

SEATS, MONTHS = 3, 4
EXIT, LOYALTY, SUPPORT = 0.2, 0.75, 0.4
RULES: list[Sentence] = [
    ("board", "expels", "board", {"decision": "2/3"}),
    ("members", "elects", "board"),
]


def assumed(value: float, unit: str = "probability") -> dict[str, Any]:
    return {"value": value, "unit": unit, "source": "test"}


def document(comply: float, seats: int = SEATS, rules: list[Sentence] = RULES, held: int = 1) -> Scenario:
    """Return a board that removes its own members by two thirds; members elect, some vote along."""
    return organisation(
        {"chief": 1, "board": {"seats": seats, "early_exit": assumed(EXIT, "1/month")}},
        rules,
        audit={"principal": "chief", "hold": {"board": held}},
        schedule=[
            {"mechanism": "departure"},
            {"mechanism": "party_purge", "comply": assumed(comply)},
            {"mechanism": "party_line", "support": assumed(SUPPORT)},
        ],
    )


def solved(comply: float, **options: Any) -> Contest:
    numbers = {"party_line.loyalty": LOYALTY, "party_purge.attempt": 1.0, "party_purge.resistance": 1.0}
    model = model_of(document(comply), "chief", ("board",), MONTHS, numbers)
    return contest(CountChain(model, ("board",)), "board", MONTHS, **options)


def binomial(trials: int, chance: float) -> list[float]:
    return [comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(trials + 1)]


def carried(mine: int, theirs: int, comply: float) -> float:
    """Return the chance of two thirds of those present, each of the others voting along with `comply`."""
    law = binomial(theirs, comply)
    return sum(p for extra, p in enumerate(law) if 3 * (mine + extra) >= 2 * (mine + theirs))


def minimax(
    comply: float, order: tuple[int, int], reprisal: float = 0.0, waits: tuple[int, ...] = (), held: int = 1
) -> float:
    """Return the value at the start: month by month departures, both sides' motions in order, an election."""

    @cache
    def month(number: int, ours: int, rest: int) -> float:
        if number == MONTHS:
            # The board decides on removals alone, by two thirds of those held.
            return float(ours > 0 and 3 * ours >= 2 * (ours + rest))
        stay = 1.0 - EXIT
        return sum(
            p * q * motion(number, 0, a, b)
            for (a, p), (b, q) in product(enumerate(binomial(ours, stay)), enumerate(binomial(rest, stay)))
        )

    @cache
    def motion(number: int, turn: int, ours: int, rest: int) -> float:
        if turn == len(order):
            return election(number, ours, rest)
        side = order[turn]
        mine, theirs = (ours, rest) if side == OURS else (rest, ours)
        waiting = motion(number, turn + 1, ours, rest)
        if mine == 0 or side in waits:
            return waiting
        won = motion(number, turn + 1, *((ours, 0) if side == OURS else (0, rest)))
        lost = sum(
            p * motion(number, turn + 1, *((mine - gone, rest) if side == OURS else (ours, mine - gone)))
            for gone, p in enumerate(binomial(mine, reprisal))
        )
        chance = carried(mine, theirs, comply)
        moving = chance * won + (1.0 - chance) * lost
        return max(waiting, moving) if side == OURS else min(waiting, moving)

    @cache
    def election(number: int, ours: int, rest: int) -> float:
        vacant = SEATS - ours - rest
        if vacant == 0:
            return month(number + 1, ours, rest)
        loyal = sum(
            p * month(number + 1, ours + own, rest + vacant - own)
            for own, p in enumerate(binomial(vacant, LOYALTY))
        )
        return SUPPORT * loyal + (1.0 - SUPPORT) * month(number + 1, ours, rest + vacant)

    return month(0, held, SEATS - held)


@pytest.mark.parametrize("comply", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("order", [(OURS, REST), (REST, OURS)])
@pytest.mark.parametrize("reprisal", [0.0, 0.5, 1.0])
def test_the_value_is_that_of_the_minimax(comply: float, order: tuple[int, int], reprisal: float) -> None:
    found = solved(comply, first_to_move=order, reprisal=reprisal)
    assert found.value == pytest.approx(minimax(comply, order, reprisal), abs=1e-12)
    assert found.residual < 1e-12
    assert found.control[-1] == pytest.approx(found.value, abs=1e-12)


@pytest.mark.parametrize("waits", [(OURS,), (REST,), (OURS, REST)])
def test_sides_that_wait_never_move(waits: tuple[int, ...]) -> None:
    found = solved(0.3, waits=waits)
    assert found.value == pytest.approx(minimax(0.3, (OURS, REST), waits=waits), abs=1e-12)
    assert all(not found.moved[side].any() for side in waits)


def test_choice_helps_whoever_has_it() -> None:
    free, ours, rest = solved(0.3), solved(0.3, waits=(OURS,)), solved(0.3, waits=(REST,))
    assert ours.value < free.value < rest.value


def test_it_matters_who_moves_first_where_votes_are_uncertain() -> None:
    """Where three of ten vote for the other side's motion, the first to move may remove who would be next."""
    first, second = (solved(0.3, first_to_move=order).value for order in ((OURS, REST), (REST, OURS)))
    assert first - second > 0.01


def test_months_that_are_alike_are_written_down_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that may act in any month, and no terms: one month stands for all."""
    model = model_of(document(0.0), "chief", ("board",), 30, {"party_line.loyalty": LOYALTY})
    chain = CountChain(model, ("board",))
    written = []
    month = chain.acts.month

    def counted(spread: Any, number: int) -> None:
        written.append(number)
        month(spread, number)

    monkeypatch.setattr(chain.acts, "month", counted)
    contest(chain, "board", 30)
    assert written == [1]


def test_too_many_combinations_are_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contest_module, "MOST_STATES", 9)
    with pytest.raises(ModelError, match="expected at most 9: make board smaller") as refused:
        solved(0.0)
    assert "\n" not in str(refused.value)


def test_time_that_is_up_is_refused() -> None:
    with pytest.raises(ModelError, match="were over 0 months before the end"):
        solved(0.0, seconds=-1.0)


def test_the_section_tells_the_contest() -> None:
    found = section(document(0.3), "chief", "board", LOYALTY).to_dict()
    assert set(found["cases"]) >= {"ours_first", "rest_first", "nobody_moves", "ours_first_reprisal_0.5"}
    assert found["moving_first"] == found["value_ours_first"] - found["value_rest_first"]
    assert found["residual"] < 1e-10
    assert found["left_out"] == ""
    assert found["words"][0].startswith(
        "When both sides play their best, the chief controls the board after 5"
    )
    assert all(line.endswith(".") and "the the" not in line for line in found["words"])


def test_the_section_says_why_there_is_no_contest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody removes or adds; the table is too large; the time is up."""
    none = section(document(0.0, rules=RULES[1:]), "chief", "board", 0.9)
    assert none.solved == {}
    assert "there is nothing to choose" in none.words[0]
    late = section(document(0.0), "chief", "board", 0.9, seconds=-1.0).to_dict()
    assert late["left_out"].startswith("the time was up before the case ours_first")
    assert late["value_ours_first"] is None
    monkeypatch.setattr(contest_module, "MOST_STATES", 9)
    large = section(document(0.0), "chief", "board", 0.9).to_dict()
    assert large["cases"] == {}
    assert "make board smaller" in large["left_out"]
