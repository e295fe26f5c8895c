"""Reputation: readers, hearers, mourners and time, against Bayes by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.organisations import last_state
from tests.protest import country

from whowhom.core.state import EXPELLED, State
from whowhom.theory.reputation import after_report, reliability_after_report

H, S, T = 0, 2, 3
FOLK, OTHERS = 0, 1
PLAIN = {
    "disowning": 0.0,
    "praise": 0.0,
    "blame": 0.0,
    "guess": 0.5,
    "worth": 1.0,
    "learning": 0.0,
    "heard": 0.4,
    "told": 0.0,
    "honest": 0.6,
    "hunger": 1.0,
    "sentences": 1000.0,
    "martyr": 0.0,
    "half_life": 1e6,
}
OUT = {"people.standing": [1, 1, EXPELLED, 1, 0, 0, 0, 0]}
DEAD = {"people.alive": [1, 1, 0, 1, 0, 0, 0, 0]}
RULER = "name,body,line\nh,,0\na,board,0\ns,chief,0\nt,,0"


def remembered(folder: Path, months: int = 1, **given: Any) -> State:
    """Return the last state: subjects s and t, of the publics folk and others; h rules unless told."""
    state, names = given.pop("state", {}), given.pop("names", {})
    people = {"people": given.pop("people")} if "people" in given else {}
    model = country(
        folder,
        "reputation",
        {"office": "chief"} | names,
        months=months,
        state=state,
        **people,
        **(PLAIN | given),
    )
    return last_state(model)


def honour(folder: Path, subject: int = 0, public: int = FOLK, **given: Any) -> float:
    """Return the reputation at the end; s is subject 0, t is 1."""
    return float(remembered(folder, **given).memory.reputation[subject, public])


def test_praise(tmp_path: Path) -> None:
    """0.5 with a press half trusted that guesses half: 0.5 x 0.75/0.5 = 0.75 for the 0.2 who read."""
    found = remembered(tmp_path, people=RULER, praise=0.2).memory
    assert found.reputation[0] == pytest.approx([0.55, 0.55], abs=1e-6)
    assert found.reputation[1] == pytest.approx([0.5, 0.5], abs=1e-6)
    assert honour(tmp_path, names={"honoured": "t"}, subject=1, praise=0.2) == pytest.approx(0.55, abs=1e-6)


def test_blame_of_who_was_put_out(tmp_path: Path) -> None:
    """The mirror of praise: 0.25 for a reader, and 0.45 for all; living or dead; abroad 0.4 of it."""
    for state in (OUT, OUT | DEAD):
        found = remembered(tmp_path, blame=0.2, state=state, names={"abroad": "others"}).memory
        assert found.reputation[0] == pytest.approx([0.45, 0.48], abs=1e-6)
        assert found.defamed[:2].tolist() == [1.0, 0.0]


def test_without_worth_it_is_bovens_and_hartmann(tmp_path: Path) -> None:
    """Honour 0.7, trust 0.3, guess 0.4, everybody reads and learns: the theory's two posteriors."""
    state = OUT | {"memory.reputation": 0.7, "memory.reliability": 0.3}
    found = remembered(tmp_path, blame=1.0, guess=0.4, learning=1.0, state=state).memory
    assert found.reputation[0, 0] == pytest.approx(1.0 - after_report(0.3, 0.3, 0.4), abs=1e-5)
    assert found.reliability[0] == pytest.approx(reliability_after_report(0.3, 0.3, 0.4), abs=1e-5)


@pytest.mark.parametrize(
    ("trust", "worth", "expected"), [(0.0, 2.0, 2 / 3), (0.0, 1.0, 0.5), (1.0, 2.0, 0.0), (0.2, 2.0, 0.5)]
)
def test_backlash(tmp_path: Path, trust: float, worth: float, expected: float) -> None:
    """At 1/2 and guess 1/2, h' = g/(g + b), g = (1 - rho)/2 and b = rho + (1 - rho)/(2 worth).

    rho 0: 1/2 to 1/4, or 1/2 to 1/2; rho 1: 0 to 1; rho 0.2: 0.4 to 0.2 + 0.2.
    """
    state = OUT | {"memory.reliability": trust}
    assert honour(tmp_path, blame=1.0, worth=worth, state=state) == pytest.approx(expected, abs=1e-5)


def test_what_nobody_believes_costs_trust(tmp_path: Path) -> None:
    """Blame of one at 0.9: 0.05 of 0.05 + 0.25 that it is reliable, 1/6; at 0.1: 0.45 of 0.45 + 0.25."""
    for before, after in ((0.9, 1 / 6), (0.1, 9 / 14)):
        state = OUT | {"memory.reputation": before}
        found = remembered(tmp_path, blame=1.0, learning=1.0, state=state).memory
        assert found.reliability[0] == pytest.approx(after, abs=1e-5)


def test_the_record_of_who_rules(tmp_path: Path) -> None:
    """Rations of 1/2 and 1000 sentences: 1 - 0.5 x 0.5 = 0.75 bad.

    A hearer believes ill with 0.5 (0.6 + 0.5 x 0.4)/(0.3 + 0.2) = 0.8, so 0.2 is left; 0.4 x 0.75 hear it
    abroad: 0.5 - 0.3 x 0.3 = 0.41; at home at toleration 1/2 half as many: 0.455.
    """
    state = {"places.ration": 0.5, "regime.sentenced": 1000.0, "regime.toleration": 0.5}
    given: dict[str, Any] = {"people": RULER, "told": 0.4, "names": {"abroad": "others"}, "state": state}
    found = remembered(tmp_path, **given).memory
    assert found.reputation[0] == pytest.approx([0.455, 0.41], abs=1e-5)
    assert found.reputation[1] == pytest.approx([0.5, 0.5], abs=1e-6)
    assert found.ruled[:2].tolist() == [1.0, 0.0]
    assert remembered(tmp_path, months=7, **given).memory.ruled[0] == 7.0


def test_never_having_ruled_shields(tmp_path: Path) -> None:
    """The same year of hunger and sentences: s loses honour abroad only where s rules."""
    state = {"places.ration": 0.2, "regime.sentenced": 5000.0}
    given: dict[str, Any] = {"told": 0.1, "names": {"abroad": "others"}, "state": state, "months": 12}
    assert honour(tmp_path, public=OTHERS, people=RULER, **given) < 0.3
    assert honour(tmp_path, public=OTHERS, **given) == pytest.approx(0.5, abs=1e-5)


def test_a_death_put_out_is_mourned_once(tmp_path: Path) -> None:
    """0.5 + 0.4 x 0.5 abroad, 0.4 x 0.5 x 0.5 at home at toleration 1/2; a death in honour is not mourned."""
    given: dict[str, Any] = {"martyr": 0.4, "names": {"abroad": "others"}, "months": 5}
    state = {"regime.toleration": 0.5} | DEAD
    found = remembered(tmp_path, state=state | OUT, **given).memory.reputation
    assert found[0] == pytest.approx([0.6, 0.7], abs=1e-4)
    assert remembered(tmp_path, state=state, **given).memory.reputation[0] == pytest.approx(
        [0.5] * 2, abs=1e-4
    )


def test_the_dead_may_be_disowned(tmp_path: Path) -> None:
    """Half of the blame of 0.2 on s who is dead, not on s who lives: 0.5 - 0.1 x 0.25."""
    given: dict[str, Any] = {"blame": 0.2, "disowning": 0.5, "names": {"disowned": "s"}}
    assert honour(tmp_path, state=DEAD, **given) == pytest.approx(0.475, abs=1e-6)
    assert honour(tmp_path, **given) == pytest.approx(0.5, abs=1e-6)


def test_all_fades_to_a_half(tmp_path: Path) -> None:
    """From 0.9 in one half-life 0.7, in two 0.6; trust from 0.1 the same way."""
    state = {"memory.reputation": 0.9, "memory.reliability": 0.1}
    for months, left in ((6, 0.2), (12, 0.1)):
        found = remembered(tmp_path, months=months, half_life=6.0, state=state).memory
        assert found.reputation[0, 0] == pytest.approx(0.5 + left, abs=1e-5)
        assert found.reliability[0] == pytest.approx(0.5 - left, abs=1e-5)


def test_the_fallen_print_nothing(tmp_path: Path) -> None:
    """Who is not in power neither praises nor blames, and nobody leads."""
    state = OUT | {"regime.in_power": 0.0, "places.ration": 0.0}
    found = remembered(tmp_path, people=RULER, praise=0.5, blame=0.5, told=0.5, state=state).memory
    assert found.reputation[0] == pytest.approx([0.5, 0.5], abs=1e-6)
    assert (found.ruled[0], found.defamed[0]) == (0.0, 0.0)


def test_off_nothing_is_believed(tmp_path: Path) -> None:
    state = OUT | DEAD | {"regime.sentenced": 5000.0}
    found = remembered(tmp_path, months=24, worth=3.0, learning=1.0, state=state).memory
    assert found.reputation[:2].tolist() == [[0.5, 0.5], [0.5, 0.5]]
