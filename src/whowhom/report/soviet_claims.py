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

CLAIMS = (
    Claim("C01", "an armed few and a neutral rest took the capital, not the masses", "essay", "Trotsky",
          (SUCCESS, HOURS)),
    Claim("C02", "the congress gave the seizure a right that an earlier day would not have had", "essay",
          "Lenin's own preference", HELD),
    Claim("C03", "the masses wanted the soviet parties together, not one alone", "essay", "Trotsky, Medvedev",
          data_only=True),
    Claim("C04", "the talks on a coalition were to gain time", "essay", "Medvedev",
          (MOSCOW, TALKS, DISTANCE)),
    Claim("C05", "one party over a divided country must come to repression", "essay", "Medvedev",
          (sentences("1918"), sentences("1920"), sentences("1922"))),
    Claim("C06", "taking grain by force brought no food and ruined farming", "essay, Medvedev", "",
          (RATION, _share("sown area, 1921-05", at("sown_area", "1921-05")),
           Measure("harvest of 1920, million tonnes", at("grain_harvest", "1920-10")))),
    Claim("C07", "it left the villages lasting enemies of the towns", "Medvedev", "",
          (_share("hostility, 1926-03", at("mean_hostility", "1926-03")),
           _share("hostility, 1929-03", at("mean_hostility", "1929-03")))),
    Claim("C08", "some market could have come years earlier", "Medvedev, Mensheviks", "",
          (RULES_1922, RATION, Measure("in revolt, mean 1918-07 to 1921-03",
                                       mean("rising", "1918-07", "1921-03"), persons))),
    Claim("C09", "the rulers gave way only because their power was in danger", "essay", "",
          (happened("a retreat by 1921-12", "concessions", "1921-12"), FIRST_RETREAT)),
    Claim("C10", "giving way in the economy went with closing politics, and for good", "essay", "Medvedev",
          (Measure("legal parties, 1924-01", at("legal_parties", "1924-01")),
           Measure("legal parties, 1929-01", at("legal_parties", "1929-01")),
           Measure("put out, 1929-01", at("put_out", "1929-01")))),
    Claim("C11", "the leaders of 1923-28 carried out the founder's last policy", "Medvedev, essay", "",
          (Measure("line's distance from the founder, 1925-12", at("line_from_founder", "1925-12")),
           Measure("line's distance from the founder, 1928-01", at("line_from_founder", "1928-01")))),
    Claim("C12", "the reversal of 1929 was widely wanted in the party", "Medvedev, essay", "",
          (_share("committee for command, 1929-11", at("committee_for_command", "1929-11")),)),
    Claim("C13", "the machine decided who followed, not argument, programme or classes", "essay, Wistrich",
          "Trotsky, Mandel", (STALIN, TROTSKY)),
    Claim("C14", "the rival's advantages were real, but less than the machine", "essay", "",
          (STALIN, TROTSKY)),
    Claim("C15", "that the rival held back in 1923 decided it", "essay (suspected)", "",
          (leads("Trotsky L.D.", "1925-12"), TROTSKY,
           Measure("the rulers rule, 1929-12", at("in_power", "1929-12"), happens=True))),
    Claim("C16", "he held back lest the regime fall without the machine", "essay (suspected)", "",
          (Measure("times a rival held back, to 1929-12", at("restraint", "1929-12")),
           Measure("fights for the first place, to 1929-12", at("challenges", "1929-12")))),
    Claim("C17", "the first ruler gave the second each of his instruments", "essay", "Medvedev",
          (RULE, TERROR)),
    Claim("C18", "the first one's terror saved the state, the second one's only himself", "Medvedev", "essay",
          (RULES_1922, Measure("the second ruler lives as a member, 1939-01",
                               partial(_lives, "stalin", "1939-01"), happens=True), RULE)),
    Claim("C19", "under the other leader the regime would have been no milder", "essay, Medvedev", "admirers",
          (TERROR, RULE, _share("in collectives, 1937-12", at("collective_share", "1937-12")))),
    Claim("C20", "who accepts that others are silenced is silenced later by the same rule", "essay", "Mandel",
          (EXPOSED,)),
    Claim("C21", "only a legal opposition keeps a system from abuse", "Medvedev", "", (RULE, TERROR)),
    Claim("C22", "a system gains by being criticised", "Medvedev", "",
          (_share("error of the rulers' picture, 1950-60",
                  mean("error_of_the_picture", "1950-01", "1960-12")),)),
    Claim("C23", "the trial of the two writers called out more protest than none would have", "essay", "",
          (Measure("names under petitions, 1966-68", change("signed_so_far", "1965-12", "1968-12"),
                   persons),)),
    Claim("C24", "protest changed what was decided in 1966 and 1969", "essay", "",
          (happened("the dead ruler is restored, by 1970-12", "restoration_won", "1970-12"),)),
    Claim("C25", "a decision reversed late reaches some too late", "essay", "",
          (Measure("carried out as first sent, 1970-12", at("restoration_executed", "1970-12")),)),
    Claim("C26", "defamation and murder raised the loser's later name", "essay", "",
          (_share("his name abroad, 1970-12", at("rival_abroad", "1970-12")),)),
    Claim("C27", "the loser's name lives on never having ruled", "essay", "",
          (_share("his name abroad, 1970-12", at("rival_abroad", "1970-12")),)),
    Claim("C28", "it is inconsistent to praise a rising crushed by one side and excuse the same by another",
          "essay on Mandel", "", data_only=True),
    Claim("C29", "critics who accept the founder are borne more easily", "essay", "",
          (Measure("those put out less members: distance from the founder", gap_of_distances),
           Measure("put out, 1939-01", at("put_out", "1939-01")))),
    Claim("C30", "the leaders will come to talk with their critics", "Medvedev (hope)", "essay (doubt)",
          (_share("how much may be said, 1970-12", at("toleration", "1970-12")),)),
    Claim("C31", "the machine explains the succession better than classes or analogies", "essay",
          "Trotsky, Mandel"),
)  # fmt: skip
"""Every claim, in order."""


def interventions(document: dict[str, object], claim: Claim) -> list[tuple[str, str]]:
    """Return (name, label) of the interventions of a document that are experiments on a claim."""
    known = document.get("interventions", {})
    if not isinstance(known, dict):
        return []
    return [
        (name, str(item.get("label", ""))) for name, item in known.items() if name.startswith(claim.prefix)
    ]
