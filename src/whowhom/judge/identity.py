"""The identity of a judgement: one hash for everything that decides what is said of a claim.

It covers what the claim's file says, the documents of all versions in all settings, the sources of their
mechanisms and observables, the posterior, the tables on record and of scores, the seed, draws and histories,
and the code of the judge itself without its comments and docstrings. A shipped verdict of another identity
is stale.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import whowhom
from whowhom.judge.case import Case
from whowhom.judge.comparing import Setting, versions
from whowhom.spec.claim import Claim, Value
from whowhom.spec.data_files import find_file, locate
from whowhom.spec.document import plain
from whowhom.spec.toml import read

PREDICTORS = ("baselines", "scores", "transitions", "transitions_scores")
CODE = (
    *("judge", "measures", "experiments/contrast.py", "build/fitted.py"),
    *(f"fit/{name}.py" for name in ("discovery", "error_model", *PREDICTORS)),
)
"""What decides a verdict beside the histories: folders and files of the package."""


def identity_of(case: Case, settings: Iterable[Setting]) -> str:
    """Return the identity of one claim as it is judged in these settings: 16 hexadecimal digits."""
    claim = case.claim
    found = [json.dumps(plain(claim), sort_keys=True, default=str), _code(), str(case.seed)]
    for setting in settings:
        found.append(f"{setting.name} {setting.draws} {setting.each}")
        for item in claim.comparisons:
            if item.simulated:
                found += [case.asking.ensemble.model(version)[1] for version in versions(item, setting)]
    found += [_of_file(path) for path in _tables(claim)]
    scores = [item.score for item in claim.comparisons]
    scores += [score for reading in claim.readings for score in reading.score.values()]
    for name in dict.fromkeys(score.scenario for score in scores if score is not None):
        found += _scored(name)
    return hashlib.blake2b("\n".join(found).encode(), digest_size=8).hexdigest()


def _tables(claim: Claim) -> list[Path]:
    """Return the tables on record that a claim reads, each once."""
    values: list[Value | None] = [
        value for item in claim.comparisons for value in (item.data, item.data_less)
    ]
    values += [value for reading in claim.readings for value in reading.data.values()]
    names = dict.fromkeys(value.file for value in values if value is not None)
    return [find_file(claim.origin, "data.file", name) for name in names]


def _scored(name: str) -> list[str]:
    """Return what decides the scores of a scenario: its table [score], and the files that this names."""
    scenario = read(name)
    table = scenario.score
    if table is None:
        return []
    named = [("rolls", table.rolls), ("sets", table.sets)]
    files = [locate(scenario, f"score.{key}", file) for key, file in named if file is not None]
    return [json.dumps(plain(table), sort_keys=True, default=str), *(_of_file(path) for path in files)]


def _of_file(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes()).hexdigest()


@cache
def _code() -> str:
    """Return the hash of the code of the judge, comments and docstrings left out."""
    here = Path(whowhom.__file__).parent
    files = [
        path
        for name in CODE
        for path in ([here / name] if name.endswith(".py") else (here / name).glob("*.py"))
    ]
    text = "".join(_stripped(path) for path in sorted(files))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _stripped(path: Path) -> str:
    """Return the code of a file as a syntax tree without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [item for item in body if not _is_text(item)]  # type: ignore[attr-defined]
    return ast.dump(tree)


def _is_text(node: ast.AST) -> bool:
    """Whether a statement is a bare text."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
