"""The judge from end to end, on worlds in which the truth is known by construction."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.judge.worlds import world

from whowhom.judge.ensemble import BETWEEN, Ensemble, Version
from whowhom.judge.judgement_files import write_judgement
from whowhom.judge.judging import Judgement, judge
from whowhom.measures.asked import asked, measured
from whowhom.measures.recording import of_batch
from whowhom.simulate.batch import run_batch
from whowhom.spec.claim_file import scenario_of

SEED = 11
SURE = np.linspace(0.75, 1.0, 40)
"""Fairness costs him a quarter at least in every draw."""
NOTHING = np.linspace(0.45, 0.55, 40)
"""Fairness costs nobody more than a twentieth."""
PARTED = np.concatenate([np.full(20, 0.5), np.full(20, 1.0)])
"""It costs him half of the posts in half of the draws, and nothing in the others."""


def judged(folder: Path, chances: object, **given: object) -> Judgement:
    """Judge the claim on a world with 128 draws of 16 histories each."""
    claim = world(folder, np.asarray(chances, float).tolist())
    asked_for = {"draws": 128, "each": 16, "turns": False, "seed": SEED, "folder": folder / "judged"} | given
    return judge([claim], **asked_for)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chances", "verdict"),
    [(SURE, "supported"), (NOTHING, "contradicted"), (PARTED, "undetermined")],
    ids=["sure", "nothing", "parted"],
)
def test_the_verdict_is_what_the_world_was_made_to_be(tmp_path: Path, chances: object, verdict: str) -> None:
    found = judged(tmp_path, chances)
    assert found.verdicts == (verdict,)


def test_the_share_is_near_the_one_that_was_put_in(tmp_path: Path) -> None:
    """Half of the draws have an effect of a half, half have none: the share is a half, and so it says."""
    one = judged(tmp_path, PARTED).judged[0]
    assert one.share.low < 0.5 < one.share.high
    assert one.parts[0].seen.value == pytest.approx(-0.25, abs=5 * 0.5 / np.sqrt(128))


def test_a_region_comes_out_the_other_way(tmp_path: Path) -> None:
    """Where he never takes his own men fairness gains him half of the posts: the claim's own region."""
    (turn,) = judged(tmp_path, SURE).judged[0].turns
    assert (turn.kind, turn.expected, turn.verdict) == ("region", "contradicted", "contradicted")


def test_what_turns_the_verdict_is_found(tmp_path: Path) -> None:
    """Where whoever is taken becomes his man, fairness costs nothing: the switch turns the verdict."""
    one = judged(tmp_path, SURE, turns=True).judged[0]
    assert one.flip is not None
    assert (one.flip.kind, one.flip.name, one.flip.verdict) == ("switch", "grateful", "contradicted")
    assert one.hangs_on.startswith("whoever is taken becomes his man: contradicted")


def test_without_a_posterior_the_priors_are_judged(tmp_path: Path) -> None:
    """p is uniform: the effect is a tenth or more in four of ten draws."""
    one = judged(tmp_path, []).judged[0]
    assert one.alone == "undetermined"
    assert one.share.low < 0.4 < one.share.high
    assert one.turns[0].verdict == "contradicted"


def test_the_number_it_hangs_on_is_found(tmp_path: Path) -> None:
    """Only p differs between draws, and the claim holds where it is high."""
    one = judged(tmp_path, [], draws=256, turns=True).judged[0]
    assert one.discovered is not None
    assert one.discovered.found
    (limit,) = one.discovered.limits
    assert limit.name == "appointment.from_following"
    assert 0.45 < limit.low < 0.75
    assert limit.high == np.inf


def test_draw_j_is_history_j_of_a_run(tmp_path: Path) -> None:
    """The first history of draw j has the numbers and the luck of history j; the next has other luck."""
    scenario = scenario_of(world(tmp_path, PARTED.tolist()))
    ensemble = Ensemble(scenario, SEED, tmp_path / "judged")
    question = "his_men at 2000-02"
    answers = ensemble.answers(Version(), [question], 64, 2, lambda histories: None)[question]
    model, _ = ensemble.model(Version())
    for replicate in range(2):
        histories = np.arange(64, dtype=np.int64) + replicate * BETWEEN
        batch = run_batch(model, histories, seed=SEED, values=ensemble.numbers(Version(), 64))
        expected = measured(asked(question), of_batch(batch, model))
        np.testing.assert_array_equal(answers[:, replicate], expected)


def test_a_judge_goes_on_where_it_was_and_says_the_same(tmp_path: Path) -> None:
    """Stopped after a few shards, with another number of threads: the same files to the last letter."""
    claim = world(tmp_path, PARTED.tolist())
    given = {"draws": 128, "each": 2, "seed": SEED}
    whole = judge([claim], folder=tmp_path / "whole", **given)  # type: ignore[arg-type]

    class StoppedError(Exception):
        pass

    def stops(name: str, done: int, total: int) -> None:
        if done >= 192:
            raise StoppedError

    with pytest.raises(StoppedError):
        judge([claim], folder=tmp_path / "parts", hear=stops, **given)  # type: ignore[arg-type]
    shards = sorted(path.stat().st_mtime_ns for path in (tmp_path / "parts").rglob("*.npz"))
    heard: list[tuple[str, int]] = []
    again = judge(
        [claim],
        folder=tmp_path / "parts",
        threads=1,
        hear=lambda name, done, total: heard.append((name, done)),
        **given,  # type: ignore[arg-type]
    )
    # What was there is told first and at once, so that the pace is that of what is simulated.
    assert heard[0] == ("kept from before", 192)
    kept = {path.stat().st_mtime_ns for path in (tmp_path / "parts").rglob("*.npz")}
    assert set(shards) <= kept
    texts = [
        write_judgement(one, tmp_path / name, {}).read_text(encoding="utf-8")
        for one, name in ((whole, "whole"), (again, "parts"))
    ]
    assert texts[0] == texts[1]


def test_more_draws_add_to_those_that_are_there(tmp_path: Path) -> None:
    """A judge of 128 draws simulates 64 anew where 64 are there, and uses them as they are."""
    heard: list[int] = []
    judged(tmp_path, SURE, draws=64)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "judged").rglob("0-0-63.npz")}
    found = judged(tmp_path, SURE, hear=lambda name, done, total: heard.append(done))
    assert found.judged[0].histories == 128 * 16
    after = {path: path.stat().st_mtime_ns for path in before}
    assert before == after
    assert before


def test_company_and_order_do_not_matter(tmp_path: Path) -> None:
    """Each claim's own share is the same alone and beside another one, in either order."""
    first = world(tmp_path, PARTED.tolist())
    second = first.model_copy(update={"number": "T2"})
    second._origin = first.origin
    given = {"draws": 64, "each": 2, "seed": SEED, "turns": False, "folder": tmp_path / "judged"}
    alone = judge([first], **given).judged[0].share  # type: ignore[arg-type]
    pair = judge([second, first], **given)  # type: ignore[arg-type]
    assert pair.judged[1].share == alone
