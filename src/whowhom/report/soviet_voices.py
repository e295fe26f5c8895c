"""The chapters on dissent, the campaign for the dead ruler, criticism, and reputation."""

from __future__ import annotations

from whowhom.report.evidence import Evidence
from whowhom.report.measure import Measure, at, change
from whowhom.report.section import Chapter, Row, percent, persons
from whowhom.report.soviet_chapter import Drawn, Series, System, against, told
from whowhom.report.soviet_criticism import CRITICISM, REPUTATION
from whowhom.report.soviet_fact import whole
from whowhom.report.soviet_facts_voices import (
    ANSWER_TO_REPRISALS,
    GROW_AFTER_TRIALS,
    MORE_AFTER_TRIALS,
    ORDERED,
    RESTORED,
    REVERSED,
    REVERSED_AND_MISSED,
    SIGNED_1966_1970,
    TOO_LATE,
)
from whowhom.report.soviet_series import on_record, recorded_as
from whowhom.report.soviet_shares import Bands, Happens, draw

DISSENT_FILE = "observed_dissent.csv"
SIXTIES = ("1963-12", "1970-12")
OF_THE_FOUR = Measure(
    "names under petitions, January to April 1968",
    change("signed_so_far", "1967-12", "1968-04"),
    whole,
    on_record(
        DISSENT_FILE,
        "cumulative_signatories",
        "1968-01-12",
        note="some seven hundred by 30 April, under all letters on the trial of the four",
        estimate="Chronicle",
    ),
)
PUNISHED = Measure(
    "signers punished, January to June 1968",
    change("signers_punished", "1967-12", "1968-06"),
    whole,
    on_record(
        DISSENT_FILE, "persons_listed", "1968-01-12", note="names listed by the Chronicle, a lower bound"
    ),
)


def _dissent_told(evidence: Evidence) -> str:
    """Say how many sign, what a trial adds and what reprisals take off."""
    return (
        f"From January to April 1968 {told(evidence, OF_THE_FOUR)} names stand under petitions (on record: "
        f"{recorded_as(OF_THE_FOUR)}){against(evidence, OF_THE_FOUR, 'half_dissent', 'in half the crowd')}; "
        f"a trial adds {told(evidence, GROW_AFTER_TRIALS)} names a month, more than before in "
        f"{told(evidence, MORE_AFTER_TRIALS)} of histories; the rank correlation of reprisals with what "
        f"follows is {told(evidence, ANSWER_TO_REPRISALS)}."
    )


DISSENT = System(
    "Dissent",
    "no_dissent",
    "half_dissent",
    (
        Drawn(
            "signatures",
            "names under petitions\nin a month",
            period=SIXTIES,
            series=(
                Series(
                    DISSENT_FILE, "signatories", "one letter", columns=(("date_start", "196"),), tested=False
                ),
            ),
            write=whole,
            least=1.0,
        ),
        Drawn("signed_so_far", "names since\nthe start", period=SIXTIES, write=whole),
        Drawn("signers_punished", "punished since\nthe start", period=SIXTIES, write=whole),
        Drawn("unofficial_readers", "readers of the\nunofficial press", period=SIXTIES, write=persons),
    ),
    (
        OF_THE_FOUR,
        SIGNED_1966_1970,
        GROW_AFTER_TRIALS,
        MORE_AFTER_TRIALS,
        ANSWER_TO_REPRISALS,
        PUNISHED,
        Measure(
            "readers of the unofficial press, December 1970", at("unofficial_readers", "1970-12"), persons
        ),
    ),
    _dissent_told,
    "The months of the trials of February 1966 and January 1968; the ban of 1917 on the other press",
    "whether a petition is put round, who signs, who is punished, who reads; every number with a prior",
    ("chronicle_1968", "amalrik_1969", "alexeyeva_1985"),
    (),
    (
        "Letters are drawn one by one and not tested: sums by month would count those who signed several, "
        "and the collection is not complete. Foreign letters and those of a deported people "
        "are among them.",
        "A crowd either takes a petition up or does not, so that histories are very uneven and the median "
        "says little; the interval is the answer.",
        "Where a history tolerates criticism nobody is punished and little needs a petition: histories "
        "differ first of all in what may be said by then.",
    ),
)


def _restoration_told(evidence: Evidence) -> str:
    """Say how often the dead ruler is restored, and how often that is reversed too late for somebody."""
    return (
        f"The dead ruler is restored by January 1970 in {told(evidence, RESTORED)} of histories (on record: "
        f"he is not){against(evidence, RESTORED, 'half_restoration', 'where it is pressed half as hard')}; "
        f"in {told(evidence, REVERSED)} the lower tier orders it and the higher one calls it back, and in "
        f"{told(evidence, REVERSED_AND_MISSED)} somebody carries out the first order all the same; where it "
        f"is called back, it comes too late for {told(evidence, TOO_LATE)} of 100 recipients "
        f"(on record: one is known)."
    )


def _restoration_picture(evidence: Evidence) -> tuple[bytes, tuple[Row, ...]]:
    """Draw both sides' push, and the shares of histories in which it is ordered, called back and decided."""
    meeting = on_record("observed_campaign.csv", "speakers_for", "1969-12-17")
    sides = (("restoration_pressure", "for"), ("restoration_resistance", "against"))
    panels = (
        Bands(sides, "push of the\ntwo sides", True),
        Happens("restoration_ordered", "order sent", 0.5),
        Happens("restoration_called_back", "order called back", 0.5, meeting, "politburo meets"),
        Happens("restoration_too_late", "somebody executes\nall the same", 0.5),
        Happens("restoration_won", "restored", 0.5),
    )
    return draw(evidence, panels, ("1964-12", "1970-12"), ("half_restoration", "no_dissent")), ()


RESTORATION = System(
    "Rehabilitation campaign",
    "no_restoration",
    "half_restoration",
    (),
    (
        ORDERED,
        REVERSED,
        RESTORED,
        REVERSED_AND_MISSED,
        TOO_LATE,
        Measure("push for it, November 1969", at("restoration_pressure", "1969-11"), percent),
        Measure("push against it, November 1969", at("restoration_resistance", "1969-11"), percent),
    ),
    _restoration_told,
    "That a campaign begins in 1965 with its day in December 1969, and which two bodies decide in turn",
    "the push of the two sides, what each body decides, whom the order and its reversal reach in time",
    ("ogryzko", "chronicle_1968", "essay_1980"),
    ("no_dissent",),
    (
        "The record is one history: it was ordered, called back in the last week, and printed by one editor "
        "abroad, who was not told. That he was not told rests on one account.",
        "The number of recipients, 100, is our own, so how many are missed says nothing beyond its share.",
        "On record the higher body softened the article more than it dropped it; the model knows yes and no.",
    ),
    _restoration_picture,
)

CHAPTERS: dict[int, Chapter] = {
    12: DISSENT.chapter(),
    13: RESTORATION.chapter(),
    14: CRITICISM.chapter(),
    15: REPUTATION.chapter(),
}
"""The chapters of this module, by the number of their system."""
