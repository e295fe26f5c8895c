"""Targeting: the law, the votes, the distance and the weight, against the hazards by hand."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from pathlib import Path

import numpy as np
import pytest
from tests.coercion import BAN, PEOPLE, POLICE, country, start_of
from tests.organisations import last_state, near

from whowhom.build.model import Model
from whowhom.core.state import EXPELLED, MEMBER, VACANT
from whowhom.simulate.batch import run_batch

NAMES = {"office": "chief", "body": "board"}
FATES = "".join(
    f'[[observe]]\nname = "{who}"\nobservable = "fate_of"\nperson = "{who}"\n' for who in "habcde"
)
HISTORIES = 2000


def targeting(
    folder: Path,
    instruments: Mapping[str, tuple[str, str, float]] = BAN,
    names: Mapping[str, str] = NAMES,
    months: int = 1,
    people: str = PEOPLE,
    more: str = FATES,
    **given: float,
) -> Model:
    """Return a country where the line is 0, c at 1 has weight 0.6, d at -3 has 0.1, e at 3 has none."""
    return country(folder, "targeting", instruments, names, months=months, people=people, more=more, **given)


def out_shares(model: Model) -> list[float]:
    """Return, for h to e, the share of histories in which each is put out at the end."""
    output = run_batch(model, np.arange(HISTORIES), seed=3, from_priors=False).output[:, -1, :6]
    return [float(share) for share in (output == 1).mean(axis=0)]


def test_the_hazards(tmp_path: Path) -> None:
    """rate 2, distance 0.5: c 2 0.5 0.6, d 2 2.5 0.1; h, his men a and b, and e without weight none."""
    shares = out_shares(targeting(tmp_path, rate=2.0, distance=0.5))
    for found, hazard in zip(shares, [0.0, 0.0, 0.0, 0.6, 0.5, 0.0], strict=True):
        assert near(found, 1.0 - exp(-hazard), HISTORIES)


def test_power_is_weight_too(tmp_path: Path) -> None:
    """d with power 0.4: 2 2.5 0.5 = 2.5; the weight is at most 1."""
    model = targeting(tmp_path, rate=2.0, distance=0.5)
    start_of(model).people.power[4] = 0.4
    assert near(out_shares(model)[4], 1.0 - exp(-2.5), HISTORIES)
    model = targeting(tmp_path, rate=0.2, distance=0.5)
    start_of(model).people.power[4] = 7.0
    assert near(out_shares(model)[4], 1.0 - exp(-0.5), HISTORIES)


def test_distance_is_from_the_line(tmp_path: Path) -> None:
    """The line moves to 1: c stands on it, d is at 4: 2 3.5 0.1."""
    model = targeting(tmp_path, rate=2.0, distance=0.5)
    start_of(model).regime.line[0] = 1.0
    shares = out_shares(model)
    assert shares[3] == 0.0
    assert near(shares[4], 1.0 - exp(-0.7), HISTORIES)


def test_the_founder_is_a_shelter(tmp_path: Path) -> None:
    """The founder entered at 1: c is within the distance and half safe, 0.3; d, at 4, is not."""
    people = PEOPLE + "\nf,,,0,1"
    for toleration, hazard in ((0.0, 0.6), (0.5, 0.3), (1.0, 0.0)):
        model = targeting(
            tmp_path,
            names=NAMES | {"founder": "f"},
            people=people,
            rate=2.0,
            distance=0.5,
            toleration=toleration,
        )
        shares = out_shares(model)
        assert near(shares[3], 1.0 - exp(-hazard), HISTORIES)
        assert near(shares[4], 1.0 - exp(-0.5), HISTORIES)


def test_who_is_put_out_loses_every_seat_and_lives(tmp_path: Path) -> None:
    people = PEOPLE.replace("c,board", "c,board|desk").replace("c,board|desk,,0.6,1", "c,board|desk,,1,9")
    state = last_state(targeting(tmp_path, people=people, rate=10.0, distance=3.0))
    assert state.people.standing[:6].tolist() == [MEMBER, MEMBER, MEMBER, EXPELLED, MEMBER, MEMBER]
    assert state.people.alive[:6].tolist() == [1] * 6
    assert state.seats.holder.tolist() == [0, 0, 1, 2, VACANT, 4, VACANT, VACANT]


@pytest.mark.parametrize("off", ["rate", "no ban", "ban of the past", "no majority", "office", "power"])
def test_off_nobody_is_put_out(tmp_path: Path, off: str) -> None:
    """Three of six votes are no majority."""
    people = {
        "no majority": PEOPLE.replace("e,,", "e,board,"),
        "office": PEOPLE.replace("h,chief|board", "h,board"),
    }.get(off, PEOPLE)
    model = targeting(
        tmp_path,
        POLICE if off == "no ban" else BAN,
        people=people,
        months=12,
        rate=0.0 if off == "rate" else 10.0,
        distance=0.0,
    )
    if off == "ban of the past":
        start_of(model).instruments.open[0] = 0.0
    if off == "power":
        start_of(model).regime.in_power[0] = 0.0
    assert last_state(model).people.standing[:6].tolist() == [MEMBER] * 6


def test_the_far_fall_first_among_equals(tmp_path: Path) -> None:
    """c at 1 and d at -3 of one weight: by month 6 d is out more often, and so at every month."""
    people = PEOPLE.replace("c,board,,0.6", "c,board,,0.3").replace("d,board,,0.1", "d,board,,0.3")
    output = run_batch(
        targeting(tmp_path, people=people, months=6, rate=0.3, distance=0.5),
        np.arange(HISTORIES),
        seed=3,
        from_priors=False,
    ).output
    for month in range(1, 7):
        assert (output[:, month, 4] == 1).sum() > (output[:, month, 3] == 1).sum()
