"""War and weather: dated numbers, and yields that are 1 on average. Starts in January 2000."""

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


def lived(folder: Path, spread: float, histories: int = 1, scale: float = 1.0) -> NDArray[np.float32]:
    """Return weather and war, (histories, months + 1, 2): a war from March, a drought of 0.5 in 2001."""

    def dated(value: float, unit: str, changes: str) -> str:
        return f'{{ value = {value}, unit = "{unit}", source = "identity", changes = [{changes}] }}'

    lines = f"""mechanism = "circumstances"
    war = {dated(0.0, "share", "{ date = 2000-03-01, value = 0.6 }")}
    scale = {dated(scale, "1", "")}
    spread = {dated(spread, "1", "")}
    shock = {dated(1.0, "1", "{ date = 2001-01-01, value = 0.5 }, { date = 2002-01-01, value = 1.0 }")}
    """
    model = villages(folder, lines, months=36, observe=OBSERVE)
    return run_batch(model, np.arange(histories), seed=SEED, from_priors=False).output


def test_without_spread_the_weather_is_the_shock(tmp_path: Path) -> None:
    weather = lived(tmp_path, 0.0)[0, 1:, 0]
    assert weather.tolist() == [1.0] * 11 + [0.5] * 12 + [1.0] * 13


def test_the_war_is_dated_and_scaled(tmp_path: Path) -> None:
    """0.6 from March; twice that is all there is; at scale 0 there is none."""
    assert lived(tmp_path, 0.0)[0, 1:4, 1] == pytest.approx([0.0, 0.6, 0.6], rel=1e-6)
    assert lived(tmp_path, 0.0, scale=2.0)[0, 2, 1] == 1.0
    assert not lived(tmp_path, 0.0, scale=0.0)[0, :, 1].any()


def test_one_draw_a_year_of_mean_one(tmp_path: Path) -> None:
    """Logarithms of 2002 have mean - 0.2^2 / 2 = -0.02 and spread 0.2, within 5 standard errors of 900."""
    weather = lived(tmp_path, 0.2, 900)[:, :, 0]
    assert (weather[:, 1:12] == 1.0).all()
    assert (weather[:, 24:36] == weather[:, 24:25]).all()
    logarithms = np.log(weather[:, 24].astype(float))
    assert logarithms.mean() == pytest.approx(-0.02, abs=5 * 0.2 / sqrt(900))
    assert logarithms.std() == pytest.approx(0.2, abs=5 * 0.2 / sqrt(1800))
    # The drought of 2001 multiplies, and years are independent: |r| below 5 / sqrt(900).
    earlier = np.log(weather[:, 12].astype(float))
    assert earlier.mean() == pytest.approx(-0.02 + np.log(0.5), abs=5 * 0.2 / sqrt(900))
    assert abs(np.corrcoef(earlier, logarithms)[0, 1]) < 5 / sqrt(900)
