"""Laws of the chain of counts: names and the order of rules do not matter, and persons say the same.

Random organisations of a chief, a board and a council are followed person by person, by the enumeration of
the compiled mechanisms, and by counts.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from tests.audit_organisations import Sentence, organisation

from whowhom.audit.two_sided import model_of, two_sided
from whowhom.build import build
from whowhom.exact.chain import chain as enumerated
from whowhom.exact.counts.chain import CountChain
from whowhom.spec.scenario import Scenario


def leaving(chance: float) -> dict[str, Any]:
    return {"value": chance, "unit": "1/month", "source": "test"}


def counts(scenario: Scenario, loyalty: float, months: int, target: str) -> CountChain:
    model = model_of(scenario, "chief", (target,), months, {"party_line.loyalty": loyalty})
    return CountChain(model, (target,))


TWO_BODIES: list[Sentence] = [
    ("chief", "appoints", "board"),
    ("board", "elects", "council", {"decision": "2/3"}),
    ("council", "confirms", "board", {"decision": "any holder"}),
]


def two_bodies(names: dict[str, str], order: tuple[int, ...] = (0, 1, 2)) -> Scenario:
    bodies = {
        names["chief"]: 1,
        names["board"]: {"seats": 4, "early_exit": leaving(0.2)},
        names["council"]: {"seats": 3, "term": "1 year"},
    }
    rules = [(names[rule[0]], rule[1], names[rule[2]], *rule[3:]) for rule in TWO_BODIES]
    audit = {"principal": names["chief"], "hold": {names["board"]: 2, names["council"]: 1}}
    return organisation(bodies, [rules[place] for place in order], audit=audit)


SAME = {"chief": "chief", "board": "board", "council": "council"}
OTHER = {"chief": "zar", "board": "a_duma", "council": "m_senate"}


def test_other_names_change_nothing() -> None:
    results = []
    for names in (SAME, OTHER):
        model = model_of(
            two_bodies(names), names["chief"], (names["council"],), 30, {"party_line.loyalty": 0.8}
        )
        results.append(CountChain(model).capture((names["council"],), 30))
    (one, other) = results
    assert one.first["council"][-1] > 0.0
    assert (one.first["council"] == other.first["m_senate"]).all()
    assert (one.seats["council"] == other.seats["m_senate"]).all()
    assert (one.locked == other.locked).all()


@pytest.mark.parametrize("order", [(0, 2, 1), (2, 0, 1)])
def test_the_place_of_a_consent_among_the_rules_changes_nothing(order: tuple[int, ...]) -> None:
    """A consent is asked by whatever rule fills, wherever it stands."""
    found = [
        counts(two_bodies(SAME, way), 0.8, 30, "council").first_passage("council")
        for way in ((0, 1, 2), order)
    ]
    assert found[0][0] == pytest.approx(found[1][0], abs=1e-12)


def test_rules_over_bodies_that_do_not_touch_may_stand_in_any_order() -> None:
    """Chief and members fill two bodies that never vote on each other."""
    rules: list[Sentence] = [("chief", "appoints", "board"), ("members", "elects", "council")]
    found = []
    for way in (rules, rules[::-1]):
        scenario = organisation(
            {
                "chief": 1,
                "board": {"seats": 4, "early_exit": leaving(0.2)},
                "council": {"seats": 3, "term": "1 year"},
            },
            way,
            audit={"principal": "chief"},
        )
        found.append(counts(scenario, 0.8, 24, "board").first_passage("board")[0])
    assert found[0] == pytest.approx(found[1], abs=1e-14)


def drawn(rng: Random) -> Scenario:
    """Return a random organisation of a chief, a board and a council of two, small enough to enumerate."""
    decision = rng.choice(["majority", "2/3", "any holder", "unanimity"])
    term = rng.randint(1, 3)
    consent = rng.choice(["majority", "any holder"])
    fills: list[Sentence] = [
        ("chief", "appoints", "board"),
        (rng.choice(["board", "members"]), "elects", "council", {"decision": decision}),
    ]
    more: list[Sentence] = [
        (
            "council",
            rng.choice(["confirms", "vetoes"]),
            "board",
            {"decision": consent},
        ),
        ("board", "expels", "council", {"every": "2 months", "decision": decision}),
        ("council", "expels", "board", {"every": "3 months"}),
    ]
    rules = fills + rng.sample(more, rng.randint(0, 2))
    return organisation(
        {
            "chief": 1,
            "board": {"seats": 2, "early_exit": leaving(round(rng.uniform(0.1, 0.5), 2))},
            "council": {"seats": 2, "term": f"{term} months", "ends": [date(2020, 1 + term, 1)]},
        },
        rules,
        audit={"principal": "chief", "hold": {"board": rng.randint(0, 2), "council": rng.randint(0, 2)}},
        observe=[
            {"observable": "following_of", "name": name, "body": name, "person": "chief 1"}
            for name in ("board", "council")
        ],
    )


UNREAD = (
    "seats.terms",
    "seats.chosen_by",
    "seats.since",
    "seats.previous",
    "seats.served",
    "people.born",
    "people.standing",
)
"""Arrays that these organisations do not read."""


@pytest.mark.parametrize("seed", range(10))
def test_random_organisations_have_the_expectation_of_their_enumeration(seed: int) -> None:
    """The compiled mechanisms, person by person, and the counts expect the same seats in every month."""
    scenario, months = drawn(Random(seed)), 4
    model = model_of(scenario, "chief", ("board", "council"), months, {"party_line.loyalty": 0.7})
    found = CountChain(model).capture(("board", "council"), months)
    assert found.residual < 1e-12
    sides = two_sided(scenario, "chief", ("board", "council"), months, {"party_line.loyalty": 0.7})
    observed = sides.model_copy(update={"observe": scenario.observe})
    observed._origin = scenario.origin
    exact = enumerated(build(observed), frozen=UNREAD)
    for month in range(months + 1):
        for name in ("board", "council"):
            values, chances = exact.law(name, month)
            assert found.seats[name][month] == pytest.approx(float(values @ chances), abs=1e-10)
