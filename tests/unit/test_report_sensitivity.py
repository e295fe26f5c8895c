"""The page of a sensitivity analysis: every result, luck in each picture, what is not told by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from whowhom.report.sensitivity_page import sentence, with_luck, write_sensitivity_page
from whowhom.report.sensitivity_pictures import MOST_FACTORS, indices_picture

LUCK = "luck"


def index(factor: str, first: float, first_error: float, total: float, total_error: float) -> dict[str, Any]:
    """Return the indices of one factor."""
    numbers = {"first": first, "first_error": first_error, "total": total, "total_error": total_error}
    return {"factor": factor, "luck": factor == LUCK, **numbers}


def rows(factors: int) -> list[dict[str, Any]]:
    """Return indices of so many factors, each smaller than the last, and of luck, the smallest of all."""
    found = [index(f"factor{k}", 0.4 - k / 50, 0.1, 0.5 - k / 50, 0.1) for k in range(factors)]
    return [*found, index(LUCK, -0.02, 0.05, 0.01, 0.05)]


@pytest.fixture
def values() -> dict[str, Any]:
    """Two results that are told, one of them with many factors, and two that are not."""
    results = [
        {"name": "few", "missing": 0.0, "factors": rows(2)},
        {"name": "many", "missing": 0.125, "factors": rows(20)},
        {"name": "rare", "missing": 0.6, "factors": []},
        {"name": "flat", "missing": 0.0, "factors": []},
    ]
    return {"runs": 96, "results": results}


def test_every_result_has_its_picture_or_its_reason(values: dict[str, Any], tmp_path: Path) -> None:
    """Two pictures, two reasons; the title is escaped; luck stands in each picture."""
    page = write_sensitivity_page(values, tmp_path, title="Who & whom", command="whowhom sensitivity x")
    text = page.read_text(encoding="utf-8")
    assert page.name == "sensitivity.html"
    assert text.count("<svg") == 2
    assert text.count(">luck<") == 2
    assert "Who &amp; whom" in text
    assert "rare: 60.0 % of the runs lack it" in text
    assert "flat: it is the same in every run" in text
    assert "12.5 % of the runs lack this result" in text
    assert f"{MOST_FACTORS} of 21 factors" in text
    assert "whowhom sensitivity x" in text


def test_luck_is_drawn_though_it_is_not_among_the_largest() -> None:
    """The largest eleven and luck, in the order of their totals."""
    shown = with_luck(rows(20))
    assert [row["factor"] for row in shown] == [*(f"factor{k}" for k in range(MOST_FACTORS - 1)), LUCK]
    assert len(with_luck(rows(2))) == 3


def test_a_factor_that_changes_nothing_is_counted_and_not_drawn(tmp_path: Path) -> None:
    """One factor and luck of three."""
    factors = [*rows(1), index("idle", 0.0, 0.0, 0.0, 0.0)]
    values = {"runs": 24, "results": [{"name": "y", "missing": 0.0, "factors": factors}]}
    page = write_sensitivity_page(values, tmp_path, title="A board", command="")
    text = page.read_text(encoding="utf-8")
    assert "2 of 3 factors, and 1 change nothing in any run" in text
    assert ">idle<" not in text
    assert "Not told" not in text


def test_the_sentence_names_what_is_surely_there() -> None:
    """A total whose interval reaches 0, or below a tenth, is not named."""
    sure, unsure = index("sure", 0.3, 0.1, 0.5, 0.1), index("unsure", 0.3, 0.5, 0.4, 0.5)
    luck = index(LUCK, 0.25, 0.1, 0.3, 0.1)
    assert sentence([sure, unsure, luck]) == (
        "Luck alone explains 0.25 ± 0.10 of its variance. Numbers with a total of 0.1 or more: sure (0.50)."
    )
    assert sentence([unsure]) == "No number surely has a total of 0.1 or more."


def test_what_reaches_beyond_the_axis_stops_at_its_end() -> None:
    """An index of 0.2 with an interval of ±9 is drawn between the ends of the axis, -0.5 and 1.5."""
    drawn = indices_picture([index("a", 0.2, 9.0, 0.2, 9.0)]).decode()
    assert "M250.0" in drawn
    assert "L610.0" in drawn
