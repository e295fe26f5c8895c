"""What a scenario is made of, derived from the code itself: never written by hand, therefore never stale."""

from __future__ import annotations

from whowhom.explain.explain import Explanation, explain
from whowhom.explain.odd import odd
from whowhom.explain.wiring import Stream, Wiring, mechanism_wiring, observable_wiring
from whowhom.explain.wiring_diagram import matrix, mermaid

__all__ = [
    "Explanation",
    "Stream",
    "Wiring",
    "explain",
    "matrix",
    "mechanism_wiring",
    "mermaid",
    "observable_wiring",
    "odd",
]
