"""Mechanisms, simulated through `run_batch`, against the published figures that the theory is tested with.

Galam (Journal of Mathematical Psychology 30, 1986; arXiv:physics/0703081) for tiers; Acemoglu, Egorov and
Sonin (Review of Economic Studies 75, 2008) for coalitions; Friedkin and Johnsen (1999) for opinions; the
circular flow of power after Daniels (1966), whose closed form is our own, for appointment. The vectors with
their citations are the files of `vectors/`. Frequencies have bounds of 5 standard errors (6e-7 each).
"""

from __future__ import annotations

import json
from fractions import Fraction
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.organisations import conserved, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT
from whowhom.simulate.batch import run_batch
from whowhom.theory import friedkin_johnsen

FOLDER = Path(__file__).parent / "vectors"


def vectors(file: str) -> dict[str, dict[str, Any]]:
    """Return the vectors of a file by their id."""
    found = json.loads((FOLDER / f"{file}.json").read_text(encoding="utf-8"))["vectors"]
    return {vector["id"]: vector for vector in found}


TIERS, SHARING, PATRONAGE = vectors("m02_multitier"), vectors("m05_power_sharing"), vectors("m06_patronage")
COALITIONS = [
    name for name, item in SHARING.items() if "powers" in item["inputs"] and item["inputs"]["alpha"] == "1/2"
]


def run(model: Model, histories: int) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Return the output and the holders of all seats, checked for faults and double seats."""
    batch = run_batch(model, np.arange(histories), seed=1924, from_priors=False)
    assert not batch.faults[:, 0].any()
    conserved(model, batch.snapshots)
    return batch.output, batch.snapshots


@pytest.mark.parametrize("name", ["levels_r3_from_0.45", "levels_r4_from_0.45"])
def test_rows_of_galam(tmp_path: Path, name: str) -> None:
    """Tier by tier the mean over 8 places and 64 histories of assemblies of 10 000 is the published row.

    Chance in a finite assembly moves the mean of a curved map by at most max|P''| Var / 2 a tier (6 for
    groups of 3, 12 for 4), amplified by the slopes above, at most 1.5 and 2; the variance is that seen.
    """
    inputs, expected = TIERS[name]["inputs"], TIERS[name]["expected"]
    group, levels = inputs["r"], inputs["levels"]
    tiers = ", ".join(f'"tier_{tier}"' for tier in range(levels))
    text = f"""
    [bodies]
    congress = {{ seats = 10 }}
    [places.provinces]
    count = 8
    [publics.folk]
    places = "provinces"
    members = {number(1000.0, "person")}
    leaning = {number(inputs["p0"], "share")}
    [[rules]]
    name = "sends"
    verb = "elects"
    by = "folk"
    over = "congress"
    tiers = [{tiers}]
    [[schedule]]
    mechanism = "tiered_election"
    group = {number(group, "person")}
    assembly = {number(10000.0, "person")}
    """
    text += "".join(
        f'[[observe]]\nname = "p{place}"\nobservable = "tier_share_of"\nplace = "{place}"\n'
        for place in range(8)
    )
    output, _ = run(organise(tmp_path, text), 64)
    shares = output[:, 1].astype(np.float64).reshape(64 * 8, levels + 1)
    bend, slope = {3: (6.0, 1.5), 4: (12.0, 16 / 9)}[group]
    slack = 1e-6
    for tier in range(levels + 1):
        mean, spread = shares[:, tier].mean(), shares[:, tier].std(ddof=1)
        wanted = float(expected["p"][tier])
        assert abs(mean - wanted) <= 5 * spread / sqrt(512) + slack, tier
        assert abs(mean - float(expected["published_two_decimals"][tier])) <= 0.006 + slack
        slack = slope * slack + bend * spread**2 / 2


@pytest.mark.parametrize("name", COALITIONS)
def test_coalitions_of_acemoglu_egorov_and_sonin(tmp_path: Path, name: str) -> None:
    """Each bloc has as many followers in the electorate as its power says; who stays is who rules."""
    powers = [int(power) for power in SHARING[name]["inputs"]["powers"]]
    expected = SHARING[name]["expected"]["ultimate_ruling_coalition_powers"]
    text = f"""
    [bodies]
    circle = {{ seats = {len(powers)} }}
    electorate = {{ seats = {sum(powers)} }}
    [[rules]]
    name = "elects"
    verb = "elects"
    by = "electorate"
    over = "circle"
    [[rules]]
    name = "exclusion"
    verb = "expels"
    by = "circle"
    over = "circle"
    [[schedule]]
    mechanism = "ruling_coalition"
    reckoning = {number(1.0, "1/month")}
    """
    rows = [f"head{i},circle," for i in range(len(powers))]
    rows += [f"man{i}_{k},electorate,head{i}" for i, power in enumerate(powers) for k in range(power)]
    _, holders = run(organise(tmp_path, text, "\n".join(["name,body,patron", *rows])), 2)
    for history in range(2):
        left = [powers[person] for person in holders[history, 1, : len(powers)] if person != VACANT]
        assert sorted(left) == sorted(expected)


def test_the_appointee_share_path(tmp_path: Path) -> None:
    """Posts fall vacant with m = 0.2 a month and go to newcomers of whom 0.9 are grateful; 3 of 10 are his.

    x_t = a - (a - x_0)(1 - m)^t. Ten independent posts in each of 1000 histories. The exact law of the same
    loop, to 1e-12, is `test_exact_closed_forms.test_the_share_of_the_following_is_the_appointment_loop`.
    """
    inputs, expected = (
        PATRONAGE["appointee_share_path"]["inputs"],
        PATRONAGE["appointee_share_path"]["expected"],
    )
    turnover, loyal = inputs["turnover"], inputs["loyal_share_of_new"]
    yearly = 1.0 - (1.0 - turnover) ** 12
    (tmp_path / "dying.csv").write_text(f"age,q\n0,0\n40,{yearly}\n", encoding="utf-8")
    rows = [f"p{i},1900-01-01,post,{'h' if i < 3 else ''}" for i in range(10)]
    (tmp_path / "posts.csv").write_text(
        "\n".join(["name,born,body,patron", "h,1999-01-01,office,", *rows]) + "\n", encoding="utf-8"
    )
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    post = {{ seats = 10 }}
    [people]
    file = "posts.csv"
    capacity = 60
    [people.entrants]
    age = {number(50.0, "year")}
    age_spread = {number(0.0, "year")}
    [[rules]]
    name = "fills"
    verb = "appoints"
    by = "office"
    over = "post"
    pool = "entrants"
    [[schedule]]
    mechanism = "mortality"
    life_table = "dying.csv"
    [[schedule]]
    mechanism = "appointment"
    gratitude = {number(loyal)}
    [[observe]]
    name = "own"
    observable = "following"
    body = "post"
    office = "office"
    """
    output, _ = run(organise(tmp_path, text, months=10), 1000)
    shares = output[:, :, 0].mean(axis=0) / 10
    assert shares[0] == pytest.approx(inputs["x0"], abs=1e-6)
    for period, wanted in list(zip(inputs["periods"], expected["x"], strict=True))[1:]:
        assert near(float(shares[period]), float(wanted), 10_000)
    assert int(np.argmax(shares > 0.5)) == expected["first_majority_period"]


ISSUES = {"fj_issue_a": [25, 25, 75, 85], "fj_issue_b": [25, 15, -50, 5]}


@pytest.mark.parametrize("name", ISSUES)
def test_opinions_of_friedkin_and_johnsen(tmp_path: Path, name: str) -> None:
    """Their four people with their susceptibilities and first opinions, in hundredths, who all hear alike.

    The mechanism listens by prestige, so their matrix W, which is not of rank one, gives way to the rank-one
    matrix of its column means; the limit is that of the formula which their own matrix verifies in
    `test_m08_opinion`. 32-bit opinions of size 1: within 1e-5.
    """
    vector = vectors("m08_opinion")[name]
    matrix = np.array([[float(Fraction(str(cell))) for cell in row] for row in vector["inputs"]["W"]])
    start = np.array(vector["inputs"]["x0"], dtype=np.float64) / 100
    assert vector["inputs"]["x0"] == ISSUES[name]
    open_minds, heard = 1.0 - np.diag(matrix), matrix.mean(axis=0)
    rows = zip(heard, open_minds, start, strict=True)
    lines = [f"p{i},board,{weight},{mind},{view}" for i, (weight, mind, view) in enumerate(rows)]
    (tmp_path / "four.csv").write_text(
        "\n".join(["name,body,prestige,susceptibility,view", *lines]) + "\n", encoding="utf-8"
    )
    text = f"""
    [bodies]
    board = {{ seats = 4 }}
    [people]
    file = "four.csv"
    dimensions = ["view"]
    [[schedule]]
    mechanism = "persuasion"
    floor = {number(0.0001, "share")}
    """
    weights = np.tile(heard / heard.sum(), (4, 1))
    for months in (1, 3, 100):
        path = friedkin_johnsen.path(weights, open_minds, start, months)[-1]
        found = last_state(organise(tmp_path, text, months=months)).people.position[0, :4]
        assert found == pytest.approx(path, abs=1e-5)
    limit = friedkin_johnsen.limit(weights, open_minds, start)
    assert found == pytest.approx(limit, abs=1e-5)
