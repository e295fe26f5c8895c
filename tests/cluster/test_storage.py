"""A results folder holds what Zarr itself would write, each file whole or not at all, wherever it lies."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest
import zarr

import whowhom as ww
from whowhom.build import build
from whowhom.build.model import Model
from whowhom.results import storage as module
from whowhom.results.folder import STORE
from whowhom.results.storage import UNFINISHED, LocalStorage, storage_at
from whowhom.simulate import run_batch, store
from whowhom.simulate.arrays import SHARD, arrays_of, made_files, root_file, shard_files
from whowhom.spec.errors import ModelError, ResultError

DOCUMENT = """
title = "A council with minutes"
from = 2000-01-01
until = 2002-01-01
snapshots = [2001-01-01]
[bodies]
council = { seats = 3 }
[[rules]]
name = "fills"
verb = "draws"
by = "members"
over = "council"
pool = "entrants"
[people.entrants]
age = { value = 70.0, unit = "year", source = "identity" }
age_spread = { value = 5.0, unit = "year", source = "identity" }
[[schedule]]
mechanism = "mortality"
multiplier = { value = 1, unit = "1", source = "assumption", prior = "lognormal(1, 0.2)" }
[[schedule]]
mechanism = "lot"
[[observe]]
name = "age"
observable = "mean_age"
body = "council"
[[arms]]
name = "base"
[[arms]]
name = "younger"
interventions = ["younger"]
most = 5
[interventions.younger]
label = "younger entrants"
[[interventions.younger.edits]]
set = "people.entrants.age"
to = 50.0
"""
HISTORIES = SHARD + 20


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a small organisation with two arms."""
    path = tmp_path_factory.mktemp("document") / "council.toml"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def model(document: Path) -> Model:
    """Return its model."""
    return build(ww.read(document))


def files_below(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def written_by_zarr(folder: Path, model: Model, found: dict[str, np.ndarray]) -> dict[str, bytes]:
    """Return the files of an arm as Zarr writes them when it is given the same arrays."""
    group = zarr.open_group(str(folder), mode="w").create_group("base")
    for title, axes, shape, kind, attributes in arrays_of(model, HISTORIES):
        rows = min(SHARD, shape[0]) if axes[0] == "history" else shape[0]
        chunks = tuple(max(1, length) for length in (rows, *shape[1:]))
        made = group.create_array(
            name=title,
            shape=shape,
            chunks=chunks,
            dtype=kind,
            dimension_names=axes,
            attributes=attributes,
            fill_value=0,
        )
        made[...] = found[title]
    return files_below(folder)


def test_files_are_those_that_zarr_writes(model: Model, tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "ours")
    storage.write(*root_file())
    storage.write_all(made_files("base", model, HISTORIES))
    for shard, first in enumerate(range(0, HISTORIES, SHARD)):
        batch = run_batch(model, np.arange(first, min(first + SHARD, HISTORIES)), seed=3)
        storage.write_all(shard_files("base", model, HISTORIES, shard, batch))
    ours = files_below(tmp_path / "ours" / STORE)
    group = zarr.open_group(str(tmp_path / "ours" / STORE), mode="r")["base"]
    theirs = written_by_zarr(tmp_path / "theirs", model, {name: item[...] for name, item in group.arrays()})
    assert set(ours) == set(theirs)
    for key, data in theirs.items():
        if key.endswith("zarr.json"):
            node = json.loads(ours[key])
            node.pop("consolidated_metadata", None)
            assert node == json.loads(data), key
        else:
            assert ours[key] == data, key


def test_what_an_arm_holds_is_told_once_for_all_arrays(document: Path, tmp_path: Path) -> None:
    results = ww.simulate(ww.read(document), histories=3, seed=1, out=tmp_path / "r")
    told = json.loads((tmp_path / "r" / STORE / "base" / "zarr.json").read_bytes())
    nodes = told["consolidated_metadata"]["metadata"]
    for title, node in nodes.items():
        assert json.loads((tmp_path / "r" / STORE / "base" / title / "zarr.json").read_bytes()) == node
    assert set(nodes) == set(results["base"].group.array_keys())
    assert not (tmp_path / "r" / UNFINISHED).exists()


def test_a_folder_of_an_earlier_version_is_read_and_gone_on_with(document: Path, tmp_path: Path) -> None:
    results = ww.simulate(ww.read(document), histories=3, seed=1, out=tmp_path / "r")
    before = results["base"].array("age")
    path = tmp_path / "r" / STORE / "base" / "zarr.json"
    node = json.loads(path.read_bytes())
    del node["consolidated_metadata"]
    path.write_text(json.dumps(node), encoding="utf-8")
    found = ww.open_results(tmp_path / "r")["base"]
    assert np.array_equal(found.to_xarray()["age"], before)
    (tmp_path / "r" / STORE / "base" / "fault" / "zarr.json").unlink()
    manifest = tmp_path / "r" / "manifest.json"
    told = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps({**told, "complete": False}), encoding="utf-8")
    (tmp_path / "r" / "progress" / "base-0").unlink()
    again = ww.simulate(ww.read(document), histories=3, seed=1, out=tmp_path / "r")["base"]
    assert np.array_equal(again.array("age"), before)
    assert again.array("fault").shape == (3,)


def test_the_same_bytes_lie_in_an_object_store(document: Path, tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="needs the extra cluster")
    address = f"memory://{tmp_path.name}/run"
    scenario = ww.read(document)
    here = ww.simulate(scenario, histories=HISTORIES, seed=1, out=tmp_path / "r")
    there = ww.simulate(scenario, histories=HISTORIES, seed=1, out=address)
    files = fsspec.filesystem("memory")
    root = f"/{tmp_path.name}/run"
    stored = {path.removeprefix(f"{root}/"): files.cat_file(path) for path in files.find(root)}
    ours = files_below(tmp_path / "r")
    assert stored.keys() == ours.keys()
    assert all(stored[key] == ours[key] for key in ours if key != "manifest.json")
    assert there.folder == address
    opened = ww.open_results(address)
    assert np.array_equal(opened["base"].array("age"), here["base"].array("age"))
    assert opened["base"].to_xarray().identical(here["base"].to_xarray())
    with pytest.raises(ResultError, match=r"has no array 'aeg'.*did you mean"):
        opened["base"].array("aeg")


def test_a_file_address_is_its_folder(tmp_path: Path) -> None:
    assert storage_at(f"file://{tmp_path}/r").address == tmp_path / "r"
    with pytest.raises(ResultError, match="nosuch"):
        storage_at("nosuch://place/r")


def test_a_writer_killed_in_the_middle_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = LocalStorage(tmp_path)
    storage.write("a/b", b"old")

    def killed(path: str, data: bytes) -> None:
        Path(path).write_bytes(data[: len(data) // 2])
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        storage.write("a/b", b"new and longer")
    assert storage.read("a/b") == b"old"
    assert storage.names("a") == ["b"]
    storage.tidy()
    assert storage.names("") == ["a"]


def test_a_full_disk_is_one_line_and_the_run_goes_on(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = ww.read(document)
    whole = ww.simulate(scenario, histories=HISTORIES, seed=1, out=tmp_path / "whole")
    write = module.put

    def filling(path: str, data: bytes) -> None:
        if (tmp_path / "r" / "progress" / "base-0").exists():
            write(path, data[:1])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(path, data)

    monkeypatch.setattr(module, "put", filling)
    with pytest.raises(ResultError, match="no space left on device; what is finished is kept"):
        ww.simulate(scenario, histories=HISTORIES, seed=1, out=tmp_path / "r")
    monkeypatch.undo()
    kept = store.marks(LocalStorage(tmp_path / "r"))
    assert kept == {"base-0"}
    ww.simulate(scenario, histories=HISTORIES, seed=1, out=tmp_path / "r")
    assert files_below(tmp_path / "r" / STORE) == files_below(Path(whole.folder) / STORE)


def test_only_the_arms_that_are_asked_for_are_run(document: Path, tmp_path: Path) -> None:
    scenario = ww.read(document)
    whole = ww.simulate(scenario, histories=8, seed=1, out=tmp_path / "whole")
    one = ww.simulate(scenario, histories=8, seed=1, arms=["younger"], out=tmp_path / "one")
    assert list(one.arms) == ["younger"]
    assert one.manifest["identity"] != whole.manifest["identity"]
    assert np.array_equal(one["younger"].array("age"), whole["younger"].array("age"))
    with pytest.raises(ModelError, match='arms: found "yonger"; expected one of base, younger; did you mean'):
        ww.simulate(scenario, histories=8, seed=1, arms=["yonger"], out=tmp_path / "none")
    with pytest.raises(ModelError, match="arms: found interventions besides"):
        ww.simulate(scenario, histories=8, seed=1, arms=["base"], interventions=["younger"])
