"""The file of a claim: what it may say, and what is told of each mistake."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.judge.worlds import CLAIM, world

import whowhom as ww
from whowhom.judge.judging import check_claim
from whowhom.judge.record import on_record
from whowhom.spec.claim import Claim, Comparison, Value
from whowhom.spec.claim_file import claim_of, is_claim, read_claim, scenario_of, shipped_claims
from whowhom.spec.claim_starter import claim_starter

PLAIN = {"name": "a", "says": "a", "expects": "more", "margin": 0.1, "why": "a"}
DATA = {"file": "t.csv", "column": "n"}


def comparison(**given: Any) -> Comparison:
    """Make a comparison of its keys, as a file spells them."""
    return Comparison.model_validate(PLAIN | given, by_alias=True, by_name=False)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "found none; expected one of ask, data, score"),
        ({"ask": "x at 2000-01", "data": DATA}, "found ask and data; expected one of ask, data, score"),
        ({"ask": "x at 2000-01"}, "found one version alone; expected with, level or less"),
        ({"ask": "x at 2000-01", "with": ["a"], "level": 1.0}, "found a level beside a second version"),
        ({"data": DATA, "with": ["a"]}, "beside data; expected them beside ask"),
        ({"ask": "x at 2000-01", "with": ["a"], "data_less": DATA}, "found data_less without data"),
        ({"ask": "x at 2000-01", "with": ["a"], "expects": "same", "margin": 0.0}, "found a margin of 0"),
    ],
)
def test_a_comparison_is_of_one_kind(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(told)):
        comparison(**given)


def test_one_question_may_stand_without_brackets() -> None:
    assert comparison(ask="x at 2000-01", **{"with": ["a"]}).ask == ("x at 2000-01",)
    two = comparison(ask=["x at 2000-01", "y at 2000-01"], less="z at 2000-01", given="w at 2000-01")
    assert two.questions == ("x at 2000-01", "y at 2000-01", "z at 2000-01", "w at 2000-01")


def _claim(tmp_path: Path, old: str, new: str) -> Claim:
    world(tmp_path)
    path = tmp_path / "claim.toml"
    assert old in CLAIM
    path.write_text(CLAIM.replace(old, new), encoding="utf-8")
    return claim_of(path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'with = ["fair"]',
            'with = ["fare"]',
            'comparisons[0].with: no intervention named "fare"; did you mean "fair"?',
        ),
        ("his_men at", "his_man at", 'comparisons[0].ask: nothing named "his_man" is recorded'),
        ("at 2000-02", "at 2009-02", "claim.toml: comparisons[0].ask: found 2009-02"),
        ('scenario = "world.toml"', 'scenario = "wold.toml"', 'did you mean "world.toml"?'),
        (
            'expects = "less"',
            'expects = "fewer"',
            'comparisons[0].expects: found "fewer"; expected one of less',
        ),
        ("margin = 0.1", "margins = 0.1", "comparisons[0].margin: found nothing; expected"),
        ('number = "T1"', 'number = "no spaces"', 'claim.toml: number: found "no spaces"'),
        (
            'verdict = "contradicted"',
            'verdict = "refuted"',
            'otherwise[0].verdict: found "refuted"; expected one of',
        ),
        ('from_following", to = 0.0', 'from_folowing", to = 0.0', "from_folowing"),
    ],
)
def test_each_mistake_is_one_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(ww.DocumentError) as raised:
        check_claim(_claim(tmp_path, old, new))
    assert told in raised.value.lines[0]


def test_a_claim_says_where_it_comes_out_otherwise_or_why_it_does_not(tmp_path: Path) -> None:
    world(tmp_path)
    path = tmp_path / "claim.toml"
    path.write_text(CLAIM[: CLAIM.index("[[otherwise]]")], encoding="utf-8")
    with pytest.raises(
        ww.DocumentError, match="expected otherwise, where it comes out the other way, or cannot"
    ):
        claim_of(path)


def test_shipped_claims_are_found_by_number_and_by_file() -> None:
    assert (
        read_claim("c13").number == read_claim("C13").number == read_claim("c13_organisation_decides").number
    )
    assert is_claim("C13")
    assert not is_claim("conclave")
    with pytest.raises(
        ww.DocumentError, match='C99: found no such file or shipped claim; did you mean "C29"'
    ):
        read_claim("C99")


def test_every_claim_of_the_essay_ships_and_no_number_twice() -> None:
    numbers = list(shipped_claims())
    assert [f"C{k:02d}" for k in range(1, 32)] == [number for number in numbers if number.startswith("C")]
    files = list(Path(next(iter(shipped_claims().values()))).parent.glob("*.toml"))
    assert len(files) == len(numbers) == 33


@pytest.mark.parametrize("number", shipped_claims())
def test_a_shipped_claim_says_all_that_is_asked_of_it(number: str) -> None:
    """Reasons for margins, sources that are in the bibliography, and a scenario that has what is asked."""
    claim = read_claim(number)
    bibliography = (Path(ww.__file__).parent / "data" / "sources.bib").read_text(encoding="utf-8")
    assert re.search(rf"@\w+\{{{claim.source},", bibliography)
    for item in claim.comparisons:
        assert re.match(r"(assumption|identity): ", item.why), item.name
    assert scenario_of(claim).title


def test_the_starter_is_judged_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "starter.toml"
    path.write_text(claim_starter('A "claim"'), encoding="utf-8")
    claim = claim_of(path)
    assert claim.says == 'A "claim"'
    assert check_claim(claim) == 4


TABLE = "answer,n,forms,share,status,source_key\nyes,60,100,0.6,sourced,a\nno,30,100,0.3,recalled,b\n"


def _number(tmp_path: Path, **given: Any) -> Any:
    claim = world(tmp_path)
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    value = Value.model_validate(DATA | given)
    return on_record(value, claim, "comparisons.x.data", 20_000, 1)


def test_a_share_of_persons_asked_has_the_error_of_a_share(tmp_path: Path) -> None:
    """60 of 100: a beta of 60.5 and 40.5; recalled rows count half."""
    yes = _number(tmp_path, where={"answer": "yes"}, over="forms", counted=True)
    assert (yes.value, yes.status) == (0.6, "sourced")
    assert yes.sample.std() == pytest.approx((0.599 * 0.401 / 102) ** 0.5, rel=0.03)
    no = _number(tmp_path, where={"answer": "no"}, over="forms", counted=True)
    assert no.status == "recalled"
    assert no.sample.std() == pytest.approx((0.302 * 0.698 / 52) ** 0.5, rel=0.03)


def test_a_stated_error_is_kept_and_grows_where_the_row_is_recalled(tmp_path: Path) -> None:
    sure = _number(tmp_path, where={"answer": "yes"}, column="share", error=0.02)
    assert sure.sample.std() == pytest.approx(0.02, rel=0.03)
    recalled = _number(tmp_path, where={"answer": "no"}, column="share", error=0.02)
    assert recalled.sample.std() == pytest.approx(0.02 * 2**0.5, rel=0.03)


def test_what_is_taken_away(tmp_path: Path) -> None:
    found = _number(tmp_path, where={"answer": "yes"}, less_where={"answer": "no"}, less=10.0, error=1.0)
    assert (found.value, found.status) == (20.0, "sourced")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"where": {"answer": "maybe"}}, "comparisons.x.data.where: no row of t.csv fits; expected"),
        ({"where": {"answr": "yes"}}, 'no column "answr"; expected one of answer, forms, n'),
        ({"column": "answer"}, "found a cell of answer that is no number"),
        ({"file": "u.csv"}, 'found no file "u.csv"'),
    ],
)
def test_each_mistake_of_a_number_on_record_is_one_line(
    tmp_path: Path, given: dict[str, Any], told: str
) -> None:
    with pytest.raises(ww.DocumentError, match=re.escape(told)):
        _number(tmp_path, **given)
