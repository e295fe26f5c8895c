"""Write the targets that WhoWhom ships: the numbers on record that a fit is held against.

    python scripts/data_targets.py            write them below src/whowhom/data, and their lines in its README
    python scripts/data_targets.py --check    compare with what is committed, write nothing

Every row is derived from another shipped table, so that no number stands in two places by hand; where two
tables disagree about one, nothing is written. `make_data.py` calls it after it has written those tables.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import Counter
from pathlib import Path

from data_common import STATUSES, Table
from data_targets_rows import COLUMNS, Row, Shipped, agree, target, where, year_of
from data_targets_soviet import soviet_targets

DATA = Path(__file__).resolve().parent.parent / "src" / "whowhom" / "data"
END = "<!-- files:end -->"
MAJORITY, TWO_THIRDS = 0.5001, 0.6666
"""More than half, and two thirds or more, of any college of fewer than 3000."""
EXACT = "a dated count; error {}: assumption, for what changes within the month"


def conclave_targets(shipped: Shipped) -> list[Row]:
    """Francis, 2013 to 2025: the share he made, when it passes half and two thirds, who of 2013 lives on."""
    rows = []
    for row in shipped.rows("conclave/observed.csv", series="francis_share"):
        value = float(row["francis_electors"]) / float(row["electors"])
        agree(value, float(row["share"]), where(row), 1e-4)
        # He died in the last month; what he had made stands at the end of the month before.
        month = "2025-03" if row["date"] == "2025-04-21" else row["date"][:7]
        rows.append(_share(row, value, month))
    events = {row["event"]: row for row in shipped.rows("conclave/events.csv", start="2013")}
    rows += [
        _passes(events["majority"], "majority_2019", MAJORITY, ("2013-03", "2025-03")),
        _passes(events["two_thirds"], "two_thirds_2023", TWO_THIRDS, ("2013-03", "2025-03")),
    ]
    series = "electors_2013_alive_any_age"
    for row in shipped.rows("conclave/observed.csv", series=series):
        if not row["date"].endswith(("03-01", "04-21")):
            continue
        reigns = row["date"] < "2025-04-21"
        cells: dict[str, object] = {
            "start": row["date"][:7],
            "value": float(row["alive_any_age"]) + reigns,
            "error": 1,
        }
        cells |= {"unit": "person", "note": "114 electors and the pope; " * reigns + EXACT.format(1)}
        name = f"living_{row['date'][:7].replace('-', '_')}"
        rows.append(target(row, name, "", "first_living", "at", **cells))
    return rows


def federal_reserve_targets(shipped: Shipped) -> list[Row]:
    """Governors of the president's own, two and four years after he came and at his end."""
    rows = []
    for row in shipped.rows("federal_reserve/observed_presidents.csv"):
        years = {"own_after_2y": 2, "own_after_4y": 4, "own_last_day": 0, "seats_filled_last_day": 0}
        for column, after in years.items():
            if not row[column]:
                continue
            recorded = "filled" if column.startswith("seats") else "own"
            day = f"{int(row['start'][:4]) + after}{row['start'][4:]}" if after else row["end"]
            if after and day >= row["end"]:
                continue
            month = _month_before(day)
            name = f"{recorded}_{month.replace('-', '_')}"
            cells = {"start": month, "value": float(row[column]), "error": 0.5, "unit": "seat"}
            cells["note"] = "error 0.5: assumption, for what changes in the month and who is named anew"
            rows.append(target(row, name, "", recorded, "at", **cells))
    return rows


def _month_before(day: str) -> str:
    """The last month that ended before a day."""
    year, month = int(day[:4]), int(day[5:7])
    return f"{year:04d}-{month - 1:02d}" if month > 1 else f"{year - 1:04d}-12"


def benedict_targets(shipped: Shipped) -> list[Row]:
    """Benedict XVI, 2005 to 2013, for the scenario edited by `benedict`: two shares and two dates."""
    events = {row["event"]: row for row in shipped.rows("conclave/events.csv", start="2005")}
    window = ("2005-04", "2013-02")
    shares = [events["majority"], events["end_of_reign"]]
    rows = [_share(row, float(row["own"]) / float(row["electors"]), row["date"][:7]) for row in shares]
    rows.append(_passes(events["majority"], "majority_2012", MAJORITY, window))
    never = _passes(events["two_thirds"], "two_thirds_not_by_2013", TWO_THIRDS, window, "2013-03-01")
    return [*rows, never | {"note": "not reached by 2013-02: the month after the window"}]


def _share(row: Row, value: float, month: str) -> Row:
    cells: dict[str, object] = {"start": month, "value": value, "error": 0.01, "unit": "share"}
    name = f"own_share_{row['date'][:7].replace('-', '_')}"
    return target(row, name, "", "own/electors", "at", **cells, note=EXACT.format(0.01))


def _passes(row: Row, name: str, level: float, window: tuple[str, str], day: str = "") -> Row:
    """A date at which the share reaches a level: that of the row, or the day given."""
    cells: dict[str, object] = {
        "start": window[0],
        "to": window[1],
        "level": level,
        "value": year_of(day or row["date"]),
    }
    return target(row, name, "", "own/electors", "first_year", **cells, unit="year")


def target_tables(folder: Path) -> list[Table]:
    """The tables of targets, from the other tables below a folder."""
    shipped = Shipped(folder)
    made = (
        ("soviet/targets.csv", soviet_targets, "numbers on record for the fit: systems 3-5 and 7-12"),
        ("conclave/targets.csv", conclave_targets, "numbers on record for the fit: Francis, 2013-2025"),
        (
            "federal_reserve/targets.csv",
            federal_reserve_targets,
            "numbers on record for the fit: a president's own governors, 1947-2024",
        ),
        ("conclave/targets_2005.csv", benedict_targets, "the same: Benedict XVI, 2005-2013"),
    )
    return [Table(path, COLUMNS, rows(shipped), about) for path, rows, about in made]


def write_targets(folder: Path) -> list[Table]:
    """Write the tables of targets below a folder that has the others."""
    tables = target_tables(folder)
    for table in tables:
        with (folder / table.path).open("w", encoding="ascii", newline="") as handle:
            writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(table.rows)
    return tables


def list_in_readme(folder: Path, tables: list[Table]) -> None:
    """Renew the lines of these tables at the end of the README's list of files."""
    readme = folder / "README.md"
    paths = tuple(f"| {table.path} |" for table in tables)
    lines = [line for line in readme.read_text(encoding="utf-8").split("\n") if not line.startswith(paths)]
    at = lines.index(END)
    for table in tables:
        counts = Counter(row["status"] for row in table.rows)
        numbers = " | ".join(str(counts[status]) for status in STATUSES)
        lines.insert(at, f"| {table.path} | {len(table.rows)} | {numbers} | {table.about} |")
        at += 1
    readme.write_text("\n".join(lines), encoding="utf-8")


def check() -> int:
    """Derive the rows again and name the files that differ."""
    stale = []
    for table in target_tables(DATA):
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / table.path).parent.mkdir(parents=True)
            with (Path(name) / table.path).open("w", encoding="ascii", newline="") as handle:
                writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
                writer.writeheader()
                writer.writerows(table.rows)
            if (Path(name) / table.path).read_bytes() != (DATA / table.path).read_bytes():
                stale.append(table.path)
    print(
        "\n".join(f"differs: {path}" for path in stale) or "the shipped targets are what this script derives"
    )
    return 1 if stale else 0


def main() -> int:
    """Read the arguments and write or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare only")
    if parser.parse_args().check:
        return check()
    tables = write_targets(DATA)
    list_in_readme(DATA, tables)
    for table in tables:
        print(f"{table.path}: {len(table.rows)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
