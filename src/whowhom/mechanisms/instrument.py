"""Instruments of coercion as assets: made once, they grow with use and serve whoever holds the office.

An instrument comes to be in the first month from its date in which the rulers are in power, with the capacity
c_0 = scale x that of the document. It ends only where the document sets an end. Until then, of last month's
load u = used / capacity,

    c' = c + growth u c (1 - c / C) - decay (1 - u) (c - c_0),    C = most c_0,

so that full use swells it towards C and idleness lets it shrink back to what it was made with, never below.
Then what it did this month is set to 0. It belongs to no person: whoever has more than half of the body that
owns it behind him commands it (`core/command.py`); the death of its maker does not undo it, nor does a fall
of the rulers.
At growth = 0 it stays what it was made; at most = 1 too.
Does not model: cost, abolition by a later ruler, rivalry between instruments, staff.
Source: logistic growth; that use feeds capacity is our own.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.mechanism import Mechanism, number


class Instrument(Mechanism):
    """Creation, growth and end of the means of coercion."""

    growth = number(
        0.1,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.2)",
        says="growth in a month of full use, far below the most",
    )
    decay = number(
        0.02,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.0, 0.05)",
        says="share of the growth that is lost in a month without use",
    )
    most = number(
        20.0,
        unit="1",
        low=1.0,
        high=10_000.0,
        prior="uniform(5, 50)",
        says="how many times its first capacity it can reach",
    )

    scale = number(
        1.0,
        unit="1",
        low=0.0,
        high=100.0,
        source="identity",
        says="factor on the first capacities of the document, by which all are unsure together",
    )

    writes = ("instruments.open", "instruments.capacity", "instruments.used")


def begin(growth: float, decay: float, most: float, scale: float, state: Any, polity: Any, draw: Any) -> None:
    """Give those that exist at the start their capacity."""
    for instrument in range(state.instruments.open.size):
        if float(state.instruments.open[instrument]) > 0.0:
            state.instruments.capacity[instrument] = scale * polity.instrument_capacity[instrument]


def step(growth: float, decay: float, most: float, scale: float, state: Any, polity: Any, draw: Any) -> None:
    """Open, feed, starve and close."""
    month = state.clock.month[0]
    rules = float(state.regime.in_power[0]) > 0.0
    for instrument in range(state.instruments.open.size):
        until = polity.instrument_until[instrument]
        first = scale * polity.instrument_capacity[instrument]
        used = state.instruments.used[instrument]
        state.instruments.used[instrument] = 0.0
        if month < polity.instrument_from[instrument] or (until >= 0 and month >= until):
            state.instruments.open[instrument] = 0.0
            state.instruments.capacity[instrument] = 0.0
            continue
        if float(state.instruments.open[instrument]) <= 0.0:
            if rules:
                state.instruments.open[instrument] = 1.0
                state.instruments.capacity[instrument] = first
            continue
        capacity = float(state.instruments.capacity[instrument])
        if capacity <= 0.0:
            continue
        load = min(float(used / state.instruments.capacity[instrument]), 1.0)
        grown = capacity + growth * load * capacity * (1.0 - capacity / (most * first))
        grown -= decay * (1.0 - load) * (capacity - first)
        state.instruments.capacity[instrument] = min(max(grown, first), most * first)
