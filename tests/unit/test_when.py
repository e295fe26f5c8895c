"""The month from which nothing turns an outcome, on organisations where it is known by construction.

Nothing is drawn in the organisations of `test_flip`, so that the tests on them have no false alarm.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from tests.unit.test_flip import ONE_RULE, SECOND, TAIL, run_of

import whowhom as ww
from whowhom.build import build
from whowhom.build.horizon import ending
from whowhom.experiments.acts import Alteration, Refused
from whowhom.experiments.acts_dated import KINDS, dated_acts, first_day
from whowhom.experiments.flip_basis import open_basis
from whowhom.experiments.flip_outcome import outcome
from whowhom.experiments.flip_trial import Trials
from whowhom.experiments.when import grid_of, rivals, when
from whowhom.experiments.when_files import answer, told, write_when
from whowhom.report.when_page import write_when_page
from whowhom.simulate import run_batch
from whowhom.spec.scenario import Edit

AFTER = ("holders", "himself")
"""What can still be done after June 2030: whoever sits in the post can leave it, and Carl gets it."""


def test_the_last_month_is_the_one_in_which_it_is_decided(tmp_path: Path) -> None:
    """The post is filled in June 2030: until then its rule can end and its boss can leave, then nothing."""
    run, file = run_of(tmp_path, ONE_RULE)
    done = when(run, "post=Anna at 2031-12", document=file, without=AFTER)
    assert [look.label for look in done.scan] == ["2030-02", "2031-02", "2031-12"]
    lasts = {item.kind: item.look.label if item.look else None for item in done.lasts}
    assert lasts == {"people": "2030-06", "rules": "2030-06"}
    assert done.last is not None
    assert done.last.act is not None
    assert done.last.act.verdict.after == 0.0
    assert answer(done).startswith(
        "From 2030-07 on no single act that was tried turns “post=Anna at 2031-12”"
    )


def test_the_other_direction(tmp_path: Path) -> None:
    """What does not hold can be made to hold by the same acts in the same months.

    Were Anna the boss in June 2030, she would not appoint herself.
    """
    run, file = run_of(tmp_path, ONE_RULE)
    done = when(run, "post=Carl at 2031-12", document=file, without=("holders",), every="5 months")
    assert not done.basis.holds
    lasts = {item.kind: item.look.label if item.look else None for item in done.lasts}
    assert lasts == {"himself": None, "people": "2031-12", "offices": "2030-06", "rules": "2030-06"}
    people = next(item for item in done.lasts if item.kind == "people")
    assert people.act is not None
    assert people.act.says == "Anna leaves every seat"


def test_whoever_can_leave_can_turn_it_to_the_end(tmp_path: Path) -> None:
    """Anna's own leaving is told by itself; that the holder of the post leaves it does the same."""
    run, file = run_of(tmp_path, ONE_RULE)
    done = when(run, "post=Anna at 2031-12", document=file)
    assert done.himself is not None
    assert done.himself.look is not None
    assert done.himself.look.label == "2031-12"
    assert done.last is not None
    assert done.last.kind == "holders"
    assert done.last.steady
    assert answer(done).startswith("Up to the month of the outcome itself, 2031-12, some single act turns")


def test_where_nothing_can_be_done_that_is_said(tmp_path: Path) -> None:
    """Dora dies in March 2030, nobody fills her seat, and no act of any kind could."""
    run, file = run_of(tmp_path, ONE_RULE)
    done = when(run, "home_held at 2031-12", below=0.5, document=file)
    assert done.last is None
    assert answer(done) == (
        "In no month looked at, 2030-02 to 2031-12, does a single act that was tried turn "
        "“home_held at 2031-12, below 0.5”."
    )


def test_every_act_leaves_what_was_before_to_the_bit() -> None:
    """Everything that the party records, for every kind of act; and some act of most kinds does act."""
    scenario = ww.read("soviet_party")
    model = ending(build(scenario), "1924-06")
    month = model.month_labels.index("1924-01")
    histories = np.arange(3)
    base = run_batch(model, histories, seed=5).output
    acts = list(dated_acts(model, month, ("Stalin I.V.",), ("Trotsky L.D.",)))
    differ = set()
    for act in acts:
        assert isinstance(act, Alteration), act
        edited = ending(build(scenario.edit(*act.edits)), "1924-06")
        found = run_batch(edited, histories, seed=5).output
        np.testing.assert_array_equal(found[:, :month], base[:, :month], err_msg=act.says)
        if not np.array_equal(found, base):
            differ.add(act.kind)
    assert {act.kind for act in acts} == set(KINDS)
    assert differ >= {"holders", "himself", "people", "offices", "rules", "numbers"}


def test_a_change_of_what_was_before_is_refused(tmp_path: Path) -> None:
    """An act that says that it begins later than it does is found out."""
    run, file = run_of(tmp_path, ONE_RULE)
    basis = open_basis(run, outcome("post=Anna at 2031-12"), document=file)
    trials = Trials(basis, tmp_path / "out")
    honest = Alteration("rules", "no rule “first”", (Edit(remove="rules.first"),), "rules.first", 5)
    trials.tried((honest,), 4)
    with pytest.raises(ww.ModelError, match="it changes what lies before its date"):
        trials.tried((replace(honest, month=6),), 8)


def test_consent_cannot_be_dated(tmp_path: Path) -> None:
    """It is asked for whatever the dates of its rule, so that ending it is left out and named."""
    text = ONE_RULE.replace('name = "idle"\nverb = "proposes"', 'name = "idle"\nverb = "confirms"')
    run, file = run_of(tmp_path, text)
    done = when(run, "post=Anna at 2031-12", document=file, without=AFTER, every="2 years")
    assert done.refused == (
        Refused(
            "rules",
            "the rule “idle” ends",
            "consent is asked for at all times, whatever the dates of its rule",
        ),
    )


def test_a_rule_that_begins_later_never_begins() -> None:
    """Its period is put into one month in which nothing is due."""
    scenario = ww.read("soviet_party")
    model = ending(build(scenario), "1924-06")
    acts = {act.says: act for act in dated_acts(model, 1, (), ()) if isinstance(act, Alteration)}
    edited = build(scenario.edit(*acts["the rule “assignment” ends"].edits))
    rule = [item.name for item in scenario.rules].index("assignment")
    assert edited.polity.rule_due[rule].sum() == 0
    assert build(scenario).polity.rule_due[rule].sum() > 0


def test_a_vote_taken_otherwise_keeps_its_dates() -> None:
    """The rule is carried out in the same months, from the date on in the other way."""
    scenario = ww.read("soviet_party")
    model = ending(build(scenario), "1926-12")
    acts = dated_acts(model, model.month_labels.index("1924-05"), (), ())
    act = next(item for item in acts if item.says == "an open ballot for “committee”")
    assert isinstance(act, Alteration)
    edited = scenario.edit(*act.edits)
    polity = build(edited).polity
    names = [item.name for item in edited.rules]
    old, new = names.index("committee"), names.index("committee_later")
    before = build(scenario).polity.rule_due[names.index("committee"), : model.months + 1]
    both = polity.rule_due[[old, new], : model.months + 1]
    np.testing.assert_array_equal(both.sum(axis=0), before)
    assert [model.month_labels[month] for month in np.flatnonzero(both[1])] == ["1924-05", "1925-12"]
    assert (polity.rule_secret[old], polity.rule_secret[new]) == (1, 0)


def test_a_number_is_set_from_the_month_on_for_good() -> None:
    """Later changes of the document fall away, earlier ones and the prior stay."""
    text = {"date": date(1923, 1, 1), "value": 0.2}, {"date": date(1925, 1, 1), "value": 0.3}
    scenario = ww.read("soviet_party")
    quantity = {"value": 0.5, "unit": "probability", "source": "assumption", "prior": "uniform(0, 1)"}
    scenario = scenario.edit(Edit(set="schedule.local_election.kept", to={**quantity, "changes": list(text)}))
    model = build(scenario)
    acts = dated_acts(model, model.month_labels.index("1924-01"), (), ())
    act = next(item for item in acts if item.says.startswith("local_election.kept at its high end"))
    assert isinstance(act, Alteration)
    values = [item for item in build(scenario.edit(*act.edits)).values if item.name == "local_election.kept"]
    assert [round(item.value, 6) for item in values] == [0.5, 0.2, 0.95]
    assert str(values[0].prior) == "uniform(0.0, 1.0)"


def test_months_and_rivals(tmp_path: Path) -> None:
    """The scan ends with the month of the outcome; rivals are those who held it in the run."""
    assert grid_of(24, 12) == [1, 13, 24]
    assert grid_of(25, 12) == [1, 13, 25]
    scenario = ww.read("soviet_party")
    assert first_day(scenario, 0) == date(1921, 3, 16)
    assert first_day(scenario, 10) == date(1922, 1, 1)
    run, file = run_of(tmp_path, ONE_RULE)
    assert rivals(open_basis(run, outcome("post=Carl at 2031-12"), document=file)) == ("Anna",)
    assert rivals(open_basis(run, outcome("home_held at 2031-12", below=0.5), document=file)) == ()


def test_the_files_and_the_page_say_what_was_found(tmp_path: Path) -> None:
    """JSON, CSV and a page whose pictures are well formed, with both axes named."""
    run, file = run_of(tmp_path, ONE_RULE)
    done = when(run, "post=Anna at 2031-12", document=file, without=AFTER)
    path = write_when(done, "whowhom when run")
    values = json.loads(path.read_text(encoding="utf-8"))
    assert values["answer"] == answer(done)
    assert values == {**told(done), "command": "whowhom when run"}
    with path.with_name("when.csv").open(encoding="utf-8", newline="") as stored:
        rows = list(csv.DictReader(stored))
    first = rows[0]
    assert (first["month"], first["kind"], first["turns"], first["with"]) == ("2030-02", "any", "yes", "0.0")
    page = write_when_page(done.folder).read_text(encoding="utf-8")
    pictures = re.findall(r"<svg.*?</svg>", page, re.S)
    assert len(pictures) == 1 + len(done.lasts)
    for picture in pictures:
        words = " ".join(ElementTree.fromstring(picture).itertext())
        assert "year; a tick is 1 January" in words
        assert "with the outcome" in words
        assert "100 %" in words
    assert "2030-06: the last month in which one turns it" in page
    assert "From 2030-07 on" in page


def test_mistakes_are_told(tmp_path: Path) -> None:
    """A duration that is none, a kind that there is not, nothing left to try."""
    run, file = run_of(tmp_path, ONE_RULE)
    with pytest.raises(ww.ModelError, match="every: "):
        when(run, "post=Anna at 2031-12", document=file, every="a year")
    with pytest.raises(ww.ModelError, match='did you mean "people"'):
        when(run, "post=Anna at 2031-12", document=file, without=("peopel",))
    with pytest.raises(ww.ModelError, match="leaves no act to try"):
        when(run, "post=Anna at 2031-12", document=file, without=KINDS)


def test_the_second_rule_decides_later(tmp_path: Path) -> None:
    """With a date of its own a year later, the month of no return is a year later too."""
    text = ONE_RULE.replace("at = [2030-06-01]", "at = [2031-06-01]").replace("2030-07-01", "2031-07-01")
    assert SECOND not in text
    assert TAIL in text
    run, file = run_of(tmp_path, text)
    done = when(run, "post=Anna at 2031-12", document=file, without=AFTER)
    assert {item.look.label for item in done.lasts if item.look} == {"2031-06"}
