"""Two sides, three ways: the chain of counts, the enumerated mechanisms, and the simulation say the same.

The organisations beside this file fill, purge, pack, draw and end terms in every way that the two-sided
mechanisms know. For every month and body the law of the seats that the chief's side holds is compared:
counts against the enumeration of the compiled mechanisms to 1e-12, and both against 40,000 histories by exact
binomial tails, with a false alarm of 1e-6 over the whole file (Bonferroni).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from whowhom.build import Model, build
from whowhom.exact.chain import Chain, chain
from whowhom.exact.counts.chain import CountChain
from whowhom.exact.counts.moves import OURS
from whowhom.simulate.batch import run_batch
from whowhom.spec.toml import read

ORGANISATIONS = sorted((Path(__file__).parent / "two_sided").glob("*.toml"))
HISTORIES = 40_000
SEED = 1787
FALSE_ALARM = 1e-6
UNREAD = (
    "seats.terms",
    "seats.chosen_by",
    "seats.since",
    "seats.previous",
    "seats.served",
    "people.born",
    "people.standing",
)
"""Arrays that none of these organisations reads; the comparison would find a lie."""
Laws = list[dict[str, NDArray[np.float64]]]
"""For each month and body, the chances of 0, 1, .. seats of the chief's side."""


@cache
def model_of(path: Path) -> Model:
    return build(read(path))


def laws_by_counts(model: Model) -> Laws:
    """Follow the counts and add up the combinations with as many seats of the chief's side."""
    counts = CountChain(model)
    spread = counts.start()
    laws: Laws = []
    for month in range(model.months + 1):
        if month:
            counts.acts.month(spread, month)
        assert abs(spread.mass.sum() - 1.0) < 1e-12
        laws.append({})
        for item in model.recorded:
            held = np.zeros([1] * spread.mass.ndim, np.int64)
            for number, kind in enumerate(counts.kinds):
                if item.arguments[0] in [body for body, _ in kind.votes]:
                    along = [-1 if axis == number else 1 for axis in range(spread.mass.ndim)]
                    held = held + spread.axes[number][:, OURS].reshape(along)
            seats = np.broadcast_to(held, spread.mass.shape).reshape(-1)
            laws[month][item.name] = np.bincount(seats, spread.mass.reshape(-1), minlength=10)
    return laws


@cache
def counted(path: Path) -> Laws:
    return laws_by_counts(model_of(path))


@cache
def enumerated(path: Path) -> Chain:
    return chain(model_of(path), frozen=UNREAD)


@cache
def simulated(path: Path) -> NDArray[np.float32]:
    batch = run_batch(model_of(path), np.arange(HISTORIES), seed=SEED, from_priors=False)
    assert not batch.faults[:, 0].any()
    return batch.output


def tail(seen: int, probability: float) -> float:
    """Return the two-sided exact binomial p-value, twice the smaller tail."""
    low, high = binom.cdf(seen, HISTORIES, probability), binom.sf(seen - 1, HISTORIES, probability)
    return float(min(1.0, 2.0 * min(low, high)))


def compare(laws: Laws, output: NDArray[np.float32], model: Model) -> tuple[float, int]:
    """Return the smallest p-value of frequencies under the laws, and how many values were compared."""
    smallest, tests = 1.0, 0
    for month, by_body in enumerate(laws):
        for column, item in enumerate(model.recorded):
            for seats, probability in enumerate(np.clip(by_body[item.name], 0.0, 1.0)):
                seen = int((output[:, month, column] == seats).sum())
                if probability in (0.0, 1.0):
                    assert seen == HISTORIES * probability, f"{item.name}, month {month}: {seats} seats"
                    continue
                tests += 1
                smallest = min(smallest, tail(seen, probability))
    return smallest, tests


def test_there_are_enough_of_them_and_they_differ() -> None:
    """Every mechanism of two sides and every verb that it knows stands in one of the documents."""
    assert len(ORGANISATIONS) >= 10
    models = [model_of(path) for path in ORGANISATIONS]
    used = {entry.mechanism.name for model in models for entry in model.entries}
    assert used >= {"departure", "tenure", "party_purge", "party_packing", "lot", "party_line", "ex_officio"}
    verbs = {rule.verb.value for model in models for rule in model.scenario.rules}
    assert verbs >= {"appoints", "elects", "confirms", "vetoes", "coopts", "proposes", "draws"}
    assert verbs >= {"ex_officio", "expels", "enlarges"}


@pytest.mark.parametrize("path", ORGANISATIONS, ids=lambda path: path.stem)
def test_counts_agree_with_the_enumerated_mechanisms(path: Path) -> None:
    laws, exact = counted(path), enumerated(path)
    assert exact.residual < 1e-12
    assert float(exact.faulted()[-1]) == 0.0
    largest = 0.0
    for month, by_body in enumerate(laws):
        for name, law in by_body.items():
            values, chances = exact.law(name, month)
            told = np.zeros(law.size)
            told[values.astype(int)] = chances
            largest = max(largest, float(np.abs(told - law).max()))
    print(f"{path.stem}: {max(exact.states)} states of persons, largest difference {largest:.1e}")
    assert largest < 1e-12


@pytest.mark.parametrize("path", ORGANISATIONS, ids=lambda path: path.stem)
def test_frequencies_agree_with_the_counts(path: Path) -> None:
    smallest, tests = compare(counted(path), simulated(path), model_of(path))
    assert tests > 0
    print(f"{path.stem}: {tests} values, p min {smallest:.2g}")
    assert smallest > FALSE_ALARM / (tests * len(ORGANISATIONS))


@pytest.mark.parametrize("path", ORGANISATIONS, ids=lambda path: path.stem)
def test_something_is_at_stake(path: Path) -> None:
    """In every document some law is spread in the last month: an organisation at rest tests nothing."""
    last = counted(path)[-1]
    assert max(1.0 - float(law.max()) for law in last.values()) > 0.05


def test_the_comparison_finds_another_loyalty(tmp_path: Path) -> None:
    """The comparison must be able to fail: a loyalty of 0.78 instead of 0.8 is found."""
    path = next(path for path in ORGANISATIONS if path.stem == "coopting")
    text = path.read_text(encoding="utf-8")
    assert "loyalty = { value = 0.8," in text
    other = tmp_path / "coopting.toml"
    other.write_text(text.replace("loyalty = { value = 0.8,", "loyalty = { value = 0.78,"), encoding="utf-8")
    smallest, tests = compare(laws_by_counts(build(read(other))), simulated(path), model_of(path))
    assert smallest < FALSE_ALARM / (tests * len(ORGANISATIONS))
