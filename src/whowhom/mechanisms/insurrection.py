"""An armed rising in one place: who joins, who stays neutral, and how many hours the vital points take.

Until it succeeds the rulers' party does not rule and holds no place of the named set. At the dates of its
step it rises in the place of the set with the largest garrison, unless it rules already. Each of `units`
units of that garrison has its own picture, with an error of standard deviation `error`, of the government's
strength

    theta = loyalty (1 - exhaustion war),

and believes that the government falls with some probability P. It joins where P >= cost and defends where
1 - P >= defence_cost; between the two it stays neutral with probability `neutrality` and otherwise defends.
Attackers are the organised, `mobilisation` of the supporters in the named public there, and `turnout` of the
soldiers of the units that join; defenders are those given and `turnout` of the units that defend. The points
are taken hour by hour (`theory/rising.py`), the seat of government last, and the rising succeeds when all are
taken within `relief` hours; then the party rules and holds that place alone. At relief = 0 it fails; it
fails too where nobody attacks.
Does not model: what follows for those who failed, units of different size, losses of the garrison.
Source: Angeletos, Hellwig and Pavan 2007 for the units, Tullock 1980 for an attempt; a unit that may defend,
the order of the points and the hours are our own.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.theory.rising import chance_to_defend, chance_to_join, hours_to_take

JOINS, DEFENDS, TAKEN, BEATEN = streams("insurrection", "joins", "defends", "taken", "beaten")


class Insurrection(Mechanism):
    """Armed groups, a garrison that may stay neutral, and a list of points."""

    places = named("places", says="the set of places of which the rising takes one")
    public = named("public", says="whose supporters can be mobilised")
    organised = number(
        10000.0, unit="person", low=0.0, high=1e7, prior="uniform(1000, 40000)", says="organised fighters"
    )
    mobilisation = number(
        0.02,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.0, 0.1)",
        says="share of the supporters in the named public who take part",
    )
    turnout = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.5)",
        says="share of the soldiers of a unit who march when it joins or defends",
    )
    defenders = number(
        5000.0,
        unit="person",
        low=0.0,
        high=1e7,
        prior="uniform(1000, 10000)",
        says="armed defenders outside the garrison",
    )
    units = number(
        18.0, unit="1", low=0.0, high=1000.0, prior="uniform(10, 30)", says="units of the garrison"
    )
    loyalty = number(
        0.6,
        unit="1",
        low=0.0,
        high=2.0,
        prior="uniform(0.2, 1.0)",
        says="strength of the government in peace: the share of units that must move against it",
    )
    exhaustion = number(
        0.5,
        unit="1",
        low=0.0,
        high=2.0,
        prior="uniform(0.0, 1.0)",
        says="share of that strength which a war of full weight takes away",
    )
    cost = number(
        0.6,
        unit="probability",
        low=0.001,
        high=0.999,
        prior="uniform(0.3, 0.9)",
        says="belief in the fall from which a unit joins",
    )
    defence_cost = number(
        0.8,
        unit="probability",
        low=0.001,
        high=0.999,
        prior="uniform(0.5, 0.95)",
        says="belief in the survival from which a unit defends",
    )
    error = number(
        0.2,
        unit="1",
        low=0.01,
        high=10.0,
        prior="uniform(0.05, 0.5)",
        says="standard deviation of a unit's own picture of the strength",
    )
    neutrality = number(
        1.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance that a unit which neither joins nor wants to defend stays out",
    )
    points = number(
        10.0, unit="1", low=1.0, high=1000.0, prior="uniform(5, 20)", says="vital points, with the seat"
    )
    columns = number(
        3.0, unit="1", low=1.0, high=256.0, prior="uniform(1, 6)", says="points attacked at one time"
    )
    concentration = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.9)",
        says="defenders who stand at the seat",
    )
    attempt = number(
        3.0, unit="hour", low=1.0, high=200.0, prior="uniform(1, 8)", says="hours that an attempt takes"
    )
    decisiveness = number(
        1.0, unit="1", low=0.0, high=20.0, prior="uniform(0.5, 3)", says="exponent of the contest for a point"
    )
    loss = number(
        0.5, unit="share", low=0.0, high=1.0, prior="uniform(0.0, 1.0)", says="of a column that is beaten off"
    )
    melting = number(
        0.0, unit="hour", low=0.0, high=1e4, says="half of those at the lonely seat leave; 0 nobody does"
    )
    relief = number(
        72.0,
        unit="hour",
        low=0.0,
        high=720.0,
        prior="uniform(36, 120)",
        says="hours until troops from outside decide it for the government",
    )

    writes = ("regime.in_power", "regime.hours", "places.hold")


@inner
def _centre(places: int, state: Any, polity: Any) -> int:
    """Return the place of the set with the largest garrison, the first of equals; -1 where there is none."""
    best = -1
    most = -1.0
    for place in range(state.places.garrison.size):
        troops = float(state.places.garrison[place])
        if polity.place_set[place] == places and troops > most:
            most = troops
            best = place
    return best


def begin(
    places: float, public: float, organised: float, mobilisation: float, turnout: float, defenders: float,
    units: float, loyalty: float, exhaustion: float, cost: float, defence_cost: float, error: float,
    neutrality: float, points: float, columns: float, concentration: float, attempt: float,
    decisiveness: float, loss: float, melting: float, relief: float, state: Any, polity: Any, draw: Any,
) -> None:  # fmt: skip
    """Start without power: somebody else still rules."""
    state.regime.in_power[0] = 0.0
    for place in range(state.places.hold.size):
        if polity.place_set[place] == int(places):
            state.places.hold[place] = 0.0


def step(
    places: float, public: float, organised: float, mobilisation: float, turnout: float, defenders: float,
    units: float, loyalty: float, exhaustion: float, cost: float, defence_cost: float, error: float,
    neutrality: float, points: float, columns: float, concentration: float, attempt: float,
    decisiveness: float, loss: float, melting: float, relief: float, state: Any, polity: Any, draw: Any,
) -> None:  # fmt: skip
    """Rise, unless the party rules already."""
    centre = _centre(int(places), state, polity)
    if float(state.regime.in_power[0]) > 0.0 or centre < 0:
        return
    theta = loyalty * (1.0 - exhaustion * float(state.regime.war[0]))
    joins = chance_to_join(theta, cost, error)
    stands = chance_to_defend(theta, cost, defence_cost, error, neutrality)
    each = float(state.places.garrison[centre]) * turnout / max(units, 1.0)
    supporters = float(state.publics.members[int(public), centre])
    attackers = organised + mobilisation * supporters * float(state.publics.support[int(public), centre])
    against = defenders
    for unit in range(int(units)):
        if chance(draw, JOINS, unit, joins):
            attackers += each
        elif chance(draw, DEFENDS, unit, stands):
            against += each
    hours = hours_to_take(
        attackers, against, int(points), int(columns), concentration, attempt, decisiveness, loss, melting,
        relief, TAKEN, BEATEN, draw,
    )  # fmt: skip
    if hours > 0:
        state.regime.in_power[0] = 1.0
        state.regime.hours[0] = hours
        for place in range(state.places.hold.size):
            if polity.place_set[place] == int(places):
                state.places.hold[place] = 1.0 if place == centre else 0.0
