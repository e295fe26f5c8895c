"""The smallest set of edits that turns an outcome, on organisations where it is known by construction.

Nothing is drawn in the first two organisations, so that their tests have no false alarm. Those of the third
state theirs.
"""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import whowhom as ww
from whowhom.experiments import flip_trial
from whowhom.experiments.flip import flip, joined_sets
from whowhom.experiments.flip_files import answer, told
from whowhom.experiments.flip_outcome import outcome
from whowhom.experiments.flip_screen import EMPTIES, NO, YES, Tried

HEAD = """
title = "A post and who fills it"
from = 2030-01-01
until = 2032-01-01

[bodies]
post = { seats = 1 }
office = { seats = 1 }
other_office = { seats = 1 }
line = { seats = 1 }
other_line = { seats = 1 }
home = { seats = 1 }

[people]
file = "people.csv"
capacity = 40

[[rules]]
name = "first"
verb = "appoints"
by = "office"
over = "post"
pool = "line"
at = [2030-06-01]
"""

TAIL = """
[[rules]]
name = "idle"
verb = "proposes"
by = "office"
over = "home"

[[events]]
date = 2030-03-01
act = "dies"
who = "Dora"
source = "made_up"

[[schedule]]
mechanism = "events"

[[schedule]]
mechanism = "appointment"

[[observe]]
name = "post"
observable = "holder"
office = "post"

[[observe]]
name = "home_held"
observable = "held"
body = "home"
"""

SECOND = """
[[rules]]
name = "second"
verb = "appoints"
by = "other_office"
over = "post"
pool = "POOL"
from = 2030-07-01
"""

ONE_RULE = HEAD + SECOND.replace("POOL", "other_line") + TAIL
"""Anna gets the post in June 2030; had she not, Carl would in July, and would again whenever it is vacant."""

TWO_RULES = (
    HEAD
    + SECOND.replace("POOL", "line")
    + """
[[rules]]
name = "third"
verb = "appoints"
by = "home"
over = "post"
pool = "other_line"
from = 2030-08-01
"""
    + TAIL.replace("2030-03-01", "2031-12-01")
)
"""Anna gets the post in June, had she not in July, had she not then Carl in August."""

SEASON = ONE_RULE.replace(
    'mechanism = "appointment"\n',
    'mechanism = "appointment"\n'
    'season = { value = 0.7, unit = "probability", source = "assumption", prior = "triangular(0, 1, 1)" }\n',
)
"""As the first, but in June Anna gets the post only with a chance."""

PEOPLE = "name,body\nBoss,office\nBob,other_office\nAnna,line\nCarl,other_line\nDora,home\n"


def run_of(folder: Path, text: str, histories: int = 40) -> tuple[Path, Path]:
    """Simulate one of these organisations; return the folder of its run and its file."""
    file = folder / "post.toml"
    file.write_text(text, encoding="utf-8")
    file.with_name("people.csv").write_text(PEOPLE, encoding="utf-8")
    ww.simulate(ww.read(file), histories=histories, seed=11, out=folder / "run")
    return folder / "run", file


def states(tried: tuple[Tried, ...]) -> dict[str, str]:
    """Return by edit whether it turns the outcome."""
    return {item.says: item.state for item in tried}


def test_one_rule_alone_decides(tmp_path: Path) -> None:
    """Anna sits there by `first`; without it, its boss or her, `second` gives the post to Carl."""
    run, file = run_of(tmp_path, ONE_RULE)
    done = flip(run, "post=Anna at 2031-12", document=file)
    assert len(done.sizes) == 1
    assert done.found is not None
    assert done.found.says == "no rule “first”"
    assert done.instead(done.found) == ("Carl", 1.0)
    found = states(done.sizes[0].tried)
    turning = {says for says, state in found.items() if state == YES}
    assert turning == {"no rule “first”", "Boss absent from the start", "Anna absent from the start"}
    assert found["no mechanism appointment"] == EMPTIES
    assert (
        found["no rule “second”"]
        == found["no rule “idle”"]
        == found["no event “0: 2030-03-01 Dora dies”"]
        == NO
    )
    assert "no rule “first”: it holds in 0.0 % of 40 histories" in answer(done)
    assert "then most often Carl (100.0 %)" in answer(done)


def test_the_other_direction(tmp_path: Path) -> None:
    """What does not hold is made to hold by the same edits, and nobody is named instead."""
    run, file = run_of(tmp_path, ONE_RULE)
    done = flip(run, "post=Carl at 2031-12", document=file)
    assert not done.basis.holds
    turning = {item.says for item in done.sizes[0].turning}
    assert turning == {"no rule “first”", "Boss absent from the start", "Anna absent from the start"}
    assert done.found is not None
    assert (done.found.verdict.before, done.found.verdict.after) == (0.0, 1.0)
    assert "most often" not in answer(done)


def test_a_number_against_a_level(tmp_path: Path) -> None:
    """The seats held of a body: one without Dora's death, none with it."""
    run, file = run_of(tmp_path, ONE_RULE)
    done = flip(run, "home_held at 2031-12", below=0.5, document=file, without=("mechanisms",))
    assert done.basis.holds
    assert [item.says for item in done.sizes[0].turning] == ["no event “0: 2030-03-01 Dora dies”"]


def test_what_the_document_refuses_is_named(tmp_path: Path) -> None:
    """The members cannot elect where no mechanism would hold their election."""
    run, file = run_of(tmp_path, ONE_RULE)
    refused = flip(run, "post=Anna at 2031-12", document=file).sizes[0].refused
    assert [item.says for item in refused] == [
        "“first” elected by the members, not appointed",
        "“second” elected by the members every year, not appointed",
    ]
    assert {item.why for item in refused} == {"no mechanism of the schedule would carry it out"}


def test_two_edits_are_needed(tmp_path: Path) -> None:
    """Either of two rules puts Anna there: no single edit does anything, and four pairs do."""
    run, file = run_of(tmp_path, TWO_RULES)
    done = flip(run, "post=Anna at 2031-12", document=file, without=("himself",))
    assert not done.sizes[0].turning
    assert len(done.sizes) == 2
    one = {"no rule “first”", "Boss absent from the start"}
    two = {"no rule “second”", "Bob absent from the start"}
    found = {frozenset(part.says for part in item.alterations) for item in done.sizes[1].turning}
    assert found == {frozenset({a, b}) for a in one for b in two}
    assert done.found is not None
    assert done.instead(done.found) == ("Carl", 1.0)
    assert "is one pair" in answer(done)


def test_it_never_claims_more_than_was_tried(tmp_path: Path) -> None:
    """With single edits only, nothing is found, and the answer says what was tried."""
    run, file = run_of(tmp_path, TWO_RULES)
    done = flip(run, "post=Anna at 2031-12", document=file, without=("himself",), most=1)
    assert done.found is None
    assert told(done)["found"] is None
    few = flip(run, "post=Anna at 2031-12", document=file, histories=4)
    assert few.found is None
    assert "With 4 histories none of" in answer(few)
    assert answer(done).startswith("None of what was tried turns “post=Anna at 2031-12”")


def test_a_number_decides(tmp_path: Path) -> None:
    """Anna gets the post with the chance `season`, whose prior has the distribution function u^2.

    Its ends are sqrt(0.05) and sqrt(0.95), and without an edit she has it in 2/3 of histories. False alarm
    under 10^-6: five standard deviations of the share of 400 histories around sqrt(0.05), and a share of 2/3
    or of sqrt(0.05) on the wrong side of one half is still less likely.
    """
    run, file = run_of(tmp_path, SEASON, histories=400)
    done = flip(
        run, "post=Anna at 2031-12", document=file, without=("himself", "mechanisms", "rules", "people")
    )
    low = next(item for item in done.sizes[0].tried if "low end" in item.says)
    high = next(item for item in done.sizes[0].tried if "high end" in item.says)
    chance = math.sqrt(0.05)
    assert (low.state, high.state) == (YES, NO)
    assert abs(low.verdict.after - chance) < 5 * math.sqrt(chance * (1 - chance) / 400)
    assert low.says == "appointment.season at its low end, 0.223607 probability"


def test_what_was_tried_is_not_simulated_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopped command goes on to the very values of one that never was, whatever the threads."""
    run, file = run_of(tmp_path, SEASON, histories=80)
    whole = told(flip(run, "post=Anna at 2031-12", document=file, out=tmp_path / "whole", threads=1))
    simulate, calls = flip_trial.run_batch, [0]

    def stopping(*arguments: object, **named: object) -> object:
        calls[0] += 1
        if calls[0] > 5:
            raise KeyboardInterrupt
        return simulate(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(flip_trial, "run_batch", stopping)
    with pytest.raises(KeyboardInterrupt):
        flip(run, "post=Anna at 2031-12", document=file, out=tmp_path / "part")
    assert len(list((tmp_path / "part" / "tried").glob("*.npz"))) == 5
    monkeypatch.setattr(flip_trial, "run_batch", simulate)
    assert told(flip(run, "post=Anna at 2031-12", document=file, out=tmp_path / "part", threads=2)) == whole
    monkeypatch.setattr(flip_trial, "run_batch", stopping)
    assert told(flip(run, "post=Anna at 2031-12", document=file, out=tmp_path / "part")) == whole


def test_edits_of_one_key_are_never_joined(tmp_path: Path) -> None:
    """A number cannot be at both ends, nor a rule be left out and changed."""
    run, file = run_of(tmp_path, SEASON)
    tried = flip(run, "post=Anna at 2031-12", document=file, most=1).sizes[0].tried
    sets = joined_sets(tried, tried)
    assert all(first.touches != second.touches for first, second in sets)
    assert len({frozenset(item.says for item in whole) for whole in sets}) == len(sets)


@pytest.mark.parametrize(
    ("text", "levels", "told_so"),
    [
        ("post at 2031-12", {}, "a number; expected above or below"),
        ("post=Anna at 2031-12", {"above": 1.0}, "true or not without one"),
        ("post at 2031-12", {"above": 1.0, "below": 2.0}, "expected one of them"),
    ],
)
def test_what_is_no_question_of_yes_or_no_is_told(text: str, levels: dict[str, float], told_so: str) -> None:
    """One line."""
    with pytest.raises(ww.ModelError, match=told_so):
        outcome(text, **levels)


def test_mistakes_are_told(tmp_path: Path) -> None:
    """A kind that there is not, more histories than the run has, a person who is not there."""
    run, file = run_of(tmp_path, ONE_RULE)
    with pytest.raises(ww.ModelError, match=r'found "rule"; .*did you mean "rules"'):
        flip(run, "post=Anna at 2031-12", without=("rule",), document=file)
    with pytest.raises(ww.ModelError, match="found 41; expected 2 to 40"):
        flip(run, "post=Anna at 2031-12", histories=41, document=file)
    with pytest.raises(ww.ModelError, match='did you mean "Anna"'):
        flip(run, "post=Ana at 2031-12", document=file)
    with pytest.raises(ww.ResultError, match="give the file that the run was made from"):
        flip(run, "post=Anna at 2031-12")
