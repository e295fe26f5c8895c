"""Claims on disk: TOML to records, and the claims that are shipped. Every error carries file and key."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from whowhom.spec.claim import Claim
from whowhom.spec.document import record_of
from whowhom.spec.errors import DocumentError, Problem, did_you_mean, shown
from whowhom.spec.scenario import Origin, Scenario
from whowhom.spec.toml import load, organisations, read
from whowhom.spec.toml import shipped as shipped_scenarios

SHIPPED_CLAIMS = Path(__file__).parent.parent / "claims"

_PLAIN = re.compile(r"^[A-Za-z][A-Za-z0-9_-]*$")


def read_claim(path: str | Path) -> Claim:
    """Read a claim from a TOML file, or a shipped one by its number or the name of its file.

    Raises DocumentError with every mistake of spelling and type, or where there is no such claim.
    """
    return claim_of(_find(str(path)))


def claim_of(path: Path) -> Claim:
    """Read a claim from a TOML file."""
    origin = Origin(path.name, path.parent)
    claim = record_of(Claim, load(path), origin)
    claim._origin = origin
    return claim


@cache
def shipped_claims() -> dict[str, Path]:
    """List the claims that come with WhoWhom: number to path, sorted by number."""
    found = {str(load(path).get("number", path.stem)): path for path in SHIPPED_CLAIMS.glob("*.toml")}
    return dict(sorted(found.items()))


def scenario_of(claim: Claim) -> Scenario:
    """Read the scenario of a claim: a shipped one, or a file beside it.

    Raises DocumentError for a scenario that is neither, or that is wrong itself.
    """
    name = claim.scenario
    known = {**organisations(), **shipped_scenarios()}
    if name in known:
        return read(name)
    folder = claim.origin.folder
    if folder is not None and "\0" not in name and (folder / name).is_file():
        return read(folder / name)
    beside = [path.name for path in folder.glob("*.toml")] if folder is not None else []
    near = did_you_mean(name, [*known, *beside])
    message = f"found {shown(name)}; expected a shipped scenario or a file beside the claim{near}"
    raise DocumentError([Problem(claim.origin.file, "scenario", message)])


def is_claim(text: str) -> bool:
    """Tell whether a word names a shipped claim, or a file that has the comparisons of one."""
    if any(text.lower() in (number.lower(), path.stem) for number, path in shipped_claims().items()):
        return True
    try:
        return "comparisons" in load(Path(text)) if Path(text).is_file() else False
    except (DocumentError, OSError, ValueError):
        return False


def _find(text: str) -> Path:
    """Find the file of a claim: a path, the number of a shipped one, or the name of its file."""
    known: dict[str, Any] = {}
    for number, path in shipped_claims().items():
        known |= {number.lower(): path, path.stem: path}
    if text.lower() in known:
        return Path(known[text.lower()])
    file = Path(text)
    try:
        if text and "\0" not in text and file.is_file():
            return file
        folder = file.is_dir()
    except OSError:  # a name that is too long for the file system
        folder = False
    if folder:
        raise DocumentError([Problem(file.name or text, "", "found a folder; expected a TOML file")])
    if _PLAIN.match(text):
        near = did_you_mean(text, [*shipped_claims(), *(path.stem for path in shipped_claims().values())])
        raise DocumentError([Problem(text, "", f"found no such file or shipped claim{near}")])
    neighbours = [other.name for other in file.parent.glob("*.toml")] if file.parent.is_dir() else []
    raise DocumentError([Problem(file.name, "", f"found no such file{did_you_mean(file.name, neighbours)}")])
