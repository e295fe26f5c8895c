"""Wiring: each kernel below is ten lines or less, and what it touches is read off by eye."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whowhom.core.draw import chance, choose, normal, raw_uniform, streams, uniform, whole
from whowhom.core.kernel import inner
from whowhom.core.office import seat_person
from whowhom.explain.wiring import Stream, kernel_wiring

ONE, TWO = streams("wiring_test", "one", "two")
PAIR = (ONE, TWO)


@inner
def _kick(people: Any, person: int) -> None:
    people.voice[person] = 0.0


@inner
def _of(state: Any) -> Any:
    return state.people


@inner
def _roll(draw: Any, which: int) -> float:
    return uniform(draw, which, 0)


@inner
def _down(state: Any, seat: int) -> None:
    if seat > 0:
        _down(state, seat - 1)
        state.seats.terms[seat] = state.seats.since[seat]


def direct(state: Any, polity: Any, draw: Any) -> None:
    """Read one array and a table, write another."""
    state.seats.holder[0] = state.people.patron[polity.body_first[0]]


def augmented(state: Any) -> None:
    """Read and write the same array."""
    state.people.voice[0] += 1.0


def aliased(state: Any) -> None:
    """Write through two names."""
    people = state.people
    voice = people.voice
    for person in range(voice.size):
        voice[person] = people.loyalty[person]


def either(state: Any) -> None:
    """Write to one of two arrays."""
    array = state.people.voice if state.clock.month[0] > 3 else state.people.loyalty
    array[0] = 1.0


def unpacked(state: Any) -> None:
    """Unpack a tuple, hold a list, walk along one."""
    one, two = state.people.voice, state.people.loyalty
    one[0] = two[0]
    both = [state.people.caution, state.people.ambition]
    both[0][0] = 1.0
    for array in (state.seats.since, state.seats.terms):
        array[0] = 0


def viewed(state: Any) -> None:
    """Write through a row, a slice and an array of the top level."""
    row = state.people.position[0]
    row[0] = 0.5
    part = state.publics.leaning[:, 0]
    part[:] = 0.5
    state.regime.threat[0] = 1.0


def helped(state: Any, polity: Any) -> None:
    """Write in helpers that get a record, a state, and return a record."""
    _kick(state.people, 0)
    seat_person(state, 0, 1, 2)
    _of(state).prestige[0] = 1.0


def recursive(state: Any) -> None:
    """Write in a helper that calls itself."""
    _down(state, 3)


def lengths(state: Any, polity: Any) -> int:
    """Ask only for sizes."""
    people, dimensions = state.people.position.shape
    return people + dimensions + state.people.alive.size + len(state.seats.holder) + polity.rule_act.size


def whole_arrays(state: Any) -> float:
    """Give arrays to NumPy and to builtins."""
    np.copyto(state.people.voice, state.people.loyalty)
    return float(np.sum(state.people.caution)) + max(state.people.ambition)


def walked(state: Any) -> int:
    """Loop over the contents of an array."""
    count = 0
    for holder in state.seats.holder:
        count += holder
    return count


def given_away(state: Any, polity: Any) -> None:
    """Give an array to a function that cannot be read."""
    state.mystery(state.seats.since)


def breaks(state: Any, polity: Any) -> None:
    """Write to the shared polity."""
    polity.rule_due[0, 0] = 1


def lucky(state: Any, polity: Any, draw: Any) -> None:
    """Draw finite and continuous chance, directly and through a helper."""
    if chance(draw, ONE, 0, polity.event_hazard[0]):
        _roll(draw, TWO)


CASES = [
    (direct, {"people.patron"}, {"seats.holder"}, {"body_first"}),
    (augmented, {"people.voice"}, {"people.voice"}, set()),
    (aliased, {"people.loyalty"}, {"people.voice"}, set()),
    (either, {"clock.month"}, {"people.voice", "people.loyalty"}, set()),
    (
        unpacked,
        {"people.loyalty"},
        {"people.voice", "people.caution", "people.ambition", "seats.since", "seats.terms"},
        set(),
    ),
    (viewed, set(), {"people.position", "publics.leaning", "regime.threat"}, set()),
    (
        helped,
        {"clock.month", "seats.holder", "seats.terms"},
        {
            "people.voice",
            "people.prestige",
            "seats.holder",
            "seats.since",
            "seats.chosen_by",
            "seats.terms",
            "seats.previous",
            "seats.served",
        },
        set(),
    ),
    (recursive, {"seats.since"}, {"seats.terms"}, set()),
    (lengths, set(), set(), set()),
    (whole_arrays, {"people.loyalty", "people.caution", "people.ambition"}, {"people.voice"}, set()),
    (walked, {"seats.holder"}, set(), set()),
    (given_away, {"seats.since"}, {"seats.since"}, set()),
    (breaks, set(), {"polity.rule_due"}, {"rule_due"}),
]


@pytest.mark.parametrize(
    ("function", "reads", "writes", "tables"), CASES, ids=lambda item: getattr(item, "__name__", "")
)
def test_what_is_touched(function: Any, reads: set[str], writes: set[str], tables: set[str]) -> None:
    """Writes and tables are exact on these kernels; reads hold at least what is read."""
    found = kernel_wiring(function)
    assert set(found.writes) == writes
    assert set(found.tables) == tables
    assert reads <= set(found.reads)
    # A view or an array given away may count as read too; nothing else may.
    assert set(found.reads) <= reads | writes


def test_streams_with_their_kind() -> None:
    """A chance is finite, a uniform number is not, and a helper draws from the stream that it is given."""
    assert kernel_wiring(lucky).streams == (Stream("wiring_test.one", False), Stream("wiring_test.two", True))
    assert kernel_wiring(lucky).continuous == ("wiring_test.two",)
    assert kernel_wiring(lucky).tables == ("event_hazard",)


@pytest.mark.parametrize(
    ("primitive", "continuous"),
    [(chance, False), (whole, False), (choose, False), (uniform, True), (normal, True), (raw_uniform, True)],
)
def test_kind_of_each_primitive(primitive: Any, continuous: bool) -> None:
    """What can be scripted is finite; what refuses or ignores the script is continuous."""

    def drawer(draw: Any) -> None:
        primitive(draw, ONE, 0, 0.5)

    def short(draw: Any) -> None:
        primitive(draw, ONE, 0)

    kernel = short if continuous else drawer
    assert kernel_wiring(kernel).streams == (Stream("wiring_test.one", continuous),)


def test_a_computed_stream_is_named_as_such() -> None:
    """A stream that is no constant of a module cannot be followed, and is not passed over."""

    def drawer(state: Any, draw: Any) -> None:
        chance(draw, ONE + state.clock.month[0], 0, 0.5)

    assert kernel_wiring(drawer).streams == (Stream("(computed)", False),)


def test_independence_asks_for_disjoint_writes() -> None:
    """Two that only read the same array are independent; a writer and a reader of it are not."""
    assert kernel_wiring(walked).independent_of(kernel_wiring(walked))
    assert not kernel_wiring(walked).independent_of(kernel_wiring(direct))
    assert not kernel_wiring(direct).independent_of(kernel_wiring(walked))
