"""Durations, decision rules, quorums and priors: what is read and what is refused."""

from __future__ import annotations

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.spec.decision import Decision, parse_decision, parse_quorum
from whowhom.spec.duration import months_in
from whowhom.spec.prior import ARGUMENTS, parse_prior


@pytest.mark.parametrize(
    ("text", "months"), [("8 years", 96), ("18 months", 18), ("1 month", 1), ("1 year", 12)]
)
def test_durations(text: str, months: int) -> None:
    assert months_in(text) == months


@pytest.mark.parametrize(
    "text", ["", "8", "years", "-8 years", "8.5 years", "8 years ", "0 years", "8  years", "٣ years"]
)
def test_no_durations(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        months_in(text)


@pytest.mark.parametrize(
    ("text", "of", "quota"),
    [
        ("majority", 7, 4),
        ("majority", 8, 5),
        ("majority of seats", 7, 4),
        ("2/3", 115, 77),
        ("2/3", 9, 6),
        ("2/3 plus one", 51, 35),
        ("2/3 of seats", 10, 7),
        ("2/3 of seats plus one", 10, 8),
        ("1/1", 5, 5),
        ("unanimity", 5, 5),
        ("plurality", 5, 1),
        ("any holder", 5, 1),
        ("17 votes", 20, 17),
        ("1 vote", 20, 1),
    ],
)
def test_quotas(text: str, of: int, quota: int) -> None:
    assert parse_decision(text).quota(of) == quota


@given(numerator=st.integers(1, 50), denominator=st.integers(1, 50), base=st.integers(0, 10**6))
def test_a_share_is_the_fewest_votes_that_reach_it(numerator: int, denominator: int, base: int) -> None:
    if numerator <= denominator:
        quota = parse_decision(f"{numerator}/{denominator}").quota(base)
        assert quota * denominator >= numerator * base > (quota - 1) * denominator
        assert quota == ceil(numerator * base / denominator) or base > 10**5


@pytest.mark.parametrize(
    "text",
    ["", "most", "0/3", "4/3", "2/0", "2/3 plus two", "0 votes", "2.5 votes", "plurality of seats", "2 / 3"],
)
def test_no_decisions(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_decision(text)


def test_base_of_a_decision() -> None:
    assert parse_decision("majority of seats") == Decision("majority", of_seats=True)
    assert parse_decision("any holder") == Decision("any holder")


def test_quorums() -> None:
    assert parse_quorum("1/2").needed(7) == 4
    assert parse_quorum("1/2 of seats").needed(8) == 4
    assert parse_quorum("20 seats").needed(60) == 20


@pytest.mark.parametrize("text", ["half", "3/2", "1/2 plus one", "seats", "20"])
def test_no_quorums(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_quorum(text)


@pytest.mark.parametrize("family", ARGUMENTS)
def test_priors(family: str) -> None:
    arguments = (1.0, 2.0, 3.0)[: len(ARGUMENTS[family])]
    prior = parse_prior(f"{family}({', '.join(map(str, arguments))})")
    assert (prior.family, prior.arguments) == (family, arguments)


@pytest.mark.parametrize(
    "text",
    ["", "beta", "beta()", "beta(0, 1)", "normal(0, 0)", "lognormal(-1, 1)",
     "uniform(1, 1)", "uniform(0, inf)",
     "uniform(0, 1, 2)", "triangular(0, 2, 1)", "gamma(1, 2)", "beta(1, 2", "beta(a, b)"],
)  # fmt: skip
def test_no_priors(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_prior(text)
