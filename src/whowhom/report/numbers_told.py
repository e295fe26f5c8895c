"""Where the uncertain numbers of a run come from, in a sentence: on the command line and on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def numbers_told(kind: str, posterior: Mapping[str, Any] | None) -> str:
    """Return the sentence without its full stop. posterior: what the manifest of the run says of it."""
    if kind == "point":
        return "uncertain numbers: at their point values"
    if posterior is None:
        return "uncertain numbers: drawn from their priors"
    failed = [name for name, passed in posterior.get("gates", {}).items() if not passed]
    text = (
        f"uncertain numbers: {posterior['numbers']} drawn from a posterior ({posterior['draws']} draws, "
        f"fitted to {posterior['targets']} numbers on record)"
    )
    text += f", {posterior['priors']} from their priors" if posterior["priors"] else ""
    text += f"; gates that failed: {', '.join(failed)}" if failed else "; all gates passed"
    return text if posterior["fresh"] else f"{text}; THE DOCUMENT WAS CHANGED SINCE THE FIT"
