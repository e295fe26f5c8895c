"""Whether a majority is turned: chances, intervals and many tests, against closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from whowhom.experiments.flip_decision import at_most, fewest, holm, verdict, wilson


def test_chances_and_intervals_against_closed_forms() -> None:
    """Heads of tosses; Wilson's interval of none is z^2 / (n + z^2); Holm by hand."""
    assert at_most(0, 5) == pytest.approx(1 / 32)
    assert at_most(0, 0) == 1.0
    z = 1.959963984540054
    assert wilson(0, 10, 0.95) == pytest.approx((0.0, z * z / (10 + z * z)))
    assert wilson(5, 10, 0.95)[0] == pytest.approx(1 - wilson(5, 10, 0.95)[1])
    assert holm([0.01, 0.04, 0.03], 3) == pytest.approx([0.03, 0.06, 0.06])
    assert fewest(10, 0.05) == 9  # 2 / 2^9 is at most 0.05 / 10, and 2 / 2^8 is not
    assert holm([0.01], 20) == pytest.approx([0.2])


def test_a_share_beyond_half_is_not_enough() -> None:
    """Where histories move both ways alike, nothing was turned, however the share lies."""
    before = np.array([1.0] * 51 + [0.0] * 49)
    still = verdict(before, before, holds=True)
    assert (still.moved, still.chance) == (0, 1.0)
    turned = verdict(before, np.zeros(100), holds=True)
    assert turned.chance == pytest.approx(2 * 0.5**51)
    lacking = verdict(before, np.where(before == 1, np.nan, 0.0), holds=True)
    assert (lacking.pairs, lacking.lacking, lacking.chance) == (49, 51, 1.0)


def test_false_calls_are_as_rare_as_said() -> None:
    """Of 40 edits that leave a fair coin a coin, any is called turning in at most 5 % of families.

    2,000 families; the alarm rings above 5 % plus five standard deviations, which at a true rate of 5 %
    happens with a chance under 10^-6.
    """
    rng = np.random.default_rng(7)
    counts = rng.binomial(100, 0.5, size=(2000, 40))
    smallest = [min(1.0, 2 * at_most(int(count), 100)) for count in counts.min(axis=1)]
    called = np.mean([holm([chance], 40)[0] <= 0.05 for chance in smallest])
    assert called <= 0.05 + 5 * math.sqrt(0.05 * 0.95 / 2000)
