"""Majority rule over the positions of holders, against published tournaments, medians and chains."""

from __future__ import annotations

import json
from itertools import product
from math import dist
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.unit.test_audit_ruling import HEAD, audited, vectors

from whowhom.audit.ruling.section import Ruling, ruling
from whowhom.spec.toml import read


def seated(folder: Path, points: list[Any], votes: list[int]) -> Ruling:
    """Seat persons with positions in a body with these votes; None is a position that nobody knows."""
    axes = [f"axis_{number}" for number in range(len(next(point for point in points if point)))]
    rows = [",".join(["name", "body", *axes])]
    for number, point in enumerate(points):
        rows.append(",".join([f"p{number}", "house", *(map(str, point) if point else [""] * len(axes))]))
    (folder / "people.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    text = f"[bodies]\nhouse = {{ seats = {len(votes)}, weights = {votes} }}\n"
    text += f'[people]\nfile = "people.csv"\ndimensions = {json.dumps(axes)}\n'
    (folder / "small.toml").write_text(HEAD + text, encoding="utf-8")
    return ruling(read(folder / "small.toml"))


PLACED = {
    "tournament_cycle3_plus_loser": ([(9, 11), (6, 4), (2, 7), (1, 12)], [2, 2, 1, 2]),
    "tournament_transitive4": ([(2, 2), (0, 4), (8, 8), (11, 10)], [5, 5, 1, 4]),
    "tournament_miller4": ([(6, 1), (1, 7), (10, 9), (4, 11)], [4, 2, 3, 1]),
    "tournament_regular5": ([(11, 4), (1, 8), (2, 10), (10, 9), (5, 2)], [2, 4, 2, 5, 3]),
}
"""Points in the plane, and votes, whose majorities are the published tournaments, found by search."""


@pytest.mark.parametrize("name", PLACED)
def test_published_tournaments_from_positions(tmp_path: Path, name: str) -> None:
    (vector,) = [each for each in vectors("m04_spatial_majority.json") if each["id"] == name]
    points, votes = PLACED[name]
    expected = vector["expected"]
    (answer,) = seated(tmp_path, points, votes).to_dict()["majority"]
    # Options stand in the order of their points.
    place = {number: sorted(points).index(point) for number, point in enumerate(points)}
    assert answer["beats"] == sorted([place[a], place[b]] for a, b in vector["inputs"]["beats"])
    assert answer["uncovered_set"] == sorted(place[number] for number in expected["uncovered_set"])
    assert answer["top_cycle"] == sorted(place[number] for number in expected["top_cycle"])
    for number, score in enumerate(expected["copeland_scores"]):
        assert answer["options"][place[number]]["copeland"]["value"] == score
        assert answer["options"][place[number]]["holders"] == [f"p{number}"]
    assert (answer["winner"] is None) == (len(expected["top_cycle"]) > 1)


def test_published_median_and_mean(tmp_path: Path) -> None:
    """Capability times salience of ten governments as votes, in thousandths."""
    (vector,) = [
        each for each in vectors("m04_spatial_majority.json") if each["id"] == "bdm_ec_emissions_vote_stage"
    ]
    actors = vector["inputs"]["actors"]
    votes = [round(1000 * actor["capability"] * actor["salience"]) for actor in actors]
    (answer,) = seated(tmp_path, [(actor["position"],) for actor in actors], votes).to_dict()["majority"]
    (axis,) = answer["axes"]
    assert [end["value"] for end in axis["median"]] == [vector["expected"]["weighted_median"]] * 2
    assert axis["mean"]["value"] == pytest.approx(vector["expected"]["weighted_mean"], abs=1e-9)
    assert axis["mean"]["exact"] == "5003/677"
    # Black 1958: on a line nothing beats the median.
    assert answer["options"][answer["winner"]]["position"] == [vector["expected"]["weighted_median"]]


def test_an_even_split_has_an_interval_of_medians(tmp_path: Path) -> None:
    (answer,) = seated(tmp_path, [(0,), (1,), (4,), (9,), None], [1, 1, 1, 1, 6]).to_dict()["majority"]
    assert [end["value"] for end in answer["axes"][0]["median"]] == [1.0, 4.0]
    assert (answer["holders"], answer["placed"], answer["axes"][0]["holders"]) == (5, 4, 4)


def test_two_positions_share_time_as_their_votes(tmp_path: Path) -> None:
    """By hand: each side's votes count in full, so 3 against 1 gives 3/4 and 1/4 by both rules."""
    (answer,) = seated(tmp_path, [(0,), (5,), (0,)], [2, 1, 1]).to_dict()["majority"]
    assert [option["markov_uniform"] for option in answer["options"]] == pytest.approx([0.75, 0.25])
    assert [option["markov_incentive"] for option in answer["options"]] == pytest.approx([0.75, 0.25])
    assert [option["holders"] for option in answer["options"]] == [["p0", "p2"], ["p1"]]


def test_shares_of_time_against_powers_of_the_chain(tmp_path: Path) -> None:
    """The chain is written out from its definition, and run until it stands still."""
    points, votes = PLACED["tournament_regular5"]
    found = seated(tmp_path, points, votes)
    (answer,) = found.to_dict()["majority"]
    order = sorted(range(5), key=lambda number: points[number])
    far = max(dist(one, other) for one, other in product(points, points))
    utility = np.array([[1 - dist(points[i], points[j]) / far for j in order] for i in order])
    weights = np.array([votes[i] for i in order], float)
    gain = np.maximum(utility[:, :, None] - utility[:, None, :], 0)
    strength = np.einsum("i,iab->ab", weights, gain)
    with np.errstate(invalid="ignore"):
        chance = np.where(np.eye(5) > 0, 0.5, strength / (strength + strength.T))
    wish = strength * chance
    np.fill_diagonal(wish, 0.0)
    for key, drawn in (("markov_uniform", np.full((5, 5), 0.2)), ("markov_incentive", wish / wish.sum(0))):
        moves = drawn * chance
        np.fill_diagonal(moves, 0.0)
        step = moves + np.diag(1 - moves.sum(0))
        share = np.linalg.matrix_power(step, 4096)[:, 0]
        assert [option[key] for option in answer["options"]] == pytest.approx(share.tolist(), abs=1e-12)
    assert 0.0 <= found.residual < 1e-12


def test_no_positions_no_answer(tmp_path: Path) -> None:
    found = audited("[bodies]\nboard = { seats = 3 }\n")
    assert found["majority"] == [] and found["residual"] == 0
    assert found["left_out"] == [
        {
            "model": "majority rule",
            "body": "people",
            "reason": "the document gives no dimensions of positions",
        }
    ]
