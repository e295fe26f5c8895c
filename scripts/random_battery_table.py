"""What the logs of the battery say: p-values, how many are suspicious, and how many chance would make so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SUSPICIOUS, FAILED = 1e-3, 1e-10
TESTS = {"smallcrush": 10, "crush": 96}


@dataclass(frozen=True)
class Statistic:
    """One p-value: which test and statistic, how far from an end, how many words the test read."""

    test: int
    name: str
    p: float
    distance: float
    words: int


def statistics(log: Path) -> list[Statistic]:
    """Return the p-values of a log. p and 1 - p stand in columns of their own, so that neither is rounded."""
    found = []
    for line in log.read_text(encoding="utf-8").splitlines():
        test, _part, words, name, p, complement = line.split("\t")
        distance = min(float(p), float(complement))
        found.append(Statistic(int(test), name, float(p), distance, int(words)))
    return found


def row(log: Path) -> tuple[str, list[str], int, int]:
    """Return one line, the suspicious statistics in words, and how many p-values and suspicious ones."""
    found = statistics(log)
    battery = log.stem.split("-")[0]
    tests = {each.test for each in found}
    words = sum({each.test: each.words for each in found}.values())
    suspicious = [each for each in found if each.distance < SUSPICIOUS]
    told = [f"{log.stem}: test {each.test}, {each.name}: p = {each.p:.3g}" for each in suspicious]
    told += [f"  FAILED: {log.stem}, test {each.test}" for each in suspicious if each.distance < FAILED]
    nearest = min(each.distance for each in found)
    outer = sum(each.distance < 0.05 for each in found)
    line = (
        f"| {log.stem} | {len(tests)} of {TESTS[battery]} | {words / 1e9:.2f} | {len(found)} "
        f"| {len(suspicious)} | {nearest:.2g} | {outer} ({0.1 * len(found):.1f}) |"
    )
    return line, told, len(found), len(suspicious)


def table(folder: Path) -> str:
    """Return the table of all logs of a folder, the sum, and the suspicious statistics by name.

    The uniforms of 23 bits, read as 32, are left out: they are no order of the words, and fail as they must.
    The outer tenth is below 0.05 and above 0.95; how many chance would put there stands in brackets.
    """
    lines = [
        "| log | tests | billion words | p-values | outside 10⁻³ | nearest to 0 or 1 | in the outer tenth |",
        "|---|---|---|---|---|---|---|",
    ]
    told, values, suspicious = [], 0, 0
    for log in sorted(folder.glob("*crush-*.tsv")):
        if log.stem.endswith("uniforms"):
            continue
        line, words, found, outside = row(log)
        lines.append(line)
        told += words
        values += found
        suspicious += outside
    lines.append(f"\n{values} p-values, {suspicious} outside; chance makes {2 * SUSPICIOUS * values:.1f}.")
    return "\n".join([*lines, *told])
