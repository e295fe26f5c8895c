"""The compiled institution: bodies, seats, rules and dated events as tables that kernels read.

No organisation needs a compiler: everything here is data of a run. Axes: B bodies, S seats, R rules,
K rows of decision rules, V events, T months + 1, A years of age.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Act(IntEnum):
    """What a rule does, in the normal form of the verbs of a document."""

    APPOINT = 0
    ELECT = 1
    COOPT = 2
    EX_OFFICIO = 3
    DRAW = 4
    EXPEL = 5
    ENLARGE = 6
    PROPOSE = 7
    TRANSFER = 8
    CONSENT = 9
    SUCCEED = 10


class Happening(IntEnum):
    """What an event does."""

    DIES = 0
    LEAVES = 1
    TAKES = 2
    INCAPACITATED = 3
    RESIZES = 4
    CLOSES = 5


class Kind(IntEnum):
    """What an instrument of coercion does."""

    POLICE = 0
    CAMP = 1
    PARTY_BAN = 2
    FACTION_BAN = 3
    CENSORSHIP = 4


MOST_TIERS = 4
"""Bodies that a campaign may pass through."""

ANYONE, MEMBERS_ONLY, ENTRANTS_ONLY, RESERVE_ONLY = -1, -2, -3, -4
"""Pools that are not a body: members and then entrants, members, entrants, members who hold no seat."""


class Polity(NamedTuple):
    """The organisation as tables."""

    body_first: NDArray[np.int32]
    """(B,) first seat."""
    body_capacity: NDArray[np.int32]
    """(B,) most seats."""
    body_term: NDArray[np.int32]
    """(B,) months of a term; 0 for life or at pleasure."""
    body_early_exit: NDArray[np.float64]
    """(B,) chance per month that a holder leaves early; -1 where the document gives none."""
    body_age_limit: NDArray[np.int32]
    """(B,) months of age at which the seat falls vacant; 0 none."""
    body_term_limit: NDArray[np.int32]
    """(B,) most terms in a row; 0 none."""
    body_ceiling: NDArray[np.int32]
    """(B,) held seats above which nobody is added; the capacity where there is none."""
    seat_body: NDArray[np.int32]
    """(S,) the body."""
    seat_weight: NDArray[np.int32]
    """(S,) votes."""
    seat_end: NDArray[np.int32]
    """(S,) a month in which a term of the seat ends, the next one a term later; -1 where terms begin when the
    seat is taken."""
    seat_place: NDArray[np.int32]
    """(S,) the place, or -1."""
    place_seat: NDArray[np.int32]
    """(L,) the seat of the local secretary, or -1."""
    rule_act: NDArray[np.int32]
    """(R,) see `Act`."""
    rule_by: NDArray[np.int32]
    """(R,) the body that acts, or -1 for a public."""
    rule_public: NDArray[np.int32]
    """(R,) the public that elects, or -1."""
    rule_over: NDArray[np.int32]
    """(R,) the body acted on."""
    rule_pool: NDArray[np.int32]
    """(R,) a body, or ANYONE, MEMBERS_ONLY, ENTRANTS_ONLY."""
    rule_secret: NDArray[np.int8]
    """(R,) 1 when the ballot is secret."""
    rule_plural: NDArray[np.int8]
    """(R,) 1 when the highest number of votes is enough."""
    rule_standing: NDArray[np.int8]
    """(R,) 1 when the rule has no cadence or dates and acts only on what is vacant."""
    rule_asks: NDArray[np.int8]
    """(R,) 1 when the rule fills seats and other bodies must consent."""
    rule_most: NDArray[np.int32]
    """(R,) most seats added at one time, for ENLARGE."""
    rule_first: NDArray[np.int32]
    """(R,) first seat of the body that the rule fills, counted from 0."""
    rule_last: NDArray[np.int32]
    """(R,) the seat of the body after the last that the rule fills."""
    rule_per_place: NDArray[np.int32]
    """(R,) most persons of one place, for DRAW; 0 none."""
    rule_tiers: NDArray[np.int32]
    """(R,) tiers between the public and the body elected."""
    rule_due: NDArray[np.int8]
    """(R, T) 1 in the months in which the rule acts."""
    row_rule: NDArray[np.int32]
    """(K,) the rule that this inequality belongs to."""
    row_body: NDArray[np.int32]
    """(K,) the body whose votes it counts."""
    row_yes: NDArray[np.int64]
    """(K,) coefficient of the votes for."""
    row_present: NDArray[np.int64]
    """(K,) coefficient of the votes present."""
    row_size: NDArray[np.int64]
    """(K,) coefficient of the votes of all seats."""
    row_least: NDArray[np.int64]
    """(K,) the sum must be at least this."""
    event_month: NDArray[np.int32]
    """(V,) months since the start."""
    event_act: NDArray[np.int32]
    """(V,) see `Happening`."""
    event_free: NDArray[np.int8]
    """(V,) 1 when drawn from its hazard from that month on, 0 when conditioned on."""
    event_hazard: NDArray[np.float64]
    """(V,) probability per month of a free event."""
    event_who: NDArray[np.int32]
    """(V,) a person, or -1."""
    event_body: NDArray[np.int32]
    """(V,) a body, or -1."""
    event_seats: NDArray[np.int32]
    """(V,) new number of seats, or -1."""
    place_set: NDArray[np.int32]
    """(L,) the set of places that the place is of."""
    place_from: NDArray[np.int32]
    """(L,) month from which it belongs to the system."""
    place_dependent: NDArray[np.int8]
    """(L,) 1 when it has a government of its own under the centre."""
    place_output: NDArray[np.float64]
    """(L,) grain of a normal year, million tonnes."""
    party_votes: NDArray[np.float64]
    """(Q,) share of the votes of the country."""
    party_mandates: NDArray[np.float64]
    """(Q,) share of the delegates of the representative body."""
    party_ruling: NDArray[np.int8]
    """(Q,) 1 for the party whose bodies the document gives."""
    party_protected: NDArray[np.int8]
    """(Q,) 1 when the law keeps it from being closed."""
    instrument_kind: NDArray[np.int32]
    """(I,) see `Kind`."""
    instrument_owner: NDArray[np.int32]
    """(I,) the body whose majority commands it."""
    instrument_capacity: NDArray[np.float64]
    """(I,) persons a month when it is created."""
    instrument_from: NDArray[np.int32]
    """(I,) month in which it is created; 0 when it exists at the start."""
    instrument_until: NDArray[np.int32]
    """(I,) month in which it ends by its own terms, or -1."""
    subject: NDArray[np.int32]
    """(N,) the person of whom publics have an opinion."""
    campaign_about: NDArray[np.int32]
    """(C,) the subject."""
    campaign_from: NDArray[np.int32]
    """(C,) month from which it is pressed for."""
    campaign_due: NDArray[np.int32]
    """(C,) month in which the order is to be carried out."""
    campaign_tier: NDArray[np.int32]
    """(C * 4,) the bodies that decide in turn, lowest first; -1 where there is none."""
    campaign_recipients: NDArray[np.int32]
    """(C,) offices that carry the order out."""
    cell_members: NDArray[np.int32]
    """(1,) members in a cell; 0 where the document has no members one by one."""
    district_cells: NDArray[np.int32]
    """(1,) cells in a district; 0 where it has none."""
    place_district: NDArray[np.int32]
    """(L + 1,) first district of each place; those of place l end where those of l + 1 begin."""
    life_table: NDArray[np.float64]
    """(A,) probability per month of dying, by completed year of age."""
    entry: NDArray[np.float64]
    """(4,) entrants: mean age and its standard deviation in months, waiting pool, spread of positions."""
    public_spread: NDArray[np.float64]
    """(G,) standard deviation of the leaning between places at the start."""
    spared_until: NDArray[np.int32]
    """(P,) month of a death that is conditioned on, before which the person does not die; 0 for none."""
    principal: NDArray[np.int32]
    """(1,) the body whose first head's line is the principal's side, or -1."""
    known: NDArray[np.int32]
    """(1,) people in the table, who take the first slots."""
    month_of_year: NDArray[np.int32]
    """(1,) calendar month (0 to 11) of the start."""
