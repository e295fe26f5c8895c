"""The chain of counts against closed forms and transition matrices that are written out here."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom
from tests.audit_organisations import Sentence, organisation

from whowhom.audit.two_sided import model_of
from whowhom.exact.counts import chain as chain_module
from whowhom.exact.counts.chain import Capture, CountChain
from whowhom.spec.errors import ModelError
from whowhom.spec.scenario import Scenario
from whowhom.theory.appointment_loop import loyal_share

VECTORS = Path(__file__).resolve().parents[1] / "reference" / "vectors" / "m06_patronage.json"
CHIEF_FILLS: list[Sentence] = [("chief", "appoints", "board")]


def leaving(chance: float) -> dict[str, Any]:
    return {"value": chance, "unit": "1/month", "source": "test"}


def board_of(
    seats: int, held: int, chance: float, rules: list[Sentence] = CHIEF_FILLS, **more: Any
) -> Scenario:
    """Return a chief and a board whose holders leave with a chance each month."""
    return organisation(
        {"chief": 1, "board": {"seats": seats, "early_exit": leaving(chance)}},
        rules,
        audit={"principal": "chief", "hold": {"board": held}},
    )


def counts(scenario: Scenario, loyalty: float, months: int, target: str = "board") -> CountChain:
    model = model_of(scenario, "chief", (target,), months, {"party_line.loyalty": loyalty})
    return CountChain(model, (target,))


def captured(scenario: Scenario, loyalty: float, months: int) -> Capture:
    return counts(scenario, loyalty, months).capture(("board",), months)


def next_counts(seats: int, chance: float, loyalty: float) -> NDArray[np.float64]:
    """Return the matrix from so many loyal of `seats` to so many, each seat on its own.

    A seat changes with the chance of leaving, and whoever comes is loyal with `loyalty`.
    """
    matrix = np.zeros((seats + 1, seats + 1))
    for held in range(seats + 1):
        kept = binom.pmf(np.arange(held + 1), held, 1.0 - chance + chance * loyalty)
        won = binom.pmf(np.arange(seats - held + 1), seats - held, chance * loyalty)
        matrix[held] = np.convolve(kept, won)
    return matrix


@pytest.mark.parametrize("chance", [0.05, 0.2, 1.0])
@pytest.mark.parametrize("loyalty", [0.5, 0.9, 1.0])
def test_the_expected_share_is_the_closed_form_of_the_appointment_loop(chance: float, loyalty: float) -> None:
    """One appointer, each holder gone with m a month, sure refill: x_t = a - (a - x_0)(1 - m)^t."""
    found = captured(board_of(8, 3, chance), loyalty, 24)
    wanted = [8 * loyal_share(3 / 8, chance, loyalty, month) for month in range(25)]
    assert found.seats["board"] == pytest.approx(wanted, abs=1e-12)
    assert found.residual < 1e-12


def test_the_expected_share_is_that_of_the_vector() -> None:
    """Vector appointee_share_path of the mission: shares after 1, 2, 5 and 10 periods."""
    (vector,) = [
        item
        for item in json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
        if item["id"] == "appointee_share_path"
    ]
    given = vector["inputs"]
    held = round(10 * given["x0"])
    found = captured(board_of(10, held, given["turnover"]), given["loyal_share_of_new"], given["periods"][-1])
    shares = [found.seats["board"][month] / 10 for month in given["periods"]]
    assert shares == pytest.approx(vector["expected"]["x"], abs=vector["tolerance"])


@pytest.mark.parametrize(
    ("seats", "held", "chance", "loyalty"), [(3, 1, 0.2, 0.7), (5, 0, 0.35, 0.9), (4, 2, 0.1, 0.5)]
)
def test_first_passage_is_that_of_an_absorbing_matrix(
    seats: int, held: int, chance: float, loyalty: float
) -> None:
    """A majority of the board is absorbing; a board that decides nothing is controlled by its majority."""
    months = 18
    matrix, law = next_counts(seats, chance, loyalty), np.eye(seats + 1)[held]
    controls = 2 * np.arange(seats + 1) > seats
    waiting, reached, control = law.copy(), [], []
    for month in range(months + 1):
        law, waiting = (law @ matrix, waiting @ matrix) if month else (law, waiting)
        waiting = np.where(controls, 0.0, waiting)
        reached.append(1.0 - waiting.sum())
        control.append(law[controls].sum())
    found = captured(board_of(seats, held, chance), loyalty, months)
    assert found.first["board"] == pytest.approx(reached, abs=1e-12)
    assert found.control["board"] == pytest.approx(control, abs=1e-12)
    alone, residual = counts(board_of(seats, held, chance), loyalty, months).first_passage("board", months)
    assert alone == pytest.approx(reached, abs=1e-12)
    assert residual < 1e-12


def test_the_expected_time_is_that_of_the_fundamental_matrix() -> None:
    """Expected months before a majority: the row of (1 - Q)^-1 for the counts without one, summed."""
    matrix = next_counts(3, 0.2, 0.8)[:2, :2]
    wanted = np.linalg.inv(np.eye(2) - matrix)[0].sum()
    expected, slack = captured(board_of(3, 0, 0.2), 0.8, 240).expected_months("board")
    assert expected == pytest.approx(wanted, abs=1e-9)
    assert slack < 1e-9


def test_time_does_not_end_where_nobody_ever_leaves() -> None:
    found = captured(
        organisation({"chief": 1, "board": 3}, CHIEF_FILLS, audit={"principal": "chief"}), 1.0, 60
    )
    assert found.expected_months("board") == (float("inf"), 0.0)
    assert found.first["board"][-1] == 0.0


def test_first_passage_rises_and_locked_is_part_of_control() -> None:
    """Members elect a third of the board, so that control is sometimes lost again."""
    rules: list[Sentence] = [
        ("chief", "appoints", "board", {"part": "1-2"}),
        ("members", "elects", "board", {"part": "3-5"}),
        ("board", "expels", "board", {"decision": "2/3", "every": "6 months"}),
    ]
    found = captured(board_of(5, 1, 0.3, rules), 0.8, 36)
    first, control = found.first["board"], found.control["board"]
    assert (np.diff(first) >= -1e-12).all()
    assert (first >= control - 1e-12).all()
    assert (found.locked <= control + 1e-12).all()
    assert found.residual < 1e-12
    assert 0.0 < control[-1] < first[-1]


def test_what_is_filled_by_the_principal_alone_is_locked_when_it_is_controlled() -> None:
    """Nobody else fills or removes: whoever comes is the chief's, so control is for good."""
    found = captured(board_of(3, 0, 0.3), 1.0, 12)
    assert found.locked == pytest.approx(found.control["board"], abs=1e-12)
    assert found.still_open == {"rule_0": 0.0}


def test_a_power_of_the_rest_to_remove_keeps_control_open() -> None:
    """A guardian that is not the chief's may expel the board at any time: nothing is ever locked."""
    scenario = organisation(
        {"chief": 1, "guardian": 1, "board": {"seats": 3, "early_exit": leaving(0.3)}},
        [*CHIEF_FILLS, ("guardian", "expels", "board", {"every": "60 months"})],
        audit={"principal": "chief"},
    )
    found = captured(scenario, 1.0, 24)
    assert found.control["board"][-1] > 0.9
    assert not found.locked.any()


def test_time_that_is_up_leaves_the_months_that_were_reached() -> None:
    chain = counts(board_of(40, 0, 0.1), 0.9, 240)
    found = chain.capture(("board",), 240, seconds=0.0)
    assert (found.months, found.asked) == (0, 240)
    assert found.first["board"].size == 1
    with pytest.raises(ModelError, match="were over after 0 of 240 months"):
        chain.first_passage("board", 240, seconds=0.0)


def test_too_many_kinds_are_refused_with_the_body_in_one_line() -> None:
    """Every seat of a class of its own: more kinds than there are axes."""
    number = chain_module.MOST_KINDS + 1
    ends = [date(2021 + seat // 12, seat % 12 + 1, 1) for seat in range(number)]
    scenario = organisation(
        {"chief": 1, "board": {"seats": number, "term": "10 years", "ends": ends}},
        CHIEF_FILLS,
        audit={"principal": "chief"},
    )
    with pytest.raises(ModelError, match="let terms in board end on fewer days") as refused:
        counts(scenario, 1.0, 12)
    assert "\n" not in str(refused.value)


def test_too_many_combinations_are_refused_with_the_body_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from whowhom.exact.counts import spread

    monkeypatch.setattr(spread, "LARGEST", 50)
    bodies = {
        "chief": 1,
        "council": {"seats": 3, "early_exit": leaving(0.2)},
        "board": {"seats": 15, "early_exit": leaving(0.2)},
    }
    rules: list[Sentence] = [*CHIEF_FILLS, ("board", "elects", "council"), ("council", "confirms", "board")]
    scenario = organisation(bodies, rules, audit={"principal": "chief", "hold": {"board": 9}})
    with pytest.raises(ModelError, match=r"make (board|council) smaller") as refused:
        captured(scenario, 0.9, 12)
    assert "\n" not in str(refused.value)


def test_terms_without_days_are_taken_to_end_together_and_that_is_said() -> None:
    said = []
    for dates in ({}, {"ends": [date(2022, 1, 1)]}):
        bodies = {"chief": 1, "board": {"seats": 3, "term": "2 years", **dates}}
        said.append(
            captured(organisation(bodies, CHIEF_FILLS, audit={"principal": "chief"}), 1.0, 12).caveats
        )
    assert any("Terms of board are taken to end together" in line for line in said[0])
    assert said[1] == ()
