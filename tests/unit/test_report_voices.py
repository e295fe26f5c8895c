"""The chapters on dissent, the campaign, criticism and reputation, from a folder worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.soviet_folder import HISTORIES, MONTHS, constant, steps, write

from whowhom.report import soviet_facts_voices as facts
from whowhom.report.evidence import Evidence
from whowhom.report.section import LeftOut
from whowhom.report.soviet_criticism import OVERSTATED, RIVAL_ABOVE
from whowhom.report.soviet_voices import CHAPTERS, OF_THE_FOUR
from whowhom.results import open_results

NAMES = ("founder", "rival", "second_ruler")


def arrays() -> dict[str, np.ndarray[Any, Any]]:
    """Return an arm with a trial in January 1968, and a reversal that misses 3 in half of the histories."""
    names = constant(2.0)
    first = MONTHS.index("1968-01")
    names[:, first : first + 3] = 100.0
    spoken = constant(0.0)
    spoken[:, first] = 1.0
    back = steps({"1969-12": 1.0})
    back[2:] = 0
    reputations = {
        f"{name}_{place}": constant(0.2 + 0.1 * k)
        for k, name in enumerate(NAMES)
        for place in ("abroad", "at_home")
    }
    plain = {
        name: constant(0.5)
        for name in (
            "toleration",
            "error_of_the_picture",
            "town_ration",
            "restoration_pressure",
            "restoration_resistance",
            "trust_in_the_press_abroad",
            "trust_in_the_press_at_home",
            "deaths_by_hunger_and_violence",
            "unofficial_readers",
        )
    }
    return {
        **reputations,
        **plain,
        "rival_ruled": constant(0.0),
        "rival_defamed": constant(7.0),
        "signatures": names,
        "signed_so_far": np.cumsum(names, axis=1),
        "signers_punished": constant(0.0),
        "trial_spoken_of": spoken,
        "restoration_ordered": steps({"1969-10": 1.0}),
        "restoration_called_back": back,
        "restoration_too_late": 3 * back,
        "restoration_won": constant(0.0),
        "harvest_believed": constant(66.0),
        "grain_harvest": constant(60.0),
        "in_power": constant(1.0),
    }


@pytest.fixture
def voices(tmp_path: Path) -> Evidence:
    """A folder with the base and an arm in which nobody signs."""
    silent = arrays() | {"signatures": constant(0.0), "signed_so_far": constant(0.0)}
    return Evidence(open_results(write(tmp_path, {"base": arrays(), "no_dissent": silent})))


@pytest.mark.parametrize("number", sorted(CHAPTERS))
def test_each_chapter_is_written(voices: Evidence, number: int) -> None:
    """A sentence, one picture, a table of measures; nothing that is no number."""
    section = CHAPTERS[number].make(voices)
    assert section.sentence.endswith(".")
    assert section.picture.count(b"<svg") == 1
    assert section.table is not None
    assert "nan" not in section.sentence
    assert b"nan" not in section.picture


def test_a_trial_by_hand(voices: Evidence) -> None:
    """Half a year with 100, 100, 100, 2, 2, 2 after one of twos: 51 - 2; nobody signs in the other arm."""
    assert facts.GROW_AFTER_TRIALS.of(voices.arm("base")).tolist() == HISTORIES * [49]
    assert facts.MORE_AFTER_TRIALS.row(voices.arm("base")).inside
    assert not facts.MORE_AFTER_TRIALS.row(voices.arm("no_dissent")).inside


def test_names_from_january_to_april(voices: Evidence) -> None:
    """3 x 100 + 2, against some 700 on record: a miss."""
    row = OF_THE_FOUR.row(voices.arm("base"))
    assert row is not None
    assert (row.median, row.observed, row.inside) == ("302", "700", False)


def test_reprisals_by_hand(tmp_path: Path) -> None:
    """The month in which all are punished is followed by nobody, any other by as many: below 0."""
    base = arrays()
    first = MONTHS.index("1968-03")
    base["signatures"] = constant(10.0)
    base["signatures"][:, first + 1 :] = 0.0
    base["signers_punished"] = steps({"1968-03": 10.0})
    found = Evidence(open_results(write(tmp_path, {"base": base})))
    values = facts.ANSWER_TO_REPRISALS.of(found.arm("base"))
    assert (values < 0).all()


def test_the_reversal_by_hand(voices: Evidence) -> None:
    """Called back in two of four histories, each with 3 recipients too late."""
    base = voices.arm("base")
    assert facts.ORDERED.of(base).tolist() == [1, 1, 1, 1]
    assert facts.REVERSED.of(base).tolist() == [1, 1, 0, 0]
    assert facts.REVERSED_AND_MISSED.of(base).tolist() == [1, 1, 0, 0]
    late = facts.TOO_LATE.of(base)
    assert late[:2].tolist() == [3, 3]
    assert np.isnan(late[2:]).all()
    assert facts.REVERSED_AND_MISSED.row(base).inside


def test_the_harvest_believed_in(voices: Evidence) -> None:
    """66 of 60; on record 673.8 million tonnes published in 1933-39 over 508 by the later estimate."""
    assert OVERSTATED.of(voices.arm("base")) == pytest.approx(HISTORIES * [1.1])
    assert OVERSTATED.observed is not None
    published = (89.8, 89.4, 90.1, 82.7, 120.3, 95, 106.5)
    later = (65, 68, 75, 56, 97, 74, 73)
    assert OVERSTATED.observed.value == pytest.approx(sum(published) / sum(later))


def test_who_stands_above_whom(voices: Evidence) -> None:
    """The rival has 0.3, the second ruler 0.4."""
    assert RIVAL_ABOVE.of(voices.arm("base")).tolist() == HISTORIES * [0]


def test_what_is_missing_leaves_the_chapter_out(tmp_path: Path) -> None:
    """Without the order there is no chapter on the campaign."""
    less = arrays()
    del less["restoration_ordered"]
    found = Evidence(open_results(write(tmp_path, {"base": less})))
    with pytest.raises(LeftOut, match="did not record restoration_ordered"):
        CHAPTERS[13].make(found)
