"""The test out of sample that a document asks for: its arms and the plain baselines, scored side by side.

Every arm is a predictor of its own, run from its priors; with a posterior each is there a second time. Such a
posterior must come from a fit of nothing later than the split, otherwise the test would know its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from whowhom.build import build
from whowhom.build.fitted import Fitted, filled
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.fit.baselines import fit_logistic
from whowhom.fit.transitions import Rolls, cases, read_rolls, read_sets
from whowhom.fit.transitions_model import Values
from whowhom.fit.transitions_scores import Scores, out_of_sample
from whowhom.simulate.scheduler import Scheduler
from whowhom.spec.data_files import locate
from whowhom.spec.errors import ModelError, shown
from whowhom.spec.scenario import Scenario
from whowhom.spec.score_table import ScoreTable

MODEL, FITTED = "model", ", fitted"


@dataclass(frozen=True)
class Scored:
    """What was scored, and what the regressions made of the past."""

    table: ScoreTable
    scores: Scores
    slopes: dict[str, dict[str, float]]
    """By set and attribute: log odds to stay for one standard deviation, fitted to the rounds known."""
    known: int
    """Cases known at the split: members of each round but the last."""


def scored(
    scenario: Scenario,
    *,
    histories: int,
    seed: int,
    posterior: Fitted | None = None,
    draws: int = 2000,
    scheduler: Scheduler | None = None,
) -> Scored:
    """Return the scores of a scenario's arms and of the baselines, by the table `[score]` of its document.

    posterior: of a fit up to the split. Raises ModelError where the document has no such table or the
    posterior knows more, DocumentError where a file is missing.
    """
    table = scenario.score
    if table is None:
        raise ModelError(f"{scenario.origin.file}: score: found nothing; expected a table [score]")
    rolls = read_rolls(locate(scenario, "score.rolls", table.rolls))
    sets = read_sets(locate(scenario, "score.sets", table.sets)) if table.sets is not None else {}
    models, values = _models(scenario), dict[str, Values]()
    if posterior is not None:
        _check_ignorant(posterior, rolls.at(table.split).month)
        values = {f"{name}{FITTED}": partial(_drawn, posterior, seed) for name in models}
        models |= {f"{name}{FITTED}": model for name, model in models.items()}
    scores = out_of_sample(
        rolls,
        table.split,
        sets,
        models,
        table.body,
        office=table.office,
        histories=histories,
        seed=seed,
        values=values,
        against=table.against,
        draws=draws,
        scheduler=scheduler,
    )
    return Scored(
        table, scores, _slopes(rolls, table.split, sets), cases(rolls.known(table.split)).stayed.size
    )


def _models(scenario: Scenario) -> dict[str, Model]:
    """Return the arms of a scenario, the one without an intervention called the model."""
    return {
        f"{MODEL}: {arm.name}" if arm.interventions else MODEL: build(
            scenario.edit(*arm.interventions) if arm.interventions else scenario
        )
        for arm in scenario.arms
    }


def _drawn(posterior: Fitted, seed: int, model: Model, histories: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (H, C) the numbers of histories: the posterior's, and for all it does not know the priors'."""
    with np.errstate(over="ignore"):
        table = value_table(model.values, seed, histories, True)
    return filled(posterior, model.values, table, histories, seed)


def _check_ignorant(posterior: Fitted, split: str) -> None:
    """Raise ModelError for a posterior of what was not on record at the split."""
    until = posterior.provenance.get("choices", {}).get("until")
    if until is None or until > split:
        found = "all that is on record" if until is None else f"what was on record by {until}"
        raise ModelError(
            f"posterior: fitted to {found}; expected a fit --until {shown(split)} or earlier, the split"
        )


def _slopes(rolls: Rolls, split: int, sets: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, float]]:
    """Return what each regression makes of the rounds known."""
    past = cases(rolls.known(split))
    return {
        name: dict(
            zip(columns, map(float, fit_logistic(past.attributes, past.stayed, columns).slopes), strict=True)
        )
        for name, columns in sets.items()
    }
