"""Write data/soviet/cast.csv, the people of the scenario `soviet_party`, from data/soviet/people.csv.

Prestige is the mean of two shares that were on record on 16 March 1921: of the committees of congresses 6 to 10,
how many the person was elected to as a full member; and of the 479 ballots of 1921, how many named him (0 when
he did not stand). The one dimension of opinion is the side taken in the debate on the trade unions, as far as a
document dated before the ballot says so: 0 the platform of ten, 1 Trotsky and Bukharin, -1 the Workers'
Opposition and the Democratic Centralists; blank when no document is known. Nothing later is used.
"""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src" / "whowhom" / "data" / "soviet"
BALLOTS, CONGRESSES = 479, 5
PLATFORMS = {"platform_of_ten": "0", "trotsky_bukharin": "1", "workers_opposition": "-1", "democratic_centralist": "-1"}
BODIES = ("central_committee", "politburo")
RESPONSIBLE_SECRETARY = "Molotov V.M."
COLUMNS = ("name", "born", "body", "prestige", "platform", "source", "status", "source_key", "note")


def cast() -> str:
    """Return the table as CSV text."""
    with (FOLDER / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        bodies = [body for body in row["body"].split("|") if body in BODIES]
        if row["name"] == RESPONSIBLE_SECRETARY:
            bodies.append("general_secretary")
        seats = int(row["committee_seats"] or 0) / CONGRESSES
        votes = int(row["tenth_votes"] or 0) / BALLOTS if "central_committee" in bodies else 0.0
        writer.writerow(
            {
                "name": row["name"],
                "born": row["born"],
                "body": "|".join(bodies),
                "prestige": f"{(seats + votes) / 2:.3f}",
                "platform": PLATFORMS.get(row["platform_1921"], ""),
                "source": row["source"],
                "status": "recalled" if "recalled" in (row["tenth_status"], row["status"]) else row["status"],
                "source_key": row["source_key"],
                "note": row["note"],
            }
        )
    return out.getvalue()


def main() -> None:
    """Write the table, or with --check fail when it is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    path = FOLDER / "cast.csv"
    text = cast()
    if check and (not path.is_file() or path.read_text(encoding="utf-8") != text):
        raise SystemExit(f"{path.name} is stale: run python scripts/make_cast.py")
    if not check:
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.name}: {len(text.splitlines()) - 1} people")


if __name__ == "__main__":
    main()
