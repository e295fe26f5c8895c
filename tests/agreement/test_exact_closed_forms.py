"""The exact chain against answers worked by hand, and its refusals word for word."""

from __future__ import annotations

import math
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from whowhom.build import Model, build
from whowhom.exact import explore
from whowhom.exact.chain import chain
from whowhom.exact.transition import transition_matrix
from whowhom.spec.errors import ModelError
from whowhom.spec.toml import read

ORGANISATIONS = Path(__file__).parent / "organisations"
SHARE_FROZEN = ("seats.terms", "seats.chosen_by", "seats.since")
VACANCY, GRATEFUL = 0.1, 0.75
YOUNGER_DIES, OLDER_DIES = 0.2, 0.3


def model_of(name: str) -> Model:
    return build(read(ORGANISATIONS / f"{name}.toml"))


def edited(folder: Path, name: str, *changes: tuple[str, str]) -> Model:
    """Return the model of a copy of an organisation with some of its text replaced."""
    there = folder / "organisations"
    copytree(ORGANISATIONS, there)
    text = (there / f"{name}.toml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (there / f"{name}.toml").write_text(text, encoding="utf-8")
    return build(read(there / f"{name}.toml"))


def test_the_share_of_the_following_is_the_appointment_loop() -> None:
    """x_t = a - (a - x_0)(1-m)^t: a seat keeps its first holder with (1-m)^t, and seats are independent."""
    solved = chain(model_of("share"), frozen=SHARE_FROZEN)
    assert solved.residual < 1e-12
    assert not solved.faulted().any()
    for month, following in enumerate(solved.expectation("following")):
        kept = (1.0 - VACANCY) ** month
        share = GRATEFUL - (GRATEFUL - 0.5) * kept
        assert following / 2.0 == pytest.approx(share, abs=1e-12)
        first, second = GRATEFUL - (GRATEFUL - 1.0) * kept, GRATEFUL - GRATEFUL * kept
        values, chances = solved.law("following", month)
        assert values.tolist() == ([1.0] if month == 0 else [0.0, 1.0, 2.0])
        by_hand = [(1 - first) * (1 - second), first * (1 - second) + second * (1 - first), first * second]
        assert chances == pytest.approx(by_hand[1:2] if month == 0 else by_hand, abs=1e-12)


def test_the_younger_dies_first_with_seven_in_twenty_two() -> None:
    """p(1-q) / (1 - (1-p)(1-q)) = 0.14 / 0.44, by month t the same times 1 - 0.56^t."""
    model = model_of("mortal")

    def younger_first(record):  # type: ignore[no-untyped-def]
        return record["younger"] == 0 and record["older"] == 1

    matrix = transition_matrix(model)
    assert len(matrix.states) == 4
    assert matrix.residual < 1e-12
    solved = matrix.absorption(younger_first)
    assert solved.value == pytest.approx(7.0 / 22.0, abs=1e-12)
    assert solved.residual < 1e-12
    by_month = 0.14 * (1.0 - 0.56 ** np.arange(7)) / 0.44
    # The boundary moves on: the state "younger gone, older lives" is left again, absorption remembers it.
    assert chain(model).absorption(younger_first) == pytest.approx(by_month, abs=1e-12)
    assert math.isinf(matrix.hitting_times(younger_first).value)


def test_the_last_of_two_dies_when_inclusion_and_exclusion_says() -> None:
    """E max(A, B) = 1/p + 1/q - 1/(1 - (1-p)(1-q)) from two living."""
    matrix = transition_matrix(model_of("mortal"))
    expected = 1.0 / YOUNGER_DIES + 1.0 / OLDER_DIES - 1.0 / 0.44
    solved = matrix.hitting_times(lambda record: record["all"] == 0)
    both = matrix.recorded[:, -1] == 2.0
    assert solved.by_state[both] == pytest.approx([expected], abs=1e-12)
    assert solved.value == pytest.approx(expected, abs=1e-12)
    assert solved.residual < 1e-12
    assert matrix.absorption(lambda record: record["all"] == 0).value == pytest.approx(1.0, abs=1e-12)
    survive = chain(model_of("mortal")).probability(lambda record: record["all"] > 0)
    kept = np.arange(7)
    assert survive == pytest.approx(0.8**kept + 0.7**kept - 0.56**kept, abs=1e-12)


def test_room_that_grows_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = chain(model_of("loop"), months=2)
    monkeypatch.setattr(explore, "FIRST_DRAWS", 1)
    monkeypatch.setattr(explore, "FIRST_ARROWS", 1)
    after = chain(model_of("loop"), months=2)
    assert before.states == after.states
    assert before.distribution(2).probabilities.tobytes() == after.distribution(2).probabilities.tobytes()
    assert before.distribution(2).states.words.tobytes() == after.distribution(2).states.words.tobytes()


def test_freezing_what_nobody_reads_changes_no_answer() -> None:
    free, frozen = chain(model_of("loop"), months=3), chain(model_of("loop"), months=3, frozen=SHARE_FROZEN)
    assert frozen.states[-1] < free.states[-1]
    assert frozen.expectation("following") == pytest.approx(free.expectation("following"), abs=1e-13)


def test_a_continuous_variate_is_refused_by_name(tmp_path: Path) -> None:
    model = edited(tmp_path, "share", ("age_spread = { value = 0,", "age_spread = { value = 5,"))
    with pytest.raises(ModelError) as error:
        chain(model)
    assert str(error.value) == (
        "exact: appointment draws the continuous variate 'age'; the exact solver needs finite chance: "
        "leave the mechanism out with only(...), or give the entrants no spread of age"
    )


def test_too_many_states_are_refused_with_what_varies() -> None:
    with pytest.raises(ModelError) as error:
        chain(model_of("loop"), most_states=200)
    assert str(error.value).startswith(
        "exact: more than 200 reachable states after 2 months; seats.holder takes "
    )
    assert str(error.value).endswith(explore.WAYS_OUT)


def test_too_much_chance_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explore, "MOST_OUTCOMES", 50)
    with pytest.raises(ModelError, match=r"exact: more than 50 outcomes of chance after 1 month: shrink"):
        chain(model_of("loop"))


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda model: chain(model, months=99), "exact: 99 months; expected 0 to 6"),
        (lambda model: chain(model, frozen=("seats.sinse",)), 'did you mean "seats.since"'),
        (lambda model: chain(model, values=np.zeros(99)), "exact: values of shape (99,); expected (1,)"),
        (lambda model: chain(model).expectation("yunger"), 'did you mean "younger"'),
        (lambda model: chain(model, months=1).distribution(2), "exact: no month 2; expected 0 to 1"),
        (lambda model: transition_matrix(model, month=0), "exact: no month 0 to repeat; expected 1 to 6"),
    ],
)
def test_what_does_not_exist_is_refused(ask, says) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError) as error:
        ask(model_of("mortal"))
    assert says in str(error.value)
