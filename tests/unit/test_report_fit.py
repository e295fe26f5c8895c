"""The page of a fit: every number on record is on it, misses and failed gates are named, pictures by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from whowhom.report.fit_page import command, fit_page, least_even, misses, write_fit_page
from whowhom.report.fit_pictures import series_of


def target(
    name: str, month: str, value: float, *, held_out: bool = False, told: bool = True
) -> dict[str, Any]:
    """Return a target whose predicted intervals are 4 to 6, 3 to 7 and 2 to 8."""
    ends = [[4.0, 6.0], [3.0, 7.0], [2.0, 8.0]]
    return {
        "name": name,
        "recorded": "size",
        "statistic": "at",
        "start": month,
        "end": month,
        "unit": "seat",
        "status": "recalled",
        "value": value,
        "source": "a book",
        "told": told,
        "histories": 400 if told else 3,
        "median": 5.0,
        "intervals": ends,
        "inside": [low <= value <= high for low, high in ends],
        "prior_median": 5.0,
        "prior_intervals": ends,
        "held_out": held_out,
    }


@pytest.fixture
def values() -> dict[str, Any]:
    """Two numbers, five targets of which one is missed and one is not told, one gate that failed."""
    number = {"unit": "share", "mean": 0.5, "sd": 0.1, "overlap": 0.5, "scores": [[-0.2, 0.2]] * 3}
    return {
        "title": "A board",
        "scenario": "board",
        "choices": {
            "histories": 500,
            "seed": 3,
            "until": "2003-12",
            "numbers": ["tenure.share"],
            "account": "main",
            "method": "regression",
            "rule": {"recalled_weight": 0.5},
            "leave_conflicts": True,
            "draws": 1000,
            "replicates": 400,
        },
        "whole": 480,
        "unmoved": ["seats_2000"],
        "conflicts": [],
        "hangs": [{"number": "a.b", "result": "size_2001", "shift": -0.3, "error": 0.05}],
        "gaps": {"size_2001": 0.04},
        "record": "the record lies inside the simulated cloud (p = 0.5)",
        "outside": False,
        "gates": [
            {"name": "calibration", "passed": False, "says": "calibration: not so"},
            {"name": "recovery", "passed": True, "says": "recovery: nothing against it"},
        ],
        "numbers": [
            {**number, "name": "tenure.share", "contraction": 0.6, "word": "informed"},
            {**number, "name": "lot.share", "contraction": 0.0, "word": "not informed"},
        ],
        "ranks": {"tenure.share": [10] * 10, "lot.share": [19, 1, *[10] * 8]},
        "predicted": [
            target("size_2001", "2001-06", 5.0),
            target("size_2002", "2002-06", 7.5),
            target("size_2003", "2003-06", 9.0),
            target("size_2004", "2004-06", 9.0, held_out=True),
            target("size_2005", "2005-06", 5.0, held_out=True, told=False),
        ],
        "held_out": [
            {"level": 0.5, "targets": 1, "inside": 0, "prior_inside": 0, "low": 0.0, "high": 0.8},
        ],
        "fitted": [],
    }


def test_the_page_tells_what_failed_and_what_was_missed(values: dict[str, Any], tmp_path: Path) -> None:
    """A banner for the gate; the held-out miss by name; a line for every target, told or not."""
    (tmp_path / "fit.json").write_text(json.dumps(values), encoding="utf-8")
    page = write_fit_page(tmp_path).read_text(encoding="utf-8")
    assert "1 of 2 gates failed (calibration)" in page
    assert "Outside the 95 % interval: size_2004." in page
    assert "too few histories have it (3)" in page
    assert all(row["name"] in page for row in values["predicted"])
    assert "Nothing moves seats_2000" in page
    assert page.count("<svg") == 4  # predictions, one series, numbers, ranks


def test_no_banner_where_all_gates_pass(values: dict[str, Any]) -> None:
    """Without a failed gate nothing warns of one."""
    values["gates"] = values["gates"][1:]
    assert "gates failed" not in fit_page(values)


def test_misses_are_of_what_is_held_out(values: dict[str, Any]) -> None:
    """Where nothing is held out they are of what was fitted."""
    assert misses(values["predicted"]) == ["size_2004"]
    assert misses(values["predicted"][:3]) == ["size_2003"]


def test_the_least_even_ranks_come_first(values: dict[str, Any]) -> None:
    """19, 1 and eight tens: chi-square 81/10 + 81/10 = 16.2; all tens: 0."""
    assert least_even(values["ranks"]) == ["lot.share", "tenure.share"]


def test_a_series_has_four_months_at_least(values: dict[str, Any]) -> None:
    """Four months that are told make one; three none."""
    assert [len(rows) for rows in series_of(values["predicted"]).values()] == [4]
    assert series_of(values["predicted"][1:]) == {}


def test_the_command_makes_the_fit_again(values: dict[str, Any]) -> None:
    """Every choice stands in it."""
    assert command(values) == (
        "whowhom fit board --histories 500 --seed 3 --until 2003-12 --number tenure.share "
        "--method regression --recalled-weight 0.5 --draws 1000 --replicates 400"
    )
