"""The mechanism and the observable that do nothing: they fill the unused places of the tables of pointers."""

from __future__ import annotations

from functools import cache
from typing import Any

from whowhom.core.compile import JIT, compile_observable, entry_folder, mechanism_signature
from whowhom.core.kernel import cached_in


def no_mechanism(values: Any, memory: Any, state: Any, polity: Any, draw: Any) -> None:
    """Do nothing."""


def no_observable(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Do nothing."""


@cache
def nothing() -> tuple[Any, Any]:
    """Return the compiled pair."""
    if not JIT:
        return no_mechanism, no_observable
    import numba

    with cached_in(entry_folder(__file__)):
        mechanism = numba.njit(
            mechanism_signature(), nogil=True, error_model="numpy", cache=True, no_cpython_wrapper=True
        )(no_mechanism)
    return mechanism, compile_observable(no_observable)
