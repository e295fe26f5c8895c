"""Held-out numbers on record by series, from the page of a fit: the table of docs/discussion/the-fit.md.

python -m benchmarks.held_out_series FOLDER      the folder whose fit.json `whowhom fit --until` wrote
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

YEARS = re.compile(r"(_\d{4})?(_\d\d)?$")


def main() -> int:
    """Print for each series how many of its held-out numbers lie in the three intervals, and the misses."""
    values = json.loads((Path(sys.argv[1]) / "fit.json").read_text(encoding="utf-8"))
    series: dict[str, list[dict[str, Any]]] = {}
    for row in values["predicted"]:
        if row["held_out"] and row["told"]:
            series.setdefault(YEARS.sub("", row["name"]), []).append(row)
    print("| series | held out | in 50 % | in 80 % | in 95 % | missed |\n|---|---|---|---|---|---|")
    for name, rows in series.items():
        inside = [str(sum(row["inside"][level] for row in rows)) for level in range(3)]
        missed = [YEARS.search(row["name"])[0].strip("_") for row in rows if not row["inside"][2]]  # type: ignore[index]
        print(f"| {name} | {len(rows)} | {' | '.join(inside)} | {', '.join(missed)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
