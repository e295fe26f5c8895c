"""The page of a count: every recorded quantity by month over all histories that were counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from whowhom.report.audit import style
from whowhom.report.claims_words import amount
from whowhom.report.picture import COLOURS, Picture, number_axis, percent_axis, years_axis, years_range
from whowhom.report.section import percent
from whowhom.report.template import HERE, environment
from whowhom.results.folder import Results
from whowhom.results.statistics import NORMAL_95, STATISTICS, Counts, Numbers, counted, counts_of

TEMPLATE = "statistics.html.j2"
HEIGHT = 230
MOST_BANDS = 3
"""With more arms only the first keeps its band in the picture; the table has every interval."""
PERSONS_DRAWN = len(COLOURS)
MEAN, ERROR, Q05, MEDIAN, Q95 = (STATISTICS.index(name) for name in ("mean", "error", "q05", "median", "q95"))


@dataclass(frozen=True)
class Quantity:
    """One recorded quantity on the page."""

    title: str
    says: str
    picture: bytes
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write_statistics_page(results: Results, path: Path, command: str) -> Path:
    """Write the page of a results folder whose arms were counted, and return its path."""
    from markupsafe import Markup

    arms = [counts_of(arm) for arm in results.arms.values() if counted(results.folder, arm.name)]
    text = (
        environment()
        .get_template(TEMPLATE)
        .render(
            title=results.title,
            seed=results.manifest["seed"],
            arms=arms,
            quantities=_quantities(arms),
            style=Markup(style(HERE)),
            drawn=lambda svg: Markup(svg.decode()),
            command=command,
        )
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _quantities(arms: Sequence[Counts]) -> list[Quantity]:
    """Return what the page shows, in the order of the document."""
    names: dict[str, None] = {}
    for arm in arms:
        names.update(dict.fromkeys(arm.columns))
    return [
        _office(name, [arm for arm in arms if name in arm.offices])
        if any(name in arm.offices for arm in arms)
        else _number(name, [arm for arm in arms if name in arm.numbers])
        for name in names
    ]


def years_of(arm: Counts) -> Numbers:
    """Return the places of the months; a month's number stands at its end."""
    return np.array([int(month[:4]) + int(month[5:7]) / 12 for month in arm.arm.months])


def _number(name: str, arms: Sequence[Counts]) -> Quantity:
    """Draw a number as a band by arm; of one with an axis only the mean over its places."""
    about = arms[0].arm.about["recorded"][name]
    shown = arms[: len(COLOURS)]
    levels = [_levels(arm.of(name)) for arm in shown]
    wide = arms[0].of(name).shape[2] > 1
    banded = [number for number in range(len(shown)) if number == 0 or len(arms) <= MOST_BANDS]
    banded = [] if wide else banded
    drawn_of = [levels[n][[Q05, Q95]] if n in banded else levels[n][[MEAN]] for n in range(len(shown))]
    low = min(0.0, *(float(np.nanmin(found)) for found in drawn_of))
    high = max(float(np.nanmax(found)) for found in drawn_of)
    drawn = Picture(HEIGHT + 116)
    panel = drawn.panel(
        64, HEIGHT, years_range(years_of(arms[0])), (low, high + (0.05 * (high - low) or 1.0))
    )
    for number, arm in enumerate(shown):
        years, colour, label = years_of(arm), COLOURS[number], arm.arm.name
        if number in banded:
            panel.area(years, levels[number][Q05], levels[number][Q95], colour, 0.22, f"{label}: 90 %")
        panel.line(years, levels[number][MEAN], colour, 1.8, f"{label}: mean")
    years_axis(panel)
    number_axis(panel, about["unit"])
    rows = tuple(row for arm in arms for row in _rows(arm, name))
    head = ("arm", "month", "mean", "± (95 %)", "median", "90 % of histories", "histories")
    told = " Drawn and told: the mean over its places." if wide else ""
    return Quantity(_title(name), f"{about['says']} Unit: {about['unit']}.{told}", drawn.svg(), head, rows)


def _levels(values: Numbers) -> Numbers:
    """Return (statistic, month): the mean over the places of an axis, where there is one."""
    return np.asarray(values.mean(axis=2))


def _rows(arm: Counts, name: str) -> list[tuple[str, ...]]:
    """Return the lines of the first month, half way and the last."""
    values, months = _levels(arm.of(name)), arm.arm.months
    wide = arm.of(name).shape[2] > 1
    known = arm.arrays["known"][:, arm.columns[name]].min(axis=1)
    rows: list[tuple[str, ...]] = []
    for place in (0, len(months) // 2, len(months) - 1):
        one = values[:, place]
        half = f"{NORMAL_95 * one[ERROR]:.2g}"
        interval = f"{amount(one[Q05])} to {amount(one[Q95])}"
        spread = ("–", "–", "–") if wide else (half, amount(one[MEDIAN]), interval)
        told = (amount(one[MEAN]), *spread, f"{known[place]:,}")
        rows.append((arm.arm.name, months[place], *told))
    return rows


def _office(name: str, arms: Sequence[Counts]) -> Quantity:
    """Draw who holds an office: in the first arm the share of histories by month of the most frequent."""
    about, first = arms[0].arm.about["recorded"][name], arms[0]
    people = [*first.arm.about["people"], "nobody"]
    shares = first.persons(name)
    frequent = np.argsort(-shares.max(axis=0), kind="stable")[:PERSONS_DRAWN]
    drawn = Picture(HEIGHT + 116)
    panel = drawn.panel(64, HEIGHT, years_range(years_of(first)), (0, 1))
    for number, person in enumerate(person for person in frequent if shares[:, person].max() > 0):
        panel.line(years_of(first), shares[:, person], COLOURS[number], 1.8, people[person])
    years_axis(panel)
    percent_axis(panel, "share of histories")
    rows = tuple((arm.arm.name, _who(arm, name)) for arm in arms)
    said = f"{about['says']} Drawn: arm {first.arm.name}."
    return Quantity(_title(name), said, drawn.svg(), ("arm", f"in {first.arm.months[-1]}"), rows)


def _who(arm: Counts, name: str) -> str:
    """Write who holds an office in the last month, the most frequent first."""
    shares: Any = arm.holders(name, arm.arm.months[-1], 0.0).head(PERSONS_DRAWN)
    return ", ".join(f"{person} {percent(share)}" for person, share in shares.items() if share > 0)


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
