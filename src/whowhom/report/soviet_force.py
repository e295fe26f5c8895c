"""Chapters on force: instruments of coercion, the closing of opposition, the outer empire: 10, 11 and 16."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from whowhom.report import statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.measure import Measure, at, between, first_year, mean, total, year_and_month
from whowhom.report.observed import Datum
from whowhom.report.section import percent, persons
from whowhom.report.soviet_chapter import Drawn, Series, System, against, told
from whowhom.report.soviet_empire import EMPIRE
from whowhom.report.soviet_fates import EXPOSED, PUT_OUT, REMAIN, fates_picture, gap_of_distances
from whowhom.report.statistics import Numbers

REPRESSION = "observed_repression.csv"
COUNT = "MVD first special department (Pavlov"
OTHER_COUNT = "KGB (Mozokhin"
CONDITIONED = (
    "the dates on which instruments are made, the first capacities of police and camps, "
    "the founder's illness and death, the war"
)
BEFORE_DEATHS = ("1921-01", "1952-12")


def _largest_two(name: str, first: str, last: str, arm: Arm) -> Numbers:
    """Return the share of a window's total that falls into its two largest calendar years."""
    values = between(arm, name, first, last)
    years = values.reshape(values.shape[0], -1, 12).sum(axis=2)
    return statistics.share_of(np.sort(years, axis=1)[:, -2:].sum(axis=1), years.sum(axis=1))


def largest_two_years(name: str, first: str, last: str) -> Callable[[Arm], Numbers]:
    """Return a measure: the share of the two largest of the whole calendar years of a window."""
    return partial(_largest_two, name, first, last)


def counted(series: str, first: int, last: int) -> list[Datum]:
    """Return one department's count of a series for the years of a period, in order."""
    found = Series(REPRESSION, series, series, columns=(("estimate", COUNT),)).data()
    whole = [(int(start[:4]), number) for start, end, number in found if start[:4] == end[:4]]
    return [number for year, number in sorted(whole, key=lambda item: item[0]) if first <= year <= last]


def _computed(numbers: list[Datum], value: float, note: str) -> Datum:
    """Return a number computed from others, dated by the last of them."""
    keys = tuple(dict.fromkeys(key for item in numbers for key in item.sources))
    return Datum(numbers[-1].date, value, "computed", keys, note)


def yearly_sentences(first: int, last: int) -> Datum:
    """Return the mean sentences a year on record for a period."""
    numbers = counted("political_convictions", first, last)
    value = float(np.mean([item.value for item in numbers]))
    return _computed(numbers, value, "one department's count; another differs")


def share_of_worst_years() -> Datum:
    """Return the share of the death sentences on record that fall into the two worst years."""
    numbers = counted("political_death_sentences", int(BEFORE_DEATHS[0][:4]), int(BEFORE_DEATHS[1][:4]))
    ordered = sorted(item.value for item in numbers)
    return _computed(numbers, sum(ordered[-2:]) / sum(ordered), "no rule of the model knows of these years")


def _sentences_a_year(label: str, first: int, last: int) -> Measure:
    """Return the measure of mean sentences a year, with the record."""
    window = (f"{first}-01", f"{last}-12")
    return Measure(label, mean("sentenced", *window, 12.0), persons, yearly_sentences(first, last))


LATER = _sentences_a_year("sentences for politics a year, 1937-38", 1937, 1938)
RULE = Measure("personal rule, December 1938", at("personal_rule", "1938-12"), percent)
INSTRUMENTS = ("police", "camps", "faction_ban", "party_ban", "central_appointment")


def _coercion_told(evidence: Evidence) -> str:
    """Say what was sentenced, how far one man commands, and what each instrument is worth to him."""
    half = against(evidence, LATER, "half_coercion", "at half strength")
    words = (
        f"In 1937-38 the model sentences {told(evidence, LATER)} persons a year for politics (on record: "
        f"{persons(yearly_sentences(1937, 1938).value)}){half}"
        f"; personal rule stands at {told(evidence, RULE)} at the end of 1938"
    )
    parts = [
        f"{told(evidence, RULE, f'c17_no_{name}')} without {name.replace('_', ' ')}"
        for name in INSTRUMENTS
        if evidence.has(f"c17_no_{name}")
    ]
    return f"{words}; {', '.join(parts)}." if parts else f"{words}."


def _by_two_counts(series: str, words: str) -> tuple[Series, ...]:
    """Return a yearly series by two departments; only the first is tested."""
    return (
        Series(REPRESSION, series, f"{words}, interior ministry's count", columns=(("estimate", COUNT),)),
        Series(
            REPRESSION,
            series,
            f"{words}, security service's count",
            columns=(("estimate", OTHER_COUNT),),
            tested=False,
        ),
    )


COERCION = System(
    "Instruments of coercion",
    "no_coercion",
    "half_coercion",
    (
        Drawn(
            "sentenced",
            "sentenced for politics,\npersons a year",
            yearly="sum",
            series=_by_two_counts("political_convictions", "sentenced"),
            write=persons,
            least=10.0,
        ),
        Drawn(
            "sentenced_to_death",
            "sentenced to death,\npersons a year",
            yearly="sum",
            series=_by_two_counts("political_death_sentences", "sentenced to death"),
            write=persons,
            least=1.0,
        ),
        Drawn(
            "prisoners",
            "prisoners, persons",
            series=(Series(REPRESSION, "gulag_camps_stock", "all in the camps", tested=False),),
            write=persons,
            least=10.0,
        ),
        Drawn("personal_rule", "personal rule", percent=True),
    ),
    (
        _sentences_a_year("sentences for politics a year, 1930-31", 1930, 1931),
        LATER,
        _sentences_a_year("sentences for politics a year, 1951-52", 1951, 1952),
        Measure(
            "share of the death sentences of 1921-52 in the two worst years",
            largest_two_years("sentenced_to_death", *BEFORE_DEATHS),
            percent,
            share_of_worst_years(),
        ),
        Measure("prisoners, January 1939", at("prisoners", "1939-01"), persons),
        Measure("instruments he commands, January 1934", at("instruments_commanded", "1934-01")),
        Measure("put to death in the elite, 1934-39", total("purged", "1934-01", "1939-12")),
        RULE,
        Measure(
            "personal rule first above one half",
            first_year("personal_rule", "1917-12", "1970-12", 0.5),
            year_and_month,
        ),
    ),
    _coercion_told,
    CONDITIONED,
    "what unrest there is, whom it is answered on, who comes to command which instrument, and when",
    ("stalin_epoch_web", "zemskov_1991"),
    (),
    (
        "The camps on record held all prisoners; the model knows only those sentenced for politics, so the "
        "record is an upper bound and not tested.",
        "In the model sentences answer open unrest, within what the police can do. Where it has too little "
        "unrest it has too few sentences; the number of the worst years misses for that reason too, and no "
        "rule was made to produce them.",
        "Without police there is no terror, and without camps no prisoners, by construction; personal rule "
        "is not so fixed. Capacities of the police grow with use, an assumption.",
        "Heights are on a scale of equal factors; what is below its foot is drawn at the foot.",
    ),
)


def _closing_told(evidence: Evidence) -> str:
    """Say how many of those who closed others out were closed out themselves."""
    unbanned = against(evidence, EXPOSED, "c20_leaders_oppose_ban", "without it")
    open_ = against(evidence, EXPOSED, "no_closing", "where nobody is put out for his opinion")
    return (
        f"Of the six leaders who accepted the ban on factions, {told(evidence, EXPOSED)} are dead or put out "
        f"in January 1939 (on record: all){unbanned}{open_}; of the 167 "
        f"of 1917, {told(evidence, REMAIN)} remain living members."
    )


CLOSING = System(
    "Closing of opposition",
    "no_closing",
    "half_closing",
    (),
    (
        PUT_OUT,
        Measure("put out by the end of 1938", at("put_out", "1938-12")),
        REMAIN,
        EXPOSED,
        Measure("further from the founder: those put out less members, 1939", gap_of_distances),
        Measure("instruments the secretary commands, January 1924", at("instruments_commanded", "1924-01")),
        RULE,
    ),
    _closing_told,
    "who was on record in 1917 with which opinion, the founder's illness and death, the ban's date",
    "who disagrees with the line, who is put out, and who dies when",
    ("gse_1970", "goriachev_2005", "zalesskii_2000"),
    ("c20_leaders_oppose_ban", "c29_founder_no_shelter", "c29_founder_full_shelter"),
    (
        "The record knows the year of expulsion only for some: those shot at once have none entered. Its "
        "count of those put out is a lower bound and not tested.",
        "Death of any kind counts: whoever died of illness is among the dead, on record and in the model.",
        "Those put out are few in the model. It expels by distance from the line and by threat, one person "
        "at a time; the record has whole lists, and most executions without a trial of opinions.",
    ),
    fates_picture,
)

CHAPTERS = {10: COERCION.chapter(), 11: CLOSING.chapter(), 16: EMPIRE.chapter()}
