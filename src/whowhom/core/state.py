"""The state of one month of one history: what mechanisms share, and nothing else.

All arrays are views of one buffer of bytes, so that a history starts by copying one array, and two states are
the same exactly when their bytes are. Shapes: P people, D dimensions of position, S seats, B bodies,
G publics, L places, X tiers, Q parties, I instruments, N subjects, C campaigns, M members, K patrons,
E districts.
"""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from whowhom.core.society import (
    Campaigns,
    Dissent,
    Instruments,
    Memory,
    Parties,
    Places,
    Publics,
    Regime,
)

VACANT = -1
"""The holder of an empty seat; also the patron of a person without one."""

UNKNOWN, MEMBER, EXPELLED = 0, 1, 2
"""Standing: not yet entered (a free slot), a member, put out for good."""

ALIGNMENT = 64


class People(NamedTuple):
    """The persons; slot p is the same person in every history of a scenario until the slot is reused."""

    born: NDArray[np.int32]
    """(P,) month of birth, counted from the start of the scenario (negative)."""
    alive: NDArray[np.int8]
    """(P,) 1 while living."""
    standing: NDArray[np.int8]
    """(P,) UNKNOWN, MEMBER or EXPELLED."""
    patron: NDArray[np.int32]
    """(P,) the person whom this one owes his place, or VACANT."""
    place: NDArray[np.int32]
    """(P,) the place where he lives, or -1."""
    loyalty: NDArray[np.float32]
    """(P,) probability of following the patron where it costs, 0 to 1."""
    prestige: NDArray[np.float32]
    """(P,) standing in the eyes of others, 0 to 1."""
    competence: NDArray[np.float32]
    """(P,) 0 to 1."""
    ambition: NDArray[np.float32]
    """(P,) 0 to 1."""
    caution: NDArray[np.float32]
    """(P,) 0 to 1."""
    susceptibility: NDArray[np.float32]
    """(P,) weight of others' opinions against his own first one (Friedkin and Johnsen's lambda), 0 to 1."""
    voice: NDArray[np.float32]
    """(P,) share of his influence that he can still use, 0 to 1."""
    power: NDArray[np.float32]
    """(P,) weight in the contest of the leading circle, 0 outside it."""
    position: NDArray[np.float32]
    """(D, P) opinion on each dimension."""
    anchor: NDArray[np.float32]
    """(D, P) the opinion he entered with."""


class Seats(NamedTuple):
    """The seats of all bodies in one row; those of body b are `polity.body_first[b]` and on."""

    holder: NDArray[np.int32]
    """(S,) who sits there, or VACANT."""
    since: NDArray[np.int32]
    """(S,) month in which he took it."""
    chosen_by: NDArray[np.int32]
    """(S,) the person who filled it (the appointer, the setter of the slate), or VACANT."""
    terms: NDArray[np.int32]
    """(S,) terms in a row of the present holder."""
    previous: NDArray[np.int32]
    """(S,) who left it this month, or VACANT."""
    served: NDArray[np.int32]
    """(S,) terms in a row that he had served, or 0; -1 when he may not come back this month."""


class Bodies(NamedTuple):
    """What may change of a body."""

    size: NDArray[np.int32]
    """(B,) seats that exist now, at most `polity.body_capacity`."""


class Members(NamedTuple):
    """Members of a party one by one, where a document has them; neighbours are a cell, then a district."""

    patron: NDArray[np.int32]
    """(M,) the patron whom he follows, 0 to K - 1; no person of the table."""
    leaning: NDArray[np.float32]
    """(M,) from the ruling line, 0, to the challenger, 1."""
    loyalty: NDArray[np.float32]
    """(M,) probability of voting as the patron does where it is asked of him, 0 to 1."""
    told: NDArray[np.float32]
    """(M,) where his patron stands, as he was told: what moves a patron must tell his followers."""
    stand: NDArray[np.float32]
    """(K,) where each patron stands, from the ruling line, 0, to the challenger, 1."""
    district_leaning: NDArray[np.float32]
    """(E,) mean leaning in each district after the last talk."""
    district_loyalty: NDArray[np.float32]
    """(E,) mean loyalty in each district after the last talk."""


class Clock(NamedTuple):
    """Time and trouble."""

    month: NDArray[np.int32]
    """(1,) months since the start."""
    fault: NDArray[np.int64]
    """(1,) bit mask, see `core.fault`."""
    fault_month: NDArray[np.int32]
    """(1,) first month with a fault, or -1."""


class State(NamedTuple):
    """One month of one history."""

    people: People
    seats: Seats
    bodies: Bodies
    publics: Publics
    places: Places
    regime: Regime
    parties: Parties
    instruments: Instruments
    memory: Memory
    dissent: Dissent
    campaigns: Campaigns
    members: Members
    clock: Clock


class Sizes(NamedTuple):
    """The lengths of the axes of a state."""

    people: int
    dimensions: int
    seats: int
    bodies: int
    publics: int
    places: int
    tiers: int
    parties: int = 0
    instruments: int = 0
    subjects: int = 0
    campaigns: int = 0
    members: int = 0
    patrons: int = 0
    districts: int = 0


LAYOUT: dict[str, dict[str, tuple[type[Any], tuple[str, ...]]]] = {
    "people": {
        "born": (np.int32, ("people",)),
        "alive": (np.int8, ("people",)),
        "standing": (np.int8, ("people",)),
        "patron": (np.int32, ("people",)),
        "place": (np.int32, ("people",)),
        "loyalty": (np.float32, ("people",)),
        "prestige": (np.float32, ("people",)),
        "competence": (np.float32, ("people",)),
        "ambition": (np.float32, ("people",)),
        "caution": (np.float32, ("people",)),
        "susceptibility": (np.float32, ("people",)),
        "voice": (np.float32, ("people",)),
        "power": (np.float32, ("people",)),
        "position": (np.float32, ("dimensions", "people")),
        "anchor": (np.float32, ("dimensions", "people")),
    },
    "seats": {
        "holder": (np.int32, ("seats",)),
        "since": (np.int32, ("seats",)),
        "chosen_by": (np.int32, ("seats",)),
        "terms": (np.int32, ("seats",)),
        "previous": (np.int32, ("seats",)),
        "served": (np.int32, ("seats",)),
    },
    "bodies": {"size": (np.int32, ("bodies",))},
    "publics": {
        "members": (np.float32, ("publics", "places")),
        "leaning": (np.float32, ("publics", "places")),
        "support": (np.float32, ("publics", "places")),
        "grievance": (np.float32, ("publics", "places")),
        "hostility": (np.float32, ("publics", "places")),
        "active": (np.float32, ("publics", "places")),
    },
    "places": {
        "tier_share": (np.float32, ("places", "tiers")),
        "delegates": (np.float32, ("places", "two")),
        **dict.fromkeys(Places._fields[2:], (np.float32, ("places",))),
    },
    "regime": {
        field: (np.float32, ("dimensions",) if field == "line" else ("one",)) for field in Regime._fields
    },
    "parties": dict.fromkeys(Parties._fields, (np.float32, ("parties",))),
    "instruments": dict.fromkeys(Instruments._fields, (np.float32, ("instruments",))),
    "memory": {
        "reputation": (np.float32, ("subjects", "publics")),
        "reliability": (np.float32, ("publics",)),
        "ruled": (np.float32, ("subjects",)),
        "defamed": (np.float32, ("subjects",)),
    },
    "dissent": dict.fromkeys(Dissent._fields, (np.float32, ("one",))),
    "campaigns": dict.fromkeys(Campaigns._fields, (np.float32, ("campaigns",))),
    "members": {
        "patron": (np.int32, ("members",)),
        "leaning": (np.float32, ("members",)),
        "loyalty": (np.float32, ("members",)),
        "told": (np.float32, ("members",)),
        "stand": (np.float32, ("patrons",)),
        "district_leaning": (np.float32, ("districts",)),
        "district_loyalty": (np.float32, ("districts",)),
    },
    "clock": {
        "month": (np.int32, ("one",)),
        "fault": (np.int64, ("one",)),
        "fault_month": (np.int32, ("one",)),
    },
}
"""Every array: its record, its name, its number type, its axes. The only list; `allocate` follows it."""

RECORDS = {
    "people": People,
    "seats": Seats,
    "bodies": Bodies,
    "publics": Publics,
    "places": Places,
    "regime": Regime,
    "parties": Parties,
    "instruments": Instruments,
    "memory": Memory,
    "dissent": Dissent,
    "campaigns": Campaigns,
    "members": Members,
    "clock": Clock,
}


def array_paths() -> tuple[str, ...]:
    """Return the dotted name of every array of a state, as mechanisms declare them in `writes`."""
    return tuple(f"{record}.{field}" for record, fields in LAYOUT.items() for field in fields)


def buffer_size(sizes: Sizes) -> int:
    """Return the bytes that a state of these sizes takes."""
    return _place(sizes, None)[0]


def allocate(sizes: Sizes, buffer: NDArray[np.uint8] | None = None) -> tuple[State, NDArray[np.uint8]]:
    """Return a zeroed state and its buffer, or the state that views the given buffer.

    Raises ValueError when the buffer is shorter than `buffer_size(sizes)`.
    """
    needed = buffer_size(sizes)
    if buffer is None:
        raw = np.zeros(needed + ALIGNMENT, np.uint8)
        shift = -raw.ctypes.data % ALIGNMENT
        buffer = raw[shift : shift + needed]
    if buffer.size < needed:
        raise ValueError(f"a buffer of {buffer.size} bytes is too short: {needed} are needed")
    _, arrays = _place(sizes, buffer)
    records = {
        name: RECORDS[name](**{field: arrays[f"{name}.{field}"] for field in fields})
        for name, fields in LAYOUT.items()
    }
    return State(**records), buffer


def _place(sizes: Sizes, buffer: NDArray[np.uint8] | None) -> tuple[int, dict[str, NDArray[Any]]]:
    """Lay the arrays out one after another, each aligned; views are made when a buffer is given."""
    lengths = {**sizes._asdict(), "one": 1, "two": 2}
    offset = 0
    arrays: dict[str, NDArray[Any]] = {}
    for record, fields in LAYOUT.items():
        for field, (kind, axes) in fields.items():
            shape = tuple(lengths[axis] for axis in axes)
            extent = prod(shape) * np.dtype(kind).itemsize
            if buffer is not None:
                view = buffer[offset : offset + extent].view(kind).reshape(shape)
                arrays[f"{record}.{field}"] = view
            offset += -(-extent // ALIGNMENT) * ALIGNMENT
    return max(offset, ALIGNMENT), arrays
