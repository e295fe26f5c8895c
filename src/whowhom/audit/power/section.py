"""Voting power in every body that votes: what carries, what blocks, whose vote counts for how much.

Exact whole numbers and fractions throughout: games of the seats of one body (`power_votes`), acts that need
several bodies (`power_joint`), and bodies that others fill (`power_blocs`). Does not model: alignments of
persons; every coalition of seats, or every order of them, counts alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from whowhom.audit.labels import label_of, listed, noun, sentence, with_article
from whowhom.audit.power.blocs import Bloc, Blocs, blocs_of
from whowhom.audit.power.estimates import DRAWS, Estimated, estimates_of
from whowhom.audit.power.joint import Joint, joint_acts
from whowhom.audit.power.votes import LARGEST_TABLE, MOST_SEATS, LeftOut, SeatClass, Vote, votes_of
from whowhom.spec.scenario import Scenario

METHOD = (
    "Coalitions of seats are counted in whole numbers, by generating functions; all indices are fractions."
)


@dataclass(frozen=True)
class Power:
    """The section on voting power."""

    votes: tuple[Vote, ...]
    joint: tuple[Joint, ...]
    blocs: tuple[Blocs, ...]
    estimates: tuple[Estimated, ...]
    """Of bodies whose coalitions are too many to count."""
    left_out: tuple[LeftOut, ...]
    words: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: fractions as text beside their floats, long ones as floats alone."""
        return {
            "method": METHOD,
            "residual": 0,
            "words": list(self.words),
            "votes": [vote.to_dict() for vote in self.votes],
            "joint": [joint.to_dict() for joint in self.joint],
            "blocs": [blocs.to_dict() for blocs in self.blocs],
            "estimates": [each.to_dict() for each in self.estimates],
            "left_out": [
                {"body": left.body, "rule": left.rule, "reason": left.reason} for left in self.left_out
            ],
            "limits": {"seats": MOST_SEATS, "bytes_of_a_table": LARGEST_TABLE},
        }


def power(scenario: Scenario) -> Power:
    """Compute the voting power in every body of two seats or more, in joint acts, and of blocs."""
    votes, without = votes_of(scenario)
    joint, no_joint = joint_acts(scenario)
    blocs, no_blocs = blocs_of(scenario, votes)
    estimates = estimates_of(votes)
    quotas = Counter(vote.body for vote in votes)
    words = [
        *(line for vote in votes for line in _vote_words(scenario, vote, quotas[vote.body] > 1)),
        *(line for group in blocs for line in _bloc_words(scenario, group, quotas[group.body] > 1)),
        *(_joint_words(scenario, act) for act in joint),
        *(_estimate_words(scenario, each) for each in estimates),
    ]
    return Power(
        tuple(votes),
        tuple(joint),
        tuple(blocs),
        estimates,
        (*without, *no_joint, *no_blocs),
        tuple(dict.fromkeys(words)),
    )


def _estimate_words(scenario: Scenario, each: Estimated) -> str:
    """Say that power was sampled, and how far off the estimates may be."""
    widest = float((each.shapley_shubik.high - each.shapley_shubik.low).max()) / 2
    return sentence(
        f"The coalitions of {noun(scenario, each.body)} are too many to count: power there is estimated from "
        f"{DRAWS:,} random orders, each share within {100 * widest:.1f} points (99 %)"
    )


def _vote_words(scenario: Scenario, vote: Vote, several: bool) -> Iterator[str]:
    """Say what carries and what blocks, and which seats decide alone, block alone, or decide nothing."""
    body = noun(scenario, vote.body)
    act = _rules(vote.rules) if several and vote.rules else "a decision"
    carry = "carries" if vote.quota == 1 else "carry"
    block = "blocks" if vote.blocking == 1 else "block"
    line = f"In {body} {vote.quota} of {vote.votes} votes {carry} {act} and {vote.blocking} {block} it"
    if vote.votes % 2 == 0 and vote.quota == vote.votes // 2 + 1:
        line += f": {vote.votes // 2} of {vote.votes} is not a majority"
    yield sentence(line)
    if vote.proper is False:
        yield sentence(f"In {body} two separate groups can each carry {act}: the quota is too low")
    if vote.dictator is not None:
        yield sentence(f"Seat {vote.dictator} of {body} decides alone")
    for each in vote.classes:
        if each.vetoes and vote.dictator is None and len(each.seats) < len(vote.weights):
            one = len(each.seats) == 1
            yield sentence(
                f"Without {_seats(each)} of {body} nothing is carried"
                if one
                else f"Each of {_seats(each)} of {body} blocks alone"
            )
        if each.dummy and vote.dictator is None:
            one = len(each.seats) == 1
            verb, what = ("decides", "it is a dummy") if one else ("decide", "they are dummies")
            yield sentence(
                f"{_seats(each)} of {body} {verb} nothing with {_votes(each.votes)}"
                f"{'' if one else ' each'}: {what}"
            )
        elif len(vote.classes) > 1:
            share = float(each.shapley_shubik)
            yield sentence(
                f"{_seats(each)} of {body} {'has' if len(each.seats) == 1 else 'have each'} "
                f"{each.votes / vote.votes:.1%} of the votes and {share:.1%} of the power (Shapley-Shubik)"
            )


def _bloc_words(scenario: Scenario, group: Blocs, several: bool) -> Iterator[str]:
    """Say of every bloc whether it carries, blocks, or how many votes it is short."""
    body = noun(scenario, group.body)
    under = f" under {_rules(group.rules)}" if several and group.rules else ""
    for bloc in group.blocs:
        origin = noun(scenario, bloc.origin)
        line = f"Control of {origin} gives {bloc.votes} of {group.votes} votes in {body}"
        if bloc.short == 0:
            line += f", enough for the {group.quota} that carry{under}"
        elif bloc.short_to_block == 0:
            line += f", enough to block{under} and {bloc.short} short of the {group.quota} that carry"
        else:
            line += (
                f", {bloc.short} short of the {group.quota} that carry{under} and "
                f"{bloc.short_to_block} short of blocking"
            )
        yield sentence(line)
        yield from _bare_words(scenario, group, bloc)


def _bare_words(scenario: Scenario, group: Blocs, bloc: Bloc) -> Iterator[str]:
    """Say what those bring who barely decide in the origin, where that is less than the whole bloc."""
    bare = bloc.bare
    if bare is None or bare.votes == bloc.votes:
        return
    body, origin = noun(scenario, group.body), noun(scenario, bloc.origin)
    end = f"{bare.short} more needed for {group.quota}" if bare.short else f"enough for {group.quota}"
    yield sentence(
        f"With {bare.quota} of {bare.of} votes of {origin} one has {bare.votes} of {group.votes} "
        f"in {body}: {end}"
    )


def _joint_words(scenario: Scenario, act: Joint) -> str:
    """Say who must agree, and how the power is shared."""
    shares = [
        f"{noun(scenario, share.body)} ({share.role}) {float(share.shapley_shubik):.1%}"
        for share in act.shares
    ]
    over = with_article(label_of(scenario, act.over))
    return sentence(
        f"Who enters {over} by the rule {act.rule} needs several to agree; of the power (Shapley-Shubik) "
        f"{listed(shares)}"
    )


def _seats(each: SeatClass) -> str:
    """Name seats: "seat 3", "seats 1 and 2", with ranges where there are many."""
    numbers = each.seats
    if len(numbers) == 1:
        return f"seat {numbers[0]}"
    if len(numbers) > 3 and numbers == tuple(range(numbers[0], numbers[-1] + 1)):
        return f"seats {numbers[0]} to {numbers[-1]}"
    return f"seats {listed([str(number) for number in numbers])}"


def _rules(names: Sequence[str]) -> str:
    return f"the rule{'' if len(names) == 1 else 's'} {listed(names)}"


def _votes(number: int) -> str:
    return f"{number} vote{'' if number == 1 else 's'}"
