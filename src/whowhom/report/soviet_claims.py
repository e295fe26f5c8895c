"""The claims of the rival accounts: who holds what against whom, and the statistic of each experiment.

A claim's experiment is every intervention of the document whose name begins with its number (`c04_no_talks`).
Whether a claim is borne out is not said here: only what changes, paired, between two versions of history.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from whowhom.report.evidence import Arm
from whowhom.report.measure import (
    Measure,
    at,
    between,
    change,
    first_year,
    mean,
    recorded,
    total,
    year_and_month,
)
from whowhom.report.section import LeftOut, percent, persons
from whowhom.report.soviet_fates import EXPOSED, gap_of_distances
from whowhom.report.soviet_power import DISTANCE, HOURS, MOSCOW, SUCCESS, TALKS
from whowhom.report.statistics import Numbers
from whowhom.spec.claim_file import claim_of, shipped_claims


@dataclass(frozen=True)
class Claim:
    """One claim: its number, what it says, whose it is, and what is measured."""

    number: str
    says: str
    by: str
    against: str
    statistic: tuple[Measure, ...] = ()
    """What a run measures; empty where no run of the document records it."""
    data_only: bool = False
    """Whether it is answered from data, without an intervention."""

    @property
    def prefix(self) -> str:
        """The beginning of the names of its interventions, such as "c04_"."""
        return f"{self.number.lower()}_"


def _leads(person: str, month: str, arm: Arm) -> Numbers:
    """Return 1 where a person has most power in the politburo, 0 where he has not, NaN where nobody rules."""
    people = arm.about["people"]
    if person not in people:
        raise LeftOut(f"The run knows nobody called {person}.")
    found = recorded(arm, "leader")[:, arm.month(month)]
    return np.where(np.isnan(found), np.nan, found == people.index(person))


def leads(person: str, month: str) -> Measure:
    """Return whether a person has most power in the politburo in a month."""
    return Measure(f"{person} leads, {month}", partial(_leads, person, month), happens=True)


def _lives(name: str, month: str, arm: Arm) -> Numbers:
    found = between(arm, f"fate_{name}", month, month)[:, 0]
    return np.where(np.isnan(found), np.nan, found == 2)


def _happened(name: str, month: str, arm: Arm) -> Numbers:
    found = between(arm, name, month, month)[:, 0]
    return np.where(np.isnan(found), np.nan, found > 0)


def happened(label: str, name: str, month: str) -> Measure:
    """Return whether something counted since the start has happened by the end of a month."""
    return Measure(label, partial(_happened, name, month), happens=True)


def sentences(year: str) -> Measure:
    """Return the sentences of the twelve months to the end of November of a year."""
    before = str(int(year) - 1)
    return Measure(
        f"sentenced in the year to {year}-11", total("sentenced", f"{before}-12", f"{year}-11"), persons
    )


def _share(label: str, of: Callable[[Arm], Numbers]) -> Measure:
    return Measure(label, of, percent)


RULE = _share("personal rule, 1938-12", at("personal_rule", "1938-12"))
TERROR = Measure("sentenced, 1935-38", total("sentenced", "1935-01", "1938-12"), persons)
HELD = (
    Measure("regions held, 1918-02", at("held_regions", "1918-02")),
    Measure("regions held, 1918-11", at("held_regions", "1918-11")),
)
RATION = _share("food of workers, 1919-05 to 1921-04", mean("town_ration", "1919-05", "1921-04"))
RULES_1922 = Measure("the rulers rule, 1922-01", at("in_power", "1922-01"), happens=True)
FIRST_RETREAT = Measure(
    "first retreat, where there is one", first_year("concessions", "1917-11", "1931-12", 1.0), year_and_month
)
STALIN = leads("Stalin I.V.", "1929-12")
TROTSKY = leads("Trotsky L.D.", "1929-12")

STATISTICS: dict[str, tuple[Measure, ...]] = {
    "C01": (SUCCESS, HOURS),
    "C02": HELD,
    "C03": (),
    "C04": (MOSCOW, TALKS, DISTANCE),
    "C05": (sentences("1918"), sentences("1920"), sentences("1922")),
    "C06": (
        RATION,
        _share("sown area, 1921-05", at("sown_area", "1921-05")),
        Measure("harvest of 1920, million tonnes", at("grain_harvest", "1920-10")),
    ),
    "C07": (
        _share("hostility, 1926-03", at("mean_hostility", "1926-03")),
        _share("hostility, 1929-03", at("mean_hostility", "1929-03")),
    ),
    "C08": (
        RULES_1922,
        RATION,
        Measure("in revolt, mean 1918-07 to 1921-03", mean("rising", "1918-07", "1921-03"), persons),
    ),
    "C09": (happened("a retreat by 1921-12", "concessions", "1921-12"), FIRST_RETREAT),
    "C10": (
        Measure("legal parties, 1924-01", at("legal_parties", "1924-01")),
        Measure("legal parties, 1929-01", at("legal_parties", "1929-01")),
        Measure("put out, 1929-01", at("put_out", "1929-01")),
    ),
    "C11": (
        Measure("line's distance from the founder, 1925-12", at("line_from_founder", "1925-12")),
        Measure("line's distance from the founder, 1928-01", at("line_from_founder", "1928-01")),
    ),
    "C12": (_share("committee for command, 1929-11", at("committee_for_command", "1929-11")),),
    "C13": (STALIN, TROTSKY),
    "C14": (STALIN, TROTSKY),
    "C15": (
        leads("Trotsky L.D.", "1925-12"),
        TROTSKY,
        Measure("the rulers rule, 1929-12", at("in_power", "1929-12"), happens=True),
    ),
    "C16": (
        Measure("times a rival held back, to 1929-12", at("restraint", "1929-12")),
        Measure("fights for the first place, to 1929-12", at("challenges", "1929-12")),
    ),
    "C17": (RULE, TERROR),
    "C18": (
        RULES_1922,
        Measure(
            "the second ruler lives as a member, 1939-01", partial(_lives, "stalin", "1939-01"), happens=True
        ),
        RULE,
    ),
    "C19": (TERROR, RULE, _share("in collectives, 1937-12", at("collective_share", "1937-12"))),
    "C20": (EXPOSED,),
    "C21": (RULE, TERROR),
    "C22": (
        _share("error of the rulers' picture, 1950-60", mean("error_of_the_picture", "1950-01", "1960-12")),
    ),
    "C23": (
        Measure("names under petitions, 1966-68", change("signed_so_far", "1965-12", "1968-12"), persons),
    ),
    "C24": (happened("the dead ruler is restored, by 1970-12", "restoration_won", "1970-12"),),
    "C25": (Measure("carried out as first sent, 1970-12", at("restoration_executed", "1970-12")),),
    "C26": (_share("his name abroad, 1970-12", at("rival_abroad", "1970-12")),),
    "C27": (_share("his name abroad, 1970-12", at("rival_abroad", "1970-12")),),
    "C28": (),
    "C29": (
        Measure("those put out less members: distance from the founder", gap_of_distances),
        Measure("put out, 1939-01", at("put_out", "1939-01")),
    ),
    "C30": (_share("how much may be said, 1970-12", at("toleration", "1970-12")),),
    "C31": (),
}
"""What a run measures of each claim; nothing where no run of the document records it."""
DATA_ONLY = frozenset({"C03", "C28"})
"""Claims that are answered from data, without an intervention."""


def _claims() -> tuple[Claim, ...]:
    """Return every claim that has a statistic here, as its own file tells it, in order."""
    files = shipped_claims()
    return tuple(
        Claim(
            number, found.says, ", ".join(found.by), ", ".join(found.against), statistic, number in DATA_ONLY
        )
        for number, statistic in STATISTICS.items()
        for found in (claim_of(files[number]),)
    )


CLAIMS = _claims()
"""Every claim, in order."""


def interventions(document: dict[str, object], claim: Claim) -> list[tuple[str, str]]:
    """Return (name, label) of the interventions of a document that are experiments on a claim."""
    known = document.get("interventions", {})
    if not isinstance(known, dict):
        return []
    return [
        (name, str(item.get("label", ""))) for name, item in known.items() if name.startswith(claim.prefix)
    ]
