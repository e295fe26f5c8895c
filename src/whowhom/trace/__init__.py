"""A causal trace: which appointments, votes, refusals and events put a person there in one history."""

from __future__ import annotations

from whowhom.trace.why import Cause, Why, why

__all__ = ["Cause", "Why", "why"]
