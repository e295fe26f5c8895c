"""Selectorates and tiers of choosers on small organisations, against every set of persons."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from tests.unit.test_audit_ruling import audited, chosen, rule, vectors

from whowhom.audit.ruling.persons import Demand, fewest_persons


def test_secretaries_choose_a_chief() -> None:
    text = "[bodies]\nsecretaries = { seats = 50 }\nchief = { seats = 1 }\n"
    found = audited(text + rule("vote", "elects", "secretaries", "chief"))
    answer = chosen(found, "chief")
    assert answer["choosers"] == [
        {
            "by": "secretaries",
            "role": "elects",
            "selectorate": 50,
            "winning_coalition": 26,
            "loyalty_norm": {"exact": "13/25", "value": 0.52},
        }
    ]
    assert [tier["persons"] for tier in answer["tiers"]] == [26]
    assert answer["tiers_end"] == "nobody chooses them"
    assert (
        "To choose the chief it takes 26 of 50 votes of the secretaries (loyalty norm 52.0%)."
        in found["words"]
    )


def tree(group: int, tiers: int) -> str:
    """Write an office chosen by a body, each of whose seats is chosen by a body of its own, and so on."""
    bodies, rules, above = "[bodies]\ntop = { seats = 1 }\n", "", [("top", 1)]
    for tier in range(1, tiers + 1):
        below = []
        for over, seats in above:
            for seat in range(1, seats + 1):
                name = f"t{tier}_{len(below)}"
                bodies += f"{name} = {{ seats = {group} }}\n"
                rules += rule(name, "elects", name, over, part=str(seat))
                below.append((name, group))
        above = below
    return bodies + rules


def test_published_shares_of_nested_majorities() -> None:
    """Groups of three: 2/3, 4/9, 8/27, ... of the bottom suffice; each tier of the tree is one of them."""
    (vector,) = [
        each for each in vectors("m02_multitier.json") if each["id"].startswith("nested_majority_min_share")
    ]
    tiers = chosen(audited(tree(3, 3)), "top")["tiers"]
    assert [tier["share"]["exact"] for tier in tiers] == vector["expected"]["min_share"][:3]
    assert all(tier["fewest"] for tier in tiers)


@dataclass(frozen=True)
class World:
    """A board whose seats bodies fill, and which chooses with the consent of one of the bodies."""

    votes: dict[str, list[int]]
    top: list[int]
    fills: list[str]
    consents: str

    def carried(self, persons: frozenset[tuple[str, int]], body: str, quota: int) -> bool:
        """Return whether the persons have so many votes in a body."""
        return sum(own for seat, own in enumerate(self.votes[body]) if (body, seat) in persons) >= quota

    def enough(self, persons: frozenset[tuple[str, int]]) -> bool:
        """Return whether the persons name enough of the board by majorities, and give their consent."""
        won = sum(
            own
            for own, body in zip(self.top, self.fills, strict=True)
            if self.carried(persons, body, sum(self.votes[body]) // 2 + 1)
        )
        consent = -(-2 * sum(self.votes[self.consents]) // 3)
        return won >= -(-3 * sum(self.top) // 5) and self.carried(persons, self.consents, consent)


@pytest.mark.parametrize("seed", range(12))
def test_two_tiers_against_every_set_of_persons(seed: int) -> None:
    """A board whose seats several bodies fill chooses an office, with the consent of one of them."""
    random = np.random.default_rng(seed)
    names = ["a", "b", "c"]
    votes = {name: [int(x) for x in random.integers(1, 4, size=int(random.integers(2, 5)))] for name in names}
    top = [int(x) for x in random.integers(1, 5, size=4)]
    fills = [names[int(x)] for x in random.integers(0, 3, size=4)]
    consents = names[int(random.integers(0, 3))]
    # The bottom is the tier below the board; who consents stays there, as nobody chooses them.
    world = World(votes, top, fills, consents)
    text = f"[bodies]\noffice = {{ seats = 1 }}\nboard = {{ seats = 4, weights = {top} }}\n"
    text += "".join(f"{name} = {{ seats = {len(own)}, weights = {own} }}\n" for name, own in votes.items())
    text += rule("choice", "elects", "board", "office", decision="3/5")
    text += rule("consent", "confirms", consents, "office", decision="2/3")
    text += "".join(rule(f"s{i}", "elects", body, "board", part=str(i + 1)) for i, body in enumerate(fills))
    everyone = [(name, seat) for name in names for seat in range(len(votes[name]))]
    fewest = next(
        size
        for size in range(1, len(everyone) + 1)
        if any(world.enough(frozenset(group)) for group in combinations(everyone, size))
    )
    tier = chosen(audited(text), "office")["tiers"][1]
    assert (tier["persons"], tier["fewest"]) == (fewest, True)


def test_persons_who_vote_in_two_bodies_count_once() -> None:
    """Governments choose by number, and by population too; against every set of governments."""
    people = [9, 7, 4, 3, 2, 1, 1]
    text = f"[bodies]\nstates = {{ seats = 7 }}\npopulations = {{ seats = 7, weights = {people} }}\n"
    text += "office = { seats = 1 }\n" + rule("same", "ex_officio", "states", "populations")
    text += rule("choice", "elects", "states", "office", decision="3 votes")
    text += rule("weight", "confirms", "populations", "office", decision="23 votes")
    fewest = next(
        size for size in range(3, 8) if any(sum(group) >= 23 for group in combinations(people, size))
    )
    (tier,) = chosen(audited(text), "office")["tiers"]
    assert (tier["persons"], tier["of"], tier["fewest"]) == (fewest, 7, True)
    assert fewest == 4 and [group["persons"] for group in tier["groups"]] == [3, 4]


def test_a_public_that_chooses_place_by_place() -> None:
    """By hand: 3 of 5 deputies, each named by 101 of 200 persons: 303 of 1000."""
    text = (
        "[bodies]\nchair = { seats = 1 }\n[bodies.house]\nseats = 5\nplace = 'districts'\n"
        "[places.districts]\ncount = 5\n[publics.people]\nplaces = 'districts'\n"
        '[publics.people.members]\nvalue = 1000\nunit = "person"\nsource = "assumption"\n'
        '[publics.people.leaning]\nvalue = 0.5\nunit = "share"\nsource = "assumption"\n'
    )
    text += rule("local", "elects", "people", "house") + rule("vote", "elects", "house", "chair")
    found = audited(text)
    first, second = chosen(found, "chair")["tiers"]
    assert (first["persons"], first["of"]) == (3, 5)
    assert (second["persons"], second["of"]) == (303, 1000)
    (chooser,) = chosen(found, "house")["choosers"]
    assert (chooser["selectorate"], chooser["winning_coalition"]) == (200, 101)


def test_heads_members_lots_and_circles() -> None:
    text = (
        "[bodies]\nking = { seats = 1 }\nlords = { seats = 9 }\njury = { seats = 3 }\nmayor = { seats = 1 }\n"
    )
    text += rule("naming", "appoints", "king", "lords") + rule("crown", "elects", "lords", "king")
    text += rule("lot", "draws", "lords", "jury") + rule("verdict", "elects", "jury", "mayor")
    found = audited(text + rule("poll", "elects", "members", "mayor"))
    lords = chosen(found, "lords")
    assert [(tier["persons"], tier["of"]) for tier in lords["tiers"]][:2] == [(1, 1), (5, 9)]
    assert "go round" in lords["tiers_end"]
    assert chosen(found, "mayor")["tiers_end"] == "they are drawn by lot"
    (left,) = [each for each in found["left_out"] if each["model"] == "selectorate"]
    assert left["body"] == "mayor" and "how many members" in left["reason"]


def test_who_adds_nothing_is_passed_over() -> None:
    """By hand: the first brings 5 votes alone and only the last sits in the other body, so two suffice.

    No one order of persons suits both demands, so the number is only known to be enough.
    """
    first, middle, last = ("a", 0), ("a", 1), ("a", 2)
    demands = [Demand({first: 5, middle: 4, last: 1}, 5), Demand({last: 1}, 1)]
    assert fewest_persons(demands) == (2, False)
    assert fewest_persons(demands[:1]) == (1, True)
    with pytest.raises(ValueError, match="not met"):
        fewest_persons([Demand({first: 1}, 2)])
