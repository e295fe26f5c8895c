"""Talk in cells by hand: what is heard, what moves, and Deffuant's meetings where cells are pairs."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.members import living, party

from whowhom.core import cells
from whowhom.core.state import State
from whowhom.theory import cell_talk
from whowhom.theory.bounded_confidence import deffuant, major_clusters

STILL = {"spread": 0.0, "stand_spread": 0.0}


def put(state: State, leaning: NDArray[np.float64], stand: float = 0.0) -> None:
    """Let members lean as given and all patrons, as they were told, stand in one place."""
    state.members.leaning[:] = leaning
    state.members.told[:] = stand


def test_a_pair_moves_by_hand(tmp_path: Path) -> None:
    """Weight 0.25 and pull 0.1: 0.4 and 0.8 with a patron at 1 go to 0.56 and 0.72; loyalty follows."""
    model = party(tmp_path, cell=2, confidence=0.5, weight=0.25, pull=0.1, settling=0.5, loyalty=0.2)
    with living(model) as (state, live):
        put(state, np.tile([0.4, 0.8], state.members.leaning.size // 2), stand=1.0)
        live(1)
        expected = [0.4 + 0.25 * 0.4 + 0.1 * 0.6, 0.8 - 0.25 * 0.4 + 0.1 * 0.2]
        loyalty = [0.2 + 0.5 * (1.0 - (1.0 - x) ** 2 - 0.2) for x in expected]
        assert np.allclose(state.members.leaning.reshape(-1, 2), expected, atol=1e-6)
        assert np.allclose(state.members.loyalty.reshape(-1, 2), loyalty, atol=1e-6)


def test_the_bound_itself_is_not_heard(tmp_path: Path) -> None:
    """At 0.25 from one another and confidence 0.25 nobody moves; a little nearer both do."""
    model = party(tmp_path, cell=2, confidence=0.25, weight=0.5, pull=0.0)
    with living(model) as (state, live):
        pairs = state.members.leaning.size // 2
        put(state, np.concatenate([[0.25, 0.5], np.tile([0.25, 0.4921875], pairs - 1)]))
        live(1)
        after = state.members.leaning.reshape(-1, 2)
        assert after[0].tolist() == [0.25, 0.5]
        assert (after[1:] == 0.37109375).all()


def test_at_one_even_the_ends_hear_each_other(tmp_path: Path) -> None:
    model = party(tmp_path, cell=2, confidence=1.0, weight=0.5, pull=0.0)
    with living(model) as (state, live):
        put(state, np.tile([0.0, 1.0], state.members.leaning.size // 2))
        live(1)
        assert (state.members.leaning == 0.5).all()


@pytest.mark.parametrize("confidence", [0.1, 0.3])
def test_cells_of_two_are_deffuants_meetings(tmp_path: Path, confidence: float) -> None:
    """Twelve months of random pairs against the published rule in 64 bits, to the rounding of 32."""
    model = party(tmp_path, cell=2, cells=50, months=12, confidence=confidence, weight=0.3, pull=0.0)
    with living(model) as (state, live):
        put(state, np.random.default_rng(1).uniform(size=state.members.leaning.size))
        expected = state.members.leaning.astype(np.float64)
        first = np.arange(0, expected.size, 2)
        for month in range(1, 13):
            live(month)
            expected = deffuant(expected, first, first + 1, confidence, 0.3)
        assert np.allclose(state.members.leaning, expected, atol=1e-5)


@pytest.mark.parametrize(("confidence", "least", "most"), [(0.35, 1, 1), (0.2, 2, 2), (0.1, 4, 6)])
def test_one_large_cell_settles_in_the_published_number_of_groups(
    tmp_path: Path, confidence: float, least: int, most: int
) -> None:
    """Deffuant's count, about 1/(2 e): consensus above 0.27, two groups at 0.2, five (4 to 6) at 0.1.

    500 members of one cell, uniform at first, three histories; groups hold 5 % or more (stragglers left out).
    """
    model = party(
        tmp_path,
        places=1,
        districts=1,
        cells=1,
        cell=500,
        months=200,
        confidence=confidence,
        weight=0.5,
        pull=0.0,
    )
    for history in range(3):
        with living(model, history=history) as (state, live):
            put(state, np.random.default_rng(history).uniform(size=500))
            for month in range(1, 201):
                live(month)
            groups = major_clusters([float(x) for x in state.members.leaning], confidence / 2.0, 0.05)
        assert least <= groups <= most, history


def test_members_of_cells_of_one_and_without_weight_stay(tmp_path: Path) -> None:
    for name, given in (("one", {"cell": 1, "weight": 0.5}), ("mute", {"cell": 4, "weight": 0.0})):
        folder = tmp_path / name
        folder.mkdir()
        with living(party(folder, pull=0.0, **given)) as (state, live):  # type: ignore[arg-type]
            before = state.members.leaning.copy()
            live(1)
            assert (state.members.leaning == before).all()


@pytest.mark.parametrize("cell", [2, 3, 7, 10])
def test_every_mate_is_met_alike_and_nobody_meets_himself(cell: int) -> None:
    """All 65,536 half-words for each place: the others are met as often as whole numbers allow."""
    lowest, highest = (1 << 16) // (cell - 1), -(-(1 << 16) // (cell - 1))
    for place in range(cell):
        mate = np.arange(1 << 16, dtype=np.uint32)
        # As if every member sat in this place, and his cell began so many members before him.
        cells.find_mates(np.full(mate.size, place, np.uint32), cell, mate)
        met = mate.astype(np.int64) - (np.arange(mate.size) - place)
        met = np.where(met < -cell, met + (1 << 32), np.where(met > 1 << 31, met - (1 << 32), met))
        counts = np.bincount(met, minlength=cell)
        assert counts.size == cell
        assert counts[place] == 0
        assert set(np.delete(counts, place)) <= {lowest, highest}


def test_words_are_split_into_halves() -> None:
    """Three members share two words: high bits of both first, then the low bits of the first."""
    half = np.zeros(3, np.uint32)
    cells.split_words(np.array([0x00010002, 0x00030004], np.uint32), half)
    assert half.tolist() == [1, 3, 2]


def test_means_of_districts_are_those_of_their_members(tmp_path: Path) -> None:
    """To the grain of the sums, 2^-20; with a block that ends inside a district as well."""
    model = party(tmp_path, districts=2, cells=150, cell=10, stand_spread=0.2)
    with living(model) as (state, live):
        live(1)
        for field in ("leaning", "loyalty"):
            members = getattr(state.members, field).astype(np.float64).reshape(2, -1).mean(axis=1)
            districts = getattr(state.members, f"district_{field}").astype(np.float64)
            assert np.all((members - districts >= -1e-7) & (members - districts <= 2.0**-20 + 1e-7))


def test_the_recursion_of_pairs_in_fractions() -> None:
    """Two members, independent at 0 or 1, no pull, weight 1/4: worked out by hand.

    x' = 3/4 x + 1/4 y: E x'^2 = 10/16 E x^2 + 6/16 E xy; E x'y' = 6/16 E x^2 + 10/16 E xy.
    """
    now = cell_talk.start(0.5, 0.25, 0.0, [0.0])
    after = cell_talk.step(now, [0.0], 2, 0.25, 0.0, 0.0)
    square, mates = Fraction(1, 2), Fraction(1, 4)
    assert after.square == float(Fraction(10, 16) * square + Fraction(6, 16) * mates)
    assert after.mates == float(Fraction(6, 16) * square + Fraction(10, 16) * mates)
    assert after.mean == 0.5


def test_the_recursion_of_three_enumerated() -> None:
    """A cell of three with two patrons: every choice of mates, patrons and first leanings is added up."""
    stands, m, p = (0.2, 0.9), 0.3, 0.1
    now = cell_talk.start(0.5, 0.25, 0.4, stands)
    for _ in range(2):
        now = cell_talk.step(now, stands, 3, m, p, 0.2)
    total = np.zeros(5)
    others = [(1, 2), (0, 2), (0, 1)]
    for bits in range(2**6 * 2**6):
        flags = [(bits >> k) & 1 for k in range(12)]
        x = [float(flag) for flag in flags[:3]]
        a = [stands[flag] for flag in flags[3:6]]
        for month in range(2):
            picks = flags[6 + 3 * month : 9 + 3 * month]
            x = [(1 - m - p) * x[i] + m * x[others[i][picks[i]]] + p * a[i] for i in range(3)]
        total += [x[0], x[0] ** 2, x[0] * x[1], x[0] * a[0], x[0] * a[1]]
    assert np.allclose(total / 2**12, now[:5], atol=1e-12)


def test_a_cell_of_one_has_no_recursion() -> None:
    with pytest.raises(ValueError, match="cell: 1; expected at least 2"):
        cell_talk.step(cell_talk.start(0.5, 0.0, 0.0, [0.0]), [0.0], 1, 0.1, 0.0, 0.0)
