"""Open defiance under the eyes of the police: act where grievance exceeds the risk of arrest by enough.

A citizen is active if H (1 - L) - R P > T, with P = 1 - e^(-k C/A) for C police and A active within sight.

Source: J. Epstein, "Modeling civil violence: an agent-based computational approach", Proceedings of the
National Academy of Sciences 99, suppl. 3 (2002) 7243-7250. The grid on which people move is not here.
"""

from __future__ import annotations

import math

from whowhom.core.elementary import exponential
from whowhom.core.kernel import kernel


@kernel
def arrest_probability(police: float, active: float, constant: float) -> float:
    """Return the arrest that a citizen must reckon with, as a probability.

    P = 1 - e^(-k C/A). k = 2.3 gives about 0.9 where one police officer faces one active citizen.

    police: C, at least 0; active: A, the citizen himself included, above 0; constant: k, at least 0. A number
    outside its range returns NaN. Source: Epstein 2002. Does not model: the arrest itself or its length.
    """
    if not police >= 0.0 or not active > 0.0 or not constant >= 0.0:
        return math.nan
    return 1.0 - exponential(-constant * (police / active))


@kernel
def rounded_arrest_probability(police: float, active: float, constant: float) -> float:
    """Return `arrest_probability` with the ratio of police to active rounded to a whole number.

    C/A is rounded to the nearest whole number, halves to the even one. The Mesa package has this rule and
    says that the paper's dynamics need it; the paper's equation does not round.

    Arguments as in `arrest_probability`. Source: Mesa 3.3, the civil violence example; Epstein 2002 without
    rounding. Does not model: what `arrest_probability` does not.
    """
    if not police >= 0.0 or not active > 0.0 or not constant >= 0.0:
        return math.nan
    ratio = police / active
    whole = math.floor(ratio)
    rest = ratio - whole
    if rest > 0.5 or (rest == 0.5 and whole % 2 == 1):
        whole += 1
    return 1.0 - exponential(-constant * whole)


@kernel
def is_active(
    hardship: float, legitimacy: float, risk_aversion: float, arrest: float, threshold: float
) -> bool:
    """Return whether a citizen defies the state openly.

    H (1 - L) - R P > T, strictly; false where an argument is NaN.

    hardship: H, legitimacy: L, risk_aversion: R, arrest: P, all 0 to 1; threshold: T, 0.1 in the paper.
    Source: Epstein 2002. Does not model: what defiance brings about.
    """
    return hardship * (1.0 - legitimacy) - risk_aversion * arrest > threshold
