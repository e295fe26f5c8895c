"""Tallies against NumPy on made-up histories: moments, quantiles, holders, merging, plain Python."""

from __future__ import annotations

import numpy as np
import pytest

from whowhom.core.tally import (
    BINS,
    Bins,
    Tally,
    add_faults,
    add_numbers,
    add_offices,
    bins_of,
    empty_tally,
    merge,
)

HISTORIES, MONTHS, PEOPLE = 400, 3, 7


def made_up(seed: int = 1) -> np.ndarray:
    """Return (H, T, 4): a normal number, a whole one, a share that is mostly 0, and one that half lack."""
    chance = np.random.default_rng(seed)
    shape = HISTORIES, MONTHS
    numbers = np.stack(
        [
            chance.normal(50, 3, shape),
            chance.integers(-2, 9, shape),
            np.where(chance.random(shape) < 0.8, 0, chance.random(shape)),
            np.where(chance.random(shape) < 0.5, np.nan, chance.normal(0, 1, shape)),
        ],
        axis=2,
    )
    return numbers.astype(np.float32)


def tallied(output: np.ndarray, bins: Bins, sound: np.ndarray | None = None, adding: object = None) -> Tally:
    """Return the tally of some histories."""
    tally = empty_tally(output.shape[1], output.shape[2], 0, PEOPLE)
    counts = np.ones(output.shape[0], np.int8) if sound is None else sound
    (adding or add_numbers)(output, counts, bins, tally, 0, output.shape[1])
    return tally


def test_moments_and_extremes_are_those_of_numpy() -> None:
    output = made_up()
    tally = tallied(output, bins_of(output))
    wide = output.astype(np.float64)
    assert np.array_equal(tally.known, (~np.isnan(output)).sum(axis=0))
    assert np.allclose(tally.mean, np.nanmean(wide, axis=0), rtol=1e-12, atol=1e-12)
    assert np.allclose(tally.square / (tally.known - 1), np.nanvar(wide, axis=0, ddof=1), rtol=1e-10)
    assert np.array_equal(tally.low, np.nanmin(output, axis=0))
    assert np.array_equal(tally.high, np.nanmax(output, axis=0))
    assert np.array_equal(tally.counts.sum(axis=2), tally.known)


def test_every_number_lies_in_the_bin_that_holds_it() -> None:
    output = made_up()
    bins = bins_of(output[:100])
    tally = tallied(output, bins)
    for month in range(MONTHS):
        for i in range(output.shape[2]):
            start, width = bins.start[month, i], bins.width[month, i]
            edges = start + width * np.arange(BINS - 1)
            found = output[:, month, i].astype(np.float64)
            found = found[~np.isnan(found)]
            inner = np.histogram(found, bins=np.concatenate([[-np.inf], edges, [np.inf]]))[0]
            assert np.array_equal(inner, tally.counts[month, i])


def test_bins_hold_the_pilot_with_room_beyond_and_whole_numbers_in_their_middle() -> None:
    output = made_up()
    bins = bins_of(output)
    low, high = np.nanmin(output, axis=0), np.nanmax(output, axis=0)
    end = bins.start + bins.width * (BINS - 2)
    assert (bins.start < low).all() and (end > high).all()
    assert (bins.start < low - 0.45 * (high - low)).all() and (end > high + 0.45 * (high - low)).all()
    assert bins.whole[:, 1].all() and not bins.whole[:, [0, 2, 3]].any()
    assert (bins.width[:, 1] == 1).all() and np.allclose(bins.start[:, 1] % 1, 0.5)
    constant = bins_of(np.full((5, 1, 2), [3.0, 0.25], np.float32))
    assert (constant.width > 0).all() and constant.start[0, 1] < 0.25
    nobody = bins_of(np.full((5, 1, 1), np.nan, np.float32))
    assert np.isfinite(nobody.start).all() and (nobody.width > 0).all()


def test_parts_merged_in_order_are_the_whole() -> None:
    output = made_up()
    bins = bins_of(output)
    whole, parts = tallied(output, bins), tallied(output[:130], bins)
    for part in (output[130:131], output[131:]):
        merge(parts, tallied(part, bins))
    for name in ("known", "low", "high", "counts"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name))
    assert np.allclose(whole.mean, parts.mean, rtol=1e-13, atol=1e-13)
    assert np.allclose(whole.square, parts.square, rtol=1e-11)
    empty = empty_tally(MONTHS, output.shape[2], 0, PEOPLE)
    merge(empty, whole)
    assert all(np.array_equal(a, b) for a, b in zip(empty[:6], whole[:6], strict=True))


def test_months_may_be_shared_among_threads_to_the_same_bits() -> None:
    output = made_up()
    bins = bins_of(output)
    whole = tallied(output, bins)
    parts = empty_tally(MONTHS, output.shape[2], 0, PEOPLE)
    everybody = np.ones(HISTORIES, np.int8)
    for month in (2, 0, 1):
        add_numbers(output, everybody, bins, parts, month, month + 1)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(whole, parts, strict=True))


def test_plain_python_gives_the_same_bits() -> None:
    output = made_up()[:40]
    bins = bins_of(output)
    plain = tallied(output, bins, adding=getattr(add_numbers, "py_func", add_numbers))
    compiled = tallied(output, bins)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(compiled, plain, strict=True))


def test_faulted_histories_count_for_nothing_but_their_faults() -> None:
    output, bins = made_up(), bins_of(made_up())
    tally = empty_tally(MONTHS, output.shape[2], 0, PEOPLE)
    faults = np.zeros(HISTORIES, np.int64)
    faults[3], faults[5] = 4, 6
    sound = add_faults(faults, tally)
    assert (tally.sound[0], tally.faulted[0]) == (HISTORIES - 2, 2)
    add_numbers(output, sound, bins, tally, 0, MONTHS)
    kept = np.delete(output, [3, 5], axis=0).astype(np.float64)
    assert np.allclose(tally.mean, np.nanmean(kept, axis=0), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("person", [-1, 0, PEOPLE - 1])
def test_offices_are_counted_by_person_and_nobody_first(person: int) -> None:
    output = np.full((4, 1, 2), person, np.float32)
    output[0, 0, 1] = 2
    tally = empty_tally(1, 2, 1, PEOPLE)
    sound = np.array([1, 1, 1, 0], np.int8)
    add_offices(output, sound, np.array([1]), tally, 0, 1)
    assert (tally.persons[0, 0, person + 1], tally.persons[0, 0, 3], tally.persons.sum()) == (2, 1, 3)
