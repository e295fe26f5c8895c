"""The wiring of a schedule as text: a matrix of who reads and writes what, and a Mermaid diagram."""

from __future__ import annotations

from collections.abc import Sequence

from whowhom.core.mechanism import Registered
from whowhom.explain.wiring import mechanism_wiring

READS, WRITES, BOTH, NEITHER = "r", "w", "rw", "."
EVERYONE_READS = frozenset({"clock.month"})
"""Written by the driver alone."""
FAULTS = frozenset({"clock.fault", "clock.fault_month"})
"""Written to be found later, read by no mechanism in order to decide anything."""


def matrix(schedule: Sequence[Registered]) -> str:
    """Return one row for each array and one column for each mechanism: r, w, rw or a dot.

    Columns are numbered in the order of the schedule. Arrays that nobody touches are left out.
    """
    wirings = [mechanism_wiring(registered) for registered in schedule]
    arrays = sorted(frozenset().union(*(wiring.touches() for wiring in wirings)))
    width = max((len(array) for array in arrays), default=0)
    head = [f"{number:>3}" for number in range(1, len(schedule) + 1)]
    lines = [f"{number:>3}  {registered.name}" for number, registered in enumerate(schedule, start=1)]
    lines += ["", " " * width + "".join(head)]
    for array in arrays:
        cells = [_cell(array in wiring.reads, array in wiring.writes) for wiring in wirings]
        lines.append(array.ljust(width) + "".join(f"{cell:>3}" for cell in cells))
    return "\n".join(lines)


def _cell(reads: bool, writes: bool) -> str:
    """Return the mark of one array and one mechanism."""
    if reads and writes:
        return BOTH
    return READS if reads else WRITES if writes else NEITHER


def feeds(schedule: Sequence[Registered]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return (writer, reader, arrays) for every two mechanisms of which one reads what the other writes.

    The clock and the fault bits are left out: they carry nothing from one mechanism to another.
    """
    found = []
    for writer in schedule:
        for reader in schedule:
            shared = set(mechanism_wiring(writer).writes) & set(mechanism_wiring(reader).reads)
            shared -= EVERYONE_READS | FAULTS
            if writer is not reader and shared:
                found.append((writer.name, reader.name, tuple(sorted(shared))))
    return tuple(found)


def mermaid(schedule: Sequence[Registered]) -> str:
    """Return a Mermaid flowchart: an arrow from each writer to each array and on to its readers."""
    lines = ["flowchart LR"]
    lines += [f"    {registered.name}([{registered.name}])" for registered in schedule]
    arrows: set[str] = set()
    for registered in schedule:
        wiring = mechanism_wiring(registered)
        reads, writes = (
            {array for array in arrays if array not in EVERYONE_READS | FAULTS}
            for arrays in (wiring.reads, wiring.writes)
        )
        arrows |= {f"    {_node(array)}[({array})] --> {registered.name}" for array in reads}
        arrows |= {f"    {registered.name} --> {_node(array)}[({array})]" for array in writes}
    return "\n".join([*lines, *sorted(arrows)]) + "\n"


def _node(array: str) -> str:
    """Return the name of an array as Mermaid allows it."""
    return array.replace(".", "_")
