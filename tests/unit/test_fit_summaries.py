"""Summaries: each statistic against a calculation by hand, months without rulers, memory against disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import whowhom as ww
from whowhom.fit.error_model import in_units
from whowhom.fit.summaries import constant, gaps, summaries, usable, whole
from whowhom.fit.targets import Target, account
from whowhom.fit.targets_file import read_targets
from whowhom.measures import statistics as s
from whowhom.measures.recording import Layout, Recording, of_arm, of_batch
from whowhom.measures.statistics import Numbers, Term, terms
from whowhom.report.conclave_reign import Reign
from whowhom.report.evidence import Evidence
from whowhom.report.soviet_patterns import partners_targeted
from whowhom.report.statistics import dropped_share
from whowhom.simulate.batch import run_batch
from whowhom.spec.errors import DocumentError, ModelError

NAN = np.nan
ROW = np.array([[1.0, 3.0, 2.0, 6.0]])
YEARS = np.array([1920 + month / 12 for month in (1, 2, 3, 4)])
MONTHS = ("1920-01", "1920-02", "1920-03", "1920-04")


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("at", 1),
        ("mean", 3),
        ("total", 12),
        ("highest", 6),
        ("lowest", 1),
        ("change", 5),
        ("highest_share", 0.5),
    ],
)
def test_plain_statistics(name: str, by_hand: float) -> None:
    """Of 1, 3, 2, 6: sum 12, mean 3, the highest is half of the sum."""
    assert s.PLAIN[name](ROW) == pytest.approx([by_hand])
    gap = np.array([[NAN, 3.0, 2.0, 6.0]])
    assert np.isnan(s.PLAIN[name](gap)).all()


def test_two_windows_and_levels() -> None:
    """Mean 4 over mean 2; mean 4 over highest 3; at or above 3 in two of four months."""
    assert s.ratio(ROW[:, 2:], ROW[:, :2]) == pytest.approx([2.0])
    assert s.ratio_to_highest(ROW[:, 2:], ROW[:, :2]) == pytest.approx([4 / 3])
    assert np.isnan(s.ratio(ROW, np.zeros((1, 2)))).all()
    assert s.share_of_months(ROW, 3.0) == pytest.approx([0.5])
    assert [float(s.reached(ROW, level)[0]) for level in (6.0, 6.5)] == [1.0, 0.0]
    assert [float(s.below(ROW, level)[0]) for level in (6.0, 6.5)] == [0.0, 1.0]


def test_two_highest_years() -> None:
    """Years that sum to 12, 36 and 24: 60 of 72."""
    months = np.repeat([1.0, 3.0, 2.0], 12)[None]
    assert s.two_highest_years(months) == pytest.approx([60 / 72])
    with pytest.raises(ValueError, match="found 13 months; expected whole years"):
        s.two_highest_years(np.ones((1, 13)))


def test_dates_are_the_ends_of_months_and_censored() -> None:
    """3 is reached in February, 7 never: then it is the end of May, the month after the window."""
    assert s.first_year(ROW, YEARS, 3.0) == pytest.approx([1920 + 2 / 12])
    assert s.first_year(ROW, YEARS, 7.0) == pytest.approx([1920 + 5 / 12])
    assert s.first_year_below(ROW, YEARS, 1.0) == pytest.approx([1920 + 1 / 12])
    assert s.first_year_below(ROW[:, 1:], YEARS[1:], 2.0) == pytest.approx([1920 + 3 / 12])


def test_a_date_is_known_once_it_has_come() -> None:
    """Rulers who fall in March: what came in February stays known, what had not come is not known."""
    fallen = np.array([[1.0, 3.0, NAN, NAN]])
    assert s.first_year(fallen, YEARS, 3.0) == pytest.approx([1920 + 2 / 12])
    assert np.isnan(s.first_year(fallen, YEARS, 4.0)).all()
    assert s.reached(fallen, 3.0) == pytest.approx([1.0])
    assert np.isnan(s.reached(fallen, 4.0)).all()
    assert np.isnan(s.share_of_months(fallen, 3.0)).all()


def test_members_by_hand() -> None:
    """Of 1, 2, 3, 4 (and a vacant seat) 2 and 9 sit later: three of four are gone. Nobody: no share."""
    before, after = np.array([[1, 2, 3, 4, -1], [-1] * 5]), np.array([[9, 2, -1, -1, -1], [1, 2, 3, 4, 5]])
    found = s.dropped([before, after])
    assert found[0] == pytest.approx(0.75)
    assert np.isnan(found[1])
    # 4 goes, majority 1 2 3. Then 3 and 5 go: one of two was of it. Majority 1 2; then 2 goes: 2 of 3 in all.
    circles = [[1, 2, 3, 4], [1, 2, 3, 5], [1, 2, 6, 7], [1, 6, 7, 8]]
    assert s.partners_dropped([np.array([row]) for row in circles]) == pytest.approx([2 / 3])


def test_members_as_the_report_counts_them() -> None:
    """The report has its own code for both: forty drawn histories of five sittings agree."""
    draws = np.random.default_rng(7).integers(-1, 9, size=(5, 40, 6))
    assert s.dropped([draws[0], draws[4]]) == pytest.approx(dropped_share(draws[0], draws[4]), nan_ok=True)
    expected = [partners_targeted([draws[k][history] for k in range(5)])[0] for history in range(40)]
    assert s.partners_dropped(list(draws)) == pytest.approx(expected, nan_ok=True)


def test_terms() -> None:
    assert terms("delegates[0]/delegates") == (Term("delegates", 0), Term("delegates"))
    assert terms("secretary=Anna B.") == (Term("secretary", None, "Anna B."),)
    for wrong in ("", "a/b/c", "a[x]", "a=", "1a"):
        with pytest.raises(ValueError, match=r"expected NAME, NAME\[PLACE\]"):
            terms(wrong)


ARRAYS = {
    "members": np.array([[4.0, 4.0, 6.0, 8.0], [4.0, 4.0, 6.0, 8.0]]),
    "sides": np.array([[[1.0, 3.0]] * 4, [[0.0, 0.0]] * 4]),
    "holder": np.array([[0.0, 0.0, 1.0, -1.0], [0.0, 1.0, 1.0, 1.0]]),
    "yielded": np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]]),
    "rule": np.array([[0.0, 1.0, 1.0, 1.0], [0.0, 1.0, 0.0, 0.0]]),
}
OBSERVABLES = {"members": "held", "sides": "delegates", "holder": "holder", "yielded": "concessions"}
SAT = np.array([[[0, 1, 2], [0, 3, -1]], [[0, 1, 2], [0, 1, 2]]])


def recording(**without: object) -> Recording:
    """Return two histories of four months; the rulers of the second fall in the third."""
    layout = Layout(
        months=MONTHS,
        observables={**OBSERVABLES, **({} if without else {"rule": "in_power"})},
        widths={name: 2 if name == "sides" else 0 for name in ARRAYS},
        people=("Anna", "Boris"),
        snapshots=("1920-02", "1920-04"),
        seats=("board", "board", "chair"),
    )
    return Recording(layout, lambda name: ARRAYS[name].copy(), lambda: SAT, np.array([True, True]))


def target(recorded: str, statistic: str, start: str, end: str = "", **more: object) -> Target:
    plain = Target("x", recorded, statistic, start, end or start, 1.0, "1", "sourced", file="t.csv", line=2)
    return replace(plain, **more)  # type: ignore[arg-type]


def told(one: Target, of: Recording | None = None) -> list[float]:
    return [float(value) for value in summaries(of or recording(), [one])[:, 0]]


def test_months_without_rulers_say_nothing() -> None:
    """The second history has no March; the month before anything happened is not one without rulers."""
    assert told(target("members", "at", "1920-03")) == pytest.approx([6.0, NAN], nan_ok=True)
    assert told(target("members", "at", "1920-01")) == [4.0, 4.0]
    assert told(target("members", "at", "1920-03"), recording(rule=None)) == [6.0, 6.0]
    assert told(target("members", "mean", "1920-02", "1920-04")) == pytest.approx([6.0, NAN], nan_ok=True)
    # Whether they gave way is told of every history: 1920-03, and not within the window.
    dated = target("yielded", "first_year", "1920-02", "1920-04", level=1.0, unit="year")
    assert told(dated) == pytest.approx([1920.25, 1920 + 5 / 12])
    assert told(target("rule", "at", "1920-04")) == [1.0, 0.0]


def test_quotients_places_persons_bodies() -> None:
    """1 of 1 + 3 for the first side; the second history has no delegates; half of the board is gone."""
    assert told(target("sides[0]/sides", "at", "1920-02")) == pytest.approx([0.25, NAN], nan_ok=True)
    assert told(target("sides[1]", "total", "1920-01", "1920-02")) == [6.0, 0.0]
    assert told(target("holder=Anna", "at", "1920-02")) == [1.0, 0.0]
    assert told(target("holder=Anna", "at", "1920-03")) == pytest.approx([0.0, NAN], nan_ok=True)
    board = target("board", "dropped", "1920-02", "1920-04")
    assert told(board) == pytest.approx([0.5, NAN], nan_ok=True)
    assert told(board, recording(rule=None)) == [0.5, 0.0]
    crossed = target("members/sides[1]", "ratio", "1920-04", base=("1920-02", "1920-02"))
    assert told(crossed) == pytest.approx([8 / 3, NAN], nan_ok=True)


def test_scale_faults_and_what_is_missing() -> None:
    """Thousands of persons stand on log(1 + x); a faulted history says nothing."""
    persons = target("members", "at", "1920-02", scale=1000.0, unit="person")
    assert told(persons) == pytest.approx([np.log(4001.0)] * 2)
    assert in_units(np.array([[np.log(4001.0)]]), [persons]) == pytest.approx(np.array([[4000.0]]))
    faulted = replace(recording(), sound=np.array([False, True]))
    assert told(persons, faulted) == pytest.approx([NAN, np.log(4001.0)], nan_ok=True)
    rows = [replace(persons, name="a"), target("members", "at", "1920-04", name="b")]
    table = summaries(recording(), rows)
    assert whole(table).tolist() == [True, False]
    assert gaps(table, rows) == {"b": 0.5}
    assert constant(table, rows) == ("a", "b")
    assert constant(np.array([[1.0, 2.0], [1.0, 3.0]]), rows) == ("a",)


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (
            target("member", "at", "1920-02"),
            'recorded: this scenario has no observe entry "member"; did you mean',
        ),
        (target("boards", "dropped", "1920-02", "1920-04"), 'no body "boards"; did you mean "board"?'),
        (
            target("members", "at", "1921-02"),
            "from: this scenario runs from 1920-01 to 1920-04, without 1921-02",
        ),
        (target("members", "mean", "1920-02", "1920-05"), "to: this scenario runs from"),
        (target("members", "ratio", "1920-02", base=("1919-01", "1920-01")), "base_from: this scenario runs"),
        (
            target("board", "dropped", "1920-01", "1920-04"),
            "from: this scenario keeps no snapshot in 1920-01",
        ),
    ],
)
def test_what_a_run_does_not_have_is_left_out_and_told(one: Target, line: str) -> None:
    good = target("members", "at", "1920-02")
    found = usable([good, one], recording().layout)
    assert found.targets == (good,)
    (left,) = found.left_out
    assert str(left).startswith("t.csv: line 2, ")
    assert line in str(left)
    with pytest.raises(ModelError, match="none of 1 targets can be asked of this scenario; the first: t"):
        usable([one], recording().layout)


@pytest.mark.parametrize(
    ("recorded", "line"),
    [
        ("holder=Ana", 't.csv: line 2, recorded: no person named "Ana"; did you mean "Anna"?'),
        ("sides[2]", "t.csv: line 2, recorded: found place 2 of sides; expected one of 0, 1"),
        ("members[0]", "t.csv: line 2, recorded: found place 0 of members; expected members without a place"),
        ("sides=Anna", "t.csv: line 2, recorded: sides is no office: it has 2 places, not a holder"),
    ],
)
def test_a_choice_that_does_not_exist_is_a_mistake(recorded: str, line: str) -> None:
    with pytest.raises(DocumentError) as caught:
        usable([target(recorded, "at", "1920-02")], recording().layout)
    assert caught.value.lines == (line,)


def test_a_batch_a_folder_and_the_report_agree(tmp_path: Path) -> None:
    """The same histories in memory and on disk; the report reads shares and survivors by its own code."""
    scenario = ww.read("conclave")
    choices = {"interventions": ["no_deaths"], "numbers": "priors"}
    results = ww.simulate(scenario, histories=6, seed=5, out=tmp_path / "run", **choices)
    model = ww.build(scenario)
    memory = of_batch(run_batch(model, np.arange(6), seed=5), model)
    disk = of_arm(results["base"])
    assert memory.layout == disk.layout
    targets = usable(account(read_targets(scenario)), memory.layout).targets
    table = summaries(memory, targets)
    np.testing.assert_array_equal(table, summaries(disk, targets))
    assert whole(table).all()
    reign = Reign(Evidence(results).arm("base"))
    alive = reign.arm.array("first_living") - reign.in_office
    for place, one in enumerate(targets):
        numbers = in_units(table, targets)[:, place]
        expected: Numbers
        if one.recorded == "first_living":
            there = one.start < "2025-04"  # he, who is no elector, lives until April 2025
            expected = np.asarray(alive[:, reign.arm.month(one.start)] + there, np.float64)
        elif one.statistic == "at":
            expected = reign.share_at(one.start)
        else:
            first = reign.majority if one.name == "majority_2019" else reign.two_thirds
            expected = reign.arm.years[first]
        np.testing.assert_allclose(numbers, expected, rtol=1e-6, err_msg=one.name)


def test_axes_holders_and_snapshots_of_the_party() -> None:
    """Read from the batch by hand: the delegates' share, the office, who was dropped."""
    model = ww.build(ww.read("soviet_party"))
    batch = run_batch(model, np.arange(4), seed=5)
    targets = usable(account(read_targets(model.scenario)), of_batch(batch, model).layout).targets
    table = dict(
        zip([one.name for one in targets], summaries(of_batch(batch, model), targets).T, strict=True)
    )
    at = dict(
        zip(
            [item.name for item in model.recorded],
            np.cumsum([0, *(i.width for i in model.recorded)]),
            strict=False,
        )
    )
    month = model.month_labels.index("1925-12")
    line, rival = (batch.output[:, month, at["delegates"] + side] for side in (0, 1))
    np.testing.assert_allclose(table["delegates_for_line_1925"], line / (line + rival), rtol=1e-6)
    tier = batch.output[:, model.month_labels.index("1924-01"), at["tier_share_moscow"] + 1]
    np.testing.assert_allclose(table["moscow_districts_1924"], tier)
    office = batch.output[:, model.month_labels.index("1927-12"), at["secretary"]]
    names = [model.people[int(person)] if person >= 0 else "" for person in office]
    assert table["secretary_1927"].tolist() == [float(name == "Stalin I.V.") for name in names]
    seats = model.polity.seat_body == list(model.scenario.bodies).index("central_committee")
    places = [model.month_labels[month] for month in model.snapshot_months]
    before, after = (batch.snapshots[:, places.index(label)][:, seats] for label in ("1930-06", "1934-01"))
    np.testing.assert_allclose(table["committee_dropped_1934"], dropped_share(before, after))
