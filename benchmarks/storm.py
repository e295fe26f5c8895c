"""Speed of the chain of counts beside Storm: `python -m benchmarks.storm`, where stormpy is installed.

A chief appoints the first of four chambers of nineteen seats, each elects the next, holders leave early, and
nine of ten whom the chief's side puts in are true to it: 20 to the fourth power, 160,000 combinations of
seats at the end of each month. The question to both: the chance that the side controls the last chamber
within 120 months, and the expected months until then.

Storm gets the file that suits it best, written by hand: one variable for each chamber and one step for each,
whose probabilities are summed up beforehand (640,000 states, under twenty transitions each). The file that
`whowhom.exact.counts.prism` writes for the same document has a step for each act and twenty times the states.
Storm runs with its default engine (sparse) and settings, then once more with sound methods and a precision of
1e-10. Answers must agree to 1e-6 before times are compared. One core each; the best of three rounds counts.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from math import comb
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.neighbours import wait_for_quiet

CHAMBERS = ("first", "second", "third", "fourth")
SEATS = 19
EXIT, LOYALTY = Fraction(3, 100), Fraction(9, 10)
MONTHS = 120
LONG = 330
"""Months that the counts are followed for the expected time; the residual says what is left."""
AGREE = 1e-6
ROUNDS = 3
FLOOR = 20.0


@dataclass(frozen=True)
class Answer:
    """What one way says, how far it may be off by its own account, and the seconds it took."""

    within: float
    expected: float
    residual: float
    seconds: float


def document() -> str:
    """Return the organisation as a document."""
    parts = ['title = "Four chambers in a row"', "from = 2020-01-01", "until = 2121-01-01"]
    parts += ["[bodies.chief]", "seats = 1"]
    for chamber in CHAMBERS:
        exits = f'{{ value = {float(EXIT)}, unit = "1/month", source = "benchmark" }}'
        parts += [f"[bodies.{chamber}]", f"seats = {SEATS}", f"early_exit = {exits}"]
    for by, over in zip(("chief", *CHAMBERS), CHAMBERS, strict=False):
        verb = "appoints" if by == "chief" else "elects"
        parts += ["[[rules]]", f'name = "seats_of_{over}"', f'verb = "{verb}"', f'by = "{by}"']
        parts += [f'over = "{over}"']
    loyalty = f'{{ value = {float(LOYALTY)}, unit = "probability", source = "benchmark" }}'
    parts += ["[[schedule]]", 'mechanism = "departure"']
    parts += ["[[schedule]]", 'mechanism = "party_line"', f"loyalty = {loyalty}"]
    return "\n".join([*parts, "[audit]", 'principal = "chief"', ""])


def by_counts(folder: Path) -> Answer:
    """Ask the chain of counts: from the document to both answers."""
    from whowhom.build import build
    from whowhom.exact.counts.chain import CountChain
    from whowhom.spec.toml import read

    path = folder / "chambers.toml"
    path.write_text(document(), encoding="utf-8")
    began = time.perf_counter()
    counts = CountChain(build(read(path)))
    reached, residual = counts.first_passage(CHAMBERS[-1], LONG, 600.0)
    left = 1.0 - reached
    # What is left shrinks by the same share every month by now.
    beyond = float(left[-1] / (1.0 - left[-1] / left[-2]))
    seconds = time.perf_counter() - began
    return Answer(float(reached[MONTHS]), float(left.sum()), max(residual, beyond), seconds)


def prism_by_hand() -> str:
    """Return the PRISM file that suits Storm best: one step for each chamber."""
    lines = ["dtmc", "module chambers", "  turn : [0..3] init 0;"]
    lines += [f"  {chamber} : [0..{SEATS}] init 0;" for chamber in CHAMBERS]
    for turn, chamber in enumerate(CHAMBERS):
        then = f"(turn'={(turn + 1) % len(CHAMBERS)})"
        for ours, won in (
            (True, f"2*{CHAMBERS[turn - 1]} > {SEATS}"),
            (False, f"2*{CHAMBERS[turn - 1]} < {SEATS}"),
        ):
            if turn == 0 and not ours:
                continue
            for held in range(SEATS + 1):
                guard = f"turn={turn} & {chamber}={held}" + (f" & {won}" if turn else "")
                updates = [f"{chance!r} : ({chamber}'={seats}) & {then}" for seats, chance in law(held, ours)]
                lines.append(f"  [] {guard} -> {' + '.join(updates)};")
    lines += ["endmodule", f'label "control" = turn=0 & 2*{CHAMBERS[-1]} > {SEATS};']
    return "\n".join([*lines, 'rewards "months"', "  turn=0 : 1;", "endrewards", ""])


def law(held: int, ours: bool) -> Iterator[tuple[int, float]]:
    """Return the law of a chamber's seats after a month: each seat of ours stays ours, each other turns."""
    stays = 1 - EXIT + EXIT * LOYALTY * ours
    turns = EXIT * LOYALTY * ours
    for seats in range(SEATS + 1):
        total = sum(
            (
                comb(held, kept)
                * stays**kept
                * (1 - stays) ** (held - kept)
                * comb(SEATS - held, seats - kept)
                * turns ** (seats - kept)
                * (1 - turns) ** (SEATS - held - seats + kept)
                for kept in range(max(0, seats - (SEATS - held)), min(held, seats) + 1)
            ),
            Fraction(0),
        )
        if total:
            yield seats, float(total)


def by_storm(folder: Path, precision: str | None) -> Answer:
    """Ask Storm: from the file to both answers; without a precision with its default settings."""
    stormpy = import_module("stormpy")
    path = folder / "chambers.prism"
    path.write_text(prism_by_hand(), encoding="utf-8")
    began = time.perf_counter()
    program = stormpy.parse_prism_program(str(path))
    asked = f'P=? [F<={MONTHS * len(CHAMBERS)} "control"]; R{{"months"}}=? [F "control"]'
    properties = stormpy.parse_properties(asked, program)
    built = stormpy.build_model(program, properties)
    environment: Any = stormpy.Environment() if precision is None else stormpy.environments.sound()
    if precision is not None:
        environment.solver().native().precision = stormpy.Rational(precision)
    told = [stormpy.model_checking(built, item, environment=environment) for item in properties]
    within, expected = (float(item.get_value(built.initial_states[0])) for item in told)
    seconds = time.perf_counter() - began
    allowed = float(Fraction(str(environment.solver().native().precision)))
    return Answer(within, expected, allowed, seconds)


def agree(first: Answer, second: Answer) -> bool:
    """Return whether two ways give the same answers."""
    close = abs(first.within - second.within) <= AGREE
    return close and abs(first.expected - second.expected) <= AGREE * max(first.expected, 1.0)


def main() -> None:
    """Compare and print; exit with 1 where answers differ or the floor is missed."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with TemporaryDirectory() as name:
        folder = Path(name)
        ways = {
            "chain of counts": lambda: by_counts(folder),
            "Storm, default settings": lambda: by_storm(folder, None),
            "Storm, sound, 1e-10": lambda: by_storm(folder, "1/10000000000"),
        }
        best: dict[str, Answer] = {}
        for _round in range(ROUNDS):
            for way, ask in ways.items():
                wait_for_quiet(0.07)
                answer = ask()
                if way not in best or answer.seconds < best[way].seconds:
                    best[way] = answer
    ours = best["chain of counts"]
    failed = False
    for way, answer in best.items():
        same = agree(ours, answer)
        ratio = answer.seconds / ours.seconds
        print(
            f"{way:24}  within {MONTHS} months {answer.within:.12f}  expected {answer.expected:.9f}  "
            f"residual {answer.residual:.0e}  {answer.seconds:7.2f} s  "
            f"{ratio:6.1f}  {'agrees' if same else 'DIFFERS'}"
        )
        failed |= (not same and answer.residual < AGREE) or (way != "chain of counts" and ratio < FLOOR)
    raise SystemExit(int(failed))


if __name__ == "__main__":
    main()
