"""Petitions: thresholds in logarithms, causes, fear and outrage, against sums by hand."""

from __future__ import annotations

from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.organisations import last_state
from tests.protest import POLICE, country, observe, recorded

from whowhom.build.model import Model
from whowhom.core.state import State

# A crowd of 100; without spread everybody signs or nobody; 9 names by weight are seen as ln 10 / ln 101.
SEEN = log(10.0) / log(101.0)
PLAIN = {
    "on_trial": 1.0,
    "initiative": 1.0,
    "reach": 0.01,
    "first_signers": 3.0,
    "prestige": 3.0,
    "mean": 0.6,
    "spread": 0.0,
    "rounds": 1.0,
    "outrage": 0.0,
    "unwanted": 0.0,
    "shocked": 0.0,
    "fear": 0.0,
    "punish": 0.0,
    "example": 1000.0,
}


def petition(folder: Path, months: int = 1, more: str = "", police: bool = True, **given: Any) -> Model:
    """Return a country with petitions; dotted names of arrays in `state`, the rest numbers."""
    state = {"regime.toleration": 0.0} | given.pop("state", {})
    return country(
        folder,
        "petition",
        {"educated": "folk"},
        months=months,
        more=more,
        state=state,
        instruments=POLICE if police else "",
        **(PLAIN | given),
    )


def end(folder: Path, **given: Any) -> State:
    """Return the last state."""
    return last_state(petition(folder, **given))


def names(folder: Path, **given: Any) -> float:
    """Return the signatures of the last month."""
    return float(end(folder, **given).dissent.signatures[0])


def test_thresholds_in_logarithms(tmp_path: Path) -> None:
    """9 names are seen as 0.4989: enough for a threshold of 0.49 and not of 0.51; 49 names as 0.848."""
    assert pytest.approx(0.4989, abs=1e-4) == SEEN
    assert names(tmp_path, mean=0.49) == 100.0
    assert names(tmp_path, mean=0.51) == 0.0
    assert names(tmp_path, mean=0.84, first_signers=7.0, prestige=7.0) == 100.0
    assert names(tmp_path, mean=0.86, first_signers=7.0, prestige=7.0) == 0.0


def test_half_sign_where_the_mean_is_seen(tmp_path: Path) -> None:
    """Phi(0) = 1/2 of 100, mean 50, in 400 histories 5 standard deviations are 5 x 5 / 20 = 1.25."""
    model = petition(tmp_path, mean=SEEN, spread=0.3, more=observe(signatures={}))
    assert recorded(model, 400)[:, 1, 0].mean() == pytest.approx(50.0, abs=1.25)


def test_it_goes_round(tmp_path: Path) -> None:
    """Once: Phi((0.4989 - 0.6)/0.2) = 0.307; twice: 9 + 30.7 names, seen as 0.803, Phi(1.014) = 0.845."""
    for rounds, share in ((1.0, 0.3066), (2.0, 0.8447)):
        model = petition(tmp_path, rounds=rounds, spread=0.2, more=observe(signatures={}))
        found = recorded(model, 400)[:, 1, 0].mean()
        assert found == pytest.approx(100 * share, abs=1.25)


def test_what_pushes(tmp_path: Path) -> None:
    """0.4989 lacks 0.1011 to 0.6: a push of 0.11 is enough, one of 0.09 is not."""
    for push, expected in ((0.11, 100.0), (0.09, 0.0)):
        assert names(tmp_path, outrage=push) == expected
        pressed = {"campaigns.pressure": 0.5}
        assert names(tmp_path, unwanted=2 * push, state=pressed) == expected


def test_fear(tmp_path: Path) -> None:
    """1000 sentences frighten half of the most: 0.19/2 is less than the 0.0989 left over, 0.21/2 more."""
    frightened = {"state": {"regime.sentenced": 1000.0}, "mean": 0.4}
    assert names(tmp_path, fear=0.19, **frightened) == 100.0
    assert names(tmp_path, fear=0.21, **frightened) == 0.0
    assert names(tmp_path, fear=0.21, police=False, **frightened) == 100.0
    tolerant = {"regime.sentenced": 1000.0, "regime.toleration": 0.5}
    assert names(tmp_path, fear=0.21, mean=0.4, state=tolerant) == 100.0


def test_last_months_names_count(tmp_path: Path) -> None:
    """9 + 90 names are seen as ln 100 / ln 101 = 0.998."""
    assert names(tmp_path, mean=0.99) == 0.0
    assert names(tmp_path, mean=0.99, state={"dissent.signatures": 90.0}) == 100.0


def test_punishment_deters_and_draws_on(tmp_path: Path) -> None:
    """All 100 of month 1 are punished. Month 2: 9 + 100 names, seen as 1, less fear 1, plus shock 1."""
    given = {"months": 2, "mean": 0.4, "punish": 1.0}
    assert names(tmp_path, fear=0.5, **given) == 100.0
    assert names(tmp_path, fear=0.7, **given) == 0.0
    assert names(tmp_path, fear=0.7, shocked=0.2, **given) == 100.0
    last = end(tmp_path, fear=0.7, **given)
    assert (float(last.dissent.signed[0]), float(last.dissent.punished[0])) == (100.0, 100.0)


def test_who_is_punished(tmp_path: Path) -> None:
    """0.4 of 100 where nothing may be said, 0.2 at toleration 1/2; nobody without police or at 1."""
    for toleration, police, share in (
        (0.0, True, 0.4),
        (0.5, True, 0.2),
        (1.0, True, 0.0),
        (0.0, False, 0.0),
    ):
        state = {"regime.toleration": toleration}
        model = petition(
            tmp_path, mean=0.4, punish=0.4, state=state, police=police, more=observe(signers_punished={})
        )
        found = recorded(model, 400)[:, 1, 0].mean()
        assert found == pytest.approx(100 * share, abs=1.25)


def test_the_talk_of_a_trial_halves(tmp_path: Path) -> None:
    """0.8 halves in 2 months, and a trial held renews it."""
    given: dict[str, Any] = {"months": 2, "talk": 2.0, "state": {"dissent.trial": 0.8}}
    assert end(tmp_path, on_trial=0.0, **given).dissent.trial[0] == pytest.approx(0.4, abs=1e-6)
    assert end(tmp_path, on_trial=0.6, **given).dissent.trial[0] == pytest.approx(0.6, abs=1e-6)


def test_trials_by_chance(tmp_path: Path) -> None:
    """Held certainly where there are readers and nothing may be said, and not without either."""
    certain: dict[str, Any] = {"on_trial": 0.0, "trials": 1.0}

    def talk(state: dict[str, float], **given: Any) -> float:
        return float(end(tmp_path, state=state, **(certain | given)).dissent.trial[0])

    assert talk({"dissent.press": 10.0}) == 1.0
    assert talk({"dissent.press": 0.0}) == 0.0
    assert talk({"dissent.press": 10.0, "regime.toleration": 1.0}) == 0.0
    assert talk({"dissent.press": 10.0}, police=False) == 0.0
    model = petition(
        tmp_path,
        state={"dissent.press": 10.0},
        more=observe(signatures={}),
        **(certain | {"trials": 0.3, "mean": 0.0}),
    )
    # 0.3 of 900 histories, 5 standard errors: a trial draws names only where it is held.
    assert (recorded(model, 900)[:, 1, 0] > 0.0).mean() == pytest.approx(0.3, abs=5 * (0.21 / 900) ** 0.5)


@pytest.mark.parametrize(
    "off", [{"on_trial": 0.0}, {"initiative": 0.0}, {"reach": 0.0}, {"state": {"publics.members": 0.0}}]
)
def test_off_nobody_signs(tmp_path: Path, off: dict[str, Any]) -> None:
    last = end(tmp_path, months=12, **({"mean": 0.0} | off))
    assert (last.dissent.signed[0], last.dissent.punished[0]) == (0.0, 0.0)


def test_a_campaign_counts_only_while_it_goes_on(tmp_path: Path) -> None:
    """It is pressed for from month 1 to 5: a pressure left over in month 6 is no cause."""
    given: dict[str, Any] = {"on_trial": 0.0, "mean": 0.0, "more": observe(signatures={}), "months": 6}
    found = recorded(petition(tmp_path, state={"campaigns.pressure": 1.0}, **given), 1)[0, :, 0]
    assert np.array_equal(found, [0.0, 100.0, 100.0, 100.0, 100.0, 100.0, 0.0])


def test_more_prestige_more_names(tmp_path: Path) -> None:
    """The same luck: each step up signs at least as many, and the last more than the first."""
    found = [names(tmp_path, spread=0.3, prestige=weight) for weight in (1.0, 3.0, 10.0, 30.0)]
    assert found == sorted(found)
    assert found[0] < found[-1]
