"""Indirect election through tiers against Galam's map, with and without a secretary's bias.

Every place is one more election under the same chances, so the means over places are compared with the map.
Bounds: 5 standard errors of the sample (6e-7 each), plus a bound on what chance and a curved map do to the
mean: |E P(X) - P(p)| <= |P'(p)| |E X - p| + max|P''| Var X / 2.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp, sqrt
from pathlib import Path

import numpy as np
import pytest
from tests.organisations import last_state, number, organise

from whowhom.build.model import Model
from whowhom.core.state import State, allocate
from whowhom.theory import galam

PLACES, ASSEMBLY = 200, 5000
STEEPEST_BEND = {3: 6.0, 4: 12.0}
"""max |P''|: of 3p^2 - 2p^3 and of 4p^3 - 3p^4 on [0, 1]."""


def party(
    folder: Path,
    leaning: float,
    tiers: int = 3,
    extra: str = "",
    machine: int = 0,
    seats: int = 60,
    **given: float,
) -> Model:
    """Places that elect a congress through tiers; the first `machine` of them have secretaries of h."""
    names = ", ".join(f'"tier {tier}"' for tier in range(tiers)).replace(" ", "_").replace(",_", ", ")
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    local = {{ seats = {PLACES}, place = "provinces" }}
    congress = {{ seats = {seats} }}
    [places.provinces]
    count = {PLACES}
    [publics.folk]
    places = "provinces"
    members = {number(1000.0, "person")}
    leaning = {number(leaning, "share")}
    [[rules]]
    name = "assigns"
    verb = "appoints"
    by = "office"
    over = "local"
    [[rules]]
    name = "delegates"
    verb = "elects"
    by = "folk"
    over = "congress"
    tiers = [{names}]
    [[schedule]]
    mechanism = "tiered_election"
    {extra}
    """
    units = {"group": "person", "assembly": "person", "bias": "probability", "spread": "share"}
    numbers = {"assembly": float(ASSEMBLY)} | given
    text += "".join(f"{name} = {number(value, units[name])}\n" for name, value in numbers.items())
    locals_ = "".join(f"s{i},local,{'h' if i < machine else ''}\n" for i in range(PLACES))
    return organise(folder, text, f"name,body,patron\nh,office,\n{locals_}")


def mean_fits(values: np.ndarray, expected: float, slack: float = 0.0) -> bool:  # type: ignore[type-arg]
    """Return whether the mean over places is within 5 standard errors and the slack of what is expected."""
    error = 5.0 * values.std(ddof=1) / sqrt(values.size)
    return bool(abs(float(values.mean()) - expected) <= error + slack + 1e-6)


def fits_the_map(state: State, leaning: float, group: int, tiers: int, bias: float, places: slice) -> None:
    """Check the mean share of every tier against the path of the map."""
    path = galam.level_path(leaning, group, tiers, bias=bias)
    slack = variance = 0.0
    for tier in range(tiers + 1):
        shares = state.places.tier_share[places, tier].astype(np.float64)
        assert mean_fits(shares, path[tier], slack), tier
        slope = (1.0 - bias) * galam.slope(path[tier], group, 0.0)
        variance = float(shares.var(ddof=1)) * 1.6 if tier else 0.0
        bend = (1.0 - bias) * STEEPEST_BEND[group]
        slack = slope * slack + bend * (variance + slack**2) / 2.0


@pytest.mark.parametrize("group", [3, 4])
@pytest.mark.parametrize("leaning", [0.3, 0.45, 0.6, 0.85])
def test_tiers_follow_the_map(tmp_path: Path, group: int, leaning: float) -> None:
    """p, P(p), P(P(p)), ...: at groups of 4 ties go to the incumbent."""
    state = last_state(party(tmp_path, leaning, group=float(group)))
    fits_the_map(state, leaning, group, 3, 0.0, slice(None))


@pytest.mark.parametrize("group", [3, 4])
def test_the_machine_takes_its_share_where_it_has_the_secretary(tmp_path: Path, group: int) -> None:
    """Half of the places have a secretary of h: p' = (1 - 0.25) P(p) there, P(p) elsewhere."""
    state = last_state(party(tmp_path, 0.7, machine=PLACES // 2, group=float(group), bias=0.25))
    fits_the_map(state, 0.7, group, 3, 0.25, slice(0, PLACES // 2))
    fits_the_map(state, 0.7, group, 3, 0.0, slice(PLACES // 2, PLACES))


def test_at_full_bias_no_challenger_arrives(tmp_path: Path) -> None:
    state = last_state(party(tmp_path, 0.9, machine=1, bias=1.0))
    assert state.places.tier_share[0, 1:].tolist() == [0.0, 0.0, 0.0]
    assert (state.places.tier_share[1:, 1] > 0.5).all()


@pytest.mark.parametrize("leaning", [0.0, 1.0])
def test_unanimity_stays(tmp_path: Path, leaning: float) -> None:
    assert (last_state(party(tmp_path, leaning)).places.tier_share == leaning).all()


def test_a_group_of_one_is_a_sample(tmp_path: Path) -> None:
    """No majority in a group of one: the mean stays where it is at each tier."""
    shares = last_state(party(tmp_path, 0.2, group=1.0)).places.tier_share.astype(np.float64)
    for tier in range(1, 4):
        assert mean_fits(shares[:, tier], 0.2)


def test_a_small_assembly_is_binomial(tmp_path: Path) -> None:
    """Nine delegates in each place: counts with mean 9 P and variance 9 P (1 - P), P = 0.352 at p = 0.4.

    The variance of a sample variance of n binomials is (mu_4 - s^4 (n-3)/(n-1)) / n, mu_4 below 3 s^4 + s^2.
    """
    counts = last_state(party(tmp_path, 0.4, 1, assembly=9.0)).places.tier_share[:, 1].astype(np.float64) * 9
    chance = galam.local_majority(0.4, 3, 0.0)
    variance = 9 * chance * (1 - chance)
    assert np.allclose(counts, np.round(counts), atol=1e-5)
    assert abs(counts.mean() - 9 * chance) <= 5 * sqrt(variance / PLACES)
    error = 5 * sqrt((3 * variance**2 + variance - variance**2 * (PLACES - 3) / (PLACES - 1)) / PLACES)
    assert abs(counts.var(ddof=1) - variance) <= error


@pytest.mark.parametrize(("leaning", "spread"), [(0.4, 0.15), (0.7, 0.1)])
def test_fixed_districts_differ_by_a_logistic_amount(tmp_path: Path, leaning: float, spread: float) -> None:
    """Pr(share + spread * logistic > 1/2) = 1 / (1 + exp(-(p - 1/2) / spread)), times 1 - bias."""
    model = party(tmp_path, leaning, 1, 'method = "districts"', machine=PLACES // 2, spread=spread, bias=0.4)
    shares = last_state(model).places.tier_share[:, 1].astype(np.float64)
    expected = 1.0 / (1.0 + exp(-(leaning - 0.5) / spread))
    half = PLACES // 2
    for values, chance in ((shares[:half], 0.6 * expected), (shares[half:], expected)):
        assert abs(values.mean() - chance) <= 5 * sqrt(chance * (1 - chance) / (half * ASSEMBLY))


def test_delegates_are_shared_by_members(tmp_path: Path) -> None:
    """One place has three times as many members as each other: three times as many of the 60 delegates."""
    model = party(tmp_path, 0.4, 1)
    state, buffer = allocate(model.sizes)
    buffer[:] = model.initial
    state.publics.members[0, :] = 1.0
    state.publics.members[0, 7] = 3.0
    end = last_state(replace(model, initial=buffer))
    sent = end.places.delegates.astype(np.float64)
    quota = 60.0 / (PLACES + 2)
    expected = np.full(PLACES, quota)
    expected[7] = 3 * quota
    assert sent.sum(axis=1) == pytest.approx(expected, rel=1e-6)
    top = end.places.tier_share[:, 1].astype(np.float64)
    assert sent[:, 1] == pytest.approx(expected * top, rel=1e-5)


def test_a_place_without_members_sends_nobody(tmp_path: Path) -> None:
    model = party(tmp_path, 0.4, 1)
    state, buffer = allocate(model.sizes)
    buffer[:] = model.initial
    state.publics.members[0, :] = 0.0
    assert (last_state(replace(model, initial=buffer)).places.delegates == 0.0).all()


def test_more_leaning_is_never_less_at_the_top(tmp_path: Path) -> None:
    """Means of 200 places of 5000: neighbouring levels lie more than 10 standard errors apart."""
    means = [
        last_state(party(tmp_path, p)).places.tier_share[:, 3].mean() for p in (0.2, 0.35, 0.5, 0.65, 0.8)
    ]
    assert means == sorted(means)
