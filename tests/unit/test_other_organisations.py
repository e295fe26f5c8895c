"""A one-party state and a trade union under the same mechanisms: they run, and rules act as they must.

Arms share their chance with the base, history by history: differences are paired. Each sign is asked of 64
histories at point values with 5 standard errors (3e-7 by chance); a rule that did nothing would fail.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from whowhom.build import Model, build
from whowhom.simulate.batch import run_batch
from whowhom.spec.toml import read

HISTORIES = 64
MEXICO, UNION = "mexico_pri", "teamsters"
NAMES = (MEXICO, UNION)
FIRST_CHANGE = {
    (MEXICO, "re_election"): "1951-10",
    (MEXICO, "no_removal"): "1952-12",
    (MEXICO, "no_police"): "1968-07",
    (MEXICO, "troubles"): "1968-07",
    (MEXICO, "regional_succession"): "1951-10",
    (UNION, "no_trusteeship"): "1961-07",
    (UNION, "no_slate"): "1961-07",
    (UNION, "no_cooptation"): "1961-07",
    (UNION, "early_decree"): "1961-07",
    (UNION, "no_decree"): "1989-03",
    (UNION, "term_limit"): "1961-07",
}
"""The month of the first act of each changed rule, from the documents."""


@cache
def run_of(name: str, *interventions: str) -> tuple[Model, NDArray[np.float32]]:
    """Return the model and its output at point values, without faults."""
    scenario = read(name)
    model = build(scenario.edit(*interventions) if interventions else scenario)
    batch = run_batch(model, np.arange(HISTORIES), seed=1924, from_priors=False)
    assert not batch.faults[:, 0].any()
    return model, batch.output


def at(what: str, month: str, name: str, *interventions: str, part: int = 0) -> NDArray[np.float64]:
    """Return one recorded quantity of a month over histories."""
    model, output = run_of(name, *interventions)
    column = model.plan.first_output[[item.name for item in model.recorded].index(what)] + part
    return output[:, model.month_labels.index(month), column].astype(np.float64)


def surely_more(more: NDArray[np.float64], less: NDArray[np.float64]) -> bool:
    """Return whether the paired mean difference is above 5 standard errors."""
    gain = more - less
    return bool(gain.mean() > 5 * gain.std(ddof=1) / np.sqrt(gain.size) and gain.mean() > 0)


@pytest.mark.parametrize("name", NAMES)
def test_numbers_from_priors_raise_no_fault(name: str) -> None:
    model = build(read(name))
    batch = run_batch(model, np.arange(HISTORIES), seed=1924)
    assert not batch.faults[:, 0].any()
    assert np.isfinite(batch.output).all()


def test_every_intervention_is_asked() -> None:
    assert {(name, key) for name in NAMES for key in read(name).interventions} == set(FIRST_CHANGE)


@pytest.mark.parametrize(("name", "intervention"), FIRST_CHANGE)
def test_an_intervention_acts_from_its_date_and_not_before(name: str, intervention: str) -> None:
    model, base = run_of(name)
    _, other = run_of(name, intervention)
    first = model.month_labels.index(FIRST_CHANGE[name, intervention])
    assert base[:, :first].tobytes() == other[:, :first].tobytes()
    assert base.tobytes() != other.tobytes()


def test_a_new_president_starts_again_and_one_who_stays_does_not() -> None:
    """Staggered terms of six years, 32 of them: in a full term all fall vacant once and are filled by him.

    A month after the change nearly all governors are his predecessor's; five years later they are his.
    """
    following = [at("governors_following", month, MEXICO) for month in ("1951-12", "1953-02", "1957-12")]
    assert surely_more(following[0], following[1])
    assert surely_more(following[2], following[1])
    stays = at("governors_following", "1953-02", MEXICO, "re_election")
    assert surely_more(stays, following[1])


def test_without_re_election_there_are_more_presidents_and_less_personal_rule() -> None:
    """Six-year terms from December 1952 to 1994 make at least eight changes, whoever dies."""
    changes = []
    for interventions in ((), ("re_election",)):
        model, output = run_of(MEXICO, *interventions)
        column = model.plan.first_output[[item.name for item in model.recorded].index("president")]
        holder = output[:, :, column]
        changes.append(((holder[:, 1:] != holder[:, :-1]) & (holder[:, 1:] >= 0)).sum(axis=1))
    assert changes[0].min() >= 8
    assert surely_more(changes[0].astype(float), changes[1].astype(float))
    assert surely_more(
        at("personal_rule", "1995-01", MEXICO, "re_election"),
        at("personal_rule", "1995-01", MEXICO),
    )


def test_removal_brings_a_president_his_governors_sooner() -> None:
    base = at("governors_following", "1953-12", MEXICO)
    assert surely_more(base, at("governors_following", "1953-12", MEXICO, "no_removal"))


def test_trouble_feeds_the_police_and_without_police_the_prisons_empty() -> None:
    quiet = at("prisoners", "1971-11", MEXICO)
    assert surely_more(at("police", "1971-11", MEXICO, "troubles"), at("police", "1971-11", MEXICO))
    troubled = at("prisoners", "1971-11", MEXICO, "troubles")
    assert surely_more(troubled, quiet)
    assert surely_more(troubled, at("prisoners", "1971-11", MEXICO, "troubles", "no_police"))


def test_trustees_and_the_slate_make_followers() -> None:
    heads, board = (
        at("heads_following", "1986-06", UNION),
        at("board_following", "1986-06", UNION),
    )
    assert surely_more(heads, at("heads_following", "1986-06", UNION, "no_trusteeship"))
    assert surely_more(board, at("board_following", "1986-06", UNION, "no_trusteeship"))
    assert surely_more(board, at("board_following", "1986-06", UNION, "no_slate"))


def test_a_board_that_may_not_fill_itself_is_smaller_between_conventions() -> None:
    held = at("board_held", "1989-05", UNION)
    assert surely_more(held, at("board_held", "1989-05", UNION, "no_cooptation"))


def test_the_board_is_never_empty_after_the_first_convention() -> None:
    model, output = run_of(UNION)
    column = model.plan.first_output[[item.name for item in model.recorded].index("board_held")]
    first = model.month_labels.index("1957-10")
    assert (output[:, first:, column] >= 12).all()


def test_supervised_elections_send_more_challengers_to_the_convention() -> None:
    """Delegates of the challenger are the second of the two numbers."""
    closed = at("delegates", "1991-06", UNION, "no_decree", part=1)
    assert surely_more(at("delegates", "1991-06", UNION, part=1), closed)
    early = at("delegates", "1986-06", UNION, "early_decree", part=1)
    assert surely_more(early, at("delegates", "1986-06", UNION, part=1))


def test_tiers_alone_push_a_minority_down() -> None:
    """A third of the members (64 less 30 percent): in districts a share below half falls at each tier."""
    shares = [at("tier_share", "1957-10", UNION, part=tier) for tier in range(4)]
    assert all(surely_more(lower, upper) for lower, upper in pairwise(shares))
