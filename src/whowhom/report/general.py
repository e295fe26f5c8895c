"""The report of any scenario: every recorded quantity by month, by arm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from whowhom.report import picture, statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.section import Chapter, LeftOut, Section, Table, percent, plain, spread
from whowhom.results.statistics import HOLDER, SHARES

BANNER = ""
MOST_ARMS_DRAWN = len(picture.COLOURS)
MOST_BANDS = 3
"""With more arms only the first keeps its band in the picture; the table has every interval."""
PERSONS_NAMED = 6


def chapters(evidence: Evidence) -> tuple[Chapter, ...]:
    """Return one chapter for each quantity that any arm recorded, in the order of the document."""
    found: dict[str, dict[str, str]] = {}
    for arm in evidence.results.arms.values():
        for name, item in arm.about["recorded"].items():
            found.setdefault(name, item)
    return tuple(
        Chapter(
            name.replace("_", " ").capitalize(),
            partial(_persons if item["observable"] == HOLDER else _quantity, name, item),
        )
        for name, item in found.items()
    )


def _arms(evidence: Evidence, name: str) -> tuple[list[Arm], tuple[str, ...]]:
    """Return the arms that recorded a quantity. Raises LeftOut where none may be averaged."""
    present, said = evidence.present(list(evidence.results.arms))
    arms = [arm for arm in (evidence.arm(one) for one in present) if arm.has(name)]
    if not arms:
        raise LeftOut(f"No arm that may be averaged recorded {name}. {' '.join(said)}")
    return arms, said


def _quantity(name: str, item: dict[str, str], evidence: Evidence) -> Section:
    """Draw a quantity as a band by arm; one with an axis by the medians of its entries."""
    arms, said = _arms(evidence, name)
    shown = arms[:MOST_ARMS_DRAWN]
    levels = {arm.name: _levels(arm.array(name)) for arm in shown}
    low = min(0.0, *(float(np.nanmin(found)) for found in levels.values()))
    high = max(float(np.nanmax(found)) for found in levels.values())
    drawn = picture.Picture(380)
    panel = drawn.panel(85, 245, _years(arms), (low, high + 0.05 * (high - low) if high > low else low + 1))
    picture.number_axis(panel, item["unit"])
    rows = []
    write = partial(plain, digits=3) if item["unit"] in SHARES else plain
    for number, arm in enumerate(shown):
        colour = picture.COLOURS[number]
        if levels[arm.name].ndim == 3:
            for entry, line in enumerate(levels[arm.name][2].T):
                label = f"{arm.name}: medians of {levels[arm.name].shape[2]} entries" if entry == 0 else None
                panel.line(arm.years, line, colour, 1.2, label)
        elif number > 0 and len(arms) > MOST_BANDS:
            panel.line(arm.years, levels[arm.name][2], colour, 1.6, f"{arm.name}: median")
        else:
            picture.band(panel, arm.years, levels[arm.name], colour, arm.name, inner=len(arms) == 1)
        values = _mean_of_entries(arm.array(name))
        told = (_told(values, place, write) for place in (0, len(arm.months) // 2, -1))
        rows.append((arm.name, arm.label, *told))
    picture.years_axis(panel)
    middle, interval = spread(_mean_of_entries(arms[0].array(name))[:, -1], write)
    sentence = (
        f"{item['says']} In {arms[0].months[-1]}, arm {arms[0].name}: median {middle} "
        f"(90 %: {interval}; unit: {item['unit']})."
    )
    left = tuple(arm.name for arm in arms[MOST_ARMS_DRAWN:])
    notes = (*said, f"Not drawn: {', '.join(left)}.") if left else said
    return Section(
        sentence=sentence,
        picture=drawn.svg(),
        alt=f"{name} by month, median and 90 % interval of histories for each arm. {sentence}",
        conditioned="The starting state and the dated events of the document.",
        free="Everything that the mechanisms draw. No observed data is known for this quantity.",
        table=Table(
            "Median (90 % interval)",
            ("arm", "what differs", "first month", "half way", "last month"),
            tuple(rows),
        ),
        notes=notes,
    )


def _years(arms: Sequence[Arm]) -> picture.Range:
    """Return the axis that holds all arms."""
    return min(float(arm.years[0]) for arm in arms) - 0.15, max(float(arm.years[-1]) for arm in arms) + 0.15


def _levels(values: NDArray[np.generic]) -> statistics.Numbers:
    """Return quantiles by month, and by entry where the quantity has an axis: (level, month[, entry])."""
    if values.ndim == 2:
        return statistics.bands(values)
    return np.stack([statistics.bands(values[:, :, entry]) for entry in range(values.shape[2])], axis=2)


def _mean_of_entries(values: NDArray[np.generic]) -> statistics.Numbers:
    """Return (history, month): the mean over the axis, where the quantity has one."""
    numbers = np.asarray(values, np.float64)
    return numbers if numbers.ndim == 2 else numbers.mean(axis=2)


def _told(values: NDArray[np.generic], place: int, write: Callable[[float], str]) -> str:
    """Write median and interval in one month."""
    middle, interval = spread(values[:, place], write)
    return f"{middle} ({interval})"


def _persons(name: str, item: dict[str, str], evidence: Evidence) -> Section:
    """Show who holds an office at the end, and how long the first holder stays."""
    arms, said = _arms(evidence, name)
    drawn = picture.Picture(330)
    panel = drawn.panel(68, 210, _years(arms), (0, 1))
    picture.percent_axis(panel, "first holder in office")
    rows = []
    for number, arm in enumerate(arms[:MOST_ARMS_DRAWN]):
        holder = arm.array(name)
        stays = np.logical_and.accumulate((holder == holder[:, :1]) & (holder >= 0), axis=1)
        panel.line(arm.years, stays.mean(axis=0), picture.COLOURS[number], 1.8, arm.name)
        rows.append((arm.name, _named(arm, holder)))
    picture.years_axis(panel)
    sentence = f"{item['says']} In {arms[0].months[-1]}, arm {arms[0].name}: {rows[0][1]}."
    return Section(
        sentence=sentence,
        picture=drawn.svg(),
        alt=f"Share of histories in which the first holder of {name} is still in office. {sentence}",
        conditioned="The starting state and the dated events of the document.",
        free="Everything that the mechanisms draw. No observed data is known for this quantity.",
        table=Table("Who holds it in the last month, share of histories", ("arm", "holders"), tuple(rows)),
        notes=said,
    )


def _named(arm: Arm, holder: NDArray[np.generic]) -> str:
    """Write who holds the office in the last month, the most frequent first."""
    shares = statistics.shares_of_persons(holder[:, -1])
    listed = list(shares.items())[:PERSONS_NAMED]
    told = [f"{person_name(arm, person)} {percent(share)}" for person, share in listed]
    rest = 1 - sum(share for _, share in listed)
    return ", ".join([*told, f"others {percent(rest)}"] if len(shares) > len(listed) else told)


def person_name(arm: Arm, person: int) -> str:
    """Return the name of a person, "nobody" for an empty office, a number for someone who entered later."""
    people = arm.about["people"]
    if person < 0:
        return "nobody"
    return str(people[person]) if person < len(people) else f"newcomer {person}"
