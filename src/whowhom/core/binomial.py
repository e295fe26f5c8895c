"""The binomial distribution in plain arithmetic: one mass, and the inverse of the cumulative distribution."""

from __future__ import annotations

import math

from whowhom.core.kernel import kernel


@kernel
def binomial_mass(n: int, k: int, probability: float) -> float:
    """Return C(n, k) p^k (1-p)^(n-k) as a running product that neither overflows nor underflows early."""
    mass = 1.0
    failures = n - k
    for i in range(1, k + 1):
        mass *= probability * (n - k + i) / i
        while mass > 1.0 and failures > 0:
            mass *= 1.0 - probability
            failures -= 1
    for _ in range(failures):
        mass *= 1.0 - probability
    return mass


@kernel
def invert_binomial(u: float, n: int, probability: float) -> int:
    """Return the smallest k whose cumulative binomial probability exceeds u, walking up from k = 0."""
    ratio = probability / (1.0 - probability)
    mass = binomial_mass(n, 0, probability)
    start = 0
    if mass < 1e-300:
        # In plain Python a power of 1/2 is the C library's, which may round otherwise than compiled code.
        start = max(0, int(n * probability - 25.0 * math.sqrt(n * probability * (1.0 - probability))))
        mass = binomial_mass(n, start, probability)
    cumulative = mass
    k = start
    while cumulative <= u and k < n:
        mass *= ratio * (n - k) / (k + 1)
        k += 1
        cumulative += mass
    return k
