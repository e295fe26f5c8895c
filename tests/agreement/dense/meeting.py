"""A dense mechanism for tests: each month everybody meets one other, doubts what is far, and moves.

Nothing but the primitives of `core/dense.py`, in passes over whole arrays, so that it becomes vector code as
wide as the processor allows. In month 0 everybody is put somewhere. It is adopted in the tests; no document
of the package can name it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.dense import (
    ONE,
    clip,
    exponential32,
    fill_normal,
    fill_uniform,
    fill_whole,
    gather,
    lane_sum,
    relax,
)
from whowhom.core.draw import streams
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.observable import observable

OTHER, SHOCK, START = streams("meeting", "other", "shock", "start")


class Meeting(Mechanism):
    """Opinions move towards those met, the less the further they are."""

    pace = number(
        0.2, unit="share", low=0.0, high=1.0, prior="uniform(0.1, 0.3)", says="share of the way to a near one"
    )

    writes = ("people.position", "people.loyalty", "people.prestige")


def begin(pace: float, state: Any, polity: Any, draw: Any) -> None:
    """Put everybody somewhere between 0 and 1."""
    fill_uniform(draw, START, 0, state.people.position[0])


def step(pace: float, state: Any, polity: Any, draw: Any) -> None:
    """Meet, doubt and move."""
    people = state.people
    own, size = people.position[0], people.alive.size
    spare = np.empty(3 * size, np.float32)
    met, weight, aim = spare[:size], spare[size : 2 * size], spare[2 * size :]
    other = np.empty(size, np.uint32)
    fill_whole(draw, OTHER, 0, size, other)
    gather(own, other, met)
    fill_normal(draw, SHOCK, 0, weight)
    for i in range(size):
        gap = met[i] - own[i]
        aim[i] = own[i] + exponential32(-gap * gap) * gap + np.float32(0.01) * weight[i]
    relax(own, aim, np.float32(pace))
    for i in range(size):
        own[i] = clip(own[i], -ONE, ONE)
        people.loyalty[i] = exponential32(-own[i])
    people.prestige[0] = lane_sum(people.loyalty)


@observable(
    unit="1", dimension="opinion", width=40, says="Opinions of forty, and the sum of their loyalties."
)
def opinions(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write what the mechanism moves; the last number is the sum."""
    for i in range(39):
        out[i] = state.people.position[0, i]
    out[39] = state.people.prestige[0]
