"""A model that ends earlier or records less gives the same histories."""

from __future__ import annotations

import numpy as np
import pytest

import whowhom as ww
from whowhom.build.horizon import ending, recording
from whowhom.simulate import run_batch


def test_shorter_histories_are_the_beginning_of_whole_ones() -> None:
    """Bit for bit, recorded numbers and holders alike."""
    model = ww.build(ww.read("soviet_party"))
    histories = np.arange(3)
    whole = run_batch(model, histories, seed=5)
    short = ending(model, "1925-12")
    found = run_batch(short, histories, seed=5)
    assert found.output.shape[1] == short.months + 1 == len(short.month_labels)
    np.testing.assert_array_equal(found.output, whole.output[:, : short.months + 1])
    np.testing.assert_array_equal(found.snapshots, whole.snapshots[:, : len(short.snapshot_months)])
    np.testing.assert_array_equal(found.values, whole.values)


def test_recording_less_changes_nothing_of_what_is_recorded() -> None:
    """The entries asked for, in the order of the document."""
    model = ww.build(ww.read("soviet_party"))
    names = [item.name for item in model.recorded]
    wanted = {names[-1], names[1]}
    less = recording(model, wanted)
    histories = np.arange(2)
    whole, found = run_batch(model, histories, seed=5), run_batch(less, histories, seed=5)
    edges = np.concatenate([[0], np.cumsum([item.width for item in model.recorded])])
    columns = np.concatenate([np.arange(edges[k], edges[k + 1]) for k in (1, len(names) - 1)])
    np.testing.assert_array_equal(found.output, whole.output[:, :, columns])


def test_mistakes_are_told_with_what_is_there() -> None:
    """A month that is not reached, an entry that is not recorded."""
    model = ww.build(ww.read("soviet_party"))
    with pytest.raises(ww.ModelError, match='found "1999-01"; expected one from 1921-03'):
        ending(model, "1999-01")
    with pytest.raises(ww.ModelError, match=f'did you mean "{model.recorded[0].name}"'):
        recording(model, [model.recorded[0].name[:-1] + "z"])
