"""Put the library's random function before a public battery of tests: TestU01, or any that reads raw words.

    python scripts/random_battery.py record soviet_party words.npy     # which draws a run makes, in order
    python scripts/random_battery.py test index --battery crush        # tests of TestU01 on one order
    python scripts/random_battery.py words index | dieharder -a -g 200 # raw 32-bit words, for other batteries
    python scripts/random_battery.py table                             # what the logs say

`test` asks for Debian's libtestu01-0-dev (component non-free) and a C compiler. It adds what it finds to a
log in docs/reference/random-battery/, test by test, leaves out tests that are in the log, and ends with exit
code 75 when --minutes are over before every test is done.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

LOGS = Path(__file__).resolve().parent.parent / "docs" / "reference" / "random-battery"
DRIVER = Path(__file__).with_name("random_battery_driver.c")
TESTS = {"smallcrush": 10, "crush": 96}
FIRST_PART = {"smallcrush": 0, "crush": 100}
"""Test t of a battery reads part FIRST_PART + t of an order, so that no two tests read the same words."""
TURNED = 1000
UNFINISHED = 75
SEED = 1924
"""The seed of every test."""


def record(scenario: str, out: Path) -> None:
    """Write the counter of every word that history 0 of a scenario draws, in order, as an array of NumPy.

    Runs in plain Python, where a draw can be watched. Raises SystemExit under compiled code.
    """
    import numpy as np

    from whowhom import read
    from whowhom.build import build
    from whowhom.core import dense, draw
    from whowhom.core.compile import JIT
    from whowhom.simulate.batch import run_batch

    if JIT:
        raise SystemExit("record: found compiled code; expected NUMBA_DISABLE_JIT=1 in the environment")
    found: list[int] = []
    squares32 = draw.squares32

    def noted(counter: np.uint64, key: np.uint64) -> np.uint64:
        found.append(int(counter))
        return squares32(counter, key)

    draw.squares32 = dense.squares32 = noted
    model = build(read(scenario))
    run_batch(model, np.arange(1), seed=SEED, threads=1)
    counters = np.array(found, np.uint64)
    np.save(out, counters)
    digest = hashlib.sha256(counters.tobytes()).hexdigest()[:16]
    print(f"{scenario}, {model.months} months: {counters.size} draws, {np.unique(counters).size} different")
    print(f"sha256 of the counters: {digest}")


def built(folder: Path) -> Path:
    """Return the driver of TestU01, compiled. Raises SystemExit when it cannot be."""
    program = folder / "driver"
    libraries = ["-ltestu01", "-ltestu01probdist", "-ltestu01mylib", "-lm"]
    try:
        compiled = subprocess.run(
            ["gcc", "-O2", "-o", program, DRIVER, *libraries], capture_output=True, text=True
        )
    except FileNotFoundError:
        raise SystemExit("TestU01: found no gcc; expected one, and Debian's libtestu01-0-dev") from None
    if compiled.returncode != 0:
        last = compiled.stderr.strip().splitlines()[:1]
        raise SystemExit(f"TestU01: found no library ({last}); expected Debian's libtestu01-0-dev")
    return program


def log_of(order: str, battery: str, turned: bool, seed: int) -> Path:
    """Return the log of a battery on an order."""
    name = f"{battery}-{order}{'-turned' if turned else ''}"
    return LOGS / f"{name}{'' if seed == SEED else f'-seed-{seed}'}.tsv"


def one_test(program: Path, battery: str, number: int, words: Iterator[object]) -> str:
    """Return what the driver says of one test on these words."""
    with subprocess.Popen(
        [program, battery, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            for chunk in words:
                process.stdin.write(memoryview(chunk).cast("B"))
        except BrokenPipeError:
            pass
        text = process.stdout.read().decode()
    if "=results" not in text:
        raise SystemExit(f"test {number} of {battery}: {text[-500:]}")
    return text.split("=results\n")[1]


def test(arguments: argparse.Namespace) -> int:
    """Run the tests that are not in the log yet, until the minutes are over."""
    from random_battery_orders import chunks

    began = time.monotonic()
    log = log_of(arguments.order, arguments.battery, arguments.turned, arguments.seed)
    log.parent.mkdir(exist_ok=True)
    done = {int(line.split("\t")[0]) for line in log.read_text().splitlines()} if log.exists() else set()
    wanted = arguments.tests or range(1, TESTS[arguments.battery] + 1)
    with tempfile.TemporaryDirectory() as folder:
        program = built(Path(folder))
        for number in wanted:
            if number in done:
                continue
            if time.monotonic() - began > 60 * arguments.minutes:
                return UNFINISHED
            part = FIRST_PART[arguments.battery] + number + (TURNED if arguments.turned else 0)
            words = chunks(
                arguments.order,
                seed=arguments.seed,
                part=part,
                turned=arguments.turned,
                recorded=arguments.recorded,
            )
            found = one_test(program, arguments.battery, number, words)
            *lines, last = found.strip().splitlines()
            read = last.split("\t")[1]
            rows = [f"{number}\t{part}\t{read}\t" + line.split("\t", 1)[1] for line in lines]
            with log.open("a", encoding="utf-8") as out:
                out.write("".join(row + "\n" for row in rows))
            print("\n".join(rows), flush=True)
    return 0


def words(arguments: argparse.Namespace) -> int:
    """Write raw words, lowest byte first, until the reader has enough."""
    from random_battery_orders import chunks

    try:
        for chunk in chunks(
            arguments.order,
            seed=arguments.seed,
            part=arguments.part,
            turned=arguments.turned,
            recorded=arguments.recorded,
        ):
            sys.stdout.buffer.write(memoryview(chunk).cast("B"))
    except BrokenPipeError:
        sys.stderr.close()
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = top.add_subparsers(dest="verb", required=True)
    record_ = verbs.add_parser("record", help="write down the draws of a run")
    record_.add_argument("scenario")
    record_.add_argument("out", type=Path)
    for name in ("test", "words"):
        verb = verbs.add_parser(name)
        verb.add_argument(
            "order", help="index, histories, histories_once, month, stream, seeds, run; uniforms"
        )
        verb.add_argument("--seed", type=int, default=SEED)
        verb.add_argument("--turned", action="store_true", help="turn the bits of each word round")
        verb.add_argument("--recorded", type=Path, help="for the order run: what `record` wrote")
        if name == "words":
            verb.add_argument("--part", type=int, default=0, help="which words, so that none are used twice")
            continue
        verb.add_argument("--battery", choices=sorted(TESTS), default="smallcrush")
        verb.add_argument("--tests", type=int, nargs="+", help="numbers; all unless given")
        verb.add_argument("--minutes", type=float, default=1e9)
    verbs.add_parser("table", help="count the p-values of the logs")
    return top


def main() -> int:
    """Do what the command line says."""
    arguments = parser().parse_args()
    if arguments.verb == "record":
        record(arguments.scenario, arguments.out)
        return 0
    if arguments.verb == "table":
        from random_battery_table import table

        print(table(LOGS))
        return 0
    return test(arguments) if arguments.verb == "test" else words(arguments)


if __name__ == "__main__":
    sys.exit(main())
