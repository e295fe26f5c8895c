"""Write the data that WhoWhom ships, from a shared folder of compiled facts.

    python scripts/make_data.py --shared DIR           write src/whowhom/data
    python scripts/make_data.py --shared DIR --check   compare with what is committed, write nothing

DIR holds `politics/`, `society/` and `institutions/`. The same folder gives the same bytes. What is derived
here (rule-only dates, fitted mortality, turnover) is printed. `README.md` and `sources.bib` of the
data folder are written by hand, except the table of files between the two markers in the README.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from data_common import STATUSES, Table, write_table
from data_conclave import conclave_tables
from data_conclave_recorded import recorded_tables
from data_federal_reserve import federal_reserve_tables
from data_mortality import mortality_tables
from data_society import society_tables
from data_soviet import soviet_tables
from data_targets import write_targets
from data_transitions import transition_tables

DATA = Path(__file__).resolve().parent.parent / "src" / "whowhom" / "data"
BEGIN, END = "<!-- files:begin -->", "<!-- files:end -->"


def file_list(tables: list[Table]) -> str:
    """The README's table of files: rows and statuses of each."""
    lines = ["| file | rows | sourced | recalled | computed | what |", "|---|---|---|---|---|---|"]
    for table in tables:
        counts = Counter(r["status"] for r in table.rows)
        numbers = " | ".join(str(counts[s]) for s in STATUSES)
        lines.append(f"| {table.path} | {len(table.rows)} | {numbers} | {table.about} |")
    return "\n".join(lines)


def write_all(shared: Path, folder: Path) -> list[Table]:
    """Write every table below a folder and refresh the README there."""
    tables = [
        *conclave_tables(shared),
        *recorded_tables(shared),
        *federal_reserve_tables(shared),
        *mortality_tables(shared),
        *soviet_tables(shared),
        *transition_tables(shared),
        *society_tables(shared),
    ]
    for table in tables:
        write_table(folder, table)
    tables += write_targets(folder)
    readme = folder / "README.md"
    head, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    tail = rest.partition(END)[2]
    readme.write_text(f"{head}{BEGIN}\n{file_list(tables)}\n{END}{tail}", encoding="utf-8")
    return tables


def check(shared: Path) -> int:
    """Regenerate aside and name the files that differ."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(DATA / "README.md", folder / "README.md")
        paths = [t.path for t in write_all(shared, folder)]
        paths.append("README.md")
        stale = [p for p in paths if not filecmp.cmp(folder / p, DATA / p, shallow=False)]
    for path in stale:
        print(f"differs: {path}")
    print("the shipped data are what this script writes" if not stale else f"{len(stale)} files differ")
    return 1 if stale else 0


def main() -> int:
    """Read the arguments and write or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder with politics/ and institutions/")
    parser.add_argument("--check", action="store_true", help="compare only")
    options = parser.parse_args()
    if options.check:
        return check(options.shared)
    for table in write_all(options.shared, DATA):
        print(f"{table.path}: {len(table.rows)} rows")
        for line in table.checks:
            print(f"    {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
