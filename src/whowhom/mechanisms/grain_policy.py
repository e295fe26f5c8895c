"""Grain policy: what the ruling line on the market makes the rulers ask of the countryside.

With m the line on the market (+1 market, -1 command), while the rulers are in power:

    forced     = 1 if m < 0 and compulsion >= 1/2, else 0
    extraction = (norm + lack * (1 - ration) + army * war + industry * drive) * seen, at most `most`
    drive     += ramp * (1 - drive) if m <= command and war <= quiet,  -ramp * drive if m > command.

`ration` is the mean ration of the consumers, and `seen` the harvest that the rulers believe in against a
normal one (1 where nobody reports): who believes in a better harvest asks for more. A drive needs hands that
a war leaves free; in war it stays where it is. With all four numbers at 0 nothing is asked; at
ramp = 0 the drive stays.
When the rulers are not in power all three are 0.
Does not model: targets by place, a debate on the rate, or foreign trade as a choice of its own.
Source: our own.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number


class GrainPolicy(Mechanism):
    """From the ruling line to the levy, its manner and the drive to collectives."""

    market = named("dimension", says="the dimension on which +1 is market and -1 command")
    consumers = named("public", says="whose rations the rulers look at")
    norm = number(
        0.08,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.12)",
        says="share of a normal harvest that is asked for in an ordinary year",
    )
    lack = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.2)",
        says="asked for beside it when consumers get nothing",
    )
    army = number(
        0.08,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.16)",
        says="asked for beside it in a war that ties up everything",
    )
    industry = number(
        0.15,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.3)",
        says="asked for beside it at a full drive, for export and for new towns",
    )
    most = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.35, 0.6)",
        says="most that is asked for",
    )
    compulsion = number(
        1.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="document",
        says="below a half grain is never taken by force, whatever the line; for experiments, with dates",
    )
    command = number(
        -0.5,
        unit="1",
        low=-1.0,
        high=0.0,
        prior="uniform(-0.8, -0.2)",
        says="line on the market at or below which holdings are to be collectivised",
    )
    quiet = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.2)",
        says="war at or below which the rulers have their hands free for a drive",
    )
    ramp = number(
        0.25,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.5)",
        says="share of the way to a full drive, or to none, covered in a month",
    )

    writes = ("regime.forced", "regime.extraction", "regime.drive")


@inner
def _mean_ration(consumers: int, state: Any, polity: Any) -> float:
    """Return the mean ration of the public, by its members; 1 where there are none."""
    people = fed = 0.0
    for place in range(state.places.ration.size):
        if polity.place_from[place] <= state.clock.month[0]:
            members = state.publics.members[consumers, place]
            people += float(members)
            fed += float(members * state.places.ration[place])
    return fed / people if people > 0.0 else 1.0


@inner
def _seen_share(state: Any, polity: Any) -> float:
    """Return the harvest that the rulers believe in against a normal one, 1 where nobody reports."""
    believed = float(state.regime.seen_harvest[0])
    normally = 0.0
    for place in range(polity.place_output.size):
        if polity.place_from[place] <= state.clock.month[0]:
            normally += polity.place_output[place]
    return believed / normally if believed > 0.0 and normally > 0.0 else 1.0


def step(
    market: float,
    consumers: float,
    norm: float,
    lack: float,
    army: float,
    industry: float,
    most: float,
    compulsion: float,
    command: float,
    quiet: float,
    ramp: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Set the levy, its manner and the drive of the month."""
    regime = state.regime
    if regime.in_power[0] <= 0.0 or market < 0.0 or consumers < 0.0:
        regime.forced[0] = 0.0
        regime.extraction[0] = 0.0
        regime.drive[0] = 0.0
        return
    line = float(regime.line[int(market)])
    war = float(regime.war[0])
    drive = float(regime.drive[0])
    target = 0.0
    if line <= command:
        target = 1.0 if war <= quiet else drive
    drive = min(max(drive + ramp * (target - drive), 0.0), 1.0)
    asked = norm + lack * (1.0 - _mean_ration(int(consumers), state, polity)) + army * war + industry * drive
    regime.forced[0] = 1.0 if line < 0.0 and compulsion >= 0.5 else 0.0
    regime.extraction[0] = min(max(asked * _seen_share(state, polity), 0.0), most)
    regime.drive[0] = drive
