"""Parts of a body as a rule names them: "1-3" means its first three seats."""

from __future__ import annotations

import re

from whowhom.spec.errors import shown

_PART = re.compile(r"^([0-9]{1,6})(?:-([0-9]{1,6}))?$")


def parse_part(text: str) -> tuple[int, int]:
    """Turn "1-3" to (0, 3): the first seat and the one after the last, counted from 0; "2" is one seat.

    Raises ValueError where the text is no such range.
    """
    found = _PART.match(text)
    if found is not None:
        first, last = int(found[1]), int(found[2] or found[1])
        if 1 <= first <= last:
            return first - 1, last
    raise ValueError(f'found {shown(text)}; expected seats like "1-3", counted from 1')
