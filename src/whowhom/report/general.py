"""The report of any scenario: every recorded quantity by month, by arm."""

from __future__ import annotations

from functools import partial

import numpy as np

from whowhom.report import picture, statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.section import Chapter, LeftOut, Section, Table, percent, plain, spread

BANNER = ""
MOST_ARMS_DRAWN = len(picture.COLOURS)
PERSONS_NAMED = 6
PERSON = "holder"
"""The observable whose numbers are persons, which no average makes sense of."""


def chapters(evidence: Evidence) -> tuple[Chapter, ...]:
    """Return one chapter for each quantity that any arm recorded, in the order of the document."""
    found: dict[str, dict[str, str]] = {}
    for arm in evidence.results.arms.values():
        for name, item in arm.about["recorded"].items():
            found.setdefault(name, item)
    return tuple(
        Chapter(
            name.replace("_", " "),
            partial(_persons if item["observable"] == PERSON else _quantity, name, item),
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
    """Draw a quantity as a band by arm; one with an axis as the sum of nothing, each entry by its median."""
    arms, said = _arms(evidence, name)
    drawn = picture.Picture(3.6)
    axes = drawn.panel(0.75, 2.3)
    rows = []
    for number, arm in enumerate(arms[:MOST_ARMS_DRAWN]):
        values = arm.array(name)
        if values.ndim == 3:
            for entry in range(values.shape[2]):
                middle = statistics.bands(values[:, :, entry], (0.5,))[0]
                label = f"{arm.name}: medians of {values.shape[2]} entries" if entry == 0 else None
                axes.plot(arm.years, middle, color=picture.COLOURS[number], linewidth=1.1, label=label)
            values = values.mean(axis=2)
        else:
            picture.band(
                axes,
                arm.years,
                statistics.bands(values),
                picture.COLOURS[number],
                arm.name,
                inner=len(arms) == 1,
            )
        rows.append((arm.name, arm.label, *(_told(values, place) for place in (0, len(arm.months) // 2, -1))))
    axes.set_ylabel(item["unit"])
    picture.years_axis(
        axes, np.concatenate([min(arms, key=_begins).years[:1], max(arms, key=_ends).years[-1:]])
    )
    picture.legend(axes, 3)
    middle, interval = spread(
        arms[0].array(name).reshape(arms[0].histories, len(arms[0].months), -1)[:, -1].mean(1), plain
    )
    sentence = f"{item['says']} In {arms[0].months[-1]}, arm {arms[0].name}: median {middle} "
        f"{item['unit']} (90 %: {interval})."
    left = tuple(arm.name for arm in arms[MOST_ARMS_DRAWN:])
    notes = (*said, f"Not drawn: {', '.join(left)}.") if left else said
    return Section(
        sentence=sentence,
        picture=drawn.svg(f"quantity-{name}"),
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


def _begins(arm: Arm) -> float:
    """When an arm begins."""
    return float(arm.years[0])


def _ends(arm: Arm) -> float:
    """When an arm ends."""
    return float(arm.years[-1])


def _told(values: np.ndarray[tuple[int, ...], np.dtype[np.generic]], place: int) -> str:
    """Write median and interval in one month."""
    middle, interval = spread(values[:, place], plain)
    return f"{middle} ({interval})"


def _persons(name: str, item: dict[str, str], evidence: Evidence) -> Section:
    """Show who holds an office at the end, and how long the first holder stays."""
    arms, said = _arms(evidence, name)
    drawn = picture.Picture(3.2)
    axes = drawn.panel(0.62, 2.0)
    rows = []
    for number, arm in enumerate(arms[:MOST_ARMS_DRAWN]):
        holder = arm.array(name)
        stays = np.logical_and.accumulate((holder == holder[:, :1]) & (holder >= 0), axis=1)
        axes.plot(arm.years, stays.mean(axis=0), color=picture.COLOURS[number], linewidth=1.6, label=arm.name)
        rows.append((arm.name, _named(arm, holder)))
    picture.percent_axis(axes, "first holder in office")
    picture.years_axis(
        axes, np.concatenate([min(arms, key=_begins).years[:1], max(arms, key=_ends).years[-1:]])
    )
    picture.legend(axes, 4)
    sentence = f"{item['says']} In {arms[0].months[-1]}, arm {arms[0].name}: {rows[0][1]}."
    return Section(
        sentence=sentence,
        picture=drawn.svg(f"persons-{name}"),
        alt=f"Share of histories in which the first holder of {name} is still in office. {sentence}",
        conditioned="The starting state and the dated events of the document.",
        free="Everything that the mechanisms draw. No observed data is known for this quantity.",
        table=Table("Who holds it in the last month, share of histories", ("arm", "holders"), tuple(rows)),
        notes=said,
    )


def _named(arm: Arm, holder: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> str:
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
