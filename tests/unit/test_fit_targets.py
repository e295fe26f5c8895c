"""Targets: what a file may say, how its mistakes are told; accounts, splits, the error of the record."""

from __future__ import annotations

from dataclasses import replace
from math import hypot, inf, log
from pathlib import Path

import numpy as np
import pytest

import whowhom as ww
from whowhom.fit.error_model import (
    SWEPT,
    ErrorModel,
    counted,
    errors,
    in_units,
    noise,
    noisy,
    observed,
    on_scale,
)
from whowhom.fit.targets import Target, account, accounts, split
from whowhom.fit.targets_file import read_targets
from whowhom.spec.document import document_hash
from whowhom.spec.errors import DocumentError, ModelError
from whowhom.spec.scenario import Scenario

DOCUMENT = """title = "Small"
from = 1920-01-01
until = 1930-01-01
targets = "targets.csv"
[bodies.chair]
seats = 1
[[schedule]]
mechanism = "mortality"
"""
HEADER = "name,recorded,statistic,from,to,level,value,low,high,error,unit,rival,status,source_key,system\n"
GOOD = "size,members,at,1921-03,,,25,20,30,,seat,,sourced,one|two,7\n"


def small(folder: Path, rows: str) -> Scenario:
    """Return a document in a folder, with these targets beside it."""
    (folder / "small.toml").write_text(DOCUMENT, encoding="utf-8")
    (folder / "targets.csv").write_text(rows, encoding="utf-8")
    return ww.read(folder / "small.toml")


def test_a_row_is_read_whole(tmp_path: Path) -> None:
    dated = "closed,parties,first_year_below,1921-03,1925-02,1,1922.5,,,,year,,recalled,three,\n"
    (size, closed) = read_targets(small(tmp_path, HEADER + GOOD + "\n" + dated))
    assert (size.start, size.end, size.value, size.low, size.high) == ("1921-03", "1921-03", 25.0, 20.0, 30.0)
    assert (size.system, size.sources, size.rival, size.scale) == (7, ("one", "two"), "main", 1.0)
    assert (closed.level, closed.end, closed.system, closed.line) == (1.0, "1925-02", None, 4)
    assert closed.last == "1922-06"  # the end of June is the middle of the year
    assert size.series != closed.series


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("size,a,mena,1921-03,,,1,,,,seat,,sourced,,", 'statistic: found "mena"; expected one of'),
        ("size,a,mena,1921-03,,,1,,,,seat,,sourced,,", 'did you mean "mean"?'),
        ("size,a,at,1921,,,1,,,,seat,,sourced,,", 'from: found "1921"; expected a month like 1921-03'),
        ("size,a,at,1921-13,,,1,,,,seat,,sourced,,", 'from: found "1921-13"'),
        ("size,a,mean,1921-03,1920-03,,1,,,,seat,,sourced,,", "to: found 1920-03; expected 1921-03 or later"),
        ("size,a,at,1921-03,,,many,,,,seat,,sourced,,", 'value: found "many"; expected a number'),
        ("size,a,at,1921-03,,,,,,,seat,,sourced,,", 'value: found ""; expected a number'),
        ("size,a,at,1921-03,,,9,1,3,,seat,,sourced,,", "value: found 9, outside 1 to 3"),
        ("size,a,at,1921-03,,,2,1,,,seat,,sourced,,", "low: expected low and high together"),
        (
            "size,a,at,1921-03,,,2,,,-1,seat,,sourced,,",
            "error: found -1; expected a standard deviation above 0",
        ),
        ("size,a,at,1921-03,,,0,,,,seat,,sourced,,", "error: found none beside the value 0"),
        ("size,a,at,1921-03,,,2,,,,seats,,sourced,,", 'did you mean "seat"?'),
        ("size,a,at,1921-03,,,2,,,,seat,,seen,,", 'status: found "seen"; expected one of computed, recalled'),
        ("size,a,at,1921-03,,,2,,,,year,,sourced,,", 'unit: found "year"; expected another unit'),
        ("size,a,first_year,1921-03,,1,2,,,,seat,,sourced,,", 'unit: found "seat"; expected "year"'),
        ("size,a,first_year,1921-03,,,1921,,,,year,,sourced,,", "level: found none; expected one"),
        ("size,a,at,1921-03,,3,2,,,,seat,,sourced,,", "level: expected none here"),
        ("size,a,ratio,1921-03,,,2,,,,1,,sourced,,", "base_from: found none; expected a month"),
        ("size,a[,at,1921-03,,,2,,,,seat,,sourced,,", 'recorded: found "a["; expected NAME, NAME[PLACE]'),
        ("size,a/b,dropped,1921-03,,,2,,,,share,,sourced,,", 'found "a/b"; expected the name of a body'),
        ("The size,a,at,1921-03,,,2,,,,seat,,sourced,,", 'name: found "The size"; expected small letters'),
        ("size,a,at,1921-03,,,2,,,,seat,,sourced,,x", 'system: found "x"; expected a whole number from 1'),
        ("size,a,at,1921-03,,,2", "found 7 cells; expected 15, one for each column"),
        (
            "size.b,a,at,1921-03,,,2,,,,seat,b,sourced,,",
            'name: found "size.b" of a rival account; expected MAIN',
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_column(tmp_path: Path, row: str, line: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_targets(small(tmp_path, HEADER + row + "\n"))
    (found,) = caught.value.lines
    assert found.startswith("targets.csv: line 2")
    assert line in found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            HEADER + GOOD + GOOD,
            'targets.csv: line 3, name: found "size", as in line 2; expected one row of a name',
        ),
        (HEADER, "targets.csv: found column names only; expected a line for each number on record"),
        (
            HEADER.replace("value", "vale") + GOOD,
            'targets.csv: line 1: found no column "value"; expected it; did',
        ),
        (HEADER.replace("level", "value") + GOOD, 'targets.csv: line 1: found column "value" 2 times'),
        (HEADER + '"', "targets.csv: line 2: found text that is not CSV"),
        ("", 'targets.csv: line 1: found no column "name"; expected it'),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, text: str, line: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_targets(small(tmp_path, text))
    assert any(found.startswith(line) for found in caught.value.lines), caught.value.lines


def test_the_document_names_the_file(tmp_path: Path) -> None:
    """No key, a missing file, an extension from another folder; runs do not depend on what targets say."""
    scenario = small(tmp_path, HEADER + GOOD)
    before = document_hash(scenario)
    (tmp_path / "targets.csv").write_text(HEADER + GOOD.replace("25", "26"), encoding="utf-8")
    assert document_hash(scenario) == before
    (tmp_path / "over.toml").write_text('extends = "inner/small.toml"\ntitle = "Over"\n', encoding="utf-8")
    (tmp_path / "inner").mkdir()
    small(tmp_path / "inner", HEADER + GOOD)
    assert read_targets(ww.read(tmp_path / "over.toml"))[0].value == 25.0
    (tmp_path / "targets.csv").rename(tmp_path / "target.csv")
    with pytest.raises(DocumentError, match=r'found no file "targets.csv".*did you mean "target.csv"'):
        ww.read(tmp_path / "small.toml")
    with pytest.raises(ModelError, match="found no targets; expected targets ="):
        read_targets(ww.read("teamsters"))


def row(name: str = "a", value: float = 100.0, unit: str = "person", **more: object) -> Target:
    plain = Target(name, f"of_{name}", "at", "1921-03", "1921-03", value, unit, "sourced")
    return replace(plain, **more)  # type: ignore[arg-type]


def test_an_account_replaces_and_keeps() -> None:
    rows = (row("a"), row("b"), row("b.other", 90.0, rival="other"), row("a.third", 80.0, rival="third"))
    assert accounts(rows) == ("main", "other", "third")
    assert [one.name for one in account(rows)] == ["a", "b"]
    assert [one.name for one in account(rows, "other")] == ["a", "b.other"]
    with pytest.raises(ModelError, match=r'no account "othr"; .*did you mean "other"'):
        account(rows, "othr")


def test_a_split_goes_by_the_month_on_record() -> None:
    rows = (
        row("early", end="1925-12"),
        row("late", end="1926-01"),
        row("based", base=("1920-01", "1926-06")),
        row("dated", 1925.5, "year", statistic="first_year", end="1934-03"),
        row("never", 1934.25, "year", statistic="first_year", end="1934-02"),
    )
    fitted, held_out = split(rows, "1925-12")
    assert [one.name for one in fitted] == ["early", "dated"]
    assert [one.name for one in held_out] == ["late", "based", "never"]
    assert [one.last for one in rows] == ["1925-12", "1926-01", "1926-06", "1925-06", "1934-02"]
    with pytest.raises(ValueError, match="expected a month"):
        split(rows, "1925")


def test_errors_by_hand() -> None:
    """3 to 6 million persons: log 2 over 2 * 1.6449 is 0.2107; recalled, times the root of 2, 0.2980."""
    wide = row(value=5e6, low=3e6, high=6e6)
    assert errors([wide])[0] == pytest.approx(0.2107, abs=1e-4)
    assert errors([replace(wide, status="recalled")])[0] == pytest.approx(0.2980, abs=1e-4)
    assert errors([replace(wide, unit="seat")])[0] == pytest.approx(3e6 / 3.2897, rel=1e-4)
    # 50 per cent: 2 * 0.6745 standard deviations.
    assert errors([replace(wide, unit="seat")], ErrorModel(range_level=0.5))[0] == pytest.approx(
        3e6 / 1.349, 1e-3
    )
    by_unit = [row(value=0.02, unit="share"), row(value=1921.25, unit="year"), row(value=46.1, unit="seat")]
    assert errors(by_unit).tolist() == pytest.approx([0.05, 1 / 12, 4.61])
    # A count of 0 is uncertain by one person, one of 99 999 by its tenth; of 99, one person is a hundredth.
    assert errors([row(value=0.0), row(value=99999.0)]).tolist() == pytest.approx([hypot(0.1, 1), 0.1])
    assert errors([row(value=99.0, error=1.0), row(value=0.5, unit="share", error=0.01)]).tolist() == [
        0.01,
        0.01,
    ]


def test_recalled_rows_of_no_weight_are_dropped() -> None:
    rows = [row("a"), row("b", status="recalled"), row("c", status="computed")]
    nothing = ErrorModel(recalled_weight=0.0)
    assert errors(rows, nothing)[1] == inf
    assert [one.name for one in counted(rows, nothing)] == ["a", "c"]
    assert [one.name for one in counted(rows)] == ["a", "b", "c"]
    with pytest.raises(ValueError, match="leave them out"):
        noise(rows, 1, np.arange(3), nothing)
    quarter = errors(rows, ErrorModel(recalled_weight=0.25))
    assert quarter[1] / quarter[0] == pytest.approx(2.0)


def test_the_rule_refuses_nonsense_and_is_swept() -> None:
    for wrong in ({"relative": 0.0}, {"recalled_weight": -1.0}, {"shared": 1.5}, {"range_level": 1.0}):
        with pytest.raises(ValueError, match="expected"):
            ErrorModel(**wrong)
    fields = ErrorModel.__dataclass_fields__
    assert set(SWEPT) == set(fields)
    for name, values in SWEPT.items():
        assert fields[name].default in values
        for value in values:
            ErrorModel(**{name: value})


def test_scales_and_back() -> None:
    rows = [row(value=0.0), row("b", 0.5, "share"), row("c", 1e6)]
    assert observed(rows).tolist() == pytest.approx([0.0, 0.5, log(1000001.0)])
    assert in_units(observed(rows)[None], rows)[0].tolist() == pytest.approx([0.0, 0.5, 1e6])
    assert float(on_scale(-5.0, rows[0])) == 0.0


def test_noise_has_the_stated_spread_and_what_a_series_shares() -> None:
    """20 000 histories: a mean is known to 1/141 of a standard deviation, a correlation to 1/141."""
    rows = [row("a", 0.5, "share"), row("b", 0.5, "share", recorded="of_a"), row("c", 0.5, "share")]
    drawn = noise(rows, 11, np.arange(20_000), ErrorModel(shared=0.36)) / 0.05
    assert np.abs(drawn.mean(axis=0)).max() < 4 / 141
    assert np.abs(drawn.std(axis=0) - 1).max() < 4 / 200
    found = np.corrcoef(drawn.T)
    assert found[0, 1] == pytest.approx(0.36, abs=4 / 141)
    assert found[0, 2] == pytest.approx(0.0, abs=4 / 141)
    # 1.645 standard deviations hold 90 per cent: 3 sqrt(0.09 / 20 000) is 0.0064.
    assert (np.abs(drawn) < 1.6449).mean(axis=0).tolist() == pytest.approx([0.9] * 3, abs=0.0085)


def test_noise_belongs_to_its_names() -> None:
    """Of a history, a target and a seed, and of nothing else; NaN stays."""
    rows = [row("a"), row("b", status="recalled"), row("c", 0.2, "share")]
    table = np.array([[1.0, 2.0, np.nan]] * 5)
    whole = noisy(table, rows, 3)
    assert np.isnan(whole[:, 2]).all()
    part = noisy(table[3:, 1:2], rows[1:2], 3, histories=np.array([3, 4]))
    np.testing.assert_array_equal(part[:, 0], whole[3:, 1])
    assert not np.array_equal(noisy(table, rows, 4)[:, 0], whole[:, 0])
    assert len(set(whole[:, 0].tolist())) == 5
