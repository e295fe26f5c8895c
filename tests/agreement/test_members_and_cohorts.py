"""Members one by one against the same party as a few numbers: a recursion for talk, Galam's map for tiers.

All bounds are 5 standard errors (two-sided 5.8e-7 each); each test states how many comparisons it makes.
Cells are independent given the patrons' stands, so standard errors are those between cells.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.members import living, party
from tests.organisations import last_state, number, organise

from whowhom.core.state import State
from whowhom.theory import cell_talk, galam

BOUND = 5.0
ROUNDING = 3e-8
"""Half a step of a 32-bit number below 1, for what is the same in every cell."""
MONTHS, SEEN = 120, (1, 12, 60, 120)
WEIGHT, PULL, SETTLING, LEANING, SPREAD, LOYALTY = 0.3, 0.04, 0.1, 0.5, 0.12, 0.3


def fits(values: NDArray[np.float64], expected: float) -> bool:
    """Return whether the mean of independent values is within the bound of what is expected."""
    error = float(values.std(ddof=1)) / np.sqrt(values.size)
    return bool(abs(float(values.mean()) - expected) <= BOUND * error + ROUNDING)


def misfits(state: State, cell: int, expected: cell_talk.Moments) -> list[str]:
    """Return the names of the moments that do not fit, second ones about the expected means."""
    stands = state.members.stand.astype(np.float64)
    x = state.members.leaning.astype(np.float64).reshape(-1, cell) - expected.mean
    a = stands[state.members.patron].reshape(-1, cell) - stands.mean()
    pairs, both = cell * (cell - 1), expected.mean * stands.mean()
    squares, products = (x**2).sum(axis=1), (x * a).sum(axis=1)
    loyalty = state.members.loyalty.astype(np.float64).reshape(-1, cell)
    found = {
        "mean": (x.mean(axis=1), 0.0),
        "variance": (squares / cell, expected.variance),
        "covariance": ((x.sum(axis=1) ** 2 - squares) / pairs, expected.covariance),
        "own_patron": (products / cell, expected.own_patron - both),
        "mates_patron": ((x.sum(axis=1) * a.sum(axis=1) - products) / pairs, expected.mates_patron - both),
        "loyalty": (loyalty.mean(axis=1), expected.loyalty),
    }
    return [name for name, (values, wanted) in found.items() if not fits(values, wanted)]


def cohorts_fit(state: State, cell: int, expected: cell_talk.Moments) -> bool:
    """Return whether the followers of each patron lean as the recursion says; cells are the clusters."""
    x, who = state.members.leaning.astype(np.float64), state.members.patron
    right = True
    for patron, stand in enumerate(state.members.stand):
        apart = np.where(who == patron, x - expected.following(float(stand), state.members.stand), 0.0)
        by_cell = apart.reshape(-1, cell).sum(axis=1)
        right &= abs(by_cell.sum()) <= BOUND * np.sqrt((by_cell**2).sum())
    return bool(right)


@pytest.mark.parametrize(("cell", "patrons"), [(10, 3), (2, 50)])
def test_where_everybody_is_heard_members_follow_the_recursion(
    tmp_path: Path, cell: int, patrons: int
) -> None:
    """Six moments at five months, each patron's cohort at four: 30 and 12, 30 and 200 comparisons.

    False alarms: below 2e-4 in both cases together.
    """
    given = {"weight": WEIGHT, "pull": PULL, "settling": SETTLING, "leaning": LEANING, "spread": SPREAD}
    model = party(
        tmp_path,
        places=4,
        districts=80,
        cells=2000 // cell,
        cell=cell,
        patrons=patrons,
        months=MONTHS,
        confidence=1.0,
        stand=0.45,
        stand_spread=0.2,
        loyalty=LOYALTY,
        **given,
    )
    with living(model, threads=2) as (state, live):
        stands = state.members.stand.astype(np.float64)
        expected = cell_talk.start(LEANING, SPREAD**2, LOYALTY, stands)
        assert misfits(state, cell, expected) == []
        for month in range(1, MONTHS + 1):
            live(month)
            expected = cell_talk.step(expected, stands, cell, WEIGHT, PULL, SETTLING)
            if month in SEEN:
                assert misfits(state, cell, expected) == [], month
                assert cohorts_fit(state, cell, expected), month
    # The likeness of mates is there to be seen: without it the recursion would be an easier one.
    assert expected.covariance > 10.0 * BOUND * expected.variance / np.sqrt(state.members.leaning.size)


def test_the_recursion_is_missed_where_the_bound_cuts(tmp_path: Path) -> None:
    """The comparison can fail: at confidence 0.1 members keep apart, and second moments do not fit."""
    model = party(
        tmp_path,
        districts=80,
        cells=200,
        cell=10,
        months=12,
        confidence=0.1,
        weight=WEIGHT,
        pull=0.0,
        leaning=LEANING,
        spread=SPREAD,
        loyalty=LOYALTY,
        settling=SETTLING,
    )
    with living(model) as (state, live):
        stands = state.members.stand.astype(np.float64)
        expected = cell_talk.start(LEANING, SPREAD**2, LOYALTY, stands)
        for month in range(1, 13):
            live(month)
            expected = cell_talk.step(expected, stands, 10, WEIGHT, 0.0, SETTLING)
        missed = misfits(state, 10, expected)
    assert {"variance", "covariance"} <= set(missed)
    assert "mean" not in missed


@pytest.mark.parametrize(
    ("cell", "leaning", "bias"), [(3, 0.45, 0.0), (3, 0.6, 0.2), (4, 0.8, 0.0), (5, 0.6, 0.1)]
)
def test_independent_members_follow_galams_map(
    tmp_path: Path, cell: int, leaning: float, bias: float
) -> None:
    """Groups of one size at three tiers, 4,000 places: 16 comparisons, false alarms below 1e-5 in all."""
    places = 4000
    model = party(
        tmp_path,
        places=places,
        districts=places * cell,
        cells=cell,
        cell=cell,
        machine=places,
        bias=bias,
        weight=0.0,
        pull=0.0,
        leaning=leaning,
        spread=0.0,
    )
    shares = last_state(model).places.tier_share.astype(np.float64)
    for tier, expected in enumerate(galam.level_path(leaning, cell, 3, bias=bias)):
        assert fits(shares[:, tier], expected), tier


def test_members_and_the_public_of_the_same_party_send_the_same_up(tmp_path: Path) -> None:
    """The cohort form, `tiered_election` on a public: 4 differences, false alarms below 3e-6.

    The 3,000 delegates of a public's tier vary, which through the curved map moves the next mean by at most
    max|P''|/2 * 0.25/3000 = 2.5e-4, and that of the tier after by 1.5 times as much and 2.5e-4 more.
    """
    places, leaning = 4000, 0.55
    folders = [tmp_path / name for name in ("members", "public")]
    for folder in folders:
        folder.mkdir()
    members = party(
        folders[0],
        places=places,
        districts=places * 3,
        cells=3,
        cell=3,
        weight=0.0,
        pull=0.0,
        leaning=leaning,
        spread=0.0,
    )
    public = organise(
        folders[1],
        f"""
        [bodies]
        congress = {{ seats = 9 }}
        [places.provinces]
        count = {places}
        [publics.folk]
        places = "provinces"
        members = {number(27.0, "person")}
        leaning = {number(leaning, "share")}
        [[rules]]
        name = "delegates"
        verb = "elects"
        by = "folk"
        over = "congress"
        tiers = ["cell", "district", "province"]
        [[schedule]]
        mechanism = "tiered_election"
        assembly = {number(3000.0, "person")}
        """,
    )
    one, other = (last_state(model).places.tier_share.astype(np.float64) for model in (members, public))
    error = np.sqrt((one.var(axis=0) + other.var(axis=0)) / places)
    assert (np.abs(one.mean(axis=0) - other.mean(axis=0)) <= BOUND * error + 6.25e-4).all()
