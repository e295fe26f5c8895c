"""What publics believe of the living and the dead: reports from a press that may be distrusted, and fading.

Each public believes with h that a person is to be honoured, and with rho that the rulers' press says what is
so. A share `praise` (or `blame`) of it reads that press on a person in a month: good of whoever holds the
office and of the one `honoured`, bad of who was put out, living or dead, and of the one `disowned` in so far
as `disowning` says. A reliable press says what is so. An unreliable one praises whoever it may be with chance
a = `guess`; it writes against the honourable with chance a and against others with a/worth, for the strong
are worth it. A reader of blame then believes

    h' = h (1 - rho) a / (h (1 - rho) a + (1 - h)(rho + (1 - rho) a/worth)),

and a reader of praise h' = after_report(h, rho, a). A share `learning` of the readers takes rho to the chance
that the press is reliable after the report, so that what nobody believes costs it trust. At worth = 1 this is
Bovens and Hartmann's; above it blame from a press distrusted enough raises the blamed. Abroad that press is
read by `heard` of the share.

Others tell a man's record: its badness in a month in which he leads is 1 - (1 - hunger (1 - ration)) (1 -
S/(S + sentences)), S the sentences of the month, averaged over his months. A share `told` x badness x free
hears it in a month, with trust `honest`; free is 1 abroad and toleration elsewhere. Who never led has no
record. Who dies put out wins `martyr` x free of what he lacks to full honour. All fades to 1/2 by half in
`half_life`.
At praise, blame, told and martyr 0 nothing is believed of anybody.
Does not model: books and biographers, rumours, what a public wants to believe, how he died.
Sources: Bovens and Hartmann 2003; exponential fading. `worth` and `martyr` are our own, of no tested theory.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.force import exists
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.core.office import head_of
from whowhom.core.state import EXPELLED
from whowhom.theory.reputation import after_report, faded, reliability_after_report

HALF = 0.5


class Reputation(Mechanism):
    """Honour of persons, and trust in who tells of them."""

    office = named("body", says="whose holder is praised and has a record")
    abroad = named("public", says="who may read anything", required=False)
    honoured = named("subject", says="whom the press honours living or dead", required=False)
    disowned = named("subject", says="whom the press may turn against after his death", required=False)
    disowning = number(
        0.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="identity",
        says="how much of the blame falls on the one disowned; dated changes turn it on and off",
    )
    praise = number(
        0.03,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.01, 0.06)",
        says="share of a public that takes in praise of a man in a month",
    )
    blame = number(
        0.03, unit="1/month", low=0.0, high=1.0, prior="uniform(0.01, 0.06)", says="the same of blame"
    )
    guess = number(
        0.5,
        unit="1",
        low=0.01,
        high=0.99,
        prior="uniform(0.3, 0.7)",
        says="chance that an unreliable press says it",
    )
    worth = number(
        1.5,
        unit="1",
        low=1.0,
        high=10.0,
        prior="uniform(1, 2)",
        says="how much more often an unreliable press writes against the honourable",
    )
    learning = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.2)",
        says="share of the readers of a report who think again about the press",
    )
    heard = number(
        0.3, unit="share", low=0.0, high=1.0, prior="uniform(0.1, 0.5)", says="reach of that press abroad"
    )
    told = number(
        0.02,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.005, 0.04)",
        says="share of a public that hears of a wholly bad record in a month, where all may be said",
    )
    honest = number(
        0.7,
        unit="1",
        low=0.0,
        high=1.0,
        prior="beta(7, 3)",
        says="how far others than the rulers are trusted",
    )
    hunger = number(
        1.0,
        unit="1",
        low=0.0,
        high=1.0,
        prior="uniform(0.3, 1)",
        says="badness of a record where nobody eats",
    )
    sentences = number(
        5000.0,
        unit="person/month",
        low=1.0,
        high=1e7,
        prior="lognormal(5000, 1)",
        says="sentences a month that make half of the worst record",
    )
    martyr = number(
        0.3, unit="share", low=0.0, high=1.0, prior="uniform(0, 0.6)", says="honour won by a death put out"
    )
    half_life = number(
        120.0,
        unit="month",
        low=1.0,
        high=1e6,
        prior="uniform(60, 360)",
        says="months in which half is forgotten",
    )

    memory = ("subjects", 2)
    writes = ("memory.reputation", "memory.reliability", "memory.ruled", "memory.defamed")


@inner
def _badness(hunger: float, sentences: float, state: Any, polity: Any) -> float:
    """Return how bad this month is as a record of who leads, 0 to 1."""
    rations, count = 0.0, 0
    for place in range(state.places.ration.size):
        if polity.place_dependent[place] == 0 and exists(state, polity, place):
            rations += float(state.places.ration[place])
            count += 1
    lack = 1.0 - rations / count if count > 0 else 0.0
    sentenced = float(state.regime.sentenced[0])
    return 1.0 - (1.0 - hunger * lack) * (1.0 - sentenced / (sentenced + sentences))


@inner
def _blamed(honour: float, trust: float, guess: float, worth: float) -> float:
    """Return the honour left with who reads that the man is bad."""
    good = honour * (1.0 - trust) * guess
    said = good + (1.0 - honour) * (trust + (1.0 - trust) * guess / worth)
    return good / said if said > 0.0 else honour


@inner
def _trust_after_blame(honour: float, trust: float, guess: float, worth: float) -> float:
    """Return the trust in a press with who reads in it that the man is bad."""
    true = (1.0 - honour) * trust
    said = true + (1.0 - trust) * guess * (honour + (1.0 - honour) / worth)
    return true / said if said > 0.0 else trust


@inner
def _keep(subject: int, public: int, honour: float, trust: float, state: Any) -> None:
    """Write a belief and the trust in the press, within 0 and 1."""
    state.memory.reputation[subject, public] = min(max(honour, 0.0), 1.0)
    state.memory.reliability[public] = min(max(trust, 0.0), 1.0)


@inner
def _read(
    subject: int,
    public: int,
    praised: float,
    blamed: float,
    guess: float,
    worth: float,
    learning: float,
    state: Any,
) -> None:
    """Let a share of a public read praise, and another blame."""
    trust = np.float64(state.memory.reliability[public])
    honour = np.float64(state.memory.reputation[subject, public])
    if praised > 0.0 and honour > 0.0:
        after = after_report(honour, trust, guess)
        trust += praised * learning * (reliability_after_report(honour, trust, guess) - trust)
        honour += praised * (after - honour)
    if blamed > 0.0:
        after = _blamed(honour, trust, guess, worth)
        trust += blamed * learning * (_trust_after_blame(honour, trust, guess, worth) - trust)
        honour += blamed * (after - honour)
    _keep(subject, public, honour, trust, state)


@inner
def _hear(
    subject: int, public: int, share: float, honest: float, guess: float, won: float, state: Any
) -> None:
    """Let a share of a public hear a record from others, and mourn."""
    honour = np.float64(state.memory.reputation[subject, public])
    if share > 0.0 and honour < 1.0:
        honour += share * (1.0 - after_report(1.0 - honour, honest, guess) - honour)
    honour += won * (1.0 - honour)
    _keep(subject, public, honour, np.float64(state.memory.reliability[public]), state)


@inner
def _forget(half_life: float, state: Any) -> None:
    """Fade every belief, and the trust in the press, towards 1/2."""
    subjects, publics = state.memory.reputation.shape
    for public in range(publics):
        trust = np.float64(state.memory.reliability[public])
        state.memory.reliability[public] = faded(trust, HALF, 1.0, half_life)
        for subject in range(subjects):
            honour = np.float64(state.memory.reputation[subject, public])
            state.memory.reputation[subject, public] = faded(honour, HALF, 1.0, half_life)


@inner
def _put_out(person: int, state: Any) -> bool:
    """Return whether the person was put out for good, living or dead."""
    return bool(state.people.standing[person] == EXPELLED)


@inner
def _count(subject: int, leads: bool, bad: float, memory: Any, state: Any) -> None:
    """Count a month in office and add it to the record."""
    if leads:
        months = float(state.memory.ruled[subject])
        so_far = float(memory[2 * subject] * state.memory.ruled[subject])
        memory[2 * subject] = (so_far + bad) / (months + 1.0)
        state.memory.ruled[subject] = months + 1.0


def step(
    office: float,
    abroad: float,
    honoured: float,
    disowned: float,
    disowning: float,
    praise: float,
    blame: float,
    guess: float,
    worth: float,
    learning: float,
    heard: float,
    told: float,
    honest: float,
    hunger: float,
    sentences: float,
    martyr: float,
    half_life: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Read, hear, mourn, forget."""
    rules = state.regime.in_power[0] > 0.0
    leader = head_of(state, polity, int(office)) if rules else -1
    bad = _badness(hunger, sentences, state, polity)
    for subject in range(polity.subject.size):
        person = polity.subject[subject]
        dead, out = state.people.alive[person] == 0, _put_out(person, state)
        _count(subject, person == leader, bad, memory, state)
        good = praise if rules and (person == leader or subject == int(honoured)) else 0.0
        against = blame if rules and out and good <= 0.0 else 0.0
        if rules and subject == int(disowned) and dead:
            against = max(against, blame * disowning)
        if against > 0.0:
            state.memory.defamed[subject] += 1.0
        dies_out = dead and out and memory[2 * subject + 1] <= 0.0
        memory[2 * subject + 1] = 1.0 if dead else 0.0
        for public in range(state.publics.members.shape[0]):
            away = public == int(abroad)
            free = 1.0 if away else float(state.regime.toleration[0])
            near = heard if away else 1.0
            _read(subject, public, near * good, near * against, guess, worth, learning, state)
            share = told * free * float(memory[2 * subject])
            _hear(subject, public, share, honest, guess, martyr * free if dies_out else 0.0, state)
    _forget(half_life, state)
