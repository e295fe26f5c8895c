"""The shipped scenarios: they run, and what holds of them by construction holds."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2_contingency, norm
from tests.golden.regenerate import shortened
from tests.organisations import last_state

from whowhom.build import Model, build
from whowhom.core.state import MEMBER, VACANT, State
from whowhom.simulate.batch import run_batch
from whowhom.spec.data_files import contents
from whowhom.spec.scenario import Scenario
from whowhom.spec.toml import read, shipped, write

ARMS = [(name, arm.name) for name in shipped() for arm in read(name).arms]
FALSE_ALARM = 1e-6


@cache
def model_of(name: str, arm: str) -> Model:
    scenario = read(name)
    names = next(item.interventions for item in scenario.arms if item.name == arm)
    return build(scenario.edit(*names) if names else scenario)


def column(model: Model, output: NDArray[np.float32], name: str) -> NDArray[np.float64]:
    """Return (history, month) of a recorded quantity of width one."""
    number = [item.name for item in model.recorded].index(name)
    return output[:, :, model.plan.first_output[number]].astype(np.float64)


def recorded(model: Model, histories: int, seed: int = 1924) -> NDArray[np.float32]:
    """Return the output of a run at point values, without faults."""
    batch = run_batch(model, np.arange(histories), seed=seed, from_priors=False)
    assert not batch.faults[:, 0].any()
    return batch.output


@pytest.mark.parametrize(("name", "arm"), ARMS)
def test_every_arm_runs_without_faults(name: str, arm: str) -> None:
    """Two years of 32 histories at point values, and of 32 with numbers from the priors."""
    model = shortened(model_of(name, arm), 24)
    assert np.isfinite(recorded(model, 32)).all()
    assert not run_batch(model, np.arange(32), seed=1924).faults[:, 0].any()


@pytest.mark.parametrize(
    ("arm", "majority", "two_thirds"),
    [
        ("birthdays_only", "2019-10", "2023-06"),
        ("benedict_birthdays_only", "2012-07", "2014-08"),
        ("leo_birthdays_only", "2034-02", "2038-11"),
    ],
)
def test_birthdays_alone_decide_the_months(arm: str, majority: str, two_thirds: str) -> None:
    """Without deaths the months are arithmetic of birthdays and 120 seats, in each of 16 fixed histories.

    Only the ages of entrants are drawn. One who turns 80 early is replaced by the same pope in that month, so
    the count of the pope's own men does not depend on the draws: no false alarm.
    """
    model = model_of("conclave", arm)
    output = recorded(model, 16)
    own, electors = column(model, output, "own"), column(model, output, "electors")
    for reached, month in (
        (2 * own > electors, majority),
        ((3 * own >= 2 * electors) & (own > 0), two_thirds),
    ):
        assert {model.month_labels[first] for first in reached.argmax(axis=1)} == {month}


def following_share(state: State, leader: int, among: NDArray[np.bool_]) -> float:
    """Return the share of the leader's following, three steps down, among some persons."""
    patron = state.people.patron
    own = np.zeros(patron.size, dtype=bool)
    current = np.arange(patron.size)
    for _ in range(4):
        own |= current == leader
        current = np.where(current == VACANT, VACANT, patron[current])
    return float((own & among).sum() / max(among.sum(), 1))


def test_without_central_appointment_the_provinces_stay_at_chance() -> None:
    """The chance level is the secretary's share of all living members, about 3 in 500 at the end.

    Who enters a province is drawn from the reserve with the same chance, and clients are made only outside
    it, so the mean share of the provinces exceeds the level by at most chance: 5 standard errors over 40
    histories (3e-7).
    """
    model = model_of("soviet_party", "no_central_appointment")
    bodies = list(model.scenario.bodies)
    office = int(model.polity.body_first[bodies.index("general_secretary")])
    provinces = model.polity.seat_body == bodies.index("provincial_secretary")
    above = []
    for history in range(40):
        state = last_state(model, history)
        leader = int(state.seats.holder[office])
        if leader == VACANT:
            continue
        seated = np.zeros(state.people.alive.size, dtype=bool)
        holders = state.seats.holder[provinces]
        seated[holders[holders != VACANT]] = True
        living = (state.people.alive == 1) & (state.people.standing == MEMBER)
        above.append(following_share(state, leader, seated) - following_share(state, leader, living))
    assert len(above) >= 30
    spread = max(float(np.std(above, ddof=1)), 1 / 83)
    assert np.mean(above) <= 5 * spread / np.sqrt(len(above))


def test_the_secretarys_share_of_the_provinces_grows() -> None:
    """Paired by history: more in March 1924 than in April 1922, and more than without appointment.

    The mean gain of 64 histories is more than 5 standard errors: by chance alone 3e-7. Without appointment
    the mean stays below one province of 83.
    """
    base, free = (model_of("soviet_party", arm) for arm in ("base", "no_central_appointment"))
    with_it = column(base, recorded(shortened(base, 36), 64), "province_following")
    without = column(free, recorded(shortened(free, 36), 64), "province_following")
    for gain in (with_it[:, 36] - with_it[:, 13], with_it[:, 36] - without[:, 36]):
        assert gain.mean() > 5 * gain.std(ddof=1) / 8 > 0
    assert without.mean(axis=0).max() < 1.0


def test_other_histories_and_seeds_give_other_leaders() -> None:
    model = shortened(model_of("soviet_party", "base"), 24)
    leaders = [column(model, recorded(model, 64, seed), "leader")[:, -1] for seed in (1, 2)]
    assert all(np.unique(found).size >= 2 for found in leaders)
    assert (leaders[0] != leaders[1]).any()


def permuted(scenario: Scenario, folder: Path) -> tuple[Scenario, dict[str, str]]:
    """Return the scenario with the rows of its cast shuffled and everyone renamed, and old names by new.

    Nobody's order within a body is kept: the cast does not say who is first.
    """
    text = contents(scenario, "people.file", str(scenario.people.file)).decode("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    rng = Random(3)
    rng.shuffle(rows)
    new = {row["name"]: f"Person {number:02d}" for number, row in enumerate(rows)}
    with (folder / "cast.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "name": new[row["name"]]} for row in rows)
    document = write(scenario).replace(str(scenario.people.file), "cast.csv")
    for old, other in new.items():
        document = document.replace(f'"{old}"', f'"{other}"')
    (folder / "other.toml").write_text(document, encoding="utf-8")
    return read(folder / "other.toml"), {other: old for old, other in new.items()}


def counted(one: list[str], other: list[str]) -> NDArray[np.int64]:
    """Return a table of counts, two rows; names seen fewer than 20 times are put together, or left out."""
    both = one + other
    common = [name for name in sorted(set(both)) if both.count(name) >= 20]
    rows = [[found.count(name) for name in common] for found in (one, other)]
    rest = [len(found) - sum(row) for found, row in zip((one, other), rows, strict=True)]
    if sum(rest) >= 20:
        rows = [[*row, left] for row, left in zip(rows, rest, strict=True)]
    return np.array(rows, dtype=np.int64)


def test_renaming_and_permuting_people_changes_no_distribution(tmp_path: Path) -> None:
    """Two independent sets of 512 histories of five years: who leads, and the means of what is recorded.

    False alarm: chi-square tests of the leaders after one, two and five years, with the names seen fewer
    than 20 times put together, at 1e-6 each; and z tests of means at five months, 1e-6 together
    (Bonferroni, normal approximation).
    """
    histories, months = 512, 60
    scenario = read("soviet_party")
    other, old_names = permuted(scenario, tmp_path)
    leaders, moments = [], []
    checked = ("committee_following", "province_following", "politburo_held", "committee_held")
    for case, seed in ((scenario, 11), (other, 12)):
        model = shortened(build(case), months)
        output = recorded(model, histories, seed)
        who = column(model, output, "leader")[:, [12, 24, 60]].astype(int)
        names = [[model.people[person] for person in row] for row in who]
        leaders.append([[old_names.get(name, name) for name in row] for row in names])
        values = np.stack([column(model, output, name)[:, [13, 24, 26, 40, 60]] for name in checked])
        moments.append((values.mean(axis=1), values.var(axis=1, ddof=1) / histories))
    for at in range(3):
        table = counted([row[at] for row in leaders[0]], [row[at] for row in leaders[1]])
        assert table.shape[1] >= 2
        assert chi2_contingency(table).pvalue > FALSE_ALARM
    (first, error), (second, other_error) = moments
    bound = norm.isf(FALSE_ALARM / 2 / first.size)
    assert (np.abs(first - second) <= bound * np.sqrt(error + other_error) + 1e-9).all()
