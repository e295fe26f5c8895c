"""Gompertz hazards fitted by maximum likelihood to recorded lives.

The hazard in the year of age x is exp(level + slope * (x + 1/2 - centre)). Deaths in a year of age are
Poisson with mean hazard times the person-years lived there; a life counts only from the day the person is
first seen on a list (left truncation) to death, to a censoring event or to the end of the window.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
from data_common import years_between

Z = 1.959964  # 95 % normal interval


@dataclass(frozen=True)
class Life:
    """A stretch of observed life: born, seen from, seen to, and whether it ended in a counted death."""

    born: dt.date
    entry: dt.date
    exit: dt.date
    died: bool


@dataclass(frozen=True)
class Fit:
    """A fitted Gompertz hazard with the covariance of its two numbers."""

    table: str
    centre: float
    level: float
    slope: float
    covariance: np.ndarray
    deaths: int
    exposure: float
    ages: tuple[int, int]
    window: tuple[str, str]
    slope_fixed: bool
    trend: tuple[float, float] | None = None  # log hazard per calendar year, and its standard error

    def log_hazard(self, age: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Log hazard at exact ages and its standard error."""
        design = np.stack([np.ones_like(age), age - self.centre])
        variance = np.einsum("ia,ij,ja->a", design, self.covariance, design)
        return self.level + self.slope * (age - self.centre), np.sqrt(variance)


def exposures(lives: list[Life]) -> tuple[np.ndarray, np.ndarray]:
    """Person-years and deaths by completed year of age, 0 to 119."""
    years, deaths = np.zeros(120), np.zeros(120)
    for life in lives:
        start, stop = years_between(life.born, life.entry), years_between(life.born, life.exit)
        for age in range(int(start), int(stop) + 1):
            years[age] += max(0.0, min(stop, age + 1.0) - max(start, float(age)))
        if life.died:
            deaths[int(stop)] += 1
    return years, deaths


def clip(lives: list[Life], start: dt.date, end: dt.date) -> list[Life]:
    """The part of each life inside a window."""
    kept: list[Life] = []
    for life in lives:
        entry, leave = max(life.entry, start), min(life.exit, end)
        if entry < leave:
            kept.append(replace(life, entry=entry, exit=leave, died=life.died and life.exit < end))
    return kept


def fit_gompertz(
    name: str,
    lives: list[Life],
    centre: float,
    ages: tuple[int, int],
    window: tuple[str, str],
    slope: tuple[float, float] | None = None,
) -> Fit:
    """Maximum likelihood; with `slope` = (value, variance) only the level is fitted."""
    years, deaths = exposures(lives)
    low, high = ages
    exposed, died = years[low : high + 1], deaths[low : high + 1]
    x = np.arange(low, high + 1) + 0.5 - centre
    beta = np.array([np.log(died.sum() / exposed.sum()), slope[0] if slope else 0.1])
    for _ in range(200):
        mean = exposed * np.exp(beta[0] + beta[1] * x)
        score = np.array([(died - mean).sum(), ((died - mean) * x).sum()])
        info = np.array([[mean.sum(), (mean * x).sum()], [(mean * x).sum(), (mean * x * x).sum()]])
        step = np.array([score[0] / info[0, 0], 0.0]) if slope else np.linalg.solve(info, score)
        beta = beta + np.clip(step, -0.5, 0.5)
        if np.abs(step).max() < 1e-12:
            break
    if slope:
        shift = info[0, 1] / info[0, 0]
        var = slope[1]
        cov = np.array([[1.0 / info[0, 0] + shift**2 * var, -shift * var], [-shift * var, var]])
    else:
        cov = np.linalg.inv(info)
    return Fit(
        name,
        centre,
        float(beta[0]),
        float(beta[1]),
        cov,
        int(died.sum()),
        float(exposed.sum()),
        ages,
        window,
        slope is not None,
    )


def fit_with_trend(
    name: str, lives: list[Life], centre: float, ages: tuple[int, int], window: tuple[str, str]
) -> Fit:
    """The same likelihood with a log-linear trend in calendar time; the level is that of the window's end."""
    first, last = int(window[0][:4]), int(window[1][:4])
    end = last + dt.date.fromisoformat(window[1]).timetuple().tm_yday / 365.25
    low, high = ages
    x = np.arange(low, high + 1) + 0.5 - centre
    blocks, exposed, died = [], [], []
    for year in range(first, last + 1):
        years, deaths = exposures(clip(lives, dt.date(year, 1, 1), dt.date(year + 1, 1, 1)))
        blocks.append(np.stack([np.ones_like(x), x, np.full_like(x, year + 0.5 - end)]))
        exposed.append(years[low : high + 1])
        died.append(deaths[low : high + 1])
    design, time, count = np.concatenate(blocks, axis=1), np.concatenate(exposed), np.concatenate(died)
    beta = np.array([np.log(count.sum() / time.sum()), 0.1, 0.0])
    for _ in range(200):
        mean = time * np.exp(beta @ design)
        info = (design * mean) @ design.T
        step = np.linalg.solve(info, design @ (count - mean))
        beta = beta + np.clip(step, -0.5, 0.5)
        if np.abs(step).max() < 1e-12:
            break
    cov = np.linalg.inv(info)
    trend = (float(beta[2]), float(cov[2, 2] ** 0.5))
    total = (int(count.sum()), float(time.sum()))
    return Fit(name, centre, float(beta[0]), float(beta[1]), cov[:2, :2], *total, ages, window, False, trend)


def cumulative_hazard(fit: Fit, age: np.ndarray, years: float) -> np.ndarray:
    """Hazard summed over the next `years` years of life from exact ages."""
    now = np.exp(fit.level + fit.slope * (age - fit.centre))
    return np.asarray(now * (np.exp(fit.slope * years) - 1) / fit.slope)


def predicted_survivors(fit: Fit, age: np.ndarray, years: float) -> tuple[float, float]:
    """Expected survivors, and the standard deviation of their number (chance and fitted numbers together)."""
    alive = np.exp(-cumulative_hazard(fit, age, years))
    step = 1e-5
    gradient = np.array(
        [
            (np.exp(-cumulative_hazard(other, age, years)).sum() - alive.sum()) / step
            for other in (replace(fit, level=fit.level + step), replace(fit, slope=fit.slope + step))
        ]
    )
    variance = (alive * (1 - alive)).sum() + gradient @ fit.covariance @ gradient
    return float(alive.sum()), float(variance**0.5)


def expected_deaths(fit: Fit, lives: list[Life]) -> tuple[float, int]:
    """Expected and counted deaths of the fit in other lives, over the ages fitted."""
    years, deaths = exposures(lives)
    low, high = fit.ages
    log, _ = fit.log_hazard(np.arange(low, high + 1) + 0.5)
    return float((years[low : high + 1] * np.exp(log)).sum()), int(deaths[low : high + 1].sum())
