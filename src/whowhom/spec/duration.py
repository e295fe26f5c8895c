"""Durations as a document writes them, "8 years" or "18 months", in months."""

from __future__ import annotations

import re

from whowhom.spec.errors import did_you_mean, shown

_DURATION = re.compile(r"^([0-9]{1,5}) (month|months|year|years)$")


def months_in(text: str) -> int:
    """Turn a duration to months: "8 years" is 96.

    Raises ValueError where the text is no positive whole number of months or years.
    """
    found = _DURATION.match(text)
    if found is None:
        near = did_you_mean(text.partition(" ")[2], ("month", "months", "year", "years"))
        raise ValueError(f'found {shown(text)}; expected a duration like "8 years" or "18 months"{near}')
    count = int(found[1]) * (12 if found[2].startswith("year") else 1)
    if count == 0:
        raise ValueError(f"found {shown(text)}; expected a positive duration")
    return count
