"""Lots, and chains of lots and votes, against the published tables, row by row."""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from whowhom.theory.lot import Lot, Split, Vote, lot_law, procedure_law, smallest
from whowhom.theory.lot_with_limit import (
    Reading,
    capture_chance,
    list_order_law,
    smallest_group,
)

FOLDER = Path(__file__).parents[1] / "reference" / "vectors" / "institutions"
HALF = Fraction(1, 2)


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the published tables."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COSTS = rows("ietf_nomcom/capture_costs.csv")
EMPLOYERS = rows("ietf_nomcom/single_employer.csv")
SHARES = rows("venice_doge/capture_probability.csv")
THRESHOLDS = rows("venice_doge/stages.csv")


@cache
def stages(simple_majorities: bool = False) -> tuple[Lot | Vote, ...]:
    """Return the nine stages before the election, read from the table of stages."""
    found: list[Lot | Vote] = []
    jury = 0
    for row in THRESHOLDS[:-1]:
        seats = int(row["result_size"])
        if row["operation"] == "lot":
            found.append(Lot(seats))
        else:
            quota = jury // 2 + 1 if simple_majorities else int(row["threshold"].split()[0])
            found.append(Vote(seats, quota))
        jury = seats
    assert jury == 41 and THRESHOLDS[-1]["threshold"] == "25 of 41"
    return tuple(found)


def printed(value: Fraction, text: str, decimals: int) -> None:
    """Assert that a number is what was printed, to half a unit of the last decimal."""
    assert abs(value - Fraction(text)) <= Fraction(1, 2 * 10**decimals), (float(value), text)


@pytest.mark.parametrize("row", SHARES, ids=lambda row: f"{row['council_size']}-{row['faction_share']}")
def test_chain_of_lots_and_votes_gives_the_published_chances(row: dict[str, str]) -> None:
    pool, members = int(row["council_size"]), int(row["faction_members"])
    law = procedure_law(pool, members, stages(), limited=False)
    printed(law.at_least(25), row["p_faction_has_25_of_41"], 5)
    printed(law.at_most(16), row["p_opponents_have_25_of_41"], 5)
    printed(1 - law.at_least(25) - law.at_most(16), row["p_deadlock_both_can_block"], 5)
    half = procedure_law(pool, members, stages(), Split.HALF_AND_HALF, limited=False)
    printed(half.at_least(25), row["p_25_of_41_if_split_committees_share_half_half"], 5)
    printed(lot_law(pool, members, 41).at_least(25), row["p_25_of_41_single_lot_of_41_from_council"], 5)
    assert (2 * members > pool) == bool(int(row["wins_if_council_voted_directly"]))


def test_a_side_too_small_for_the_last_body_cannot_name_it() -> None:
    # The published table lets 24 persons name 25 friends; counted persons cannot. Nothing else changes.
    for row in SHARES:
        pool, members = int(row["council_size"]), int(row["faction_members"])
        limited = procedure_law(pool, members, stages())
        if min(members, pool - members) >= 45:
            assert limited == procedure_law(pool, members, stages(), limited=False)
        else:
            assert (limited.at_least(25) == 0) == (members < 25)
            assert (limited.at_most(16) == 0) == (pool - members < 25)


@pytest.mark.parametrize("row", COSTS, ids=lambda row: "-".join(list(row.values())[:4]))
def test_price_of_capture_is_the_published_one(row: dict[str, str]) -> None:
    honest, groups = int(row["honest_volunteers"]), int(row["conspiring_organisations"])
    quota, wanted = int(row["seats_needed"]), int(row["volunteers_per_organisation_for_50pct"])
    assert wanted * groups == int(row["attacking_volunteers_for_50pct"])
    if row["rule"] == "no limit per employer":
        found = smallest(lambda size: lot_law(honest + size, size, 10).at_least(quota) > HALF)
        chance = lot_law(honest + wanted, wanted, 10).at_least(quota)
    else:
        reading = Reading.UNIFORM if row["rule"].endswith("valid committees") else Reading.LIST_ORDER
        assert row["rule"].startswith("at most 2 per employer")
        found = smallest_group(honest, groups, 10, 2, quota, HALF, reading)
        chance = capture_chance(honest, [wanted] * groups, 10, 2, quota, reading)
        assert capture_chance(honest, [wanted - 1] * groups, 10, 2, quota, reading) <= HALF
    assert found == wanted
    printed(chance, row["probability_reached"], 4)


@pytest.mark.parametrize("row", EMPLOYERS, ids=lambda row: row["volunteers_of_one_employer"])
def test_seats_of_one_employer_are_the_published_ones(row: dict[str, str]) -> None:
    pool, size = int(row["pool"]), int(row["volunteers_of_one_employer"])
    limited, free = list_order_law(pool - size, [size], 10, 2), lot_law(pool, size, 10)
    printed(Fraction(size, pool), row["share"], 4)
    for seats, column in enumerate(("p_0_seats", "p_1_seat", "p_2_seats")):
        printed(limited[seats], row[column], 4)
    assert sum(limited[3:]) == 0
    printed(free.expected(), row["expected_seats_without_limit"], 3)
    expected = sum((seats * chance for seats, chance in enumerate(limited)), Fraction(0))
    printed(expected, row["expected_seats_with_limit"], 3)
    printed(free.at_least(3), row["p_3_or_more_without_limit"], 4)
    printed(free.at_least(6), row["p_majority_without_limit"], 6)


def test_the_answers_to_the_questions_about_one_lot() -> None:
    answers = {row["id"]: row["answer"] for row in rows("ietf_nomcom/questions.csv")}
    low = [smallest(lambda a, h=h: lot_law(h + a, a, 10).at_least(6) > HALF) for h in (300, 266, 116)]
    assert (answers["N2"], answers["N3"]) == (str(low[0]), f"{low[1]} | {low[2]}")
    sizes = [smallest_group(300, 3, 10, 2, 6, HALF, reading) for reading in Reading]
    assert [answers[n] for n in ("N4", "N5")] == [f"{size} ({3 * (size or 0)} in all)" for size in sizes]
    chances = [float(capture_chance(300, [257] * 3, 10, 2, 6, reading)) for reading in Reading]
    assert answers["N6"] == "list order with skipping {:.3f}; uniform over valid committees {:.3f}".format(
        *chances
    )
    assert f"a factor of {3 * (sizes[0] or 0) / (low[0] or 0):.2f}" in answers["N7"]


def test_the_answers_to_the_questions_about_the_chain() -> None:
    answers = {row["id"]: row["answer"] for row in rows("venice_doge/questions.csv")}
    cases = [
        ("V2", Split.IN_PROPORTION, stages(), HALF),
        ("V3", Split.HALF_AND_HALF, stages(), HALF),
        ("V4", Split.IN_PROPORTION, (Lot(41),), HALF),
        ("V5", Split.IN_PROPORTION, stages(), Fraction(9, 10)),
    ]
    for name, split, chain, chance in cases:
        found = smallest(
            lambda f, a=(chain, split), p=chance: procedure_law(480, f, *a).at_least(25) > p, 480
        )
        assert answers[name].startswith(f"{found} of 480"), name
    small = [float(procedure_law(480, 144, chain).at_least(25)) for chain in (stages(), (Lot(41),))]
    assert answers["V6"] == f"{small[0]:.3f} | {small[1]:.5f} | 0"
    even = procedure_law(480, 240, stages())
    assert answers["V7"] == f"{float(1 - even.at_least(25) - even.at_most(16)):.3f}"
    simple = [procedure_law(480, members, stages(simple_majorities=True)) for members in (192, 240)]
    first = float(procedure_law(480, 192, stages()).at_least(25))
    assert answers["V12"].startswith(f"40%: {first:.3f}, {float(simple[0].at_least(25)):.3f}, 0")
    assert simple[1].at_least(25) == simple[1].at_most(16) == HALF
