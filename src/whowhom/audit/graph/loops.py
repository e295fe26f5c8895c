"""Circles in a directed graph: strongly connected components, and every elementary circuit up to a cap.

Nodes are whole numbers, edges a tuple of successors for each. Nothing recurses, because chains may be long.
Sources: R. Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1 (1972)
146-160; D. B. Johnson, "Finding all the elementary circuits of a directed graph", SIAM Journal on Computing
4 (1975) 77-84.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice

Successors = Sequence[Sequence[int]]


def components(successors: Successors) -> list[tuple[int, ...]]:
    """Return the strongly connected components, each in rising order, by their least node.

    Two nodes are in one component if each can be reached from the other. Linear in nodes and edges.
    """
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[tuple[int, ...]] = []
    for root in range(len(successors)):
        if root in index:
            continue
        work: list[tuple[int, Iterator[int]]] = []
        _open(root, index, low, stack, on_stack, work, successors)
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_close(node, stack, on_stack))
            elif following not in index:
                _open(following, index, low, stack, on_stack, work, successors)
            elif following in on_stack:
                low[node] = min(low[node], index[following])
    return sorted(found)


def _open(
    node: int,
    index: dict[int, int],
    low: dict[int, int],
    stack: list[int],
    on_stack: set[int],
    work: list[tuple[int, Iterator[int]]],
    successors: Successors,
) -> None:
    """Number a node and put it on both stacks."""
    index[node] = low[node] = len(index)
    stack.append(node)
    on_stack.add(node)
    work.append((node, iter(successors[node])))


def _close(node: int, stack: list[int], on_stack: set[int]) -> tuple[int, ...]:
    """Take a whole component from the stack, down to its first node."""
    members: list[int] = []
    while not members or members[-1] != node:
        members.append(stack.pop())
        on_stack.discard(members[-1])
    return tuple(sorted(members))


def circuits(successors: Successors) -> Iterator[tuple[int, ...]]:
    """Give every elementary circuit once, from its least node on; an edge to oneself is a circuit of one."""
    for first in range(len(successors)):
        part = [
            [node for node in row if node >= first and number >= first]
            for number, row in enumerate(successors)
        ]
        # Only what leads back to the first node can close a circuit.
        inside = next(set(members) for members in components(part) if first in members)
        yield from _circuits_from(first, [[node for node in row if node in inside] for row in part])


def _circuits_from(first: int, successors: Successors) -> Iterator[tuple[int, ...]]:
    """Give the circuits through one node: Johnson's search, which blocks nodes that led nowhere."""
    path, blocked = [first], {first}
    waiting: dict[int, set[int]] = {}
    work = [(first, iter(successors[first]))]
    closed = [False]
    while work:
        node, rest = work[-1]
        following = next(rest, None)
        if following == first:
            closed[-1] = True
            yield tuple(path)
        elif following is not None and following not in blocked:
            path.append(following)
            blocked.add(following)
            closed.append(False)
            work.append((following, iter(successors[following])))
        elif following is None:
            work.pop()
            path.pop()
            success = closed.pop()
            if success:
                _unblock(node, blocked, waiting)
                if closed:
                    closed[-1] = True
            else:
                for after in successors[node]:
                    waiting.setdefault(after, set()).add(node)


def _unblock(node: int, blocked: set[int], waiting: dict[int, set[int]]) -> None:
    """Free a node and all that waited for it."""
    queue = [node]
    while queue:
        freed = queue.pop()
        if freed in blocked:
            blocked.discard(freed)
            queue += sorted(waiting.pop(freed, ()))


def shortest_circuit(successors: Successors, first: int) -> tuple[int, ...] | None:
    """Return a shortest circuit through a node, from it on, or None; ties by order of successors."""
    before: dict[int, int] = {}
    queue = deque([first])
    while queue:
        node = queue.popleft()
        for following in successors[node]:
            if following == first:
                path = [node]
                while path[-1] != first:
                    path.append(before[path[-1]])
                return tuple(reversed(path))
            if following not in before:
                before[following] = node
                queue.append(following)
    return None


def shortest_first(successors: Successors, most: int) -> tuple[list[tuple[int, ...]], bool]:
    """Return circuits, shortest first, and whether they are all.

    All of them where there are at most `most`; else `most` of them, with a shortest one through every node.
    """
    found = list(islice(circuits(successors), most + 1))
    complete = len(found) <= most
    found = found[:most]
    if not complete:
        for node in range(len(successors)):
            circuit = shortest_circuit(successors, node)
            if circuit is not None:
                start = circuit.index(min(circuit))
                found.append(circuit[start:] + circuit[:start])
    return sorted(set(found), key=lambda circuit: (len(circuit), circuit)), complete
