"""A model that ends earlier or records less: the same histories, as far as they go, for less time.

Every draw is named by its month, and no mechanism sees the months to come, so that what a shortened history
records is bit for bit what the whole one records. The document stays as it is: dates beyond the end are not
wrong, they are only not reached.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from whowhom.build.model import Model
from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown


def ending(model: Model, last: str) -> Model:
    """Return the model whose histories end with a month such as "1929-12".

    Raises ModelError for a month that the model does not reach.
    """
    if last not in model.month_labels:
        first, end = model.month_labels[0], model.month_labels[-1]
        raise ModelError(f"month: found {shown(last)}; expected one from {first} to {end}")
    months = model.month_labels.index(last)
    kept = tuple(month for month in model.snapshot_months if month <= months)
    plan = model.plan._replace(
        active=np.ascontiguousarray(model.plan.active[:, : months + 1]),
        column=np.ascontiguousarray(model.plan.column[: months + 1]),
        snapshot_month=np.ascontiguousarray(model.plan.snapshot_month[: len(kept)]),
    )
    return replace(
        model, months=months, month_labels=model.month_labels[: months + 1], plan=plan, snapshot_months=kept
    )


def recording(model: Model, names: Collection[str]) -> Model:
    """Return the model that records only these entries of `observe`, in the model's order.

    Raises ModelError, with the nearest name, for one that the model does not record.
    """
    known = [item.name for item in model.recorded]
    for name in names:
        if name not in known:
            raise ModelError(
                f"observe: found {shown(name)}; expected {one_of(known)}{did_you_mean(name, known)}"
            )
    places = [place for place, name in enumerate(known) if name in names]
    kept = tuple(model.recorded[place] for place in places)
    first = np.concatenate([[0], np.cumsum([item.width for item in kept])]).astype(np.int32)
    arguments = np.ascontiguousarray(model.plan.arguments[places])
    return replace(model, recorded=kept, plan=model.plan._replace(arguments=arguments, first_output=first))
