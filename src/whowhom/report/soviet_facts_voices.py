"""Facts of dissent as measures: petitions after trials and after reprisals, the reversal of 1969."""

from __future__ import annotations

from functools import partial

import numpy as np

from whowhom.report import soviet_patterns as patterns
from whowhom.report.evidence import Arm
from whowhom.report.measure import Measure, between, change
from whowhom.report.section import percent
from whowhom.report.soviet_fact import Fact, below_nothing, not_rare, two, whole
from whowhom.report.statistics import Numbers, share_of

YEARS = ("1964-01", "1970-12")
HALF_A_YEAR = 6
STEP = 0.1
"""A rise of what is spoken of from one month to the next that counts as a trial."""


def _after_trials(arm: Arm) -> Numbers:
    """Return signatures a month in the half year from a trial less the half year before, over the trials."""
    trials = patterns.onset(between(arm, "trial_spoken_of", *YEARS), STEP)
    return patterns.growth_after(between(arm, "signatures", *YEARS), trials, HALF_A_YEAR)


def _grows(arm: Arm) -> Numbers:
    grown = _after_trials(arm)
    return np.where(np.isnan(grown), np.nan, (grown > 0).astype(np.float64))


def _answer_to_reprisals(arm: Arm) -> Numbers:
    """Return the rank correlation of the share of a month's signers punished with what follows.

    What follows is the mean of names in the half year after the month less those of the month.
    """
    names = between(arm, "signatures", *YEARS)
    every = between(arm, "signers_punished", arm.months[arm.month(YEARS[0]) - 1], YEARS[1])
    share = share_of(np.diff(every, axis=1), names)
    months = names.shape[1] - HALF_A_YEAR
    later = np.stack([names[:, k + 1 : k + 1 + HALF_A_YEAR].mean(axis=1) for k in range(months)], axis=1)
    return patterns.rank_correlation(share[:, :months], later - names[:, :months])


GROW_AFTER_TRIALS = Measure(
    "Signatures a month, half year from a trial less the half year before it", _after_trials, whole
)
MORE_AFTER_TRIALS = Fact(
    "More names in the half year from a trial than in the half year before",
    _grows,
    percent,
    happens=True,
    told_as="more: some 700 names in the months from the trial of January 1968",
    reason="petitions against the campaign are as common before the trials",
    sources=("chronicle_1968",),
)
ANSWER_TO_REPRISALS = Fact(
    "Rank correlation of the share of signers punished with the change of names after it, 1964-70",
    _answer_to_reprisals,
    two,
    told_as="below 0: signers were dismissed in spring 1968 and fewer signed after",
    holds=below_nothing,
    reason="punishment also draws new signers on, and its share varies too little by chance",
    sources=("chronicle_1968", "amalrik_1969"),
)
SIGNED_1966_1970 = Measure(
    "Names under petitions, 1966-70", change("signed_so_far", "1965-12", "1970-12"), whole
)

END = "1970-01"


def _reached(name: str, level: float, arm: Arm) -> Numbers:
    values = between(arm, name, END, END)[:, 0]
    return np.where(np.isnan(values), np.nan, (values >= level).astype(np.float64))


def _too_late_if_called_back(arm: Arm) -> Numbers:
    """Return the recipients whom the reversal did not reach in time, in histories that have one."""
    back = _reached("restoration_called_back", 1, arm)
    return np.where(back == 1, between(arm, "restoration_too_late", END, END)[:, 0], np.nan)


def _reversed_and_missed(arm: Arm) -> Numbers:
    late = _too_late_if_called_back(arm)
    reached = _reached("restoration_called_back", 1, arm)
    return np.where(np.isnan(reached), np.nan, (np.nan_to_num(late) >= 1).astype(np.float64))


ORDERED = Measure(
    "The lower tier decides for it and the order goes out",
    partial(_reached, "restoration_ordered", 1),
    percent,
    happens=True,
)
REVERSED = Measure(
    "The higher tier reverses it late and calls the order back",
    partial(_reached, "restoration_called_back", 1),
    percent,
    happens=True,
)
RESTORED = Measure(
    "Every tier decides for it: the dead ruler is restored",
    partial(_reached, "restoration_won", 1),
    percent,
    happens=True,
)
REVERSED_AND_MISSED = Fact(
    "It is reversed late, and at least one recipient carries out the first order",
    _reversed_and_missed,
    percent,
    happens=True,
    told_as="it happened once, in 1969: reproduced where one history of twenty or more has it",
    holds=not_rare,
    reason="a reversal is rare or always comes in time",
    sources=("essay_1980", "ogryzko"),
)
TOO_LATE = Measure(
    "Where it is reversed: recipients of 100 whom the reversal reaches too late",
    _too_late_if_called_back,
    whole,
)
