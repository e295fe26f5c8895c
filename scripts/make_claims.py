"""Judge every shipped claim and write the verdicts that ship: data/claims/verdicts.json and the docs' table.

python scripts/make_claims.py [FOLDER]        `make claims`; stopped, it goes on where it was
python scripts/make_claims_docs.py [--check]  the page alone, from the verdicts that are there
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from whowhom.cli.progress import shown_progress
from whowhom.judge.judgement_files import plain, write_judgement
from whowhom.judge.judging import DRAWS, EACH, identities, judge
from whowhom.report.claims_page import write_claims_pages
from whowhom.spec.claim_file import read_claim, shipped_claims

SEED = 1924
VERDICTS = Path(__file__).resolve().parents[1] / "src" / "whowhom" / "data" / "claims" / "verdicts.json"


def main(arguments: list[str]) -> int:
    """Judge, write, and say how long it took."""
    if len(arguments) > 1:
        print("usage: make_claims.py [FOLDER]", file=sys.stderr)
        return 2
    folder = Path(arguments[0]) if arguments else Path("judged") / "claims"
    claims = [read_claim(number) for number in shipped_claims()]
    began = time.monotonic()
    with shown_progress(0) as (say, hear):
        done = judge(claims, seed=SEED, folder=folder, say=say, hear=hear)
    about = {"command": f"whowhom judge --draws {DRAWS} --each {EACH} --seed {SEED}"}
    write_judgement(done, folder, about)
    print(write_claims_pages(folder))
    values = plain(done, {**about, "identities": identities(claims, seed=SEED)})
    for claim in values["claims"]:
        for part in claim["comparisons"]:
            part["course"] = None  # long, and drawn on the pages of a judgement of one's own
    VERDICTS.parent.mkdir(parents=True, exist_ok=True)
    VERDICTS.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(
        f"{VERDICTS.name}: {len(claims)} claims, {done.histories} histories, {time.monotonic() - began:.0f} s"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
