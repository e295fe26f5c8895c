"""Observables: pure functions of a state, with a unit, recorded every month.

    @observable(needs=("body",), unit="seat", says="Seats of the body that are held.")
    def held(arguments, state, polity, out): ...

`arguments` (int64) holds the numbers of the named things it needs, in order; `out` (float32) has room for
`width` numbers. An observable only reads; a test checks it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NEEDS = (
    "body",
    "campaign",
    "dimension",
    "instrument",
    "office",
    "party",
    "person",
    "place",
    "places",
    "public",
    "subject",
)
"""What an observable may ask for by name; an office is a body whose first seat counts."""


@dataclass(frozen=True)
class Observable:
    """One observable: its name, what it needs, its unit, its extra dimension if any."""

    name: str
    function: Callable[..., None]
    needs: tuple[str, ...]
    unit: str
    says: str
    dimension: str | None
    """None for one number, or the axis of `Sizes` (or a name of its own) that it has one number for."""
    width: int = 0
    """How many numbers along a dimension of its own; 0 when the dimension is an axis of `Sizes`."""


def observable(
    *,
    needs: tuple[str, ...] = (),
    unit: str,
    says: str,
    dimension: str | None = None,
    width: int = 0,
) -> Callable[[Callable[..., None]], Observable]:
    """Declare an observable. Raises ValueError when it needs something that has no name in a document."""
    for need in needs:
        if need not in NEEDS:
            raise ValueError(f"an observable cannot need {need!r}; it may need {', '.join(NEEDS)}")

    def wrap(function: Callable[..., Any]) -> Observable:
        return Observable(function.__name__, function, needs, unit, says, dimension, width)

    return wrap
