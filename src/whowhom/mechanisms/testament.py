"""Advice to remove somebody, left by a person who may no longer be there, and a body that may act on it.

In every month in which the step acts, if the person whom the advice is about holds a seat of the office, each
member i of the reading body is shown it with probability `read`. Who is shown it weighs three opinions as in
DeGroot's model: the author's, who says yes, the person's, who says no, and his own, which stands for leaving
things as they are. With the weights e = prestige times voice (`obscure` at the least for readers and the
person) he heeds it with probability

    h_i = heed * e_author / (heed * e_author + e_person + e_i),

but never if he is the person or follows him. What is written speaks for an author without voice: his counts
at least `written`. Who heeds votes yes; by the decision of the rule that elects the office, counted in the
reading body, the person is put out of it and may not come back that month. Who fills the seat is not decided
here: put this before the elections in the schedule.
At read = 0 the advice is suppressed, at heed = 0 read and ignored; at a great `heed` everybody heeds it who
is shown it and does not follow the person.
Does not model: advice on anything but a removal, who knew of it before, what it does to the standing of those
who voted.
Source: the weights are those of M. DeGroot, "Reaching a consensus" (1974); taking an opinion for the
probability of a vote is our own reading.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.games import carried_alone, votes_of_body, votes_present
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.core.office import follows, put_out, seat_in
from whowhom.core.polity import Act
from whowhom.core.state import VACANT

SHOWN, HEEDS = streams("testament", "shown", "heeds")
ELECT = int(Act.ELECT)


class Testament(Mechanism):
    """Last advice, with and without effect."""

    author = named("person", says="who gives the advice")
    about = named("person", says="whom he advises against")
    office = named("body", says="the body from which he is to be removed")
    reader = named("body", says="the body that may act on it")
    heed = number(
        1.0,
        unit="1",
        low=0.0,
        high=1000.0,
        prior="uniform(0, 3)",
        says="weight of the author's word against that of someone of the same prestige and voice",
    )
    read = number(
        1.0,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="share of the readers who are shown it: 0 suppressed, 1 published",
    )
    written = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="share of a full voice that a written word keeps when the author cannot speak",
    )
    obscure = number(
        0.05,
        unit="share",
        low=0.0001,
        high=1.0,
        prior="uniform(0.01, 0.2)",
        says="least esteem of a reader, against full prestige",
    )

    writes = (
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _electing_rule(polity: Any, office: int) -> int:
    """Return the first rule by which a body elects the office, or -1."""
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] == ELECT and polity.rule_over[rule] == office and polity.rule_by[rule] >= 0:
            return rule
    return -1


@inner
def _esteem(person: int, least: float, people: Any) -> float:
    """Return prestige times voice, or the least that counts."""
    return max(float(people.prestige[person] * people.voice[person]), least)


def step(
    author: float,
    about: float,
    office: float,
    reader: float,
    heed: float,
    read: float,
    written: float,
    obscure: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Read the advice and vote on it."""
    people = state.people
    who, body = int(about), int(reader)
    seat = seat_in(state, polity, int(office), who)
    rule = _electing_rule(polity, int(office))
    if seat < 0 or rule < 0:
        return
    spoken = max(float(people.voice[int(author)]), written)
    word = heed * float(people.prestige[int(author)]) * spoken
    against = _esteem(who, obscure, people)
    yes = 0
    first = polity.body_first[body]
    for place in range(first, first + state.bodies.size[body]):
        member = state.seats.holder[place]
        if member == VACANT or follows(state, member, who) or not chance(draw, SHOWN, member, read):
            continue
        if chance(draw, HEEDS, member, word / (word + against + _esteem(member, obscure, people))):
            yes += polity.seat_weight[place]
    present, size = votes_present(state, polity, body), votes_of_body(state, polity, body)
    if yes > 0 and carried_alone(polity, rule, polity.rule_by[rule], yes, present, size):
        put_out(state, seat)
