"""A bidder and a board, meeting by meeting: proxies decide the seats, and chances agree with closed forms.

A meeting is won where the bidder's shares and proxies are more than the managers'. At point values meetings
are independent and won with one chance p. Elected each year the board is the bidder's after the first that is
won; in three classes after two of three in a row, with q = 1 - p on average after

    (1 + p + p q) / (p (1 - q^2)).
"""

from __future__ import annotations

from functools import cache
from math import comb

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from whowhom.build import Model, build
from whowhom.simulate.batch import run_batch
from whowhom.spec.toml import read

HISTORIES = 4000
MEETINGS = 10
BIDDER, MANAGERS, BLOC, BLOCS = 15, 13, 8, 9
"""The shares of the document."""
FALSE_ALARM = 1e-6
STAGGERED, TWO, REMOVAL, PACKING, CERTAIN = (
    "staggered",
    "two_classes",
    "removal_without_cause",
    "shareholders_add_seats",
    "carries_every_meeting",
)
CLASSES = {"": 1, STAGGERED: 3, TWO: 2}


@cache
def run_of(histories: int, from_priors: bool, *interventions: str) -> dict[str, NDArray[np.int64]]:
    """Return (history, month) of everything recorded, without faults."""
    scenario = read("board")
    model: Model = build(scenario.edit(*interventions) if interventions else scenario)
    batch = run_batch(model, np.arange(histories), seed=1924, from_priors=from_priors)
    assert not batch.faults[:, 0].any()
    return {
        item.name: batch.output[:, :, model.plan.first_output[number]].astype(np.int64)
        for number, item in enumerate(model.recorded)
    }


def after(found: dict[str, NDArray[np.int64]], name: str, month: int) -> NDArray[np.int64]:
    """Return (history, meeting) what stands at the end of a month of each year: 4 is April, 5 May."""
    return found[name][:, month - 1 :: 12][:, :MEETINGS]


def votes(found: dict[str, NDArray[np.int64]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (history, meeting) the votes of both sides at each meeting, from the proxies of April."""
    own, given = after(found, "bidder_proxies", 4), after(found, "proxies_given", 4)
    return BIDDER + BLOC * own, MANAGERS + BLOC * (given - own)


def elections(found: dict[str, NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return (history,) the meeting after which the bidder has a majority, from 1; past the last if never."""
    met = 2 * after(found, "bidder_seats", 5) > after(found, "board_seats", 5)
    return np.where(met.any(axis=1), met.argmax(axis=1), MEETINGS) + 1


def chance_of_a_meeting(support: float, silent: float) -> float:
    """Return the chance that the bidder has more votes: each bloc is his, the managers' or nobody's."""
    return float(
        sum(
            comb(BLOCS, own)
            * comb(BLOCS - own, other)
            * (support * (1 - silent)) ** own
            * ((1 - support) * (1 - silent)) ** other
            * silent ** (BLOCS - own - other)
            for own in range(BLOCS + 1)
            for other in range(BLOCS + 1 - own)
            if BIDDER + BLOC * own > MANAGERS + BLOC * other
        )
    )


def law_of_delay(p: float) -> NDArray[np.float64]:
    """Return the chances of 0 .. MEETINGS elections more with three classes than with one.

    Followed meeting by meeting: when the annual board was won, 0 if not yet; won last time; won before that.
    """
    states = {(0, 0, 0): 1.0}
    chances = np.zeros(MEETINGS + 1)
    for meeting in range(1, MEETINGS + 1):
        following: dict[tuple[int, int, int], float] = {}
        for (first, last, before), chance in states.items():
            for won, share in ((1, p), (0, 1 - p)):
                begun = first or meeting * won
                if won + last + before >= 2:
                    chances[meeting - begun] += chance * share
                else:
                    key = (begun, won, last)
                    following[key] = following.get(key, 0.0) + chance * share
        states = following
    for (first, _, _), chance in states.items():
        chances[MEETINGS + 1 - first if first else 0] += chance
    return chances


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("from_priors", [False, True])
def test_each_class_is_of_the_side_that_had_more_votes(name: str, from_priors: bool) -> None:
    """Nothing is drawn between April and May: no false alarm."""
    found = run_of(500, from_priors, *(name,) * bool(name))
    own, other = votes(found)
    won = own > other
    sizes = {"": [9], STAGGERED: [3, 3, 3], TWO: [5, 4]}[name]
    held = np.zeros((won.shape[0], len(sizes)), dtype=np.int64)
    for meeting in range(MEETINGS):
        due = meeting % len(sizes)
        held[:, due] = sizes[due] * won[:, meeting]
        assert (after(found, "bidder_seats", 5)[:, meeting] == held.sum(axis=1)).all()
    assert 0 < won.mean() < 1


def test_versions_meet_the_same_proxies() -> None:
    base = votes(run_of(500, True))
    for names in ((STAGGERED,), (TWO,), (STAGGERED, REMOVAL), (STAGGERED, PACKING)):
        other = votes(run_of(500, True, *names))
        assert all((one == two).all() for one, two in zip(base, other, strict=True))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), 1),
        ((STAGGERED,), 2),
        ((TWO,), 1),
        ((STAGGERED, REMOVAL), 1),
        ((STAGGERED, PACKING), 1),
    ],
)
def test_a_bidder_who_carries_every_meeting_waits_as_the_law_says(
    names: tuple[str, ...], expected: int
) -> None:
    """Three of nine after one election, six after two; nothing is drawn, so there is no false alarm."""
    assert set(elections(run_of(50, False, CERTAIN, *names)).tolist()) == {expected}


@pytest.mark.parametrize("power", [REMOVAL, PACKING])
def test_a_majority_of_all_shares_ends_the_delay_at_once(power: str) -> None:
    """Where the first meeting won is won by more than half of all shares, both boards fall together."""
    own, other = votes(run_of(500, True))
    first = (own > other).argmax(axis=1)
    rows = np.arange(first.size)
    outright = (own > other).any(axis=1) & (own[rows, first] > 50)
    assert outright.any()
    delay = elections(run_of(500, True, STAGGERED, power)) - elections(run_of(500, True))
    assert (delay[outright] == 0).all()
    assert (delay >= 0).all()


@pytest.mark.parametrize("support", [0.6, 0.5])
def test_the_delay_has_the_law_of_independent_meetings(support: float) -> None:
    """Exact binomial tails of every length of delay; false alarm 1e-6, Bonferroni over lengths and cases."""
    names = () if support == 0.6 else ("even_chances",)
    delay = elections(run_of(HISTORIES, False, *names, STAGGERED)) - elections(
        run_of(HISTORIES, False, *names)
    )
    chances = law_of_delay(chance_of_a_meeting(support, 0.2))
    assert chances.sum() == pytest.approx(1.0)
    for length, chance in enumerate(chances):
        seen = int((delay == length).sum())
        tail = 2 * min(binom.cdf(seen, HISTORIES, chance), binom.sf(seen - 1, HISTORIES, chance))
        assert tail > FALSE_ALARM / (2 * chances.size), (length, seen, HISTORIES * chance)


@pytest.mark.parametrize("p", [1.0, 0.9, 0.7])
def test_the_mean_delay_is_that_of_two_wins_among_three(p: float) -> None:
    """The formula has no last meeting; with ten, at p of 0.7 or more, it is missed by less than 0.03."""
    q = 1 - p
    formula = (1 + p + p * q) / (p * (1 - q**2)) - 1 / p
    assert float(law_of_delay(p) @ np.arange(MEETINGS + 1)) == pytest.approx(formula, abs=0.03)
    assert formula >= 1.0


def test_staggering_never_hastens_control() -> None:
    """Two wins among three cannot come before the first: one election more, where control comes at all."""
    annual, staggered = elections(run_of(500, True)), elections(run_of(500, True, STAGGERED))
    assert (staggered[annual <= MEETINGS] > annual[annual <= MEETINGS]).all()
