"""Out of sample: what was known at a split, predictions of later rounds, and their scores side by side.

Every predictor sees the rolls up to the split and nothing later: plain baselines, one logistic regression for
each set of explanatory attributes, and any number of models that start from the members of the split. Whether
an explanation predicts better than another is the reverse test of an account that rests on it.

Does not model: that the maker of a model knows how it ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.fit.baselines import constant_prediction, leader_stays, logistic_prediction, sizes
from whowhom.fit.scores import CLIP, SCORES, crps, intervals, resamples, share_said
from whowhom.fit.transitions import Roll, Rolls, on_roll
from whowhom.fit.transitions_model import Ensemble, Values, ensemble, starting_members
from whowhom.simulate.scheduler import Scheduler
from whowhom.spec.errors import ModelError, one_of

Numbers = NDArray[np.float64]

CONSTANT, CONSTANT_BY_ROUND, RATIOS = "constant hazard", "constant share by round", "past ratios"
BY_ROUND = " by round"
ALL_YEARS = "all"
DRAWS = 2000
"""Bootstrap samples, and draws of the ensembles of baselines."""


@dataclass(frozen=True)
class ScoreRow:
    """One score of one predictor."""

    predictor: str
    target: str
    """The year of the round, or `all` for the rounds together."""
    score: str
    against: str
    """The predictor from whose score the difference is taken; empty where it is no difference."""
    value: float
    low: float
    """Ends of the 95 per cent interval; NaN where there is none."""
    high: float
    n: int


@dataclass(frozen=True)
class Scores:
    """The table of scores and what it rests on."""

    rows: tuple[ScoreRow, ...]
    people: tuple[str, ...]
    """The members at the split, whose staying is predicted."""
    targets: tuple[str, ...]
    stayed: Numbers
    """(person, target) 1 where the record has the person in the body."""
    said: dict[str, Numbers]
    """By predictor (person, target) the probability said."""
    recalled: tuple[float, ...]
    """Share of each target's roll that is recalled, not seen."""

    def row(self, predictor: str, target: str, score: str, against: str = "") -> ScoreRow:
        """Return one row. Raises KeyError where there is none."""
        for row in self.rows:
            if (row.predictor, row.target, row.score, row.against) == (predictor, target, score, against):
                return row
        raise KeyError((predictor, target, score, against))


def out_of_sample(
    rolls: Rolls,
    split: int,
    sets: Mapping[str, Sequence[str]],
    models: Mapping[str, Model],
    body: str,
    *,
    office: str | None = None,
    histories: int = 2000,
    seed: int = 1,
    values: Mapping[str, Values] | None = None,
    against: Sequence[str] = (CONSTANT, CONSTANT_BY_ROUND),
    draws: int = DRAWS,
    scheduler: Scheduler | None = None,
) -> Scores:
    """Predict who stays after a split, by baselines and models, and score them beside each other.

    sets: the attributes of each logistic regression, by name. models: by name, each beginning with the
    members of the split; `body` and `office` are the body predicted and the office that leads. values: by
    model the numbers to run it with, as drawn from a posterior; absent, its priors. against: the predictors
    to which differences are given. Raises ModelError where no round is held out, a predictor is unknown, or
    a model begins with other people.
    """
    known, targets = rolls.known(split), rolls.later(split)
    rolls.at(split)
    if not targets:
        raise ModelError(f"rolls: no round after {split}; expected one at least to be held out")
    people = known[-1].people
    said = baseline_predictions(known, targets, sets)
    told: dict[str, Ensemble] = {}
    for name, model in models.items():
        _check_members(name, model, body, people)
        given = (values or {}).get(name)
        told[name] = ensemble(
            model,
            body,
            people,
            targets,
            histories=histories,
            seed=seed,
            office=office,
            values=given,
            scheduler=scheduler,
        )
        said[name] = share_said(told[name].there, told[name].histories)
    for name in against:
        if name not in said:
            raise ModelError(f"no predictor {name!r}; expected {one_of(said)}")
    stayed = np.stack([on_roll(people, target) for target in targets], axis=1)
    labels = tuple(str(target.date.year) for target in targets)
    rows = _person_rows(said, stayed, labels, against, draws, seed)
    rows += _body_rows(known, targets, said, told, labels, draws, seed)
    recalled = tuple(target.recalled for target in targets)
    return Scores(tuple(rows), people, labels, stayed, said, recalled)


def baseline_predictions(
    known: Sequence[Roll], targets: Sequence[Roll], sets: Mapping[str, Sequence[str]]
) -> dict[str, Numbers]:
    """Return by name the probabilities of every baseline; of the targets only the dates are read."""
    said = {
        CONSTANT: constant_prediction(known, targets),
        CONSTANT_BY_ROUND: constant_prediction(known, targets, "round"),
    }
    for name, columns in sets.items():
        said[f"logistic: {name}"] = logistic_prediction(known, targets, columns)
        said[f"logistic: {name}{BY_ROUND}"] = logistic_prediction(known, targets, columns, "round")
    return said


def _check_members(name: str, model: Model, body: str, people: Sequence[str]) -> None:
    """Refuse a model that does not begin with the members of the split."""
    different = set(starting_members(model, body)) ^ set(people)
    if different:
        raise ModelError(
            f"{name}: the scenario does not begin with the members of the split; "
            f"{len(different)} differ, the first: {min(different)}"
        )


def _person_rows(
    said: Mapping[str, Numbers],
    stayed: Numbers,
    labels: Sequence[str],
    against: Sequence[str],
    draws: int,
    seed: int,
) -> list[ScoreRow]:
    """Return the scores by person, of each round and of all together, and their differences."""
    people, rounds = stayed.shape
    rows: list[ScoreRow] = []
    parts = [(label, [place]) for place, label in enumerate(labels)] + [(ALL_YEARS, list(range(rounds)))]
    for label, places in parts:
        outcome = stayed[:, places].ravel()
        samples = resamples(np.repeat(np.arange(people), len(places)), draws, seed)
        of_round = {name: p[:, places].ravel() for name, p in said.items()}
        for score, function in SCORES.items():
            for base in ("", *against):
                found = intervals(of_round, outcome, function, samples, base or None)
                rows += [
                    ScoreRow(name, label, score, base, one.value, one.low, one.high, people)
                    for name, one in found.items()
                    if name != base
                ]
    return rows


def _body_rows(
    known: Sequence[Roll],
    targets: Sequence[Roll],
    said: Mapping[str, Numbers],
    told: Mapping[str, Ensemble],
    labels: Sequence[str],
    draws: int,
    seed: int,
) -> list[ScoreRow]:
    """Return what was said of the size of the body, of the share gone and of who leads, one outcome each."""
    generator = np.random.Generator(np.random.PCG64(seed))
    people, leads = known[-1].people, leader_stays(known, len(targets))
    size = {RATIOS: sizes(known, len(targets), draws, seed), **{n: one.sizes for n, one in told.items()}}
    rows: list[ScoreRow] = []
    for place, (label, target) in enumerate(zip(labels, targets, strict=True)):
        for name, drawn in size.items():
            rows += _of_number(name, label, "size", drawn[:, place], len(target.people))
        left = 1.0 - float(on_roll(people, target).mean())
        for name, p in said.items():
            # A baseline has no ensemble of its own: everyone is drawn by himself.
            gone = (
                told[name].gone[:, place]
                if name in told
                else np.mean(generator.random((draws, len(people))) >= p[:, place], axis=1)
            )
            rows += _of_number(name, label, "share gone", gone, left)
        if target.leader:
            same = float(leads[place])
            rows.append(
                _of_leader("base rate", label, same if target.leader == known[-1].leader else 1.0 - same, 1)
            )
            for name, one in told.items():
                if not np.isnan(one.leads[place]):
                    led = float(share_said(one.leads[place], one.histories))
                    rows.append(_of_leader(name, label, led, one.histories))
    return rows


def _of_number(name: str, label: str, what: str, drawn: Numbers, value: float) -> list[ScoreRow]:
    """Return the record, the mean and the 95 per cent interval said, and the CRPS, of one number."""
    low, high = (float(end) for end in np.quantile(drawn, [0.025, 0.975]))
    nan = float("nan")
    return [
        ScoreRow(name, label, f"{what}: on record", "", float(value), nan, nan, 1),
        ScoreRow(name, label, f"{what}: said", "", float(drawn.mean()), low, high, drawn.size),
        ScoreRow(name, label, f"{what}: CRPS", "", crps(drawn, value), nan, nan, 1),
    ]


def _of_leader(name: str, label: str, p: float, n: int) -> ScoreRow:
    """Return the log score of the probability said of who in fact led."""
    nan = float("nan")
    return ScoreRow(
        name, label, "who leads: log score", "", float(-np.log(np.clip(p, CLIP, 1.0))), nan, nan, n
    )
