"""Orders on their way: what arrives, what comes too late, against Erlang's distribution in SciPy."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import gamma
from tests.organisations import near
from tests.protest import DUE, RECIPIENTS, country, observe, recorded

SEEN = observe(campaign_executed={"campaign": "statue"}, campaign_too_late={"campaign": "statue"})
PLAIN = {"links": 3.0, "fidelity": 1.0, "delay": 0.0, "slack": 0.5}
SENT = {"campaigns.ordered": 1.0}
REVERSED = SENT | {"campaigns.called_back": 1.0}
HISTORIES = 200
TRIALS = HISTORIES * RECIPIENTS


def carried_out(
    folder: Path, state: dict[str, Any], histories: int = HISTORIES, **given: Any
) -> NDArray[np.float64]:
    """Return executed and too late of every history, at the end; the day is in month 5."""
    model = country(
        folder, "order_transmission", {}, months=DUE + 1, more=SEEN, state=state, **(PLAIN | given)
    )
    output = recorded(model, histories)
    assert output[:, :DUE].max() == 0.0
    return output[:, -1]


def test_what_arrives(tmp_path: Path) -> None:
    """0.9 at each of three links: 0.729 of 200."""
    found = carried_out(tmp_path, SENT, fidelity=0.9)
    assert near(found[:, 0].mean() / RECIPIENTS, 0.729, TRIALS)
    assert found[:, 1].max() == 0.0
    assert (carried_out(tmp_path, SENT, 1) == [[RECIPIENTS, 0]]).all()
    assert (carried_out(tmp_path, SENT, 1, fidelity=0.0, links=0.0) == [[RECIPIENTS, 0]]).all()


def test_a_reversal_that_is_not_lost_or_late_stops_everybody(tmp_path: Path) -> None:
    assert carried_out(tmp_path, REVERSED, 20).max() == 0.0
    assert carried_out(tmp_path, REVERSED, 20, links=0.0, fidelity=0.0, delay=9.0).max() == 0.0


@pytest.mark.parametrize(("links", "delay"), [(1, 2.0), (3, 2.0), (6, 0.5)])
def test_too_late(tmp_path: Path, links: int, delay: float) -> None:
    """Called back in month 1, four and a half months before: late by the upper tail of Erlang's."""
    found = carried_out(tmp_path, REVERSED, links=float(links), delay=delay)
    late = float(gamma.sf(4.5, a=links, scale=delay))
    assert near(found[:, 0].mean() / RECIPIENTS, late, TRIALS)
    assert (found[:, 0] == found[:, 1]).all()


def test_a_late_reversal_that_may_be_lost(tmp_path: Path) -> None:
    """0.9 x 0.9 got the order; of them 1 - 0.81 x F are not stopped."""
    found = carried_out(tmp_path, REVERSED, links=2.0, fidelity=0.9, delay=2.0)
    stopped = 0.81 * float(gamma.cdf(4.5, a=2, scale=2.0))
    assert near(found[:, 0].mean() / RECIPIENTS, 0.81 * (1.0 - stopped), TRIALS)


def test_decided_in_the_last_month(tmp_path: Path) -> None:
    """The board refuses in month 5 for sure: only the slack is left, e^(-0.5/0.25) = 0.135 are too late."""
    deciding = (
        '[[schedule]]\nmechanism = "tiered_decision"\ndimension = "line"\n'
        "lead = { value = 3.0, unit = 'month', source = 'identity' }\n"
        "bias = { value = 0.0, unit = '1', source = 'identity' }\n"
        "opinion = { value = 40.0, unit = '1', source = 'identity' }\n"
    )
    found = carried_out_with(tmp_path, deciding)
    assert near(found[:, 1].mean() / RECIPIENTS, float(np.exp(-2.0)), TRIALS)


def carried_out_with(folder: Path, deciding: str) -> NDArray[np.float64]:
    """Return the same where the chief, far for it, and the board, far against it, decide."""
    people = "name,body,line\nh,chief,1\na,board,-1\ns,,0\nt,,0"
    given: dict[str, Any] = PLAIN | {"links": 1.0, "delay": 0.25}
    model = country(
        folder,
        "order_transmission",
        {},
        months=DUE + 1,
        people=people,
        more=SEEN + deciding,
        **given,
    )
    return recorded(model, HISTORIES)[:, -1]


@pytest.mark.parametrize("off", [{}, SENT | {"regime.in_power": 0.0}])
def test_nothing_ordered_nothing_done(tmp_path: Path, off: dict[str, Any]) -> None:
    assert carried_out(tmp_path, off, 20).max() == 0.0


def test_more_links_more_too_late(tmp_path: Path) -> None:
    """The same order without loss: the delay of one more link leaves more behind."""
    found = [carried_out(tmp_path, REVERSED, links=float(k), delay=1.0)[:, 1].mean() for k in range(5)]
    assert found[0] == 0.0
    assert all(one < two for one, two in pairwise(found))
