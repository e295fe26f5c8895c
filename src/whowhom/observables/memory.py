"""Memory: what publics believe of persons, and of who tells them."""

from __future__ import annotations

from typing import Any

from whowhom.core.observable import observable


@observable(
    needs=("subject", "public"),
    unit="probability",
    says="Belief of the public that the person is to be honoured.",
)
def reputation(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the belief."""
    out[0] = state.memory.reputation[arguments[0], arguments[1]]


@observable(needs=("public",), unit="probability", says="Trust of the public in what the rulers print.")
def trust_in_the_press(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the trust."""
    out[0] = state.memory.reliability[arguments[0]]


@observable(needs=("subject",), unit="month", says="Months in which the person led.")
def months_ruled(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the months."""
    out[0] = state.memory.ruled[arguments[0]]


@observable(
    needs=("subject",), unit="month", says="Months in which the rulers' press wrote against the person."
)
def months_defamed(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the months."""
    out[0] = state.memory.defamed[arguments[0]]
