"""The rules that a mechanism offers beside its own, against published figures, simulated through `organise`.

Hegselmann and Krause (Journal of Artificial Societies and Social Simulation 5(3), 2002) for opinions; Riker
(The Theory of Political Coalitions, 1962) for coalitions, in the parliament of Lijphart (Patterns of
Democracy, 1999) and beside the societies of Acemoglu, Egorov and Sonin. The vectors are files of `vectors/`.
Nothing is drawn that could fall otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from tests.organisations import last_state, number, organise
from tests.reference.test_mechanisms_meet_theory import COALITIONS, SHARING, vectors

from whowhom.core.state import VACANT
from whowhom.theory.minimum_winning_coalition import minimum_winning_coalitions

CHAINS = vectors("m08_opinion")
ROUNDING = 1e-5
"""Opinions are kept as 32-bit numbers."""


@pytest.mark.parametrize("unit", [0.125, 0.1])
@pytest.mark.parametrize("name", ["hk_chain_5", "hk_chain_6"])
def test_chains_of_hegselmann_and_krause(tmp_path: Path, name: str, unit: float) -> None:
    """Five equally spaced people agree, six split, in the published number of steps.

    Distances that equal the bound are within it, also where the spacing, 0.1, is no binary fraction.
    """
    inputs, expected = CHAINS[name]["inputs"], CHAINS[name]["expected"]
    lines = [f"p{i},board,1,{int(place) * unit}" for i, place in enumerate(inputs["x0"])]
    (tmp_path / "chain.csv").write_text(
        "\n".join(["name,body,susceptibility,view", *lines]) + "\n", encoding="utf-8"
    )
    text = f"""
    [bodies]
    board = {{ seats = {len(lines)} }}
    [people]
    file = "chain.csv"
    dimensions = ["view"]
    [[schedule]]
    mechanism = "persuasion"
    rule = "bounded_confidence"
    confidence = {number(int(inputs["eps"]) * unit, "1")}
    """

    def after(months: int) -> list[float]:
        found = last_state(organise(tmp_path, text, months=months)).people.position[0, : len(lines)]
        return [float(opinion) / unit for opinion in found]

    final = [float(Fraction(opinion)) for opinion in expected["final"]]
    assert after(expected["steps"]) == pytest.approx(final, abs=ROUNDING)
    assert after(expected["steps"] - 1) != pytest.approx(final, abs=ROUNDING)
    assert after(expected["steps"] + 5) == pytest.approx(final, abs=ROUNDING)
    if "after_1" in expected:
        first = [float(Fraction(opinion)) for opinion in expected["after_1"]]
        assert after(1) == pytest.approx(first, abs=ROUNDING)


def who_stays(folder: Path, powers: Sequence[int]) -> list[int]:
    """Return the powers of those left in a circle of heads with so many followers in the electorate."""
    text = f"""
    [bodies]
    circle = {{ seats = {len(powers)} }}
    electorate = {{ seats = {sum(powers)} }}
    [[rules]]
    name = "elects"
    verb = "elects"
    by = "electorate"
    over = "circle"
    [[rules]]
    name = "exclusion"
    verb = "expels"
    by = "circle"
    over = "circle"
    [[schedule]]
    mechanism = "ruling_coalition"
    rule = "minimum_winning"
    reckoning = {number(1.0, "1/month")}
    """
    rows = [f"head{i},circle," for i in range(len(powers))]
    rows += [f"man{i}_{k},electorate,head{i}" for i, power in enumerate(powers) for k in range(power)]
    model = organise(folder, text, "\n".join(["name,body,patron", *rows]))
    holders = last_state(model).seats.holder[: len(powers)]
    return sorted(powers[person] for person in holders if person != VACANT)


def test_the_parliament_of_lijphart(tmp_path: Path) -> None:
    """Five parties with 8, 21, 26, 12 and 33 seats of 100: the coalition of minimum size is ADE."""
    assert who_stays(tmp_path, (8, 21, 26, 12, 33)) == [8, 12, 33]


@pytest.mark.parametrize("name", COALITIONS)
def test_beside_acemoglu_egorov_and_sonin(tmp_path: Path, name: str) -> None:
    """In their societies stays who has the least winning power by exact arithmetic; in a tie all do.

    The mechanism weighs in thousandths of the largest power, which no two coalitions here are that near.
    """
    powers = [int(power) for power in SHARING[name]["inputs"]["powers"]]
    answers = minimum_winning_coalitions(powers)
    expected = [powers[i] for i in answers[0]] if len(answers) == 1 else powers
    assert who_stays(tmp_path, powers) == sorted(expected)
