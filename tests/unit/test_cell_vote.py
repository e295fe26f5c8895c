"""Votes through tiers by hand: majorities, ties, obedience and the machine."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.members import living, party

from whowhom.theory.galam import tree_winner

VECTORS = Path(__file__).parents[1] / "reference" / "vectors" / "m02_multitier.json"
SURE = {"weight": 0.0, "pull": 0.0}
"""Nobody moves, so that leanings of 0 and 1 are sure votes."""


def shares(model: object, votes: np.ndarray, **fields: object) -> np.ndarray:  # type: ignore[type-arg]
    """Return the shares of all tiers after a vote in which members lean as given."""
    with living(model) as (state, live):  # type: ignore[arg-type]
        state.members.leaning[:] = votes
        for name, value in fields.items():
            getattr(state.members, name)[:] = value
        live(1)
        return state.places.tier_share.copy()


def test_tiers_by_hand_with_ties_to_the_line(tmp_path: Path) -> None:
    """Cells of four, two cells in a district, two districts in the place."""
    model = party(tmp_path, places=1, districts=2, cells=2, cell=4, **SURE)
    # Cells won: a tie is lost, three of four win. Districts: one of two cells is a tie.
    votes = [1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1]
    assert shares(model, np.array(votes)).tolist() == [[12 / 16, 3 / 4, 1 / 2, 0.0]]
    assert shares(model, np.ones(16)).tolist() == [[1.0, 1.0, 1.0, 1.0]]


def test_groups_of_three_elect_whom_the_tree_elects(tmp_path: Path) -> None:
    """300 places of random sure votes against the published tree, place by place."""
    model = party(tmp_path, places=300, districts=900, cells=3, cell=3, **SURE)
    votes = np.random.default_rng(2).random(300 * 27) < 0.5
    expected = [tree_winner(place.tolist(), 3) for place in votes.reshape(300, 27)]
    found = shares(model, votes)[:, 3]
    assert found.tolist() == expected
    assert 0 < sum(expected) < 300


def test_the_smallest_share_that_carries_three_tiers(tmp_path: Path) -> None:
    """The published 8/27 for groups of three: two of three, placed well, carry; one man less does not."""
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
    published = next(one for one in vectors if one["id"] == "nested_majority_min_share_groups_of_3")
    least = Fraction(published["expected"]["min_share"][published["inputs"]["levels"].index(3)])
    group = np.array([1, 1, 0])
    best = np.kron(group, np.kron(group, group))
    assert Fraction(int(best.sum()), best.size) == least
    model = party(tmp_path, places=1, districts=3, cells=3, cell=3, **SURE)
    assert shares(model, best)[0, 3] == 1.0
    for member in np.flatnonzero(best):
        fewer = best.copy()
        fewer[member] = 0
        assert shares(model, fewer)[0, 3] == 0.0


@pytest.mark.parametrize(
    ("obedience", "loyalty", "expected"), [(1.0, 1.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)]
)
def test_the_obedient_vote_as_their_patron_stands(
    tmp_path: Path, obedience: float, loyalty: float, expected: float
) -> None:
    """Members of the line under patrons of the challenger: only full loyalty and full obedience turn them."""
    model = party(tmp_path, obedience=obedience, settling=0.0, **SURE)
    found = shares(model, np.zeros(80), told=1.0, loyalty=loyalty)
    assert (found == expected).all()


def test_the_machine_names_delegates_only_where_its_man_sits(tmp_path: Path) -> None:
    """At bias 1 the first place sends nobody up from any tier; the second all, though both vote alike."""
    model = party(tmp_path, places=2, machine=1, bias=1.0, **SURE)
    found = shares(model, np.ones(80))
    assert found.tolist() == [[1.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]]
