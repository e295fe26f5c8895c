"""An unofficial press: readers who copy and pass on what may not be printed, and who are caught.

With N readers, K = `most` x the educated x (1 - toleration) who would rather read what is not printed, and
room = 1 - N/K (0 where N >= K),

    N' = N + (growth N + carried names + drawn trial K) room - seizure w N - returning (N - K if N > K),
    w = P (1 - toleration) (1 - (1 - steady)(1 - S / (S + example))).

names are this month's signatures, trial how much a trial is spoken of; P is 1 where a police exists, S the
sentences of last month. Where all may be printed nobody needs it, and its readers go back at the rate
`returning`. At growth, carried and drawn 0 it never begins.
Does not model: titles, what is written, broadcasts from abroad.
Source: logistic growth; what drives it is our own.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.command import is_open
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.core.polity import Kind

POLICE = int(Kind.POLICE)


class UnofficialPress(Mechanism):
    """Readers of what passes from hand to hand."""

    educated = named("public", says="who might read it")
    growth = number(
        0.12,
        unit="1/month",
        low=0.0,
        high=2.0,
        prior="uniform(0.05, 0.2)",
        says="new readers of a reader in a month, while there is room",
    )
    carried = number(
        2.0, unit="1", low=0.0, high=100.0, prior="uniform(0.5, 5)", says="readers that a signature brings"
    )
    drawn = number(
        0.001,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.003)",
        says="share of those who would read it whom a trial spoken of by all makes readers in a month",
    )
    most = number(
        0.02,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.005, 0.05)",
        says="share of the educated who would read it if nothing might be printed",
    )
    seizure = number(
        0.3,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 0.6)",
        says="readers lost in a month under the hardest police",
    )
    steady = number(
        0.2,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.4)",
        says="hardness of a police that sentences nobody",
    )
    example = number(
        1000.0,
        unit="person/month",
        low=1.0,
        high=1e6,
        prior="lognormal(1000, 1)",
        says="sentences a month that frighten half as much as the most",
    )
    returning = number(
        0.2,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.5)",
        says="share of readers too many who go back to the open press in a month",
    )

    writes = ("dissent.press",)


@inner
def _wanting(educated: int, most: float, state: Any) -> float:
    """Return how many would read it, in persons."""
    members = 0.0
    for place in range(state.publics.members.shape[1]):
        members += float(state.publics.members[educated, place])
    return most * members * (1.0 - float(state.regime.toleration[0]))


def step(
    educated: float,
    growth: float,
    carried: float,
    drawn: float,
    most: float,
    seizure: float,
    steady: float,
    example: float,
    returning: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Pass on, catch, go back."""
    readers = max(float(state.dissent.press[0]), 0.0)
    wanting = _wanting(int(educated), most, state)
    room = 1.0 - readers / wanting if wanting > readers else 0.0
    watched = 0.0
    if state.regime.in_power[0] > 0.0 and is_open(state, polity, POLICE):
        sentenced = float(state.regime.sentenced[0])
        hardness = 1.0 - (1.0 - steady) * (1.0 - sentenced / (sentenced + example))
        watched = hardness * (1.0 - float(state.regime.toleration[0]))
    coming = growth * readers + carried * float(state.dissent.signatures[0])
    coming += drawn * float(state.dissent.trial[0]) * wanting
    # The room is filled at most: many new names in one month do not make more readers than would read.
    after = readers + min(coming * room, max(wanting - readers, 0.0)) - seizure * watched * readers
    if readers > wanting:
        after -= returning * (readers - wanting)
    state.dissent.press[0] = max(after, 0.0)
