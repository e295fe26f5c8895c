"""Sentences about lots: what a faction needs, what a limit changes, how long a capture takes."""

from __future__ import annotations

from typing import Any

from whowhom.audit.labels import counted, label_of, listed, noun, percent, sentence
from whowhom.audit.lots.committees import CommitteeYears
from whowhom.audit.lots.procedures import Draw, Procedure
from whowhom.spec.scenario import Scenario
from whowhom.theory.lot import Split

MINORITY = "0.3"
"""The share of the pool whose hope is told."""
_SPLIT_WORDS = {
    Split.IN_PROPORTION.value: "if a split jury shares its names in proportion",
    Split.HALF_AND_HALF.value: "if a split jury shares its names half and half",
}


def words_of_draw(scenario: Scenario, draw: Draw, answer: dict[str, Any]) -> list[str]:
    """Return what a limit of seats for each place does; nothing for a draw without a limit."""
    limit = answer["limit"]
    if limit is None:
        return []
    most = limit["most_seats_of_one_group"]
    over = noun(scenario, draw.over)
    lines = [
        sentence(
            f"no more than {most} of the {draw.seats} drawn for {over} may be of one group; an owner with "
            f"two groups to his name may have {min(2 * most, draw.seats)}"
        )
    ]
    for quota in draw.quotas:
        groups = limit["fewest_groups"][str(quota.votes)]
        alone = "one group is enough" if groups == 1 else f"at least {groups} groups must collude"
        lines.append(sentence(f"for {quota.votes} of {draw.seats} ({quota.what}) {alone}"))
        lines += _price_of_limit(scenario, draw, limit["conspiracies"], quota.votes)
    lines += _asked_about(draw, limit["asked"])
    fifth = next(row for row in answer["one_group"] if row["share"] == 0.2)
    lines.append(
        sentence(
            f"a group with a fifth of {noun(scenario, draw.pool)} expects {fifth['expected']:.2f} seats "
            f"without the limit and {fifth['expected_with_limit']:.2f} with it"
        )
    )
    return lines


def _price_of_limit(
    scenario: Scenario, draw: Draw, conspiracies: list[dict[str, Any]], votes: int
) -> list[str]:
    """Return what the fewest colluding groups need beside honest persons, under both readings."""
    asked = [
        item
        for item in conspiracies
        if (item["quota"], item["above"], item["pool"]) == (votes, "0.5", "open")
        and item["factor"] is not None
    ]
    if not asked:
        return []
    groups = min(item["groups"] for item in asked)
    by_reading = {item["reading"]: item for item in asked if item["groups"] == groups}
    parts = [
        f"{item['members_per_group']} persons in each of {groups} groups ({item['members']} in all, "
        f"{item['factor']:.2f} times the {item['members_without_limit']} that no limit would ask) {name}"
        for key, name in (
            ("list_order", "if the list is read with skipping"),
            ("uniform", "if all committees within the limit are equally likely"),
        )
        if (item := by_reading.get(key))
    ]
    return [
        sentence(
            f"a better than even chance of {votes} costs, beside {draw.persons} honest persons, "
            f"{listed(parts)}"
        )
    ]


def _asked_about(draw: Draw, asked: list[dict[str, Any]]) -> list[str]:
    """Return the chances of the conspiracy that the document asks about."""
    names = {
        "list_order": "if the list is read with skipping",
        "uniform": "if all committees within the limit are equally likely",
    }
    return [
        sentence(
            f"{item['groups']} groups of {item['members_per_group']} beside {draw.persons} honest persons "
            f"get {item['quota']} of {draw.seats} with a chance of {percent(item['chance'])} "
            f"{names[item['reading']]}"
        )
        for item in asked
        if item["chance"] is not None
    ]


def words_of_procedure(scenario: Scenario, procedure: Procedure, answer: dict[str, Any]) -> list[str]:
    """Return what it takes to get the college, what a minority may hope for, and what each feature does."""
    votes, seats = procedure.quotas[0].votes, procedure.seats
    college, pool = noun(scenario, procedure.college), noun(scenario, procedure.pool)
    lines = []
    for split, reading in answer["readings"].items():
        even, sure = (reading["smallest"][str(votes)]["closed"][key] for key in ("0.5", "0.9"))
        way = f", {_SPLIT_WORDS[split]}" if len(answer["readings"]) > 1 else ""
        if even is None:
            lines.append(sentence(f"no faction of {pool} has a better than even chance of {college}{way}"))
            continue
        more = f", and {sure['members']} for nine in ten" if sure else ""
        lines.append(
            sentence(
                f"a faction needs {even['members']} of the {procedure.persons} in {pool} "
                f"({100 * even['share']:.1f} %) for a better than even chance of {votes} of the {seats} of "
                f"{college}{more}{way}"
            )
        )
    lines += _hope(procedure, answer)
    jury = answer["features_removed"]["no_lots"]
    lines.append(
        sentence(
            f"without the lots, {jury['quota']} of the {jury['seats']} of "
            f"{noun(scenario, jury['first_jury'])} would be enough, and they could be bought in advance"
        )
    )
    if answer["limits_left_out"]:
        lines.append(
            "Chances along the chain leave the limit for each place out; one group alone does worse."
        )
    return lines


def _hope(procedure: Procedure, answer: dict[str, Any]) -> list[str]:
    """Return what a minority of 30% and an even split come to."""
    rows = {str(row["share"]): row for row in answer["readings"][Split.IN_PROPORTION.value]["shares"]}
    minority, even = rows[MINORITY], rows["0.5"]
    single = answer["features_removed"]["single_lot"]
    other = ""
    if single is not None:
        one = next(r for r in single[Split.IN_PROPORTION.value]["shares"] if str(r["share"]) == MINORITY)
        other = f"; with one single lot it would be {percent(one['holds'])}"
    lines = [
        sentence(
            f"a minority of {minority['members']} (30 %) gets it with a chance of "
            f"{percent(minority['holds'])}{other}, and in a direct vote of the pool nothing"
        )
    ]
    if even["deadlock"] > 0:
        lines.append(
            sentence(
                f"where the pool is evenly divided, neither side can carry the last vote with a chance of "
                f"{percent(even['deadlock'])}"
            )
        )
    return lines


def words_of_committee(scenario: Scenario, item: CommitteeYears) -> list[str]:
    """Return how many captured committees in a row replace a body."""
    over, committee = noun(scenario, item.over), label_of(scenario, item.committee)
    lines = [
        sentence(
            f"{counted(item.committees, 'committee')} ({committee}) "
            f"{'in a row must' if item.committees > 1 else 'must'} be captured to replace the whole of {over}"
        )
    ]
    if item.confirmed_by:
        names = listed([noun(scenario, name) for name in item.confirmed_by])
        lines.append(sentence(f"{names} must also confirm, which is a second lock"))
    return lines
