"""Published models of who rules on small organisations: published answers, enumeration, work by hand."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from tests.reference.conftest import FOLDER

from whowhom.audit.ruling.coalitions import equal_size
from whowhom.audit.ruling.quota import majority_of
from whowhom.audit.ruling.section import ruling
from whowhom.spec.toml import organisations, parse, read, shipped

HEAD = 'title = "Small"\nfrom = 2026-01-01\nuntil = 2027-01-01\n'


def vectors(file: str) -> list[dict[str, Any]]:
    """Return the published vectors of a mechanism."""
    found: list[dict[str, Any]] = json.loads((FOLDER / file).read_text(encoding="utf-8"))["vectors"]
    return found


def audited(text: str) -> dict[str, Any]:
    """Return the section of a small document, by way of JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(ruling(parse(HEAD + text)).to_dict(), allow_nan=False))
    return plain


def rule(name: str, verb: str, by: str, over: str, **more: str) -> str:
    """Write one rule."""
    extra = "".join(f"{key} = {json.dumps(value)}\n" for key, value in more.items())
    return f'[[rules]]\nname = "{name}"\nverb = "{verb}"\nby = "{by}"\nover = "{over}"\n{extra}'


def board(votes: list[int], decision: str, expels: bool = True) -> str:
    """Write a board whose members can expel each other, or who elect an officer."""
    text = f"[bodies]\nboard = {{ seats = {len(votes)}, weights = {votes} }}\nofficer = {{ seats = 1 }}\n"
    verb, over = ("expels", "board") if expels else ("elects", "officer")
    return text + rule("act", verb, "board", over, decision=decision)


def circle(found: dict[str, Any], body: str, kind: str = "seats") -> dict[str, Any]:
    """Return the one answer on a body's seats, or blocs."""
    (one,) = [each for each in found["coalitions"] if each["body"] == body and each["players"] == kind]
    answer: dict[str, Any] = one
    return answer


def chosen(found: dict[str, Any], over: str) -> dict[str, Any]:
    """Return the one answer on who chooses a body."""
    (one,) = [each for each in found["selectorate"] if each["over"] == over]
    answer: dict[str, Any] = one
    return answer


# ---------------------------------------------------------------- coalitions

POWERS = [vector for vector in vectors("m05_power_sharing.json") if "powers" in vector["inputs"]]


@pytest.mark.parametrize("vector", POWERS, ids=[vector["id"] for vector in POWERS])
@pytest.mark.parametrize("expels", [True, False])
def test_published_coalitions_from_documents(vector: dict[str, Any], expels: bool) -> None:
    """Each published game as a body whose seats have these votes; alpha 1/2 is a majority."""
    powers, alpha = vector["inputs"]["powers"], vector["inputs"]["alpha"]
    found = circle(audited(board(powers, "majority" if alpha == "1/2" else alpha, expels)), "board")
    assert found["coalitions"]["tied"] == 1
    (answer,) = found["coalitions"]["listed"]
    assert sorted(answer["votes"]) == sorted(vector["expected"]["ultimate_ruling_coalition_powers"])
    assert [powers[seat - 1] for seat in answer["seats"]] == answer["votes"]
    assert (found["alpha"], found["expels_its_own"], found["exact"]) == (alpha, expels, True)
    assert found["sizes"] == [] and not found["equal"]


def test_published_sizes_of_equal_boards() -> None:
    (vector,) = [each for each in vectors("m05_power_sharing.json") if "population" in each["inputs"]]
    sizes = dict(
        zip(vector["inputs"]["population"], vector["expected"]["ruling_coalition_size"], strict=True)
    )
    for seats in sizes.keys() - {1}:
        found = circle(audited(board([1] * seats, "majority")), "board")
        assert found["equal"] and found["coalitions"] is None
        assert found["size"] == sizes[seats], seats
        assert set(found["sizes"]) <= set(vector["expected"]["allowed_sizes"])


def enforced(powers: list[int], quota: Fraction, at_least: bool) -> set[frozenset[int]]:
    """Return phi of everybody from the definition, with "more than" or with "at least" the quota."""
    stable: list[frozenset[int]] = []
    answers: set[frozenset[int]] = set()

    def power(group: frozenset[int]) -> int:
        return sum(powers[i] for i in group)

    for size in range(1, len(powers) + 1):
        for one in map(frozenset, combinations(range(len(powers)), size)):
            bar = quota * power(one)
            wins = [y for y in stable if y < one and (power(y) > bar or (at_least and power(y) == bar))]
            least = min(power(y) for y in [*wins, one])
            answers = {y for y in [*wins, one] if power(y) == least}
            if not wins:
                stable.append(one)
    return answers


def listed(rulers: dict[str, Any]) -> set[frozenset[int]]:
    return {frozenset(seat - 1 for seat in each["seats"]) for each in rulers["listed"]}


def test_two_thirds_exactly_is_enough_in_a_document_and_not_in_the_model() -> None:
    """By hand: 2 of 3 votes are exactly two thirds, so the greater seat alone rules, or both do."""
    found = circle(audited(board([2, 1], "2/3")), "board")
    assert listed(found["coalitions"]) == {frozenset({0, 1})}
    assert listed(found["coalitions_at_least"]) == {frozenset({0})}
    assert "at least 2/3" in found["mapping"]
    words = audited(board([2, 1], "2/3"))["words"]
    assert any("seat 1 alone would end up ruling" in line and "all together" in line for line in words)


@pytest.mark.parametrize("decision", ["2/3", "3/5", "3/4", "unanimity"])
def test_at_least_is_exact_for_every_group(decision: str) -> None:
    random = np.random.default_rng(5)
    quota = Fraction(1) if decision == "unanimity" else Fraction(decision)
    differ = 0
    for _ in range(25):
        powers = [int(votes) for votes in random.integers(1, 8, size=int(random.integers(3, 7)))]
        if len(set(powers)) == 1:
            continue
        found = circle(audited(board(powers, decision)), "board")
        written = found["coalitions_at_least"] or found["coalitions"]
        assert written["tied"] == len(enforced(powers, quota, True))
        assert listed(written) <= enforced(powers, quota, True)
        if decision != "unanimity":
            assert listed(found["coalitions"]) <= enforced(powers, quota, False)
            differ += listed(written) != listed(found["coalitions"])
    assert differ > 0 or decision == "unanimity"


def test_how_decisions_become_a_share() -> None:
    """By hand, of 9 votes: 5 and 6 votes carry, 4 leave two sides that both could."""
    six, five = majority_of("6 votes", 9), majority_of("5 votes", 9)
    assert not isinstance(six, str) and not isinstance(five, str)
    assert (six.alpha, six.exact) == (Fraction(5, 9), False)
    assert (five.alpha, five.exact) == (Fraction(1, 2), False)
    assert isinstance(majority_of("4 votes", 9), str)
    assert isinstance(majority_of("any holder", 9), str)
    assert isinstance(majority_of("10 votes", 9), str)
    seats = majority_of("majority of seats", 9)
    assert not isinstance(seats, str) and not seats.exact
    assert audited(board([3, 2], "any holder"))["left_out"][0]["model"] == "ruling coalitions"


@pytest.mark.parametrize("alpha", [Fraction(1, 2), Fraction(2, 3), Fraction(3, 5), Fraction(7, 11)])
def test_the_size_of_exactly_equal_groups_is_that_of_the_definition(alpha: Fraction) -> None:
    for players in range(1, 9):
        assert {len(group) for group in enforced([1] * players, alpha, False)} == {equal_size(players, alpha)}


def test_blocs_are_players_too() -> None:
    """Published: of powers 3, 4, 5 and 10 the three smaller hold together against the greatest."""
    sizes, start, text = {"a": 3, "b": 4, "c": 5, "d": 10}, 1, "[bodies]\ncouncil = { seats = 22 }\n"
    rules = ""
    for name, seats in sizes.items():
        text += f"{name} = {{ seats = {seats} }}\n"
        rules += rule(name, "ex_officio", name, "council", part=f"{start}-{start + seats - 1}")
        start += seats
    found = audited(text + rules)
    (answer,) = circle(found, "council", "blocs")["coalitions"]["listed"]
    assert (answer["votes"], answer["seats"]) == ([3, 4, 5], list(range(1, 13)))
    assert (
        "In the council, if whoever has the votes shuts out the rest, the a, the b and the c would end up "
        "ruling (votes 3, 4, 5, 10)." in found["words"]
    )


def test_a_tie_is_told_and_large_bodies_are_left_out() -> None:
    """By hand: of 3, 4, 4 with more than 23/40 of 11 votes either pair with the smallest rules."""
    found = circle(audited(board([3, 4, 4], "23/40")), "board")
    assert listed(found["coalitions"]) == {frozenset({0, 1}), frozenset({0, 2})}
    assert found["coalitions"]["tied"] == 2
    left = audited(board(list(range(1, 22)), "majority"))["left_out"]
    assert [each["body"] for each in left if each["model"] == "ruling coalitions"] == ["board"]


def test_members_who_expel_each_other_with_equal_votes() -> None:
    """Published sizes: of five near-equal members three rule."""
    words = audited(board([1] * 5, "majority"))["words"]
    assert words[0].startswith("Members of the board can expel each other, and all votes are equal")
    assert "3 of the 5 end up ruling" in words[1]


@pytest.mark.parametrize("name", [*shipped(), *organisations()])
def test_every_shipped_document_has_an_answer(name: str) -> None:
    found = ruling(read({**shipped(), **organisations()}[name])).to_dict()
    json.dumps(found, allow_nan=False)
    assert found["method"] and found["residual"] < 1e-12 and found["words"]
    for each in found["selectorate"]:
        for chooser in each["choosers"]:
            assert 0 <= chooser["winning_coalition"] <= chooser["selectorate"]


def test_the_party_of_the_scenario() -> None:
    """13 of 25 of the committee choose the secretary, and 351 of 700 of the congress the committee."""
    found = ruling(read("soviet_party")).to_dict()
    tiers = chosen(found, "general_secretary")["tiers"]
    assert [(tier["persons"], tier["of"]) for tier in tiers] == [(13, 25), (351, 700)]
    congress = chosen(found, "congress")
    assert congress["nested_share"]["exact"] == "1/8"
    assert circle(found, "politburo")["expels_its_own"]
