"""Rolls: read by hand, and those shipped held against tables that were computed otherwise."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from whowhom.fit.transitions import Rolls, cases, columns_of, on_roll, read_rolls, read_sets
from whowhom.fit.transitions_scores import baseline_predictions
from whowhom.spec.data_files import SHIPPED_DATA
from whowhom.spec.errors import ModelError

FOLDER = SHIPPED_DATA / "soviet"
SPLIT = 14

SMALL = """round,date,person,status,age,leader
1,2001-01-01,Anna,sourced,40,1
1,2001-01-01,Boris,recalled,,0
2,2002-01-01,Anna,sourced,41,0
2,2002-01-01,Clara,sourced,30,1
3,2003-07-02,Clara,recalled,31,1
"""


def small(folder: Path, text: str = SMALL) -> Rolls:
    path = folder / "rolls.csv"
    path.write_text(text, encoding="utf-8")
    return read_rolls(path)


@pytest.fixture(scope="module")
def shipped() -> Rolls:
    return read_rolls(FOLDER / "transitions.csv")


def test_a_small_roll_by_hand(tmp_path: Path) -> None:
    rolls = small(tmp_path)
    first = rolls.at(1)
    assert (first.people, first.leader, first.month, first.recalled) == (
        ("Anna", "Boris"),
        "Anna",
        "2001-01",
        0.5,
    )
    assert np.isnan(first.attributes["age"][1])
    found = cases(rolls.rounds)
    # Anna stays and Boris goes after round 1; Anna goes and Clara stays after round 2.
    assert found.stayed.tolist() == [1, 0, 0, 1]
    assert found.years == pytest.approx([365 / 365.25] * 2 + [547 / 365.25] * 2)
    assert on_roll(("Clara", "Anna"), rolls.at(3)).tolist() == [1, 0]


def test_a_split_hides_what_is_later(tmp_path: Path) -> None:
    rolls = small(tmp_path)
    assert [roll.number for roll in rolls.known(2)] == [1, 2]
    assert [roll.number for roll in rolls.later(2)] == [3]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("round,date,person\n1,2001-01-01,Anna\n", "round, date, person, status"),
        ("round,date,person,status,age\n1,2001-01-01,Anna,sourced,old\n", "round 1"),
        ("round,date,person,status\n1,2001-01-01,Anna,sourced\n1,2001-01-01,Anna,sourced\n", "twice"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ModelError, match=says):
        small(tmp_path, text)


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    rolls = small(tmp_path)
    with pytest.raises(ModelError, match="no round 9"):
        rolls.at(9)
    with pytest.raises(ModelError, match="two at least"):
        cases(rolls.known(1))
    with pytest.raises(ModelError, match="did you mean"):
        columns_of(rolls.at(1).attributes, ("agee",))


def test_who_leaves_agrees_with_the_table_of_turnover(shipped: Rolls) -> None:
    """`observed_committee.csv` counts those dropped from the rolls by another way."""
    with (FOLDER / "observed_committee.csv").open(encoding="ascii", newline="") as opened:
        for row in csv.DictReader(opened):
            before, after = shipped.at(int(row["congress"]) - 1), shipped.at(int(row["congress"]))
            assert len(before.people) == int(row["previous_listed"])
            assert len(before.people) - on_roll(before.people, after).sum() == int(row["dropped"])
            assert after.recalled == pytest.approx(float(row["recalled_share_of_roll"]), abs=0.05)


def test_no_group_counts_before_it_formed(shipped: Rolls) -> None:
    """Named in the votes of 1921 to 1925: who stood apart when, and who not yet."""

    def dissent(number: int, person: str) -> float:
        roll = shipped.at(number)
        return float(roll.attributes["dissent"][roll.people.index(person)])

    assert dissent(6, "Zinoviev G.E.") == 0.0
    # The coalition of November 1917; the opposition of December 1925 is added at the fourteenth congress.
    assert dissent(13, "Zinoviev G.E.") == 1.0
    assert dissent(14, "Zinoviev G.E.") == 2.0
    # The later oppositions of 1926 to 1929 are not there at all.
    assert dissent(14, "Tomsky M.P.") == 0.0
    assert dissent(17, "Stalin I.V.") == 0.0


def test_every_set_names_columns_that_are_known_by_the_split(shipped: Rolls) -> None:
    sets = read_sets(FOLDER / "transitions_sets.csv")
    assert {"standard", "apparatus", "support", "programme"} <= set(sets)
    for name, columns in sets.items():
        known = columns_of(cases(shipped.known(SPLIT)).attributes, columns)
        assert not np.isnan(known).all(axis=0).any()
        assert name.endswith("_undated") == any(column.startswith("undated_") for column in columns)


def test_probabilities_fall_and_stay_between_0_and_1(shipped: Rolls) -> None:
    sets = read_sets(FOLDER / "transitions_sets.csv")
    said = baseline_predictions(shipped.known(SPLIT), shipped.later(SPLIT), sets)
    for p in said.values():
        assert p.shape == (62, 3)
        assert ((p > 0) & (p < 1)).all()
        assert (np.diff(p, axis=1) < 0).all()
