"""The PRISM file of the counts: what it says, how it counts months, what it refuses.

That the numbers are right is for Storm to say: tests/agreement/test_counts_and_storm.py.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.organisations import number, organise

from whowhom.build.model import Model
from whowhom.exact.counts.prism import exported, prism
from whowhom.exact.counts.prism_steps import Programme, Step, among, binomial, chosen, postponed, written
from whowhom.exact.counts.storm import check_with_storm
from whowhom.spec.document import document_hash
from whowhom.spec.errors import ModelError

BODIES = """
[bodies]
chief = { seats = 1 }
board = { seats = 2, early_exit = { value = 0.25, unit = "1/month", source = "identity" } }
"""
APPOINTS = """
[[rules]]
name = "appointment"
verb = "appoints"
by = "chief"
over = "board"
"""
DRAWN = """
[[rules]]
name = "sortition"
verb = "draws"
by = "chief"
over = "board"
pool = "jury"
"""
JURY = "jury = { seats = 3 }\n"
PURGE = '\n[[rules]]\nname = "purge"\nverb = "expels"\nby = "chief"\nover = "board"\n'


def small(
    folder: Path,
    bodies: str = BODIES,
    rules: str = APPOINTS,
    months: int = 12,
    steps: str = "",
    **given: float,
) -> Model:
    """A chief who fills a board, from which a quarter leave each month."""
    text = bodies + rules + '[[schedule]]\nmechanism = "departure"\n' + steps
    text += '[[schedule]]\nmechanism = "party_line"\n'
    text += "".join(f"{name} = {number(value)}\n" for name, value in given.items())
    return organise(folder, text + '[audit]\nprincipal = "chief"\n', "", months)


def test_the_file_says_whose_it_is_and_how_to_ask(tmp_path: Path) -> None:
    model = small(tmp_path)
    text = prism(model)
    assert text.startswith("// A small organisation\n")
    assert document_hash(model.scenario) in text
    assert "12 months take 36 steps" in text
    assert 'P=? [F<=36 "control_BODY"]' in text
    for label in ("month_end", "control_chief", "control_board", "locked"):
        assert f'label "{label}"' in text


def test_chances_are_exact_fractions(tmp_path: Path) -> None:
    """A quarter leaves; at loyalty 0.9 two vacancies have three outcomes, of which these are the chances."""
    text = prism(small(tmp_path, loyalty=0.9))
    assert "const double leave_board = 1/4;" in text
    assert "const double loyalty = 9/10;" in text
    outcomes = [chance for chance, _ in binomial(2, "p", 0.9)]
    assert outcomes == ["pow((1-p),2)", "2*p*(1-p)", "pow(p,2)"]
    for p in (0.3, 0.9):
        values = [eval(chance, {"pow": pow, "p": p}) for chance in outcomes]
        assert values == pytest.approx([(1 - p) ** 2, 2 * p * (1 - p), p**2])
    assert binomial(3, "p", 1.0) == [("1", 3)]
    assert written(0.1) == "1/10"
    assert written(1.0) == "1"
    assert written(1e-12) == "0.000000000001"
    assert float(written(0.004265318777560645)) == 0.004265318777560645


def test_every_name_is_safe(tmp_path: Path) -> None:
    """Bodies called after words of the PRISM language get a prefix; names are letters, digits and _."""
    bodies = BODIES.replace("board", "module")
    text = prism(small(tmp_path, bodies, APPOINTS.replace("board", "module")))
    declared = re.findall(r"^\s*(?:formula |const double )?(\S+) (?:=|: \[)", text, flags=re.M)
    assert {"ours_module", "rest_module", "act", "month", "vacant_module"} <= set(declared)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) for name in declared)
    assert "module" not in declared


def test_months_without_acts_take_a_step(tmp_path: Path) -> None:
    """Appointment every third month, nobody leaves: two idle steps, then one act; four times in a year."""
    bodies = re.sub(r", early_exit = {.*} }", " }", BODIES)
    file = exported(small(tmp_path, bodies, APPOINTS + 'every = "3 months"\n'))
    assert file.programme.cyclic
    assert file.programme.months == 3
    assert [file.programme.of_month(month) for month in (1, 2, 3, 4)] == [[0], [0], [1], [0]]
    assert file.steps(12) == 12
    assert "// nothing is due" in file.text


def test_dates_end_the_file_at_the_horizon(tmp_path: Path) -> None:
    file = exported(small(tmp_path, rules=APPOINTS + "until = 2000-06-01\n"), 8)
    assert not file.programme.cyclic
    assert "The file ends after 8 months." in file.text
    # Two steps of exits in every month, one of appointment in the first four.
    assert [len(file.programme.of_month(month)) for month in range(1, 9)] == [3, 3, 3, 3, 2, 2, 2, 2]
    assert file.steps(8) == 20
    with pytest.raises(ModelError, match="13 months; expected 1 to 12"):
        prism(small(tmp_path), 13)


def test_exits_wait_until_their_seats_are_read() -> None:
    """Exits of 0 and 1 come before the vote of 0 over 1; those of 2, which nothing reads, come last."""
    due = (True,)

    def step(says: str, reads: set[int], writes: set[int], waits: bool = False) -> Step:
        return Step(says, due, (), frozenset(reads), frozenset(writes), waits)

    order = [
        step("exit 2", set(), {2}, True),
        step("exit 1", set(), {1}, True),
        step("exit 0", set(), {0}, True),
        step("fill 3", {3}, {3}),
        step("fill 1", {0}, {1}),
    ]
    assert [item.says for item in postponed(order)] == ["fill 3", "exit 1", "exit 0", "fill 1", "exit 2"]


def test_the_month_counter() -> None:
    assert among([1, 2, 3, 7]) == "((month>=1 & month<=3) | month=7)"
    assert chosen({1: "4", 2: "4", 3: "4"}) == "4"
    assert chosen({1: "4", 2: "5", 3: "4"}) == "(month=2 ? 5 : 4)"
    always = Step("a", (True, True), (), frozenset(), frozenset())
    second = Step("b", (False, True), (), frozenset(), frozenset())
    programme = Programme((always, second), 2, True)
    assert programme.taken(4) == 6
    assert programme.after(1) == "(act'=(month=1 ? 1 : 2)) & (month'=(month=2 ? month : month+1))"
    assert programme.after(2) == "(act'=1) & (month'=1)"


def test_guards_are_the_inequalities_of_the_rule(tmp_path: Path) -> None:
    """Two thirds of the seats, quorum one half: 3 yes - 2 size >= 0, yes >= 1, 2 present - size >= 0."""
    rules = '[[rules]]\nname = "co"\nverb = "coopts"\nby = "board"\nover = "board"\n'
    text = prism(small(tmp_path, rules=rules + 'decision = "2/3 of seats"\nquorum = "1/2"\n'))
    line = next(line for line in text.splitlines() if line.startswith("formula carried_co_ours ="))
    assert "(3*votes_board_ours - 2*votes_board_all >= 0)" in line
    assert "(1*votes_board_ours >= 1)" in line
    assert "(2*votes_board_held - 1*votes_board_all >= 0)" in line


PURGES = '[[schedule]]\nmechanism = "party_purge"\ncomply = ' + number(0.1) + "\n"
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "comply": ({"comply": 0.1}, "party_line.comply is 0.1; expected 0"),
    "secret": ({"comply_secret": 0.2}, "party_line.comply_secret is 0.2; expected 0"),
    "purge": ({"steps": PURGES, "rules": APPOINTS + PURGE}, "party_purge.comply is 0.1; expected 0"),
    "persons": ({"steps": '[[schedule]]\nmechanism = "mortality"\n'}, "mortality depends on persons"),
    "standing lot": (
        {"bodies": BODIES + JURY, "rules": DRAWN, "steps": '[[schedule]]\nmechanism = "lot"\n'},
        "sortition draws from a body and fills only vacancies",
    ),
    "part": (
        {
            "bodies": BODIES + JURY,
            "rules": DRAWN + 'every = "2 months"\npart = "1"\n',
            "steps": '[[schedule]]\nmechanism = "lot"\n',
        },
        "sortition draws from a body and fills a part of its body",
    ),
    "ceiling": (
        {"bodies": BODIES.replace("seats = 2,", "seats = 2, ceiling = 1, weights = [2, 1],")},
        "a ceiling over seats of several kinds",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_counts_cannot_say_is_refused_by_name(tmp_path: Path, name: str) -> None:
    given, message = REFUSED[name]
    with pytest.raises(ModelError, match=re.escape(message)):
        prism(small(tmp_path, **given))


def test_without_the_referee_the_way_to_get_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("whowhom.exact.counts.storm.import_module", missing)
    with pytest.raises(ModelError, match=re.escape("pip install 'whowhom[verify]'")):
        check_with_storm(small(tmp_path), ["board"])
