"""Persuasion against Friedkin and Johnsen's recursion and Hegselmann and Krause's. Nothing is drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.organisations import last_state, number, organise

from whowhom.theory import bounded_confidence, consensus, friedkin_johnsen

ROUNDING = 1e-5
"""Opinions of size 1 are kept as 32-bit numbers, 6e-8 a month; what is heard forgets the past."""
PRESTIGE = (0.8, 0.4, 0.0, 0.2)
SUSCEPTIBILITY = (0.9, 0.3, 1.0, 0.0)
OPINION = (-1.0, 0.5, 0.25, 1.0)


def opinions(
    folder: Path,
    months: int,
    susceptibility: tuple[float, ...] = SUSCEPTIBILITY,
    bodies: tuple[str, ...] = ("board",) * 4,
    floor: float = 0.1,
    confidence: float | None = None,
    rule: str = "bounded_confidence",
) -> NDArray[np.float64]:
    """Return everybody's opinion after so many months of talk in a board and a club.

    With a bound of `confidence` by the given rule; without one the document names no rule.
    """
    rows = zip(bodies, PRESTIGE, susceptibility, OPINION, OPINION[::-1], strict=True)
    lines = "".join(
        f"p{i},{body},{prestige},{open_mind},{opinion},{other}\n"
        for i, (body, prestige, open_mind, opinion, other) in enumerate(rows)
    )
    text = f"""
    [bodies]
    board = {{ seats = 4 }}
    club = {{ seats = 4 }}
    [people]
    file = "talkers.csv"
    dimensions = ["view", "other"]
    [[schedule]]
    mechanism = "persuasion"
    floor = {number(floor, "share")}
    """
    if confidence is not None:
        text += f'rule = "{rule}"\nconfidence = {number(confidence, "1")}\n'
    head = "name,body,prestige,susceptibility,view,other\n"
    (folder / "talkers.csv").write_text(head + lines, encoding="utf-8")
    state = last_state(organise(folder, text, months=months))
    return state.people.position[:, :4].astype(np.float64)


def rank_one(prestige: tuple[float, ...], floor: float) -> NDArray[np.float64]:
    """Return the weights of the body: everyone listens to everyone by prestige, `floor` at the least."""
    weights = np.maximum(np.array(prestige), floor)
    return np.tile(weights / weights.sum(), (len(prestige), 1))


@pytest.mark.parametrize("months", [1, 2, 12])
def test_it_is_the_recursion_of_friedkin_and_johnsen(tmp_path: Path, months: int) -> None:
    """Weights 0.8, 0.4, 0.1, 0.2 over 1.5, in both dimensions."""
    found = opinions(tmp_path, months)
    for start, row in ((OPINION, found[0]), (OPINION[::-1], found[1])):
        path = friedkin_johnsen.path(
            rank_one(PRESTIGE, 0.1), np.array(SUSCEPTIBILITY), np.array(start), months
        )
        assert row == pytest.approx(path[-1], abs=ROUNDING)


def test_by_hand(tmp_path: Path) -> None:
    """Heard: (-0.8 + 0.2 + 0.025 + 0.2) / 1.5 = -0.25; x_0 = 0.9 * -0.25 - 0.1; x_1 = 0.3 * -0.25 + 0.35."""
    expected = [-0.325, 0.275, -0.25, 1.0]
    assert opinions(tmp_path, 1)[0] == pytest.approx(expected, abs=ROUNDING)


def test_it_settles_at_the_limit(tmp_path: Path) -> None:
    """The distance shrinks by the mean of lambda under the weights, 0.63 a month: 0.63^100 < 1e-19."""
    weights, open_minds = rank_one(PRESTIGE, 0.1), np.array(SUSCEPTIBILITY)
    limit = friedkin_johnsen.limit(weights, open_minds, np.array(OPINION))
    assert opinions(tmp_path, 100)[0] == pytest.approx(limit, abs=ROUNDING)


def test_at_nothing_nobody_moves(tmp_path: Path) -> None:
    assert opinions(tmp_path, 12, (0.0,) * 4)[0].tolist() == list(OPINION)


def test_at_one_all_agree_on_degroots_mean_at_once(tmp_path: Path) -> None:
    weights = rank_one(PRESTIGE, 0.1)
    shared = float(np.array(consensus.consensus_weights(weights.tolist())) @ np.array(OPINION))
    assert opinions(tmp_path, 1, (1.0,) * 4)[0] == pytest.approx(np.full(4, shared), abs=ROUNDING)


def test_who_sits_nowhere_keeps_his_opinion_and_is_not_heard(tmp_path: Path) -> None:
    found = opinions(tmp_path, 1, (1.0,) * 4, ("board", "board", "", ""))[0]
    heard = (0.8 * -1.0 + 0.4 * 0.5) / 1.2
    assert found == pytest.approx([heard, heard, 0.25, 1.0], abs=ROUNDING)


def test_who_sits_in_two_bodies_listens_in_each_in_turn(tmp_path: Path) -> None:
    """p1 hears the board first, and goes with what it made of him to the club of p1 and p3.

    Board: (-0.8 + 0.2) / 1.2 = -0.5. Club: (0.4 * -0.5 + 0.2 * 1) / 0.6 = 0.
    """
    found = opinions(tmp_path, 1, (1.0,) * 4, ("board", "board|club", "", "club"))[0]
    assert found == pytest.approx([-0.5, 0.0, 0.25, 0.0], abs=ROUNDING)


def test_opinions_stay_within_those_of_the_start(tmp_path: Path) -> None:
    found = opinions(tmp_path, 24)[0]
    assert found.min() >= min(OPINION)
    assert found.max() <= max(OPINION)


OPEN = (1.0,) * 4
"""Nobody is anchored."""


@pytest.mark.parametrize("confidence", [0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("months", [1, 2, 12])
def test_unanchored_it_is_the_update_of_hegselmann_and_krause(
    tmp_path: Path, confidence: float, months: int
) -> None:
    """-1, 1/2, 1/4, 1 and back to front: distances from 1/4 to 2, the bound included, in both dimensions."""
    found = opinions(tmp_path, months, OPEN, confidence=confidence)
    for start, row in ((OPINION, found[0]), (OPINION[::-1], found[1])):
        expected: tuple[float, ...] = start
        for _ in range(months):
            expected = bounded_confidence.step(expected, confidence)
        assert row == pytest.approx(expected, abs=ROUNDING)


def test_bounded_confidence_by_hand(tmp_path: Path) -> None:
    """At 0.5: -1 hears nobody; 0.5 hears 0.25 and 1, mean 1.75 / 3; 0.25 hears 0.5, mean 0.375; 1 is fixed.

    x_1 = 0.3 * 1.75 / 3 + 0.7 * 0.5 = 0.525. Prestige counts nothing: all who are near are heard alike.
    """
    assert opinions(tmp_path, 1, confidence=0.5)[0] == pytest.approx([-1.0, 0.525, 0.375, 1.0], abs=ROUNDING)


def test_the_anchored_stay_between_the_near_and_what_they_came_with(tmp_path: Path) -> None:
    """The recursion with anchors, for a year, by the theory's own mean of those who are near."""
    now, minds, anchor = np.array(OPINION), np.array(SUSCEPTIBILITY), np.array(OPINION)
    for _ in range(12):
        now = minds * np.array(bounded_confidence.step(now.tolist(), 0.75)) + (1.0 - minds) * anchor
    assert opinions(tmp_path, 12, confidence=0.75)[0] == pytest.approx(now, abs=ROUNDING)


def test_whoever_is_close_to_nobody_keeps_his_opinion_to_the_last_bit(tmp_path: Path) -> None:
    assert opinions(tmp_path, 12, OPEN, confidence=0.0)[0].tolist() == list(OPINION)


def test_a_bound_beyond_everything_is_the_mean_of_all_alike(tmp_path: Path) -> None:
    mean = float(np.mean(OPINION))
    assert opinions(tmp_path, 1, OPEN, confidence=1000.0)[0] == pytest.approx(np.full(4, mean), abs=ROUNDING)


def test_the_bound_matters_to_its_own_rule_only(tmp_path: Path) -> None:
    """The rule that a document need not name is Friedkin and Johnsen's, to the last bit."""
    unnamed = opinions(tmp_path, 6)
    named = opinions(tmp_path, 6, confidence=0.25, rule="friedkin_johnsen")
    assert named.tobytes() == unnamed.tobytes()
    assert opinions(tmp_path, 6, confidence=0.25).tobytes() != unnamed.tobytes()


def test_vacant_seats_are_not_heard_and_two_bodies_are_heard_in_turn(tmp_path: Path) -> None:
    """Board of p0 and p1, 1.5 apart: both go to -0.25. Club of p1 and p3, 1.25 apart: both go to 0.375."""
    found = opinions(tmp_path, 1, OPEN, ("board", "board|club", "", "club"), confidence=1.5)[0]
    assert found == pytest.approx([-0.25, 0.375, 0.25, 0.375], abs=ROUNDING)
