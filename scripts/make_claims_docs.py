"""Write the page of verdicts from those that ship; `--check` fails when the page or any verdict is stale.

python scripts/make_claims_docs.py [--check]

A verdict is stale where what decides it (the claim's file, a scenario, a mechanism, a posterior, a table, the
judge) is no longer what it was judged with; `make claims` judges again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from whowhom.judge.judging import identities
from whowhom.spec.claim_file import read_claim, shipped_claims

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "claims.md"
VERDICTS = ROOT / "src" / "whowhom" / "data" / "claims" / "verdicts.json"
SIDES = {"more": "more", "less": "less", "same": "the same", "not_more": "not more", "not_less": "not less"}
HEAD = """# Verdicts on claims

<!-- made from src/whowhom/data/claims/verdicts.json by scripts/make_claims_docs.py: edit nothing here -->

Each claim is an experiment in a file of its own; `{command}` judged all of them. What the words mean, and how
far they can be trusted, is told in `docs/discussion/judging-claims.md`; how to judge a claim of your own in
`docs/tutorials/from-a-sentence-to-a-verdict.md`. A verdict says what this model says under its posterior, and
the last column what would turn it. A contradicted claim is a finding, about the claim or about the model.

{counts}. The chance that any verdict given here is wrong is at most {wrong:.3f}, as far as the model and its
posterior can be trusted. Where a claim would be called otherwise if it were the only one judged, that stands
beside its verdict.

| claim | says | by | verdict | holds with probability | hangs on |
|---|---|---|---|---|---|
"""


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` return 1 when it or a verdict is stale."""
    if arguments not in ([], ["--check"]):
        print("usage: make_claims_docs.py [--check]", file=sys.stderr)
        return 2
    values = json.loads(VERDICTS.read_text(encoding="utf-8"))
    if not arguments:
        PAGE.write_text(page(values), encoding="utf-8")
        return 0
    stale = stale_verdicts(values)
    if stale:
        print(f"stale verdicts: {', '.join(stale)}: run make claims", file=sys.stderr)
    fresh = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page(values)
    if not fresh:
        print(f"{PAGE.name} is stale: run python scripts/make_claims_docs.py", file=sys.stderr)
    return 0 if fresh and not stale else 1


def stale_verdicts(values: dict[str, Any]) -> list[str]:
    """Return the claims that would be judged under another identity now, or have no verdict."""
    claims = [read_claim(number) for number in shipped_claims()]
    now = identities(claims, seed=values["seed"], draws=values["draws"], each=values["each"])
    then = values["identities"]
    return sorted(number for number in {*now, *then} if now.get(number) != then.get(number))


def page(values: dict[str, Any]) -> str:
    """Return the page: the table, then each claim with its comparisons."""
    verdicts = [claim["verdict"] for claim in values["claims"]]
    counts = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in sorted(set(verdicts)))
    head = HEAD.format(
        command=values["command"],
        counts=f"Of {len(verdicts)} claims: {counts}",
        wrong=values["chance_that_any_is_wrong"],
    )
    rows = "\n".join(_row(claim) for claim in values["claims"])
    return head + rows + "\n\n" + "\n".join(_section(claim) for claim in values["claims"])


def _row(claim: dict[str, Any]) -> str:
    against = f", against {', '.join(claim['against'])}" if claim["against"] else ""
    cells = [
        f"[{claim['number']}](#{claim['number'].lower()})",
        claim["says"],
        f"{', '.join(claim['by'])}{against}",
        _verdict(claim),
        _share(claim["share"]),
        claim["hangs_on"],
    ]
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _verdict(claim: dict[str, Any]) -> str:
    """Return the verdict, with that of the claim alone where it is another one."""
    same = claim["verdict"] == claim["alone"]
    return str(claim["verdict"]) if same else f"{claim['verdict']} (alone: {claim['alone']})"


def _section(claim: dict[str, Any]) -> str:
    """Return what is told of one claim below the table."""
    lines = [
        f"## {claim['number']}\n",
        f"{claim['says'][:1].upper()}{claim['says'][1:]}. **{claim['verdict']}**; judged alone: "
        f"{claim['alone']}. File: `src/whowhom/claims/{claim['file']}`; `whowhom judge {claim['number']}`.\n",
        f"Would refute it: {claim['refuted_by']}. Not tested: {claim['not_tested']}.\n",
        *([f"Why it is not counted: {claim['cannot']}\n"] if claim["cannot"] else []),
        "| comparison | expected | found (5 to 95 % of the posterior) | less, same, more | pairing gains |",
        "|---|---|---|---|---|",
    ]
    lines += [_comparison(part) for part in claim["comparisons"]]
    lines += ["", "| judged again | holds with probability | verdict |", "|---|---|---|"]
    lines += [_turn(turn) for turn in claim["turns"]]
    return "\n".join(lines) + "\n"


def _comparison(part: dict[str, Any]) -> str:
    shares = ", ".join(f"{100 * part['shares'][side]:.0f} %" for side in ("less", "same", "more"))
    gain = part["arms"]["gain"] if part["arms"] else None
    unit = "" if part["unit"] == "1" else f" {part['unit']}"
    cells = [
        part["says"],
        f"{SIDES[part['expects']]}, margin {part['margin']:g}",
        f"{_number(part['value'])} ({_number(part['spread'][0])} to {_number(part['spread'][-1])}){unit}",
        shares,
        "none" if gain is None else gain if isinstance(gain, str) else f"{gain:.3g} times",
    ]
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _turn(turn: dict[str, Any]) -> str:
    share = "none" if turn["share"] is None else _share(turn["share"])
    kind = {"region": "its own region: "}.get(turn["kind"], "")
    return f"| {_cell(kind + turn['says'])} | {share} | {turn['verdict']} |"


def _share(share: dict[str, float]) -> str:
    return f"{share['probability']:.3f} ({share['low']:.2f} to {share['high']:.2f})"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:+.3g}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
