"""What is observed of members, against the same numbers worked out from the state in 64 bits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tests.members import party

from whowhom.build.values import value_table
from whowhom.core.draw import history_key
from whowhom.simulate.batch import pointers
from whowhom.simulate.parts import OneHistory

OBSERVED = (
    *("member_leaning", "member_loyalty", "member_variance", "cell_covariance", "patron_covariance"),
    "place_leaning",
)


def test_observables_are_the_moments_of_the_members(tmp_path: Path) -> None:
    """Means to the grain of the sums, 2^-20; second moments to the rounding of 32-bit numbers."""
    model = party(
        tmp_path, places=3, districts=7, cells=6, cell=4, patrons=5, stand_spread=0.2, observe=OBSERVED
    )
    with OneHistory(model, *pointers(model), 1) as one, np.errstate(over="ignore"):
        values = value_table(model.values, 7, np.array([0]), False)[0]
        one.begin()
        for month in (0, 1):
            one.live(month, values, np.uint64(history_key(np.uint64(7), np.uint64(0))))
        found = np.zeros(model.width, np.float32)
        one.record(found)
        members = one.state.members
        x, loyalty = members.leaning.astype(np.float64), members.loyalty.astype(np.float64)
        stands = members.stand.astype(np.float64)[members.patron]
    apart = (x - x.mean()).reshape(-1, 4)
    pairs = sum(apart[:, i] * apart[:, j] for i in range(4) for j in range(4) if i != j)
    expected = [x.var(), pairs.mean() / 12, ((x - x.mean()) * (stands - stands.mean())).mean()]
    assert np.allclose(found[:2], [x.mean(), loyalty.mean()], atol=2.0**-20 + 1e-7)
    assert np.allclose(found[2:5], expected, rtol=1e-5, atol=1e-9)
    # Seven districts of 24 in three places: two, two and three.
    places = [x[:48].mean(), x[48:96].mean(), x[96:].mean()]
    assert np.allclose(found[5:], places, atol=2.0**-20 + 1e-7)
