"""`why`: the causal trace of a person's place, against small organisations reckoned by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import whowhom as ww
from whowhom.results import Results
from whowhom.spec.errors import ResultError
from whowhom.trace.chronicle import chronicle
from whowhom.trace.follow import Step, changes_of
from whowhom.trace.recall import recall

# The office is held by h; a, b and x wait without a seat. In March 2000 the office fills the post; in June
# x takes the office by an event, and so h is out; from July on the post is recalled with chance 1/2 a month.
OFFICE = """
title = "An office, a post and two who wait"
from = 2000-01-01
until = 2001-01-01
snapshots = [2000-04-01, 2000-12-01]

[bodies.office]
label = "Office (of the head)"
seats = 1

[bodies.post]
seats = 1

[people]
file = "people.csv"

[[rules]]
name = "fills"
verb = "appoints"
by = "office"
over = "post"
pool = "reserve"
at = [2000-03-01]

[[rules]]
name = "recall"
verb = "transfers"
by = "office"
over = "post"
from = 2000-07-01

[[events]]
date = 2000-06-01
act = "takes"
who = "x"
body = "office"
source = "made_up"

[[schedule]]
mechanism = "events"

[[schedule]]
mechanism = "transfer"
moved = { value = 0.5, unit = "1/month", source = "made_up" }
lateral = { value = 0.0, unit = "probability", source = "made_up" }

[[schedule]]
mechanism = "appointment"
gratitude = { value = 1.0, unit = "probability", source = "made_up" }

[[observe]]
name = "post"
observable = "holder"
office = "post"
"""
PEOPLE = "name,born,body\nh,1950,office\na,1960,\nb,1960,\nx,1955,\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Sixteen histories of the office."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "office.toml").write_text(OFFICE, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return ww.simulate(ww.read(folder / "office.toml"), histories=16, seed=3, out=folder / "run")


def document(run: Results) -> Path:
    """Return the file that the run was made from."""
    return run.folder.parent / "office.toml"


def asked(run: Results, history: int, who: str, when: str, **given: str) -> ww.trace.Why:
    """Ask about one history."""
    return ww.why(run.folder, history=history, who=who, when=when, document=document(run), **given)


def holder(run: Results, history: int, snapshot: int) -> str:
    """Return the name of who holds the post at a snapshot, as the run recorded it; "" for nobody."""
    seat = int(run["base"].array("snapshot_holder")[history, snapshot, 1])
    return run["base"].about["people"][seat] if seat >= 0 else ""


@pytest.mark.parametrize("history", range(4))
def test_the_lot_among_three(run: Results, history: int) -> None:
    """The reserve is a, b and x, all equally likely: 1 of 3, at 33.3 %; at from_following 0 no other draw."""
    chosen = holder(run, history, 0)
    answer = asked(run, history, chosen, "2000-04")
    assert answer.holds == ("post",)
    start, taken = answer.causes
    assert (start.month, start.person, start.level) == ("2000-01", "h", 1)
    assert (taken.month, taken.person, taken.kind) == ("2000-03", chosen, "takes")
    assert taken.sentence == f"{chosen} is appointed to post by h"
    assert taken.how == "mechanism appointment, rule fills"
    (draw,) = taken.draws
    assert draw.startswith("appointment.who: the lot fell on him among 3, at 33.3 %; otherwise ")
    others = {"a", "b", "x"} - {chosen}
    assert draw.removesuffix(" would have had it instead").rpartition(" ")[2] in others


def test_who_was_not_drawn_holds_nothing(run: Results) -> None:
    """There is one post, so whoever of a, b and x does not have it has no office in April."""
    (loser, *_) = sorted({"a", "b", "x"} - {holder(run, 0, 0)})
    answer = asked(run, 0, loser, "2000-04")
    assert answer.holds == () and answer.causes == ()
    assert "holds no office; he never did before" in answer.verdict


def test_an_event_of_the_document_has_no_draw(run: Results) -> None:
    """h is put out of the office by an event that is given, not drawn."""
    answer = asked(run, 0, "h", "2000-06")
    assert "holds no office" in answer.verdict
    out = answer.causes[-1]
    assert out.sentence == "h leaves Office; x takes it"
    assert out.how == "event of 2000-06-01: takes, given by the document, not drawn"
    assert out.draws == ("decided by the rule: there is no draw in it",)


def test_a_recall_is_one_draw_at_one_half(run: Results) -> None:
    """Whoever lost the post was recalled by x with chance 1/2 in some month from July on, unless he is x."""
    for history in range(16):
        first = holder(run, history, 0)
        if first != "x" and holder(run, history, 1) == "":
            break
    answer = asked(run, history, first, "2000-12")
    out = answer.causes[-1]
    assert out.kind == "leaves" and out.month >= "2000-07"
    assert out.sentence == f"{first} is recalled from post by x"
    assert len(out.draws) == 1 and "transfer.moved" in out.draws[0]
    assert out.draws[0].endswith(": 50 %, it happened; otherwise he would have kept his seat")
    assert any(cause.sentence == "x takes Office, in place of h" for cause in answer.causes)


def test_levels_bound_the_chain_and_say_so(run: Results) -> None:
    chosen = holder(run, 0, 0)
    given = {"history": 0, "who": chosen, "when": "2000-04", "document": document(run)}
    answer = ww.why(run.folder, levels=0, **given)
    assert [cause.person for cause in answer.causes] == [chosen]
    assert answer.notes[-1] == "Followed 0 levels up; not how these came to their places: h."


@pytest.mark.parametrize("history", range(16))
def test_the_chronicle_is_the_recorded_history(run: Results, history: int) -> None:
    """Who sits by the chronicle, built from changes alone, is who sits in the snapshots of the run."""
    found = recall(run.folder, history, None, document(run), None)
    read = chronicle(found.model, changes_of(found, 11), 11)
    for number, month in enumerate(found.model.snapshot_months):
        end = Step(month, len(found.model.entries))
        seats = [
            next((item.person for item in read.spells[seat] if item.lasts_after(end)), -1)
            for seat in range(found.model.sizes.seats)
        ]
        assert seats == list(run["base"].array("snapshot_holder")[history, number])


def test_plain_calls_end_as_the_compiled_ones(run: Results) -> None:
    """Every call made again in plain Python ends bit for bit as in the simulation."""
    for history in range(3):
        for who in ("h", "a", "b", "x"):
            for cause in asked(run, history, who, "2000-12").causes:
                assert cause.decided is None or cause.decided.same


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"history": 16}, "history: found 16; expected 0 to 15"),
        ({"who": "hh"}, 'who: no person named "hh"'),
        ({"when": "2001-02"}, "when: found 2001-02; the run goes from 2000-01 to 2001-01"),
        ({"when": "spring"}, 'when: found "spring"; expected a month such as "2001-01"'),
        ({"arm": "bas"}, 'no arm \'bas\'; expected "base"; did you mean "base"?'),
        (
            {"office": "pst"},
            'office: no body named "pst"; expected one of office, post; did you mean "post"?',
        ),
    ],
)
def test_mistakes_are_one_line(run: Results, given: dict[str, object], message: str) -> None:
    question: dict[str, object] = {"history": 0, "who": "h", "when": "2000-04", "document": document(run)}
    with pytest.raises(ResultError) as error:
        ww.why(run.folder, **(question | given))
    assert message in str(error.value) and "\n" not in str(error.value)


def test_files_beside_the_document_must_be_pointed_at(run: Results) -> None:
    with pytest.raises(ResultError, match="give the file that the run was made from"):
        ww.why(run.folder, history=0, who="h", when="2000-04")


def test_a_run_that_comes_out_otherwise_is_refused(run: Results, tmp_path: Path) -> None:
    """One recorded number is changed: the history simulated again is then not the one recorded."""
    import shutil

    import zarr

    shutil.copytree(run.folder, tmp_path / "run")
    group = zarr.open_group(str(tmp_path / "run" / "histories.zarr"), mode="a")["base"]
    row = np.asarray(group["post"][0])
    row[3] += 1.0
    group["post"][0] = row
    with pytest.raises(ResultError, match=r"comes out otherwise now \(post differs\)"):
        ww.why(tmp_path / "run", history=0, who="h", when="2000-04", document=document(run))
