"""Coalitions, choosers and majorities in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whowhom.audit.labels import counted, listed, noun, sentence
from whowhom.audit.ruling.acts_of_choice import Group, Part
from whowhom.audit.ruling.coalitions import Circle, Rulers
from whowhom.audit.ruling.positions import Assembly
from whowhom.audit.ruling.selectorate import Chosen
from whowhom.audit.ruling.tiers import Tier
from whowhom.spec.scenario import Scenario
from whowhom.theory.majority_rule import Median

LOYALTY_NORM = (
    "The loyalty norm is the share of votes that carries a choice: the smaller it is, the easier a member of "
    "the winning side is replaced. What each is paid the document does not tell."
)
MOST_NAMES = 12
"""The most members whom a sentence names."""
MOST_PLAYERS_IN_WORDS = 20
MOST_TIES_IN_WORDS = 2
_STEPS = ("no", "one", "two", "three", "four", "five", "six")


def words_of_circle(scenario: Scenario, circle: Circle) -> Iterator[str]:
    """Say who would rule a body; of bodies of equal votes only where members can expel each other."""
    body = noun(scenario, circle.body)
    can = f"members of {body} can expel each other" if circle.expels else f"in {body}"
    if circle.equal:
        if circle.expels and len(circle.players) <= MOST_PLAYERS_IN_WORDS:
            yield sentence(
                f"{can}, and all votes are equal, so the theory cannot say who would be thrown out"
            )
            sizes = listed([str(size) for size in circle.sizes], "or")
            yield sentence(
                f"if some count a shade more than others, {circle.sizes[-1]} of the {len(circle.players)} "
                f"end up ruling, as only groups of {sizes} hold together; if all count exactly the same, "
                f"{circle.equal_size} do, whichever they are"
            )
        return
    start = f"{can}; if" if circle.expels else f"{can}, if"
    answers = circle.strict if circle.written is None else circle.written
    assert answers is not None
    # That a bloc with all the votes it needs decides alone is told with its voting power.
    if circle.kind == "blocs" and answers.alone is not None and len(answers.alone) == 1:
        return
    line = (
        f"{start} whoever has the votes shuts out the rest, {_who(scenario, circle, answers)} "
        f"would end up ruling (votes {_votes(circle)})"
    )
    if circle.written is not None and circle.strict is not None and circle.strict != circle.written:
        line += (
            f"; where exactly {circle.majority.alpha} is not enough, {_who(scenario, circle, circle.strict)}"
        )
    yield sentence(line)


def _votes(circle: Circle) -> str:
    return ", ".join(str(player.votes) for player in circle.players)


def _who(scenario: Scenario, circle: Circle, rulers: Rulers) -> str:
    """Name the ruling players, or those of each coalition that ties; of many coalitions the sizes."""
    if sum(len(members) for members in rulers.listed) <= MOST_NAMES and rulers.tied <= MOST_TIES_IN_WORDS:
        named = [_members(scenario, circle, members) for members in rulers.listed]
        return named[0] if rulers.tied == 1 else f"either {'; or '.join(named)} (a tie)"
    sizes = sorted({len(members) for members in rulers.listed})
    number = listed([str(size) for size in sizes], "or")
    return f"one of {rulers.tied} equally strong groups of {number} {circle.kind}"


def _members(scenario: Scenario, circle: Circle, members: Sequence[int]) -> str:
    """Name the players of one coalition."""
    players = [circle.players[place] for place in members]
    if len(players) == len(circle.players):
        return "all together"
    names = [noun(scenario, player.origin) for player in players if player.origin]
    seats = [str(player.seats[0]) for player in players if not player.origin]
    if seats:
        names.append(f"seat{'' if len(seats) == 1 else 's'} {listed(seats)}")
    return f"{listed(names)}{' alone' if len(players) == 1 else ''}"


def words_of_chosen(scenario: Scenario, chosen: Chosen) -> Iterator[str]:
    """Say how many of the choosers suffice, and how many of those who choose them."""
    over = noun(scenario, chosen.over)
    if chosen.each:
        over = f"each seat of {over}"
    elif len(chosen.seats) < scenario.bodies[chosen.over].seats:
        over = f"{counted(len(chosen.seats), 'seat')} of {over}"
    if chosen.parts:
        hardest = {part.by: part for part in sorted(chosen.parts, key=lambda part: part.coalition)}
        parts = [
            _part(scenario, part) for part in chosen.parts if hardest[part.by] is part and part.coalition
        ]
        yield sentence(f"to choose {over} it takes {listed(parts)}{_persons(chosen)}")
    for tier in chosen.tiers[1:]:
        yield _tier(scenario, over, tier)
    if chosen.above is not None:
        yield sentence(
            f"to name one seat of {noun(scenario, chosen.over)} a little more than {chosen.above} of the "
            "members behind it can suffice, rightly placed, if every tier decides by majority in large groups"
        )


def _persons(chosen: Chosen) -> str:
    """Say how many persons these are, where votes are no persons or some vote in two bodies."""
    if not chosen.tiers or chosen.each:
        return ""
    first = chosen.tiers[0]
    votes = sum({part.by: part.selectorate for part in chosen.parts}.values())
    if first.of is None or first.of == votes:
        return ""
    enough = "at least" if first.certain else "for which enough are"
    return f", {enough} {counted(first.persons, 'person')} of {first.of}"


def _part(scenario: Scenario, part: Part) -> str:
    who = noun(scenario, part.by)
    if part.role == "appoints":
        return who if scenario.bodies[part.by].seats == 1 else f"the head of {who}"
    if part.selectorate == 1:
        return who
    share = f"{part.coalition / part.selectorate:.1%}"
    why = "to stop a veto" if part.role == "vetoes" else f"loyalty norm {share}"
    return f"{part.coalition} of {part.selectorate} votes of {who} ({why})"


def _tier(scenario: Scenario, over: str, tier: Tier) -> str:
    """Say how many persons of a deeper tier suffice."""
    enough = "suffice" if tier.persons > 1 else "suffices"
    if not tier.certain:
        enough += " (fewer might)"
    who = listed([_group(scenario, group) for group in tier.groups])
    line = f"{_STEPS[tier.tier]} steps back from the choice of {over}, {who} {enough}"
    if len(tier.groups) > 1 and tier.of is not None:
        line += f": {counted(tier.persons, 'person')} of {tier.of}"
    elif tier.of is not None and tier.of > 1:
        line += f" ({tier.persons / tier.of:.1%} of all)"
    return sentence(line)


def _group(scenario: Scenario, group: Group) -> str:
    who = noun(scenario, group.by)
    return who if group.of == 1 else f"{group.persons} of {group.of} of {who}"


def words_of_assembly(scenario: Scenario, assembly: Assembly) -> Iterator[str]:
    """Say where the median stands and whether a position beats all others."""
    body = noun(scenario, assembly.body)
    for axis in assembly.axes:
        yield sentence(
            f"on {axis.dimension.replace('_', ' ')} the median vote of {body} is {_median(axis.median)} and "
            f"the mean {float(axis.mean):.3g}; of its {counted(assembly.holders, 'holder')} the positions of "
            f"{axis.holders} are known"
        )
    if len(assembly.options) < 2:
        return
    if assembly.winner is not None:
        best = assembly.options[assembly.winner]
        yield sentence(f"in {body} the position of {_names(best.holders)} beats every other one by majority")
        return
    inside = [name for place in sorted(assembly.cycle) for name in assembly.options[place].holders]
    yield sentence(
        f"in {body} no holder's position beats all others: {_names(inside)} stay in play, and who sets the "
        "order of votes decides"
    )


def _median(median: Median) -> str:
    if median.low == median.high:
        return f"{float(median.low):.3g}"
    return f"anywhere from {float(median.low):.3g} to {float(median.high):.3g}"


def _names(holders: Sequence[str]) -> str:
    if len(holders) > MOST_NAMES:
        return f"{len(holders)} holders"
    return listed(list(holders))
