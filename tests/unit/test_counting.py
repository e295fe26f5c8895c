"""Counting: statistics of many histories are those of the histories, in any parts, and go on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from whowhom import read
from whowhom.results import open_results
from whowhom.results.statistics import STATISTICS, counts_of, key_of
from whowhom.simulate import carry_out, counting, plan, tallying
from whowhom.simulate.batch import run_batch
from whowhom.spec.errors import ModelError, ResultError

DOCUMENT = """
title = "A board of mortals"
from = 2000-01-01
until = 2003-01-01
[bodies]
chair = { seats = 1 }
board = { seats = 5 }
[[rules]]
name = "fills"
verb = "draws"
by = "members"
over = "board"
pool = "entrants"
[[rules]]
name = "chairs"
verb = "draws"
by = "members"
over = "chair"
pool = "entrants"
[people]
capacity = 200
[people.entrants]
age = { value = 70.0, unit = "year", source = "identity" }
age_spread = { value = 5.0, unit = "year", source = "identity" }
[[schedule]]
mechanism = "mortality"
[[schedule]]
mechanism = "lot"
[[observe]]
name = "age"
observable = "mean_age"
body = "board"
[[observe]]
name = "head"
observable = "holder"
office = "chair"
[[arms]]
name = "base"
[[arms]]
name = "younger"
interventions = ["younger"]
[interventions.younger]
label = "younger entrants"
[[interventions.younger.edits]]
set = "people.entrants.age"
to = 50.0
"""

SHARD = 64
"""Histories in a shard of these tests."""


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count in small shards, of two parts each."""
    monkeypatch.setattr(counting, "SHARD", SHARD)
    monkeypatch.setattr(counting, "PILOT", SHARD // 2)
    monkeypatch.setattr(tallying, "PILOT", SHARD // 2)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return the file of the board."""
    path = tmp_path / "mortals.toml"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def decided(document: Path, name: str, histories: int = 8) -> counting.Plan:
    """Return a run with a few whole histories."""
    return plan(read(document), histories=histories, seed=5, out=document.parent / name)


def file_of(document: Path, name: str, arm: str = "base") -> bytes:
    """Return the statistics that a folder holds."""
    return (document.parent / name / key_of(arm)).read_bytes()


def test_statistics_are_those_of_the_histories_themselves(document: Path) -> None:
    run = decided(document, "whole", 150)
    results = carry_out(run)
    done = counting.count(run, 150)
    assert [(one.arm, one.histories, one.narrow) for one in done] == [
        ("base", 150, True),
        ("younger", 150, True),
    ]
    for arm in results.arms.values():
        counts = counts_of(arm)
        whole = arm.array("age").astype(np.float64)
        told = dict(zip(STATISTICS, counts.of("age")[:, :, 0], strict=True))
        assert np.allclose(told["mean"], whole.mean(axis=0), rtol=1e-12)
        assert np.allclose(told["deviation"], whole.std(axis=0, ddof=1), rtol=1e-9, atol=1e-12)
        assert np.allclose(told["error"], told["deviation"] / np.sqrt(150))
        assert np.array_equal(told["lowest"], whole.min(axis=0))
        assert np.array_equal(told["highest"], whole.max(axis=0))
        bin_width = counts.arrays["width"][:, 0]
        for level, name in ((0.05, "q05"), (0.25, "q25"), (0.5, "median"), (0.75, "q75"), (0.95, "q95")):
            near = np.quantile(whole, level, axis=0, method="inverted_cdf")
            assert (np.abs(told[name] - near) <= bin_width + 1e-9).all()
        head = arm.array("head")
        for month in (0, 20, 36):
            people, seen = np.unique(head[:, month], return_counts=True)
            assert np.allclose(counts.persons("head")[month][people.astype(int)], seen / 150)


def test_threads_and_stops_change_no_bit(document: Path) -> None:
    counting.count(decided(document, "one"), 150, threads=1)
    counting.count(decided(document, "two"), 150, threads=2)
    assert file_of(document, "one") == file_of(document, "two")

    class StopError(Exception):
        pass

    def stop(arm: str, done: int, total: int) -> None:
        if done == SHARD:
            raise StopError

    with pytest.raises(StopError):
        counting.count(decided(document, "stopped"), 150, progress=stop)
    assert not (document.parent / "stopped" / key_of("base")).exists()
    counting.count(decided(document, "stopped"), 150)
    assert file_of(document, "stopped") == file_of(document, "one")
    assert file_of(document, "stopped", "younger") == file_of(document, "one", "younger")


def test_a_longer_count_goes_on_from_a_shorter_one(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counting.count(decided(document, "once"), 150)
    counting.count(decided(document, "twice"), 100)
    begun = []
    simulate_shard = counting.tally_of
    monkeypatch.setattr(counting, "tally_of", lambda *given: begun.append(given[2]) or simulate_shard(*given))
    counting.count(decided(document, "twice"), 150)
    assert begun == [64, 128, 64, 128]  # of each arm, its second and third shard
    assert file_of(document, "twice") == file_of(document, "once")
    begun.clear()
    counting.count(decided(document, "twice"), 150)
    assert begun == []  # the same one is there
    counting.count(decided(document, "twice"), 100)
    assert begun == [0, 64, 0, 64]  # a shorter one begins anew
    begun.clear()
    counting.count(decided(document, "twice"), 150)
    assert begun == [128, 128]  # and leaves the whole shards of the longer one
    assert file_of(document, "twice") == file_of(document, "once")


def test_another_seed_does_not_go_on_with_it(document: Path) -> None:
    counting.count(decided(document, "other"), SHARD)
    other = plan(read(document), histories=8, seed=6, out=document.parent / "other")
    counting.count(other, SHARD)
    counting.count(plan(read(document), histories=8, seed=6, out=document.parent / "fresh"), SHARD)
    assert file_of(document, "other") == file_of(document, "fresh")


def test_a_count_ends_once_it_is_narrow_enough(document: Path) -> None:
    run = decided(document, "precise")
    base, younger = counting.count(run, 20 * SHARD, precision=0.06)
    assert base.narrow and younger.narrow and base.widest is not None
    assert base.histories in (SHARD, 2 * SHARD, 4 * SHARD, 8 * SHARD, 16 * SHARD)
    assert base.widest.half <= 0.06
    wide, _ = counting.count(decided(document, "wide"), base.histories // 2, precision=0.06)
    assert not wide.narrow and wide.widest is not None and wide.widest.half > 0.06
    again = counting.count(run, 20 * SHARD, precision=0.06)
    assert again[0].histories == base.histories
    looser, _ = counting.count(run, 20 * SHARD, precision=0.5)
    assert looser.histories == SHARD and looser.narrow


def test_the_widest_interval_is_that_of_the_office(document: Path) -> None:
    (base, _) = counting.count(decided(document, "widest"), SHARD)
    results = open_results_of(document, "widest")
    shares = counts_of(results["base"]).persons("head").max(axis=1)
    assert base.widest is not None and base.widest.name == "head"
    assert (
        1.96 * np.sqrt(0.25 / SHARD)
        >= base.widest.half
        > 0.5 * 1.96 * np.sqrt(shares.min() * (1 - shares.max()) / SHARD)
    )


def open_results_of(document: Path, name: str):  # type: ignore[no-untyped-def]
    """Return the results of a run with a few whole histories beside its statistics."""
    carry_out(decided(document, name))
    return open_results(document.parent / name)


def test_what_is_not_there_is_told_in_one_line(document: Path) -> None:
    results = open_results_of(document, "lines")
    with pytest.raises(ResultError, match="has no statistics; expected a run with --statistics"):
        counts_of(results["base"])
    counting.count(decided(document, "lines"), SHARD)
    counts = counts_of(results["base"])
    with pytest.raises(ResultError, match=r"'agee'; expected .*did you mean"):
        counts.of("agee")
    with pytest.raises(ResultError, match="no office 'age'; expected"):
        counts.persons("age")
    with pytest.raises(ResultError, match="found the month 1999-01; expected 2000-01 to 2003-01"):
        counts.holders("head", "1999-01")


def test_frames_and_datasets_name_what_they_hold(document: Path) -> None:
    results = open_results_of(document, "frames")
    counting.count(decided(document, "frames"), SHARD)
    counts = counts_of(results["base"])
    dataset = counts.to_xarray()
    assert dataset["age"].dims == ("statistic", "month") and dataset.attrs["histories"] == SHARD
    assert float(dataset["age"].sel(statistic="median", month="2001-06-01")) > 60
    frame = counts.to_pandas()
    assert list(frame.columns) == ["quantity", "month", *STATISTICS] and len(frame) == 37
    told = counts.holders("head", "2000-01")
    assert told.sum() == pytest.approx(1.0) and (told.to_numpy()[:-1] >= told.to_numpy()[1:]).all()


@pytest.mark.parametrize("kept", [b"", b"garbage", "half"])
def test_what_cannot_be_read_is_counted_again(document: Path, kept: bytes | str) -> None:
    counting.count(decided(document, "whole"), 150)
    counting.count(decided(document, "damaged"), 100)
    folder = document.parent / "damaged"
    for path in (folder / "progress" / "base.statistics", folder / key_of("base")):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] if isinstance(kept, str) else kept)
    with pytest.raises(ResultError, match="cut off or damaged"):
        counts_of(open_results_of(document, "damaged")["base"])
    counting.count(decided(document, "damaged"), 150)
    assert file_of(document, "damaged") == file_of(document, "whole")


def test_what_cannot_be_counted_is_told_in_one_line(document: Path) -> None:
    with pytest.raises(ModelError, match="statistics: found 0; expected 1 or more"):
        counting.count(decided(document, "none"), 0)
    text = DOCUMENT.split("[[observe]]", maxsplit=1)[0] + "[[arms]]" + DOCUMENT.split("[[arms]]", 1)[1]
    document.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="an arm that records nothing"):
        counting.count(decided(document, "nothing"), 100, precision=0.1)


class Backwards:
    """A scheduler that answers the last part first."""

    def batch(self, model, histories, seed, values):  # type: ignore[no-untyped-def]
        """Return what histories recorded."""
        return run_batch(model, histories, seed=seed, values=values)

    def tallies(self, work, bins, parts):  # type: ignore[no-untyped-def]
        """Give the tallies of parts in the wrong order."""
        for place in reversed(range(len(parts))):
            yield place, counting.tally_of(work, bins, *parts[place], 1)


@pytest.mark.parametrize("precision", [None, 0.09])
def test_whoever_counts_in_whatever_order_gives_the_same_bits(
    document: Path, precision: float | None
) -> None:
    here = counting.count(decided(document, "here"), 300, precision=precision)
    there = counting.count(decided(document, "there"), 300, precision=precision, scheduler=Backwards())
    assert here == there
    assert file_of(document, "here") == file_of(document, "there")
