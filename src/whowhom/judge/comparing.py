"""One comparison of a claim: what it asks of which versions, and what came out, draw by draw.

A setting is what all versions of a comparison share beyond the document: nothing, a structural switch,
edits that lead into a region, or another reading of the record. Simulated or on record, a comparison ends as
samples of an effect for every draw, so that the parts of a claim are joined draw by draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.experiments.contrast import NEVER, Contrast, contrast, first_apart, mean_interval
from whowhom.judge.asking import Asking
from whowhom.judge.ensemble import SERIES, Version
from whowhom.judge.predictors import better_by
from whowhom.judge.record import on_record
from whowhom.judge.shares import SWEEPS, Mask, on_side, sampled_effects
from whowhom.measures.asked import asked, unit_of
from whowhom.measures.statistics import Numbers
from whowhom.spec.claim import Claim, Comparison, Reading
from whowhom.spec.scenario import Edit

RECORD_DRAWS = 4000
FEWEST = 2
"""Histories of a draw from which luck can be told."""


@dataclass(frozen=True)
class Setting:
    """What holds in every version of a comparison."""

    name: str = ""
    says: str = "as the document says"
    steps: tuple[str | Edit, ...] = ()
    reading: Reading | None = None
    draws: int = 0
    """How many draws it is simulated with."""
    each: int = FEWEST
    """Histories of each draw."""


@dataclass(frozen=True)
class Seen:
    """What came out of one comparison in one setting."""

    comparison: Comparison
    unit: str
    effects: Numbers
    """(sweep, J) samples of the effect in every draw."""
    arms: Contrast | None
    """Both versions over all histories; None where there is one number alone."""
    value: float
    """Mean of the differences, or the difference on record."""
    status: str
    """"simulated", "sourced", "recalled"."""

    @property
    def holds(self) -> Mask:
        """(sweep, J) whether the effect is as the claim says."""
        return on_side(self.effects, self.comparison.expects, self.comparison.margin)

    @property
    def there(self) -> Mask:
        """(J,) the draws that can tell."""
        return np.asarray(~np.isnan(self.effects[0]))


def versions(comparison: Comparison, setting: Setting) -> tuple[Version, Version]:
    """Return the version that is held against another, and the version that is changed."""
    base = Version(setting.steps)
    return base.then(*comparison.against), base.then(*comparison.version)


def ask(comparison: Comparison, setting: Setting, asking: Asking, *, course: bool = False) -> None:
    """Note what a comparison needs to be asked; `course` asks for its months as well."""
    if not comparison.ask:
        return
    for version in dict.fromkeys(versions(comparison, setting)):
        for question in comparison.questions:
            asking.add(version, question, setting.draws, setting.each)
        if course:
            asking.add(version, f"{SERIES}{comparison.ask[0]}", setting.draws, setting.each)


def look(comparison: Comparison, claim: Claim, setting: Setting, asking: Asking, seed: int) -> Seen:
    """Return what came out of a comparison whose questions were carried out."""
    comparison = _read_otherwise(comparison, setting.reading)
    if comparison.ask:
        return _simulated(comparison, setting, asking, seed)
    key = f"comparisons.{comparison.name}"
    generator = np.random.default_rng(seed)
    if comparison.score is not None:
        value, sample = better_by(comparison.score, claim, f"{key}.score", RECORD_DRAWS, seed)
        status, unit = "recalled", "nats a person and round"
    else:
        assert comparison.data is not None
        found = on_record(comparison.data, claim, f"{key}.data", RECORD_DRAWS, seed)
        value, sample, status = found.value, found.sample, found.status
        unit = "share" if comparison.data.over is not None else comparison.unit or "1"
        if comparison.data_less is not None:
            other = on_record(comparison.data_less, claim, f"{key}.data_less", RECORD_DRAWS, seed + 1)
            value, sample = value - other.value, sample - other.sample
            status = "recalled" if "recalled" in (status, other.status) else status
        value, sample = value - (comparison.level or 0.0), sample - (comparison.level or 0.0)
    effects = generator.choice(sample, size=(SWEEPS, setting.draws))
    return Seen(comparison, comparison.unit or unit, effects, None, value, status)


def _read_otherwise(comparison: Comparison, reading: Reading | None) -> Comparison:
    """Return a comparison as a reading has it."""
    if reading is None:
        return comparison
    if comparison.name in reading.data:
        return comparison.model_copy(update={"data": reading.data[comparison.name]})
    if comparison.name in reading.score:
        return comparison.model_copy(update={"score": reading.score[comparison.name]})
    return comparison


def _simulated(comparison: Comparison, setting: Setting, asking: Asking, seed: int) -> Seen:
    """Return the differences by draw and history, and the effects that they are seen of."""
    first, second = versions(comparison, setting)
    answers = [_numbers(comparison, version, setting, asking) for version in (first, second)]
    changed = first != second
    differences = answers[1] - answers[0] if changed else answers[1] - (comparison.level or 0.0)
    before, after = (values.ravel() for values in answers)
    enough = (~np.isnan(before + after)).sum() >= 2
    arms = contrast(before, after, draws=_draws(setting)) if changed and enough else None
    effects = sampled_effects(differences, seed)
    value = float(np.nanmean(differences)) if np.isfinite(differences).any() else float("nan")
    unit = comparison.unit or _unit(comparison, first, asking)
    return Seen(comparison, unit, effects, arms, value, "simulated")


def _numbers(comparison: Comparison, version: Version, setting: Setting, asking: Asking) -> Numbers:
    """Return (J, R) what is asked of a version, less what is taken away."""
    found = _mean_of(comparison.ask, comparison, version, setting, asking)
    if comparison.less:
        found = found - _mean_of(comparison.less, comparison, version, setting, asking)
    if comparison.given is None:
        return found
    given = asking.answer(version, comparison.given, setting.draws, setting.each)
    return np.where(given > 0, found, np.nan)


def _mean_of(
    questions: tuple[str, ...], comparison: Comparison, version: Version, setting: Setting, asking: Asking
) -> Numbers:
    """Return (J, R) the mean of several numbers of each history, on the scale of the comparison."""
    answers = [asking.answer(version, text, setting.draws, setting.each) for text in questions]
    if comparison.scale == "log":
        answers = [np.log1p(np.maximum(values, 0.0)) for values in answers]
    return np.asarray(np.mean(answers, axis=0))


def _unit(comparison: Comparison, version: Version, asking: Asking) -> str:
    """Return the unit of what is asked."""
    if comparison.scale == "log":
        return "log ratio"
    model, _ = asking.ensemble.model(version)
    units = {item.name: item.observable.unit for item in model.recorded}
    return unit_of(asked(comparison.ask[0]), units)


@dataclass(frozen=True)
class Course:
    """What a comparison does month by month, and the first month in which its histories part."""

    months: tuple[str, ...]
    first: Numbers
    second: Numbers
    low: Numbers
    high: Numbers
    """(month,) means of both versions, and the 95 % interval of the mean difference."""
    apart: str | None
    share_apart: float


def course(seen: Seen, setting: Setting, asking: Asking) -> Course | None:
    """Return the course of what is asked, None where it is of one version or of the record."""
    comparison = seen.comparison
    before, after = versions(comparison, setting)
    if not comparison.ask or before == after or not asking.has_series(before, comparison.ask[0]):
        return None
    question, size = f"{SERIES}{comparison.ask[0]}", (setting.draws, setting.each)
    arrays = [asking.answer(one, question, *size) for one in (before, after)]
    months = min(array.shape[2] for array in arrays)
    first, second = (array[:, :, :months].reshape(-1, months) for array in arrays)
    parted = first_apart(first, second)
    ever = parted[parted != NEVER]
    labels = asking.ensemble.model(before)[0].month_labels[:months]
    _, low, high = mean_interval(second - first, draws=_draws(setting))
    return Course(
        months=labels,
        first=_mean(first),
        second=_mean(second),
        low=low,
        high=high,
        apart=labels[int(ever.min())] if ever.size else None,
        share_apart=ever.size / max(parted.size, 1),
    )


def _draws(setting: Setting) -> NDArray[np.int64]:
    """Return (history,) the draw of every history of a setting, in the order of its flattened answers."""
    return np.repeat(np.arange(setting.draws), setting.each)


def _mean(values: Numbers) -> Numbers:
    """Return (month,) the mean over the histories that have a number, NaN where none has."""
    there = (~np.isnan(values)).sum(axis=0)
    total = np.nansum(values, axis=0)
    return np.where(there > 0, total / np.maximum(there, 1), np.nan)
