"""Baselines against closed forms, a general optimiser and hand calculations."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy import optimize

from whowhom.fit.baselines import (
    chained,
    constant_hazard,
    constant_prediction,
    expit,
    fit_logistic,
    leader_stays,
    logistic_prediction,
    sizes,
)
from whowhom.fit.transitions import Cases, Numbers, Roll


def roll(number: int, day: date, people: str, **attributes: list[float]) -> Roll:
    columns = {name: np.array(values, float) for name, values in attributes.items()}
    return Roll(number, day, tuple(people), columns, 0.0)


def made_up(seed: int, n: int = 150) -> tuple[dict[str, Numbers], Numbers]:
    generator = np.random.default_rng(seed)
    table = {"age": generator.normal(40, 6, n), "terms": generator.poisson(2, n).astype(float)}
    chance = expit(0.3 + 0.1 * (table["age"] - 40) - 0.5 * (table["terms"] - 2))
    return table, (generator.random(n) < chance).astype(float)


def test_hazard_of_equal_gaps_is_the_closed_form() -> None:
    # Eight of ten stay two years: exp(-2 h) = 0.8
    stayed = np.array([1.0] * 8 + [0.0] * 2)
    assert constant_hazard(Cases({}, stayed, np.full(10, 2.0))) == pytest.approx(-np.log(0.8) / 2)


def test_hazard_of_unequal_gaps_is_where_the_likelihood_is_highest() -> None:
    generator = np.random.default_rng(1)
    years = generator.uniform(0.5, 3.0, 200)
    stayed = (generator.random(200) < np.exp(-0.2 * years)).astype(float)

    def loss(hazard: float) -> float:
        p = np.exp(-hazard * years)
        return float(-np.sum(stayed * np.log(p) + (1 - stayed) * np.log1p(-p)))

    best = optimize.minimize_scalar(loss, bounds=(1e-4, 2.0), method="bounded", options={"xatol": 1e-9}).x
    assert constant_hazard(Cases({}, stayed, years)) == pytest.approx(best, rel=1e-4)


def test_hazard_at_its_ends() -> None:
    assert constant_hazard(Cases({}, np.ones(3), np.ones(3))) == 0.0
    with pytest.raises(ValueError, match="nobody stayed"):
        constant_hazard(Cases({}, np.zeros(3), np.ones(3)))


@pytest.mark.parametrize("ridge", [0.0, 1.0, 20.0])
def test_regression_is_where_the_penalised_likelihood_is_highest(ridge: float) -> None:
    attributes, stayed = made_up(2)
    fitted = fit_logistic(attributes, stayed, ("age", "terms"), ridge)
    table = np.column_stack([(column - column.mean()) / column.std() for column in attributes.values()])

    def loss(x: Numbers) -> float:
        p = expit(x[0] + table @ x[1:])
        return float(
            -np.sum(stayed * np.log(p) + (1 - stayed) * np.log1p(-p)) + ridge / 2 * np.sum(x[1:] ** 2)
        )

    best = optimize.minimize(loss, np.zeros(3), method="BFGS", options={"gtol": 1e-7}).x
    assert [fitted.intercept, *fitted.slopes] == pytest.approx(best, abs=1e-4)


def test_a_strong_ridge_leaves_the_share_of_all() -> None:
    attributes, stayed = made_up(3)
    fitted = fit_logistic(attributes, stayed, ("age", "terms"), 1e9)
    assert fitted.probability(attributes) == pytest.approx(np.full(stayed.size, stayed.mean()), abs=1e-6)


def test_what_is_not_on_record_counts_as_the_mean() -> None:
    attributes, stayed = made_up(4)
    attributes["age"][:40] = np.nan
    fitted = fit_logistic(attributes, stayed, ("age",))
    mean = float(np.nanmean(attributes["age"]))
    asked = {"age": np.array([np.nan, mean])}
    assert fitted.probability(asked)[0] == pytest.approx(fitted.probability(asked)[1])


def test_a_column_that_does_not_vary_says_nothing() -> None:
    attributes, stayed = made_up(5)
    both = fit_logistic({**attributes, "same": np.full(stayed.size, 3.0)}, stayed, ("age", "same"))
    assert both.slopes[1] == 0.0
    assert both.slopes[0] == pytest.approx(fit_logistic(attributes, stayed, ("age",)).slopes[0])


def test_chaining_by_hand() -> None:
    """Half stay a round of one year; the rounds to come are two years and one year after."""
    known = [roll(1, date(2001, 1, 1), "ab"), roll(2, date(2002, 1, 1), "ab")]
    targets = [roll(3, date(2004, 1, 1), ""), roll(4, date(2005, 1, 1), "")]

    def half(attributes: dict[str, Numbers]) -> Numbers:
        return np.full(2, 0.5)

    assert chained(known, targets, half, "round")[0] == pytest.approx([0.5, 0.25])
    # By year: 0.5^2 and 0.5^3, but for days of leap years.
    assert chained(known, targets, half)[0] == pytest.approx([0.25, 0.125], rel=5e-3)


def test_age_and_rounds_go_on_and_nothing_else() -> None:
    known = [
        roll(1, date(2001, 1, 1), "a", age=[39], terms_before=[0], dissent=[1]),
        roll(2, date(2002, 1, 1), "a", age=[40], terms_before=[1], dissent=[1]),
    ]
    seen: list[dict[str, Numbers]] = []

    def look(attributes: dict[str, Numbers]) -> Numbers:
        seen.append(attributes)
        return np.ones(1)

    chained(known, [roll(3, date(2004, 1, 1), ""), roll(4, date(2005, 1, 1), "")], look)
    assert [float(one["age"][0]) for one in seen] == [40.0, pytest.approx(42.0, abs=0.01)]
    assert [float(one["terms_before"][0]) for one in seen] == [1.0, 2.0]
    assert [float(one["dissent"][0]) for one in seen] == [1.0, 1.0]


def test_constant_baselines_by_hand() -> None:
    """Of four, three stay one year; by round 3/4 each time."""
    known = [roll(1, date(2001, 1, 1), "abcd"), roll(2, date(2002, 1, 1), "abc")]
    targets = [roll(3, date(2003, 1, 1), ""), roll(4, date(2005, 1, 1), "")]
    assert constant_prediction(known, targets, "round") == pytest.approx(np.tile([0.75, 0.5625], (3, 1)))
    assert constant_prediction(known, targets)[0] == pytest.approx([0.75, 0.75**3], rel=5e-3)


def test_what_happens_later_changes_no_prediction() -> None:
    generator = np.random.default_rng(11)
    known = [
        roll(1, date(2001, 1, 1), "abcdefgh", age=list(generator.normal(40, 5, 8))),
        roll(2, date(2002, 1, 1), "abcdexyz", age=list(generator.normal(40, 5, 8))),
    ]
    one = [roll(3, date(2004, 1, 1), "abcde", age=[1, 2, 3, 4, 5])]
    other = [roll(3, date(2004, 1, 1), "xyz", age=[90, 90, 90])]
    assert np.array_equal(constant_prediction(known, one), constant_prediction(known, other))
    columns = ("age",)
    assert np.array_equal(
        logistic_prediction(known, one, columns), logistic_prediction(known, other, columns)
    )


def test_sizes_by_hand() -> None:
    """Sizes 10, 20, 10: ratios 2 and 1/2, so that after one round it is 20 or 5."""
    known = [roll(n, date(2000 + n, 1, 1), "abcdefghij" + more) for n, more in enumerate(["", "klmnopqrst"])]
    known.append(roll(2, date(2002, 1, 1), "abcdefghij"))
    drawn = sizes(known, 2, 400, 1)
    assert set(drawn[:, 0]) == {20.0, 5.0}
    assert set(drawn[:, 1]) == {40.0, 10.0, 2.5}


def test_leader_by_hand() -> None:
    # Named in three rounds, kept once of two: (1 + 1/2) / (2 + 1) a round.
    marks = {"a": [1.0, 0.0], "b": [0.0, 1.0]}
    known = [
        roll(0, date(2000, 1, 1), "ab", leader=[np.nan, np.nan]),
        *(roll(n, date(2000 + n, 1, 1), "ab", leader=marks[who]) for n, who in enumerate("abb", 1)),
    ]
    assert leader_stays(known, 2) == pytest.approx([0.5, 0.25])
    with pytest.raises(ValueError, match="leader"):
        leader_stays(known[:1], 2)
