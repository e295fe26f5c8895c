"""The probabilistic Condorcet election: each option's chance when supporters lend strength, not certainty.

S[a:b] = sum_i w_i (u_i(a) - u_i(b))^+ is the strength for a against b, and V(a,b) = S[a:b]^nu / (S[a:b]^nu +
S[b:a]^nu) its chance to win. Three ways turn the pairs into one chance for each option: a favourite is
challenged by options drawn uniformly; or by options drawn in proportion to what they stand to gain; or each
option must win all its pairs. All arithmetic is that of the numbers given: exact with fractions.

Source: KAPSARC Toolkit for Behavioral Analysis (KTAB), kmodel, MIT licence.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import TypeVar

from whowhom.theory.linear_equations import solve

Number = TypeVar("Number", float, Fraction)
Matrix = Sequence[Sequence[Number]]


def proportional_strengths(weights: Sequence[Number], utilities: Matrix[Number]) -> list[list[Number]]:
    """Return S[a:b], the votes for a against b when a vote is weight times difference in utility.

    weights: shape (n,), not negative; utilities: (n, m), actors by options. Returns (m, m).
    Raises ValueError for shapes that do not agree or a negative weight.
    Source: KTAB, voting rule "proportional". Does not model: votes that do not grow with what is at stake.
    """
    options = _checked_options(weights, utilities)
    zero = weights[0] * 0
    return [
        [
            sum((w * max(u[a] - u[b], zero) for w, u in zip(weights, utilities, strict=True)), zero)
            for b in options
        ]
        for a in options
    ]


def binary_strengths(weights: Sequence[Number], utilities: Matrix[Number]) -> list[list[Number]]:
    """Return S[a:b], the weight of those who prefer a to b by however little.

    Arguments and errors as in `proportional_strengths`.
    Source: KTAB, voting rule "binary". Does not model: how much is at stake.
    """
    options = _checked_options(weights, utilities)
    zero = weights[0] * 0
    return [
        [sum((w for w, u in zip(weights, utilities, strict=True) if u[a] > u[b]), zero) for b in options]
        for a in options
    ]


def weighted_utilities(weights: Sequence[Number], utilities: Matrix[Number]) -> list[Number]:
    """Return zeta of each option, sum_i w_i u_i(option): the option that maximises it is the central one.

    Arguments and errors as in `proportional_strengths`. Source: KTAB. Does not model: voting.
    """
    options = _checked_options(weights, utilities)
    zero = weights[0] * 0
    return [sum((w * u[a] for w, u in zip(weights, utilities, strict=True)), zero) for a in options]


def victory(strengths: Matrix[Number], exponent: int = 1) -> list[list[Number]]:
    """Return V(a,b), the chance that a beats b, from the strengths of both.

    S[a:b]^nu / (S[a:b]^nu + S[b:a]^nu); 1/2 for an option against itself and for two between which nobody
    has a preference. exponent: nu, at least 1; 1 is KTAB's "linear", 2 its "square".

    strengths: (m, m), not negative. ValueError otherwise.
    Source: KTAB. Does not model: victory beyond doubt, unless one side has no strength at all.
    """
    size = _checked_square(strengths)
    if exponent < 1:
        raise ValueError(f"exponent: {exponent}; expected at least 1")
    half = (strengths[0][0] * 0 + 1) / 2
    chances = []
    for a in range(size):
        row = []
        for b in range(size):
            ours, theirs = strengths[a][b] ** exponent, strengths[b][a] ** exponent
            row.append(half if a == b or ours + theirs == 0 else ours / (ours + theirs))
        chances.append(row)
    return chances


def conditional(strengths: Matrix[Number], exponent: int = 1) -> list[Number]:
    """Return each option's chance given that one of them wins all its pairs.

    The product of the option's row of V, divided by the sum of all products.
    Arguments and errors as in `victory`; ValueError too if no option can win all its pairs (a sure cycle).
    Source: KTAB, "conditional". Does not model: elections without such a winner.
    """
    chances = victory(strengths, exponent)
    one = chances[0][0] * 0 + 1
    products = [prod((p for b, p in enumerate(row) if b != a), start=one) for a, row in enumerate(chances)]
    total = sum(products, one * 0)
    if total == 0:
        raise ValueError("strengths: no option can win all its pairs; expected one that can")
    return [product / total for product in products]


def markov_uniform(strengths: Matrix[Number], exponent: int = 1) -> list[Number]:
    """Return the share of time each option is the favourite when challengers come uniformly.

    The favourite j meets a challenger i, each equally likely, who takes its place with chance V(i,j). The
    stationary distribution is unique, because of each two options one can beat the other.

    Arguments and errors as in `victory`. Source: KTAB, "Markov uniform". Does not model: who wants to
    challenge.
    """
    chances = victory(strengths, exponent)
    size = len(chances)
    return _stationary(
        [[chances[i][j] / size if i != j else chances[0][0] * 0 for i in range(size)] for j in range(size)]
    )


def markov_incentive(strengths: Matrix[Number], exponent: int = 1) -> list[Number]:
    """Return the share of time each option is the favourite when those challenge who stand to gain.

    The favourite j meets the challenger i with chance in proportion to S[i:j] V(i,j); i takes its place with
    chance V(i,j). A favourite whom nobody wants to challenge stays.

    Arguments and errors as in `victory`; ValueError too where several favourites can stay for ever, because
    the answer then depends on who was first. Source: KTAB, "Markov incentive". Does not model: the cost of
    a challenge.
    """
    chances = victory(strengths, exponent)
    size = len(chances)
    zero = chances[0][0] * 0
    moves = []
    for j in range(size):
        wishes = [strengths[i][j] * chances[i][j] if i != j else zero for i in range(size)]
        total = sum(wishes, zero)
        moves.append([wishes[i] / total * chances[i][j] if total > 0 else zero for i in range(size)])
    return _stationary(moves)


def _stationary(moves: list[list[Number]]) -> list[Number]:
    """Return the stationary distribution of a chain that leaves j for i with chance moves[j][i]."""
    size = len(moves)
    favourites: list[int] = _closed_class(moves)
    zero: Number = moves[0][0] * 0
    columns = [[moves[j][i] for j in favourites] for i in favourites]
    for place, j in enumerate(favourites):
        columns[place][place] -= sum((moves[j][i] for i in favourites), zero)
    # One balance equation follows from the others; the sum of the shares takes its place.
    one: Number = zero + 1
    columns[-1] = [one for _ in favourites]
    right: list[Number] = [zero for _ in favourites]
    right[-1] = one
    answer: list[Number] = [zero for _ in range(size)]
    for i, share in zip(favourites, solve(columns, right), strict=True):
        answer[i] = share
    return answer


def _closed_class(moves: Matrix[Number]) -> list[int]:
    """Return the only set of states that is never left. Raises ValueError if there are several."""
    size = len(moves)
    reached = []
    for start in range(size):
        seen, front = {start}, [start]
        while front:
            j = front.pop()
            fresh = {i for i in range(size) if moves[j][i] > 0} - seen
            seen |= fresh
            front += fresh
        reached.append(seen)
    closed = {frozenset(seen) for seen in reached if all(reached[i] == seen for i in seen)}
    if len(closed) > 1:
        sets = ", ".join(str(sorted(members)) for members in sorted(closed, key=sorted))
        raise ValueError(f"strengths: the options {sets} each stay favourite for ever; expected one such set")
    return sorted(next(iter(closed)))


def _checked_options(weights: Sequence[Number], utilities: Matrix[Number]) -> range:
    if not weights or len(weights) != len(utilities) or len({len(row) for row in utilities}) != 1:
        raise ValueError(f"utilities: expected a row of equal length for each of {len(weights)} actors")
    if min(weights) < 0:
        raise ValueError(f"weights: {list(weights)}; expected none below 0")
    return range(len(utilities[0]))


def _checked_square(strengths: Matrix[Number]) -> int:
    size = len(strengths)
    if size == 0 or any(len(row) != size or min(row) < 0 for row in strengths):
        raise ValueError("strengths: expected a square table without negative numbers")
    return size
