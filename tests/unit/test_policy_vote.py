"""The vote on the line against hand cases: setter and median, open and secret, hunger and war."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.organisations import SEED, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import allocate
from whowhom.simulate.batch import run_batch

FIVE = {"m0": -0.5, "m1": 0.0, "m2": 0.25, "m3": 0.5, "m4": 0.75}
"""Ideals of a body whose median is 0.25."""


BALLAST = 6
"""Members who hold the median in month 0 where the line is to begin, and are dead in month 1."""


def organisation(
    folder: Path,
    members: dict[str, float],
    setter: float,
    start: float | None = None,
    patrons: dict[str, str] | None = None,
    weights: tuple[int, ...] = (),
    more: str = "",
    events: str = "",
    ballot: str = "secret",
    **given: float,
) -> Model:
    """A body of the members, and an office whose head has the given ideal; on a second dimension all at 0."""
    numbers = {"reopened": 1.0, "urgency": 0.0, "war_weight": 0.0} | given
    ballast = [] if start is None else [f"z{i},council,,{start},0" for i in range(BALLAST)]
    seats = max(len(members) + len(ballast), 1)
    votes = f", weights = {[*weights, *[9] * (seats - len(weights))]}" if weights else ""
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    council = {{ seats = {seats}{votes} }}
    [people]
    file = "people.csv"
    dimensions = ["market", "other"]
    [places.towns]
    count = 2
    [publics.workers]
    places = "towns"
    members = {number(100.0, "person")}
    leaning = {number(0.5, "share")}
    {events}
    """
    for row in ballast:
        who = row.partition(",")[0]
        text += f'[[events]]\ndate = 2000-02-01\nact = "dies"\nwho = "{who}"\nsource = "identity"\n'
    text += '[[schedule]]\nmechanism = "events"\n[[schedule]]\nmechanism = "policy_vote"\n'
    text += f'office = "office"\nbody = "council"\nballot = "{ballot}"\n{more}\n'
    for name, value in numbers.items():
        text += f"{name} = {number(value, '1/month' if name == 'reopened' else '1')}\n"
    for name, needs in OBSERVED.items():
        text += f'[[observe]]\nname = "{name}_seen"\nobservable = "{name}"\n{needs}\n'
    rows = [f"chief,office,,{setter},0"]
    rows += [f"{name},council,{(patrons or {}).get(name, '')},{x},0" for name, x in members.items()]
    table = "\n".join(["name,body,patron,market,other", *rows, *ballast])
    (folder / "people.csv").write_text(table + "\n", encoding="utf-8")
    return organise(folder, text, months=2)


OBSERVED = {
    "line_on": 'dimension = "market"',
    "line_from_person": 'dimension = "market"\nperson = "chief"',
    "line_from_person_overall": 'person = "chief"',
    "share_below_line": 'body = "council"\ndimension = "market"',
    "share_above_line": 'body = "council"\ndimension = "market"',
    "share_below_middle": 'body = "council"\ndimension = "market"',
    "support_for_move": 'body = "council"\noffice = "office"\ndimension = "market"',
    "open_support_for_move": 'body = "council"\noffice = "office"\ndimension = "market"',
}


def seen(model: Model, name: str = "line_on", count: int = 1) -> NDArray[np.float64]:
    """Return what one observable saw: (histories, months + 1)."""
    batch = run_batch(model, np.arange(count), seed=SEED, from_priors=False)
    assert not batch.faults[:, 0].any()
    column = [item.observable.name for item in model.recorded].index(name)
    return batch.output[:, :, column].astype(np.float64)


@pytest.mark.parametrize(
    ("members", "line"),
    [(FIVE, 0.25), ({"m0": -1.0, "m1": 0.0, "m2": 0.5, "m3": 1.0}, 0.25), ({"m0": 0.75}, 0.75), ({}, 0.0)],
)
def test_the_line_begins_at_the_median(tmp_path: Path, members: dict[str, float], line: float) -> None:
    """The middle of five; half way between the two of four; 0 where nobody sits. Nothing reopens it."""
    assert (seen(organisation(tmp_path, members, 1.0, reopened=0.0)) == line).all()


@pytest.mark.parametrize(
    ("setter", "start", "line"),
    [
        (1.0, -0.5, 1.0),  # the median 0.25 accepts -0.5 to 1
        (1.0, -0.25, 0.75),  # 2 * 0.25 + 0.25
        (0.5, -0.25, 0.5),  # his own ideal is accepted
        (-1.0, -0.25, -0.25),  # the median wants the other way
        (-1.0, 1.0, -0.5),  # downward 2 * 0.25 - 1
        (1.0, 0.25, 0.25),  # nothing beats the median's ideal
    ],
)
def test_the_proposer_takes_what_the_median_gives(
    tmp_path: Path, setter: float, start: float, line: float
) -> None:
    """Romer and Rosenthal by hand for a body whose median is 0.25."""
    assert seen(organisation(tmp_path, FIVE, setter, start))[0, :2].tolist() == [start, line]


def test_a_majority_needs_more_than_half(tmp_path: Path) -> None:
    """Of 0 and 0.5 both are needed: upward from -0.25 the first gives 0.25, downward from 1 the second 0."""
    two = {"m0": 0.0, "m1": 0.5}
    assert seen(organisation(tmp_path, two, 1.0, -0.25))[0, 1] == 0.25
    assert seen(organisation(tmp_path, two, -1.0, 1.0))[0, 1] == 0.0


def test_votes_and_voice_weigh(tmp_path: Path) -> None:
    """0 with 3 votes, 0.5 with 2: from -0.25 to 0.25; with the first ill 1.25 is open, and 1 wanted."""
    two = {"m0": 0.0, "m1": 0.5}
    ill = '[[events]]\ndate = 2000-02-01\nact = "incapacitated"\nwho = "{}"\nsource = "identity"\n'
    assert seen(organisation(tmp_path, two, 1.0, -0.25, weights=(3, 2)))[0, 1] == 0.25
    model = organisation(tmp_path, two, 1.0, -0.25, weights=(3, 2), events=ill.format("m0"))
    assert seen(model)[0, 1] == 1.0
    model = organisation(tmp_path, two, 1.0, -0.25, events=ill.format("chief"))
    assert seen(model)[0, 1] == -0.25


def test_open_and_secret(tmp_path: Path) -> None:
    """Three of five are the chief's: openly they vote at his 1, by themselves the median is 0."""
    members = {"m0": 0.0, "m1": 0.0, "m2": -0.5, "m3": 0.0, "m4": 0.25}
    patrons = {"m0": "chief", "m1": "chief", "m2": "m1"}
    for ballot, line in (("open", 1.0), ("secret", 0.25)):
        model = organisation(tmp_path, members, 1.0, -0.25, patrons=patrons, ballot=ballot)
        assert seen(model)[0, 1] == line, ballot
    died = '[[events]]\ndate = 2000-02-01\nact = "dies"\nwho = "m4"\nsource = "identity"\n'
    orphans = dict.fromkeys(("m0", "m1", "m2"), "m4")
    model = organisation(tmp_path, members, 1.0, -0.25, patrons=orphans, ballot="open", events=died)
    # Of 0, 0, -0.5, 0 upward the third of four is needed, who stands at 0: 2 * 0 + 0.25.
    assert seen(model)[0, 1] == 0.25


def test_hunger_and_war_move_ideals(tmp_path: Path) -> None:
    """Rations 0.5 and 1: mean hunger 1/4. War 0.5. All at 0.5 and the line there.

    An urgency of 2 moves everybody by 0.5 to 0, a war weight of 1 by 0.5; both by 1 to -0.5. Moved by 4 they
    stop at -1. Without the name of the dimension nothing moves, without that of the public hunger does not.
    """
    one = {"m0": 0.5, "m1": 0.5, "m2": 0.5}
    both = 'market = "market"\nfed = "workers"'
    for more, urgency, war_weight, line in (
        (both, 2.0, 0.0, 0.0),
        (both, 0.0, 1.0, 0.0),
        (both, 2.0, 1.0, -0.5),
        (both, 0.0, 8.0, -1.0),
        ('market = "market"', 2.0, 1.0, 0.0),
        ("", 2.0, 1.0, 0.5),
        ('market = "other"\nfed = "workers"', 2.0, 1.0, 0.5),
    ):
        model = organisation(tmp_path, one, 0.5, more=more, urgency=urgency, war_weight=war_weight)
        state = allocate(model.sizes, model.initial)[0]
        state.places.ration[:] = [0.5, 1.0]
        state.regime.war[0] = 0.5
        assert seen(model)[0, 1] == line, (more, urgency, war_weight)


def test_how_often_it_is_reopened(tmp_path: Path) -> None:
    found = seen(organisation(tmp_path, FIVE, 1.0, -0.5, reopened=0.3), count=2000)[:, 1]
    assert near((found == 1.0).mean(), 0.3, 2000)
    assert set(found.tolist()) == {1.0, -0.5}


def test_out_of_power_there_is_no_policy(tmp_path: Path) -> None:
    model = organisation(tmp_path, FIVE, 1.0, -0.5)
    allocate(model.sizes, model.initial)[0].regime.in_power[0] = 0.0
    assert seen(model)[0, 1] == -0.5


def test_what_is_observed(tmp_path: Path) -> None:
    """The line at 0.25 stays; of five -0.5 and 0 lie below, 0.5 and 0.75 above, -0.5 below the middle.

    The chief stands at 1. Of his men, who are those at -0.5 and 0, all would follow him openly: four of five.
    """
    patrons = {"m0": "chief", "m1": "m0"}
    model = organisation(tmp_path, FIVE, 1.0, patrons=patrons, reopened=0.0)
    for name, value in {
        "line_from_person": 0.75,
        "line_from_person_overall": 0.75,
        "share_below_line": 0.4,
        "share_above_line": 0.4,
        "share_below_middle": 0.2,
        "support_for_move": 0.4,
        "open_support_for_move": 0.8,
    }.items():
        assert seen(model, name)[0] == pytest.approx([value] * 3, abs=1e-6), name
    agreed = organisation(tmp_path, FIVE, 0.25, patrons=patrons)
    assert (seen(agreed, "support_for_move") == 0.0).all()
