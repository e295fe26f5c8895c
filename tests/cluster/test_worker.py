"""What a worker is given and refuses: other sources, a folder that it does not see, what is done already."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import whowhom as ww
from whowhom.build import build
from whowhom.results.folder import STORE
from whowhom.results.storage import LocalStorage
from whowhom.simulate import plan, run_batch, store, worker
from whowhom.simulate.planning import Work
from whowhom.simulate.travel import packed, unpacked
from whowhom.spec.errors import ModelError


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    """Return the base of a small run."""
    decided = plan(ww.read("conclave"), histories=20, seed=1, arms=["base"])
    return decided.work(decided.versions[0])


def test_a_model_travels_to_the_same_bits(work: Work) -> None:
    there = pickle.loads(pickle.dumps(packed(work, work.model)))
    other = unpacked(there)
    histories = np.arange(4)
    one = run_batch(work.model, histories, seed=1, values=work.values(histories))
    two = run_batch(other.model, histories, seed=1, values=other.values(histories))
    assert one.output.tobytes() == two.output.tobytes()
    assert one.values.tobytes() == two.values.tobytes()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("the shared sources of whowhom", r"[0-9a-f]+"),
        ("mechanism mortality", r"[0-9a-f]+"),
        ("mechanism of_my_own", "none"),
        ("observable of_my_own", "none"),
        ("numpy", r"[0-9.]+"),
    ],
)
def test_other_sources_are_one_line(work: Work, name: str, found: str) -> None:
    parcel = packed(work, work.model)
    other = replace(parcel, digest="other", sources={**parcel.sources, name: "1.0-other"})
    with pytest.raises(ModelError, match=rf"^{name}: found {found}; expected 1\.0-other, .*install the same"):
        unpacked(other)
    answer = worker.part_of_batch(other, np.arange(2), 1, work.values(np.arange(2)))
    assert isinstance(answer, worker.Refused)
    assert "\n" not in answer


def test_a_folder_that_a_worker_does_not_see_is_one_line(work: Work, tmp_path: Path) -> None:
    answer = worker.shard_of_run(packed(work, work.model), 0, tmp_path / "elsewhere", "progress/.client-1")
    assert answer == (
        f"{tmp_path}/elsewhere: a worker does not see the folder of this run; expected one that all machines "
        "share, or an address in an object store"
    )
    assert isinstance(answer, worker.Refused)
    assert not (tmp_path / "elsewhere").exists()


def test_what_is_marked_is_neither_simulated_nor_written_again(work: Work, tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    storage.write("progress/.client-1", b"")
    parcel = packed(work, work.model)
    assert worker.shard_of_run(parcel, 0, tmp_path, "progress/.client-1") is True
    assert store.marks(storage) - {".client-1"} == {"base-0"}
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert worker.shard_of_run(parcel, 0, tmp_path, "progress/.client-1") is False
    # The client may have gone, and its token with it.
    storage.remove("progress/.client-1")
    assert worker.shard_of_run(parcel, 0, tmp_path, "progress/.client-1") is False
    assert {path: path.stat().st_mtime_ns for path in times if path.exists()} | times == times


def test_a_worker_whose_client_is_done_puts_nothing_back(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = LocalStorage(tmp_path)
    storage.write("progress/.client-1", b"")
    simulate = worker.simulated

    def slow(*given: object, **named: object) -> object:
        batch = simulate(*given, **named)  # type: ignore[arg-type]
        storage.remove("progress/.client-1")
        return batch

    monkeypatch.setattr(worker, "simulated", slow)
    worker.shard_of_run(packed(work, work.model), 0, tmp_path, "progress/.client-1")
    assert storage.names(STORE) == storage.names("progress") == []


def test_a_batch_of_a_worker_is_that_of_a_thread() -> None:
    model = build(ww.read("conclave"))
    here = run_batch(model, np.arange(3), seed=2)
    there = worker.part_of_batch(packed(model, model), np.arange(3), 2, here.values)
    assert not isinstance(there, worker.Refused)
    assert there.output.tobytes() == here.output.tobytes()
