"""Petitions: who signs once others have, drawn on by a trial and held back by what happens to signers.

A crowd of n = `reach` of the educated hears of a petition. Their thresholds are normal in the logarithm of
the weight of the names already under it: with W names by weight, they see v = ln(1 + W) / ln(1 + n), at most
1, and each signs if v + push reaches his threshold. In a month with a cause, one of weight w = `prestige` x
`first_signers` is put round with chance `initiative` x cause; then for `rounds` times

    s = Phi((v(W) + push - mean) / spread),    W = w + names of last month + s n,
    push = outrage trial + unwanted pressure + shocked blow - fear risk.

`trial` is how much a trial is spoken of: it is renewed by the number `on_trial` and halves in `talk` months.
Where anybody reads the unofficial press a trial of everyone's talk is also held by chance, `trials` P
(1 - toleration) a month.
pressure is the strongest campaign pressed for, blow the share of last month's signers who were punished, and
cause the largest of trial, pressure and blow. risk = P (1 - toleration) (lately + (1 - lately) E), with P = 1
where a police exists, lately the share punished, halving in `talk` months, and E = S / (S + `example`) for S
sentences of the last month. Each signer is punished with chance `punish` P (1 - toleration). So punishment
draws on (shocked) and deters (fear).
Without a cause, at initiative = 0, at reach = 0 or with nobody educated nobody signs.
Does not model: who signs, the addressee, what is asked for, petitions of a whole people.
Source: Granovetter 1978; a common threshold in logarithms, and what moves it, are our own.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.command import is_open
from whowhom.core.draw import binomial, chance, streams
from whowhom.core.elementary import logarithm
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.core.polity import Kind
from whowhom.theory.reputation import faded
from whowhom.theory.threshold_cascade import joining_share

POLICE = int(Kind.POLICE)
LATELY, BLOW = 0, 1
BEGINS, SIGNS, PUNISHED, TRIED = streams("petition", "begins", "signs", "punished", "tried")


class Petition(Mechanism):
    """Signatures by thresholds, and punishment that both draws on and deters."""

    educated = named("public", says="who might sign")
    on_trial = number(
        0.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="identity",
        says="how much a trial for writings is held this month; dated changes hold one",
    )
    trials = number(
        0.0,
        unit="probability per month",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance of a trial for writings that nobody dated, where nothing may be said",
    )
    talk = number(
        4.0,
        unit="month",
        low=0.1,
        high=120.0,
        prior="uniform(2, 12)",
        says="months in which the talk of a trial, and of who was punished, halves",
    )
    reach = number(
        0.0005,
        unit="share",
        low=0.0,
        high=0.01,
        prior="uniform(0.0001, 0.001)",
        says="share of the educated whom a petition can be put before",
    )
    initiative = number(
        0.5,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.8)",
        says="chance that a petition is begun in a month of the fullest cause",
    )
    first_signers = number(
        25.0,
        unit="person",
        low=0.0,
        high=10_000.0,
        prior="uniform(5, 50)",
        says="people who sign before it is put round",
    )
    prestige = number(
        2.0, unit="1", low=0.0, high=100.0, prior="uniform(1, 5)", says="weight of one of them as a name"
    )
    mean = number(
        1.6,
        unit="1",
        low=0.0,
        high=10.0,
        prior="uniform(1.3, 1.9)",
        says="mean threshold, of the whole crowd 1",
    )
    spread = number(
        0.4,
        unit="1",
        low=0.0,
        high=10.0,
        prior="uniform(0.25, 0.55)",
        says="standard deviation of thresholds",
    )
    rounds = number(
        3.0, unit="1", low=0.0, high=30.0, prior="uniform(1, 6)", says="times it goes round in a month"
    )
    outrage = number(
        0.4, unit="1", low=0.0, high=5.0, prior="uniform(0.1, 0.7)", says="push of a trial spoken of by all"
    )
    unwanted = number(
        0.2, unit="1", low=0.0, high=5.0, prior="uniform(0, 0.4)", says="push of a campaign at its strongest"
    )
    shocked = number(
        0.3,
        unit="1",
        low=0.0,
        high=5.0,
        prior="uniform(0, 0.6)",
        says="push when all last signers were punished",
    )
    fear = number(
        1.0, unit="1", low=0.0, high=10.0, prior="uniform(0.4, 1.6)", says="what certain punishment takes off"
    )
    punish = number(
        0.15,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 0.4)",
        says="share of signers punished where nothing may be said",
    )
    example = number(
        1000.0,
        unit="person/month",
        low=1.0,
        high=1e6,
        prior="lognormal(1000, 1)",
        says="sentences a month that frighten half as much as the most",
    )

    memory = ("fixed", 2)
    writes = ("dissent.signatures", "dissent.signed", "dissent.punished", "dissent.trial")


@inner
def _pressed_for(state: Any, polity: Any) -> float:
    """Return the pressure of the strongest campaign that goes on this month."""
    strongest = 0.0
    month = state.clock.month[0]
    for campaign in range(polity.campaign_from.size):
        if polity.campaign_from[campaign] <= month <= polity.campaign_due[campaign]:
            strongest = max(strongest, float(state.campaigns.pressure[campaign]))
    return min(strongest, 1.0)


@inner
def _crowd(educated: int, reach: float, state: Any) -> int:
    """Return how many people a petition can be put before."""
    members = 0.0
    for place in range(state.publics.members.shape[1]):
        members += float(state.publics.members[educated, place])
    return int(reach * members)


@inner
def _willing(
    crowd: int, first: float, last: float, push: float, mean: float, spread: float, rounds: int
) -> float:
    """Return the share of the crowd that signs after so many rounds."""
    share = 0.0
    for _ in range(max(rounds, 1)):
        names = first + last + share * crowd
        seen = min(logarithm(1.0 + names) / logarithm(1.0 + crowd), 1.0)
        share = joining_share(seen, mean, spread, push)
    return share


def step(
    educated: float,
    on_trial: float,
    trials: float,
    talk: float,
    reach: float,
    initiative: float,
    first_signers: float,
    prestige: float,
    mean: float,
    spread: float,
    rounds: float,
    outrage: float,
    unwanted: float,
    shocked: float,
    fear: float,
    punish: float,
    example: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Hold the trial, put a petition round, punish."""
    dissent = state.dissent
    watched = 1.0 - float(state.regime.toleration[0]) if is_open(state, polity, POLICE) else 0.0
    if state.regime.in_power[0] <= 0.0:
        watched = 0.0
    trial = max(faded(min(float(dissent.trial[0]), 1.0), 0.0, 1.0, talk), on_trial)
    if dissent.press[0] >= 1.0 and chance(draw, TRIED, 0, trials * watched):
        trial = 1.0
    dissent.trial[0] = trial
    lately, blow = float(memory[LATELY]), float(memory[BLOW])
    sentenced = float(state.regime.sentenced[0])
    risk = watched * (lately + (1.0 - lately) * sentenced / (sentenced + example))
    pressure = _pressed_for(state, polity)
    cause = max(trial, pressure, blow)
    crowd = _crowd(int(educated), reach, state)
    signatures = 0
    if crowd > 0 and chance(draw, BEGINS, 0, initiative * cause):
        push = outrage * trial + unwanted * pressure + shocked * blow - fear * risk
        weight, before = prestige * first_signers, float(dissent.signatures[0])
        share = _willing(crowd, weight, before, push, mean, spread, int(rounds))
        signatures = binomial(draw, SIGNS, 0, crowd, share)
    punished = binomial(draw, PUNISHED, 0, signatures, punish * watched)
    dissent.signatures[0] = signatures
    dissent.signed[0] += signatures
    dissent.punished[0] += punished
    memory[BLOW] = punished / signatures if signatures > 0 else 0.0
    memory[LATELY] = max(faded(min(lately, 1.0), 0.0, 1.0, talk), float(memory[BLOW]))
