"""Arms with fewer histories than others: the first ones, paired with those of the base."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from whowhom import read, simulate
from whowhom.report.evidence import Evidence

DOCUMENT = """
title = "Two arms"
from = 2000-01-01
until = 2004-01-01
[bodies]
board = { seats = 9 }
[[rules]]
name = "fills"
verb = "draws"
by = "members"
over = "board"
pool = "entrants"
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


def test_an_arm_may_have_the_first_histories_only(tmp_path: Path) -> None:
    path = tmp_path / "two.toml"
    path.write_text(DOCUMENT, encoding="utf-8")
    results = simulate(read(path), histories=300, seed=1, out=tmp_path / "run")
    assert results["base"].array("age").shape[0] == 300
    assert results["younger"].array("age").shape[0] == 5
    base, younger = Evidence(results).together(["base", "younger"])
    assert base.array("age").shape == younger.array("age").shape == (5, 49)
    assert np.array_equal(base.array("age"), results["base"].array("age")[:5])
    assert (younger.array("age")[:, -1] < base.array("age")[:, -1]).all()


def test_a_stopped_run_counts_what_is_there(tmp_path: Path) -> None:
    from whowhom.simulate import carry_out, histories_there, plan

    path = tmp_path / "two.toml"
    path.write_text(DOCUMENT, encoding="utf-8")
    decided = plan(read(path), histories=300, seed=1, out=tmp_path / "run")
    assert histories_there(decided) == 0
    carry_out(decided)
    assert histories_there(decided) == 305
