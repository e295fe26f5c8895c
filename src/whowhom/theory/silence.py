"""What silence tells: no news is good news, and the less so the more of the news is held back.

Source: Bayes' rule; the inference inside M. Shadmehr and D. Bernhardt, "State censorship", American Economic
Journal: Microeconomics 7 (2015) 280-307.
"""

from __future__ import annotations

import math

from whowhom.core.kernel import kernel


@kernel
def belief_after_silence(prior: float, uncover: float, censor: float) -> float:
    """Return the probability that things are bad when nothing has been reported.

    h (1 - u (1 - k)) / (h (1 - u (1 - k)) + 1 - h). Full censorship makes silence say nothing.

    prior: h, of things being bad; uncover: u, that reporters find it out if they are; censor: k, that what
    they find is held back; all 0 to 1. NaN outside, and where silence cannot happen (h = u = 1, k = 0).
    Source: Bayes' rule. Does not model: false reports, or a reader who does not know k.
    """
    if not 0.0 <= prior <= 1.0 or not 0.0 <= uncover <= 1.0 or not 0.0 <= censor <= 1.0:
        return math.nan
    bad_and_silent = prior * (1 - uncover * (1 - censor))
    silent = bad_and_silent + (1 - prior)
    if silent == 0.0:
        return math.nan
    return bad_and_silent / silent


@kernel
def report_probability(prior: float, uncover: float, censor: float) -> float:
    """Return the probability that bad news is printed.

    h u (1 - k). Arguments as in `belief_after_silence`; NaN outside their range. A printed report is true, so
    the belief after it is 1. Source: as there. Does not model: false reports.
    """
    if not 0.0 <= prior <= 1.0 or not 0.0 <= uncover <= 1.0 or not 0.0 <= censor <= 1.0:
        return math.nan
    return prior * uncover * (1 - censor)
