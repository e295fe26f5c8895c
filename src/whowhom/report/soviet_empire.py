"""The chapter on the outer empire: risings in dependent states, and the troops that meet them: system 16."""

from __future__ import annotations

from functools import partial

import numpy as np

from whowhom.report import statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.measure import Measure, at, between
from whowhom.report.observed import Datum, rows, where
from whowhom.report.section import percent, persons, plain
from whowhom.report.soviet_chapter import Drawn, Series, System, against, told
from whowhom.report.statistics import Numbers

ABROAD = ("1946-01", "1970-12")


def years_of_risings() -> Datum:
    """Return how many years on record have a rising met by troops in a dependent state."""
    found = [
        row
        for row in rows("soviet/observed_empire.csv")
        if row["territory"] in {"GDR", "Poland", "Hungary", "Czechoslovakia"}
        and "deaths" in row["series"] + row["item"].replace("Hungarian revolution", "deaths")
    ]
    years = {row["date_start"][:4] for row in found}
    keys = tuple(dict.fromkeys(key for row in found for key in row["source_key"].split("|")))
    note = f"{', '.join(sorted(years))}; the troops were at times the state's own"
    return Datum(max(years), float(len(years)), "computed", keys, note)


def deaths_on_record() -> Datum:
    """Return the deaths of the risings in dependent states on record: one estimate for each, both sides."""
    chosen = (
        ("East German rising", "deaths", "Kowalczuk and others"),
        ("Poznan rising", "deaths", "IPN"),
        ("Hungarian revolution", "insurgents_killed", "standard estimate"),
        ("Hungarian revolution", "government_killed", "standard estimate"),
        ("Prague Spring invasion", "deaths", "Stolarik 2010"),
        ("Poland December 1970", "deaths", "IPN"),
    )
    found = [
        where("soviet/observed_empire.csv", item=item, series=series, estimate=estimate)[0]
        for item, series, estimate in chosen
    ]
    keys = tuple(dict.fromkeys(key for row in found for key in row["source_key"].split("|")))
    value = sum(float(row["value"]) for row in found)
    return Datum("1970", value, "computed from recalled", keys, "one estimate for each of five risings")


def _years_with(arm: Arm) -> Numbers:
    """Return the calendar years in which troops stand against open action in a dependent state."""
    values = between(arm, "interventions", *ABROAD)
    there = (values > 0).reshape(values.shape[0], -1, 12).any(axis=2).sum(axis=1)
    return np.where(np.isnan(values).any(axis=1), np.nan, there)


def _killed_for_each(where_: str, arm: Arm) -> Numbers:
    """Return the dead of risings for each month in arms of one person, over the years after the war."""
    killed = between(arm, f"killed_{where_}", "1945-12", ABROAD[1])
    name = "rising" if where_ == "home" else "rising_dependents"
    return statistics.share_of(killed[:, -1] - killed[:, 0], between(arm, name, *ABROAD).sum(axis=1))


YEARS = Measure("years with an intervention, 1946-70", _years_with, observed=years_of_risings())
KILLED = Measure(
    "killed in risings there, 1946-70",
    lambda arm: np.diff(between(arm, "killed_dependents", "1945-12", "1970-12")[:, [0, -1]], axis=1)[:, 0],
    persons,
    deaths_on_record(),
)
THERE = Measure("killed there for a person's month in arms", partial(_killed_for_each, "dependents"), percent)
HOME = Measure("killed at home for a person's month in arms", partial(_killed_for_each, "home"), percent)


def _empire_told(evidence: Evidence) -> str:
    """Say in how many years troops met a rising there, and what it cost there and at home."""
    without = against(evidence, YEARS, "no_intervention", "where none are sent")
    return (
        f"Troops face open action in a dependent state in {told(evidence, YEARS)} of the 25 years from 1946 "
        f"(on record: {plain(years_of_risings().value)}){without}"
        f"; a person's month in arms costs {told(evidence, THERE)} of a life there and "
        f"{told(evidence, HOME)} at home."
    )


EMPIRE = System(
    "The outer empire",
    "no_intervention",
    "half_intervention",
    (
        Drawn("rising_dependents", "in open revolt there,\npersons", period=ABROAD, write=persons, least=1.0),
        Drawn("dependents_acting", "acting openly there,\npersons", period=ABROAD, write=persons, least=1.0),
        Drawn(
            "troops_dependents",
            "troops there,\nthousand",
            scale=0.001,
            period=ABROAD,
            series=(
                Series(
                    "observed_empire.csv", "intervention_troops", "sent in 1968", scale=0.001, tested=False
                ),
            ),
        ),
    ),
    (
        YEARS,
        KILLED,
        Measure("highest number in revolt there", lambda arm: _peak(arm, "rising_dependents"), persons),
        THERE,
        HOME,
        Measure("in power at the end of 1970", at("in_power", "1970-12"), happens=True),
    ),
    _empire_told,
    "from when the states depend, the troops of the centre stationed there, the war",
    "when people there act, how many, and when troops are sent",
    ("seventeen_moments", "wikipedia_soviet"),
    (),
    (
        "A rising at home and one in a dependent state are the same mechanism with the same numbers; only "
        "who sends troops differs. Whoever judges the two differently judges the actor (chapter 17, C28). "
        "That a person's month in arms costs the same in both is by construction.",
        "Nothing in the model makes single years special: a death at the centre, a speech or a price rise is "
        "not among its causes. It can have the right number of risings, but not the right years.",
        "Histories in which the rulers have fallen by then are left out, so this is told of those that last.",
    ),
)


def _peak(arm: Arm, name: str) -> Numbers:
    """Return the highest month after the war."""
    return np.asarray(between(arm, name, *ABROAD).max(axis=1), np.float64)
