"""Rules to tables: the verbs of a document in normal form, decision rules as integer inequalities."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from whowhom.build.calendar import due_months
from whowhom.core.polity import ANYONE, ENTRANTS_ONLY, MEMBERS_ONLY, RESERVE_ONLY, Act
from whowhom.spec.decision import parse_decision, parse_quorum
from whowhom.spec.organisation import Ballot, Rule, Verb
from whowhom.spec.part import parse_part
from whowhom.spec.scenario import Scenario

ACTS = {
    Verb.APPOINTS: Act.APPOINT,
    Verb.ELECTS: Act.ELECT,
    Verb.COOPTS: Act.COOPT,
    Verb.EX_OFFICIO: Act.EX_OFFICIO,
    Verb.DRAWS: Act.DRAW,
    Verb.EXPELS: Act.EXPEL,
    Verb.ENLARGES: Act.ENLARGE,
    Verb.PROPOSES: Act.PROPOSE,
    Verb.TRANSFERS: Act.TRANSFER,
    Verb.CONFIRMS: Act.CONSENT,
    Verb.VETOES: Act.CONSENT,
    Verb.SUCCEEDS: Act.SUCCEED,
}
FILLS = (Verb.APPOINTS, Verb.ELECTS, Verb.COOPTS, Verb.DRAWS)
MOST_VOTES = 2**20
"""More than the votes of any body."""
VOTES = (Verb.ELECTS, Verb.COOPTS, Verb.EXPELS, Verb.CONFIRMS, Verb.ENLARGES)
POOLS = {None: ANYONE, "members": MEMBERS_ONLY, "entrants": ENTRANTS_ONLY, "reserve": RESERVE_ONLY}


class Row(NamedTuple):
    """One inequality: yes, present and size coefficients, and the least sum, of one body's votes."""

    rule: int
    body: int
    yes: int
    present: int
    size: int
    least: int


def decision_rows(rule: int, body: int, text: str) -> list[Row]:
    """Return the inequalities of a decision rule over the votes of a body.

    majority: 2 yes - base >= 1; p/q: q yes - p base >= 0, "plus one" >= q (yes >= ceil(p base / q) + 1);
    unanimity: yes - base >= 0 and yes >= 1; N votes: yes >= N; plurality and any holder: yes >= 1.
    """
    decision = parse_decision(text)

    def against(yes: int, base: int, least: int) -> Row:
        present, size = (0, -base) if decision.of_seats else (-base, 0)
        return Row(rule, body, yes, present, size, least)

    if decision.kind == "majority":
        return [against(2, 1, 1)]
    if decision.kind == "share":
        least = 1 if decision.plus_one and decision.denominator == 1 else 0
        rows = [against(decision.denominator, decision.numerator, least)]
        if decision.plus_one:
            rows = [against(decision.denominator, decision.numerator, decision.denominator)]
        return [*rows, Row(rule, body, 1, 0, 0, 1)]
    if decision.kind == "unanimity":
        return [against(1, 1, 0), Row(rule, body, 1, 0, 0, 1)]
    return [Row(rule, body, 1, 0, 0, max(decision.votes, 1))]


def quorum_rows(rule: int, body: int, text: str) -> list[Row]:
    """Return the inequality of a quorum: q present - p size >= 0, or present >= N."""
    quorum = parse_quorum(text)
    if quorum.seats:
        return [Row(rule, body, 0, 1, 0, quorum.seats)]
    return [Row(rule, body, 0, quorum.denominator, -quorum.numerator, 0)]


def opposite(row: Row) -> Row:
    """Return the inequality that holds exactly when the votes not cast for, the blocking ones, fail `row`.

    Blocked iff a blocking + b present + c size >= t and blocking >= 1, with blocking = present - yes. Both
    are one inequality, (M a + 1) blocking + M b present + M c size >= M t + 1, as long as fewer than M votes
    are cast; integers, so let through iff its left side is at most M t.
    """
    most = MOST_VOTES
    yes, least = most * row.yes + 1, most * row.least + 1
    return Row(row.rule, row.body, yes, -(yes + most * row.present), -most * row.size, 1 - least)


def consent_rows(scenario: Scenario, target: int, bodies: dict[str, int]) -> list[Row]:
    """Return the rows that other bodies' consent adds to a rule that fills seats."""
    rows: list[Row] = []
    for other in scenario.rules:
        if other.over != scenario.rules[target].over or other.by not in bodies:
            continue
        if other.verb is Verb.CONFIRMS:
            rows += decision_rows(target, bodies[other.by], other.decision)
        elif other.verb is Verb.VETOES:
            # A veto of several inequalities is let through when one of them fails; documents use one.
            rows.append(opposite(decision_rows(target, bodies[other.by], other.decision)[0]))
        else:
            continue
        if other.quorum:
            rows += quorum_rows(target, bodies[other.by], other.quorum)
    return rows


def rule_tables(scenario: Scenario, bodies: dict[str, int], publics: dict[str, int]) -> dict[str, Any]:
    """Return the tables of rules and of the rows of their decision rules."""
    rules = scenario.rules
    rows: list[Row] = []
    for number, rule in enumerate(rules):
        if rule.verb in VOTES and rule.verb is not Verb.CONFIRMS and rule.by in bodies:
            rows += decision_rows(number, bodies[rule.by], rule.decision)
            if rule.quorum:
                rows += quorum_rows(number, bodies[rule.by], rule.quorum)
        if rule.verb in FILLS:
            rows += consent_rows(scenario, number, bodies)
    return {
        "rule_act": np.array([ACTS[rule.verb] for rule in rules], np.int32),
        "rule_by": np.array([bodies.get(rule.by, -1) for rule in rules], np.int32),
        "rule_public": np.array([publics.get(rule.by, -1) for rule in rules], np.int32),
        "rule_over": np.array([bodies[rule.over] for rule in rules], np.int32),
        "rule_pool": np.array([pool_number(rule, bodies) for rule in rules], np.int32),
        "rule_secret": np.array([rule.ballot is Ballot.SECRET for rule in rules], np.int8),
        "rule_plural": np.array([rule.decision == "plurality" for rule in rules], np.int8),
        "rule_standing": np.array([not rule.every and not rule.at for rule in rules], np.int8),
        "rule_asks": np.array(
            [
                rule.verb in FILLS and bool(consent_rows(scenario, number, bodies))
                for number, rule in enumerate(rules)
            ],
            np.int8,
        ),
        "rule_most": np.array([_most(rule, scenario) for rule in rules], np.int32),
        "rule_first": np.array([part_of(rule, scenario)[0] for rule in rules], np.int32),
        "rule_last": np.array([part_of(rule, scenario)[1] for rule in rules], np.int32),
        "rule_per_place": np.array([rule.per_place or 0 for rule in rules], np.int32),
        "rule_tiers": np.array([len(rule.tiers) for rule in rules], np.int32),
        "rule_due": np.array(
            [
                due_months(scenario.start, scenario.months, rule.every, rule.at, rule.start, rule.until)
                for rule in rules
            ],
            np.int8,
        ).reshape(len(rules), scenario.months + 1),
        "row_rule": np.array([row.rule for row in rows], np.int32),
        "row_body": np.array([row.body for row in rows], np.int32),
        "row_yes": np.array([row.yes for row in rows], np.int64),
        "row_present": np.array([row.present for row in rows], np.int64),
        "row_size": np.array([row.size for row in rows], np.int64),
        "row_least": np.array([row.least for row in rows], np.int64),
    }


def part_of(rule: Rule, scenario: Scenario) -> tuple[int, int]:
    """Return the first seat that a rule fills and the one after the last, counted from 0 in the body."""
    return parse_part(rule.part) if rule.part else (0, scenario.bodies[rule.over].most_seats)


def _most(rule: Rule, scenario: Scenario) -> int:
    """Return how many seats the rule may add at one time: as written, else as many as the body can have."""
    if rule.most is not None:
        return rule.most
    body = scenario.bodies[rule.over]
    return body.capacity or body.seats


def pool_number(rule: Rule, bodies: dict[str, int]) -> int:
    """Return the pool of a rule as the tables write it."""
    if rule.pool in POOLS:
        return POOLS[rule.pool]
    return bodies[str(rule.pool)]
