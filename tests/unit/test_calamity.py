"""Wars and droughts by chance, against their rates; the country starts in January 2000."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.organisations import SEED
from tests.villages import villages

from whowhom.simulate.batch import run_batch

OBSERVE = """
[[observe]]
name = "weather"
observable = "weather_of_the_year"
[[observe]]
name = "war"
observable = "war_effort"
"""
GIVEN = """mechanism = "circumstances"
war = { value = 0.0, unit = "share", source = "identity", changes = [{ date = 2002-01-01, value = 0.3 }] }
scale = { value = 1.0, unit = "1", source = "identity" }
spread = { value = 0.0, unit = "1", source = "identity" }

[[schedule]]
mechanism = "calamity"
"""
UNITS = {
    "outbreak": "1/month",
    "length": "month",
    "hardest": "share",
    "underway": "share",
    "drought": "probability",
    "shortfall": "share",
}


def lived(folder: Path, histories: int = 1, **given: float) -> NDArray[np.float32]:
    """Return weather and war, (histories, months + 1, 2): 0.3 of a given war from January 2002."""
    numbers = {"length": 10.0, "hardest": 0.8, "shortfall": 0.25} | given
    lines = [
        f'{name} = {{ value = {value}, unit = "{UNITS[name]}", source = "identity" }}'
        for name, value in numbers.items()
    ]
    model = villages(folder, GIVEN + "\n".join(lines) + "\n", months=36, observe=OBSERVE)
    return run_batch(model, np.arange(histories), seed=SEED, from_priors=False).output


def test_off_everything_is_as_given(tmp_path: Path) -> None:
    found = lived(tmp_path, 20)
    assert (found[:, 1:, 0] == 1.0).all()
    assert (found[:, :24, 1] == 0.0).all()
    assert found[:, 24:, 1] == pytest.approx(0.3)


def test_a_certain_drought_takes_its_share_every_year(tmp_path: Path) -> None:
    """From the first January after the start."""
    found = lived(tmp_path, drought=1.0)[0, :, 0]
    assert (found[:12] == 1.0).all()
    assert (found[12:] == 0.75).all()


def test_a_certain_outbreak_of_one_month(tmp_path: Path) -> None:
    """It breaks out and ends by turns, and the greater war counts: beside a given 0.3 never less."""
    found = lived(tmp_path, 50, outbreak=1.0, length=1.0)[:, :, 1]
    assert (found[:, 1:24:2] > 0.0).all()
    assert (found[:, 0:24:2] == 0.0).all()
    assert found.max() <= 0.8
    assert (found[:, 24:] >= np.float32(0.3)).all()


def test_rates(tmp_path: Path) -> None:
    """Share at war in the long run, strength, and droughts, within 5 standard errors.

    From peace, with a = 0.05 and 1 / length = 0.1, the share at war after n months is
    a / (a + 0.1) (1 - (1 - a - 0.1)^n): after 23 it is 0.3254. A war is 0.4 on average, uniform spread.
    """
    found = lived(tmp_path, 2000, outbreak=0.05, drought=0.2)
    at_war = found[:, 23, 1] > 0.0
    expected = 0.05 / 0.15 * (1.0 - 0.85**23)
    assert at_war.mean() == pytest.approx(expected, abs=5 * sqrt(expected * (1 - expected) / 2000))
    strength = found[at_war, 23, 1]
    assert strength.mean() == pytest.approx(0.4, abs=5 * 0.8 / sqrt(12 * strength.size))
    dry = found[:, [18, 30], 0] == 0.75
    assert dry.mean(axis=0) == pytest.approx(np.full(2, 0.2), abs=5 * sqrt(0.16 / 2000))


def test_a_war_under_way_lasts_ten_months_on_average(tmp_path: Path) -> None:
    """It is there at the start, and n months later with probability 0.9^n."""
    war = lived(tmp_path, 2000, underway=0.5)[:, :, 1]
    assert (war[:, 0] == 0.5).all()
    share = 0.9**12
    assert (war[:, 12] > 0.0).mean() == pytest.approx(share, abs=5 * sqrt(share * (1 - share) / 2000))
