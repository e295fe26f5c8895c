"""What a posterior predicts of the numbers on record, without a fit.

Histories 0, 1, 2, … are run twice with the same luck, with numbers drawn from the posterior and with numbers
drawn from the priors, as `whowhom run` draws them. Only their summaries are kept, and those in memory alone.

A target is FITTED where the posterior was fitted to it, or to another account of the same number. The others
are HELD_OUT, except those that the fit looked at and put aside (LEFT_OUT): what it was told no number brings
about, and what was on record by its split but is the same in every history. Those test nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build import build
from whowhom.build.fitted import Fitted, filled, stands_in
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.fit.error_model import ErrorModel, noisy
from whowhom.fit.prediction import Predicted, covered, predicted
from whowhom.fit.rows import SHARD, Hear
from whowhom.fit.summaries import constant, summaries, usable
from whowhom.fit.targets import MAIN, Target, account
from whowhom.fit.targets_file import read_targets
from whowhom.measures.recording import layout_of_model, of_batch
from whowhom.simulate.batch import Say, run_batch
from whowhom.simulate.scheduler import Scheduler
from whowhom.spec.errors import ModelError, ResultError
from whowhom.spec.scenario import Scenario

Array = NDArray[np.float64]

FITTED, HELD_OUT, LEFT_OUT = "fitted", "held out", "left out"
GROUPS = (HELD_OUT, FITTED, LEFT_OUT)
"""What a posterior may have done with a target, in the order in which it is told."""


@dataclass(frozen=True)
class Prediction:
    """What is predicted of every target of an account."""

    predicted: tuple[Predicted, ...]
    groups: Mapping[str, str]
    """By target one of GROUPS."""
    rows_left_out: int
    """Rows of the file that this scenario cannot be asked for."""
    numbers: int
    """Numbers of the scenario that the posterior stands in for."""
    uncertain: int
    """Numbers of the scenario that have a prior."""

    def of(self, group: str) -> tuple[Predicted, ...]:
        """Return what is predicted of the targets of one group."""
        return tuple(item for item in self.predicted if self.groups[item.target.name] == group)


def prediction(
    scenario: Scenario,
    posterior: Fitted | None,
    *,
    histories: int,
    seed: int,
    account_name: str = MAIN,
    threads: int | None = None,
    say: Say | None = None,
    scheduler: Scheduler | None = None,
    hear: Hear | None = None,
) -> Prediction:
    """Return what histories 0 to histories - 1 predict of the targets of an account of a scenario.

    posterior: absent means that the priors predict, and stand beside themselves. Raises ModelError or
    DocumentError for targets that cannot be meant, ModelError where the posterior has no number of the
    scenario, ResultError where its rule of errors cannot be read.
    """
    model = build(scenario)
    standing = 0 if posterior is None else len(stands_in(posterior, model.values))
    if posterior is not None and not standing:
        raise ModelError(
            f"posterior: found no number of {scenario.origin.file} with the prior and unit that it was "
            f"fitted from; expected one or more"
        )
    rule = rule_of(posterior)
    every = usable(read_targets(scenario), layout_of_model(model))
    targets = account(every.targets, account_name)
    numbers = np.arange(histories, dtype=np.int64)
    passes = 1 if posterior is None else 2

    def told(source: Fitted | None, before: int) -> Array:
        parts = []
        for start in range(0, histories, SHARD):
            some = numbers[start : start + SHARD]
            parts.append(_summaries(model, targets, some, seed, source, threads, say, scheduler))
            if hear is not None:
                kind = "priors" if source is None else "posterior"
                hear(kind, before + start + some.size, passes * histories)
        return np.concatenate(parts)

    priors = told(None, 0)
    later = priors if posterior is None else told(posterior, histories)
    heard = [noisy(table, targets, seed, numbers, rule) for table in (later, priors)]
    return Prediction(
        predicted(targets, *heard),
        groups_of(targets, every.targets, posterior, constant(priors, targets)),
        len(every.left_out),
        standing,
        sum(value.prior is not None for value in model.values),
    )


def as_values(done: Prediction) -> dict[str, Any]:
    """Return a prediction as plain values, as its page and the JSON of its command have it.

    Levels of which no target is told are left out of `covered`.
    """
    parts, rows = [], []
    for group in GROUPS:
        items = done.of(group)
        part = {
            "group": group,
            "targets": [item.target.name for item in items],
            "covered": [asdict(row) for row in covered(items) if row.targets],
            "missed": [item.target.name for item in items if item.told and not item.inside[-1]],
            "untold": [item.target.name for item in items if not item.told],
        }
        parts.append(part)
        for item in items:
            told = asdict(item)
            more = {"told": item.told, "inside": item.inside, "group": group, "held_out": group == HELD_OUT}
            rows.append({**told.pop("target"), **told, **more})
    return {"numbers": done.numbers, "uncertain": done.uncertain, "parts": parts, "predicted": rows}


def rule_of(posterior: Fitted | None) -> ErrorModel:
    """Return the rule of errors that a fit used, or the present one where it says nothing of it.

    Raises ResultError where what it says is no rule.
    """
    said = {} if posterior is None else posterior.provenance.get("choices", {}).get("rule", {})
    try:
        rule = ErrorModel(**said)
    except (TypeError, ValueError) as error:
        raise ResultError(f"posterior: no rule of errors can be read: {error}") from error
    # Rows of no weight are predicted with the error that they would have at full weight.
    return rule if rule.recalled_weight > 0 else replace(rule, recalled_weight=1.0)


def groups_of(
    targets: Sequence[Target], every: Sequence[Target], posterior: Fitted | None, unmoved: Collection[str]
) -> dict[str, str]:
    """Return by target one of GROUPS.

    every: the targets of all accounts. unmoved: those that are the same in every history from the priors.
    """
    if posterior is None:
        return {target.name: HELD_OUT for target in targets}
    seen = {_number(target) for target in every if target.name in posterior.targets}
    conflicts = posterior.provenance.get("conflicts", ())
    aside = {_number(target) for target in every if target.name in conflicts}
    until = posterior.provenance.get("choices", {}).get("until")
    answer = {}
    for target in targets:
        idle = target.name in unmoved and (until is None or target.last <= until)
        group = FITTED if _number(target) in seen else HELD_OUT
        put_aside = group == HELD_OUT and (idle or _number(target) in aside)
        answer[target.name] = LEFT_OUT if put_aside else group
    return answer


def _number(target: Target) -> str:
    """Return the name of what a target is of, the same in every account."""
    return target.name if target.rival == MAIN else target.replaces


def _summaries(
    model: Model,
    targets: Sequence[Target],
    histories: NDArray[np.int64],
    seed: int,
    posterior: Fitted | None,
    threads: int | None,
    say: Say | None,
    scheduler: Scheduler | None,
) -> Array:
    """Return the summaries (history, target) of one shard, without error."""
    # Plain Python warns where compiled 64-bit words wrap around, as the generator means them to.
    with np.errstate(over="ignore"):
        values = value_table(model.values, seed, histories, True)
        if posterior is not None:
            values = filled(posterior, model.values, values, histories, seed)
    batch = run_batch(
        model, histories, seed=seed, values=values, threads=threads, say=say, scheduler=scheduler
    )
    return summaries(of_batch(batch, model), targets)
