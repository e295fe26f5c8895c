"""Two predictors held against the record out of sample: how much better one is, by a bootstrap of persons.

Predictors are those of `whowhom score` that need no simulation: constants, and one logistic regression for
each set of attributes that the table [score] of a scenario names. Positive is how the claim has it: the score
of the other one less the score of the one that it holds to be better.
"""

from __future__ import annotations

import numpy as np

from whowhom.fit.baselines import Numbers
from whowhom.fit.scores import SCORES, resamples
from whowhom.fit.transitions import on_roll, read_rolls, read_sets
from whowhom.fit.transitions_scores import baseline_predictions
from whowhom.spec.claim import Claim, Score
from whowhom.spec.data_files import locate
from whowhom.spec.errors import DocumentError, Problem, did_you_mean, one_of, shown
from whowhom.spec.toml import read


def better_by(score: Score, claim: Claim, key: str, draws: int, seed: int) -> tuple[float, Numbers]:
    """Return by how much one predictor is better over all rounds held out, and (draws,) the bootstrap of it.

    Raises DocumentError where the scenario has no table [score], or no such predictor.
    """
    scenario = read(score.scenario)
    table = scenario.score
    if table is None:
        raise _wrong(claim, f"{key}.scenario", f"{score.scenario} has no table [score]; expected one")
    rolls = read_rolls(locate(scenario, "score.rolls", table.rolls))
    sets = read_sets(locate(scenario, "score.sets", table.sets)) if table.sets is not None else {}
    known, targets = rolls.known(table.split), rolls.later(table.split)
    said = baseline_predictions(known, targets, sets)
    for leaf, name in (("better", score.better), ("than", score.than)):
        if name not in said:
            near = did_you_mean(name, said)
            message = f"no predictor {shown(name)}; expected {one_of(said)}{near}"
            raise _wrong(claim, f"{key}.{leaf}", message)
    people = known[-1].people
    stayed = np.stack([on_roll(people, target) for target in targets], axis=1)
    clusters = np.repeat(np.arange(len(people)), len(targets))
    first, second = (said[name].ravel() for name in (score.better, score.than))
    function, outcome = SCORES[score.score], stayed.ravel()
    sample = np.array(
        [
            function(second[rows], outcome[rows]) - function(first[rows], outcome[rows])
            for rows in resamples(clusters, draws, seed)
        ]
    )
    return float(function(second, outcome) - function(first, outcome)), sample


def _wrong(claim: Claim, key: str, message: str) -> DocumentError:
    return DocumentError([Problem(claim.origin.file, key, message)])
