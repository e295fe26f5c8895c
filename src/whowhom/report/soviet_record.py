"""The record of the party's congresses, 1921-1934, as the report compares it with histories."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whowhom.report.evidence import Arm
from whowhom.report.observed import Datum, datum, weakest, where
from whowhom.report.observed import rows as table

CONDITIONED = (
    "Who sat where on 16 March 1921 and what was on record of them by then; the founder's incapacity "
    "and death; "
    "the sizes of the politburo; the months of the congresses; who took the secretariat on 3 April 1922 "
    "(left free in the arm free_secretary)"
)
FREE = "Deaths of the others, recruits, appointments, delegates, votes, the lead; every number with a prior"
RECALLED_ROLLS = "computed from recalled"
"""The status of what is computed from rolls that are mostly recalled."""


@dataclass(frozen=True)
class Congress:
    """One congress: its number, the month in which it opened, and what it elected."""

    number: int
    month: str
    size: Datum
    """Full members of the central committee, by the official count."""

    @property
    def label(self) -> str:
        """Number and month."""
        return f"{self.number}th, {self.month}"


def congresses(arm: Arm) -> list[Congress]:
    """Return the congresses that the histories of an arm reach, in order."""
    found = []
    for row in table("soviet/congresses.csv"):
        size = replace(
            datum(row, float(row["cc_full_elected"]), row["start_date"]),
            status=row["cc_size_status"],
            note="",
        )
        found.append(Congress(int(row["congress"]), row["start_date"][:7], size))
    return [item for item in found if item.month in arm.months]


def dropped() -> dict[int, Datum]:
    """Return by congress the share of the members elected before who were not elected again."""
    return {
        int(row["congress"]): replace(datum(row, float(row["dropped_share"])), status=RECALLED_ROLLS)
        for row in table("soviet/observed_committee.csv")
    }


def secretaries() -> dict[int, tuple[str, Datum]]:
    """Return by congress who held the secretariat after it, and the record of it."""
    found = where("soviet/observed_offices.csv", body="leader")
    return {int(row["congress"]): (row["person"], datum(row, 0.0)) for row in found}


def appointed_from_above() -> Datum:
    """Return the share of provincial secretaries surveyed in December 1923 who were appointed from above."""
    kind = "gubkom_obkom_secretaries"
    part = where("soviet/appointments.csv", metric=f"{kind}_appointed_from_above")[0]
    whole = where("soviet/appointments.csv", metric=f"{kind}_surveyed")[0]
    both = [datum(row, float(row["value"]), row["period_end"]) for row in (part, whole)]
    note = (
        f"{part['value']} of {whole['value']} appointed from above: not the same as belonging to a following"
    )
    return replace(both[0], value=both[0].value / both[1].value, status=weakest(both), note=note)


@dataclass(frozen=True)
class TierShare:
    """The challenger's share at one tier of the discussion of 1923-24: 0 the members, then upward."""

    tier: int
    name: str
    datum: Datum


def funnel() -> list[TierShare]:
    """Return the recorded shares by tier; those that one side claimed have the status `claimed`."""
    found = []
    for row in table("soviet/funnel_1923.csv"):
        number, name = row["tier"].split(" ", 1)
        item = datum(row, float(row["share"]))
        if row["claimed_by"]:
            item = replace(
                item, status="claimed", note=f"claimed by the {row['claimed_by']}, not an official count"
            )
        found.append(TierShare(int(number) - 1, name, item))
    return found


def members_of_both_kinds() -> Datum:
    """Return the challenger's share of the members of higher-school and worker cells taken together."""
    kinds = [row for row in table("soviet/funnel_1923.csv") if row["tier"].startswith("1 members of")]
    part, whole = (sum(float(row[key]) for row in kinds) for key in ("opposition", "total"))
    return replace(
        datum(kinds[0], part / whole),
        status=RECALLED_ROLLS,
        note="members of higher-school and worker cells together",
    )


@dataclass(frozen=True)
class Vote:
    """A recorded vote: the share for the line of the majority."""

    name: str
    body: str
    datum: Datum


def votes() -> list[Vote]:
    """Return the recorded votes of 1921-1927; the line is the option listed first, which won each of them."""
    found: dict[str, Vote] = {}
    for row in table("soviet/votes_1921_1927.csv"):
        found.setdefault(row["vote"], Vote(row["vote"], row["body"], datum(row, float(row["share"]))))
    return list(found.values())
