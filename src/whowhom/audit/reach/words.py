"""The closure of a principal in sentences: what it holds and lacks, whom it must buy, who can undo it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whowhom.audit.labels import counted, listed, noun, sentence
from whowhom.audit.reach.prices import Price
from whowhom.audit.reach.undoing import Undoing
from whowhom.spec.scenario import Scenario

if TYPE_CHECKING:
    from whowhom.audit.reach.closure import Obstacle
    from whowhom.audit.reach.section import BodyReach

MOST_PRICES = 3
"""Prices told for one target, the cheapest."""


def body_words(scenario: Scenario, item: BodyReach) -> str:
    """Say what is reached of one body, and what is missing."""
    who = noun(scenario, item.name)
    if item.reached == item.seats and item.seats:
        how = "from the start" if item.step == 0 else f"in step {item.step}"
        all_of_it = "it is the side's" if item.seats == 1 else f"all {item.seats} seats"
        return sentence(f"{who}: {all_of_it}, {how}")
    share = f"{item.reached} of {counted(item.seats, 'seat')}"
    power = "enough for its decisions" if item.controls else "not enough for its decisions"
    if item.blocks and not item.controls:
        power += ", but it can block them"
    told = dict.fromkeys(obstacle_words(scenario, obstacle) for obstacle in item.obstacles)
    missing = f"; {listed(list(told))}" if told else ""
    return sentence(f"{who}: {share if item.reached else 'no seat'}, {power}{missing}")


def obstacle_words(scenario: Scenario, obstacle: Obstacle) -> str:
    """Say what is missing for one act."""
    by = noun(scenario, obstacle.by)
    votes = counted(obstacle.votes or 0, "more vote")
    office = obstacle.by in scenario.bodies and scenario.bodies[obstacle.by].seats == 1
    return {
        "head": f"the head of {by} is not the principal's",
        "votes": f"it lacks {by}" if office else f"it lacks {votes} in {by}",
        "consent": f"{by} must consent" + ("" if office else f", where it lacks {votes}"),
        "veto": f"{by} can veto" + ("" if office else f", unless it gains {votes} there"),
        "slate": f"only the slate of {by} is voted on",
        "pool": f"nobody of the principal's sits in {by}, from which it is filled",
        "lot": f"chance decides while it does not hold all of {by}" if obstacle.votes else "a lot decides",
        "right": f"the seats come with {by}",
        "outside": f"{by} decide",
        "nobody": "no rule fills it",
    }[obstacle.kind]


def price_words(scenario: Scenario, found: Sequence[Price]) -> list[str]:
    """Say for each target which seats would have to be bought."""
    lines = []
    for target in dict.fromkeys(price.target for price in found):
        ways = [price for price in found if price.target == target][:MOST_PRICES]
        told = [
            listed(
                [
                    f"{count} of the {scenario.bodies[body].seats} in {noun(scenario, body)}"
                    if scenario.bodies[body].seats > 1
                    else noun(scenario, body)
                    for body, count in zip(way.bodies, way.seats, strict=True)
                ]
            )
            for way in ways
        ]
        lines.append(
            sentence(f"to be sure of {noun(scenario, target)} one must also hold {listed(told, 'or')}")
        )
    return lines


def undoing_words(scenario: Scenario, principal: str, found: Sequence[Undoing]) -> list[str]:
    """Say which acts the rest has left in the end, and which it loses on the way."""
    left = list(dict.fromkeys(act.words for act in found if act.open_in_the_end))
    lost = dict.fromkeys(act.words for act in found if act.open_at_start and not act.open_in_the_end)
    lines = [f"Lost on the way: {text}" for text in lost]
    if left:
        return [*lines, "What others can still do in the end:", *left]
    if not found:
        return [
            *lines,
            sentence(f"no rule lets anybody act on {noun(scenario, principal)}: nothing undoes it"),
        ]
    return [*lines, "After this nobody outside can undo it."]
