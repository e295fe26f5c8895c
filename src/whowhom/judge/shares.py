"""The share of the posterior in which an effect is as a claim says, freed from luck.

An effect is the expected difference at one draw of the numbers. What is seen of it is the mean over a few
histories, so that the spread of what is seen is wider than that of the effects, and a share counted from it
would be pulled towards a half. With d_jr seen in history r of draw j,

    d_jr ~ F(atom_j),    atom_j ~ G,    G ~ Dirichlet process on a grid of atoms, sampled by Gibbs steps.

Where a difference can only be two or three things (what happens or not; -1, 0, 1), an atom is the chance of
each of them and F is exact. Else an atom is an effect on a grid over what was seen and the mean of a draw is
normal about it, with a variance that grows with the effect as the draws say. G has no shape that is taken for
granted: effects may be of several kinds, or nothing at all in part of the draws. The concentration 10 spreads
it over the grid as far as the data cannot tell, which is what keeps a share near 1 from being read out of
noise: `python -m benchmarks.judge` prints the error rates, tests/judge holds them. Beside the draws that were
run others might have been: the share itself is Beta(k + 1/2, J - k + 1/2) with k of J draws on a side.
Sources: Ferguson 1973 for the process, Ishwaran and James 2001 for the sampler on finitely many atoms.
Does not model: luck whose spread differs between draws of the same effect, where differences are numbers.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.measures.statistics import Numbers

CONCENTRATION = 10.0
"""How many draws the prior of G counts for. An assumption, swept in benchmarks/judge.py."""
ATOMS = 81
PARTS = 31
"""Chances are whole parts of this: a prime, so that no usual margin falls on an atom."""
MOST_KINDS = 3
LEAST_SPREAD = 0.01
SWEEPS, BURN = 160, 60
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Share:
    """How much of the posterior lies on one side, and how sure that is."""

    probability: float
    """That a draw of the posterior is on the side: the mean over all that is not known."""
    low: float
    high: float
    """Ends of the 90 % interval of the share, for the draws and histories that were not run."""


def seen(differences: Numbers) -> tuple[Numbers, float, Numbers]:
    """Return (J,) the mean in each draw, the pooled deviation within draws, and (J,) histories in each.

    differences: (J, R) NaN where a history lacks the number. Draws without any are left out.
    """
    there = ~np.isnan(differences)
    counts = there.sum(axis=1)
    kept = counts > 0
    values, counts = differences[kept], counts[kept]
    means = np.nansum(values, axis=1) / counts
    freedom = float((counts - 1).sum())
    squares = float(np.nansum((values - means[:, None]) ** 2))
    return means, (squares / freedom) ** 0.5 if freedom > 0 else 0.0, counts.astype(np.float64)


def sampled_effects(differences: Numbers, seed: int, concentration: float = CONCENTRATION) -> Numbers:
    """Return (sweep, J) samples of the effect in every draw.

    differences: (J, R) by draw and history, R at least 2, NaN where a history lacks the number; a draw
    without any is NaN in every sweep. Where luck makes no difference the effects are what was seen.
    """
    generator = np.random.default_rng(seed)
    answer = np.full((SWEEPS, differences.shape[0]), np.nan)
    kept = (~np.isnan(differences)).any(axis=1)
    if not kept.any():
        return answer
    there = differences[kept]
    kinds = np.unique(there[~np.isnan(there)])
    means, deviation, counts = seen(differences)
    if deviation == 0.0:
        answer[:, kept] = means
    elif kinds.size <= MOST_KINDS:
        answer[:, kept] = _gibbs(*_of_kinds(there, kinds), concentration, generator)
    else:
        answer[:, kept] = _gibbs(*_of_numbers(means, counts, spread(there)), concentration, generator)
    return answer


def spread(differences: Numbers) -> tuple[float, float]:
    """Return (a, b) of the variance of a difference, a + b |effect|, by least squares over the draws.

    Where few histories differ and those by much, a draw without an effect has no spread either. a is a
    hundredth of the pooled variance at the least.
    """
    from scipy import optimize

    _, deviation, counts = seen(differences)
    several = counts >= 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of draws with one history
        own = np.nanvar(differences[several], axis=1, ddof=1)
    size = np.abs(np.nanmean(differences[several], axis=1))
    (a, b), _ = optimize.nnls(np.stack([np.ones_like(size), size], axis=1), own)
    return max(float(a), LEAST_SPREAD * deviation**2), float(b)


def _of_kinds(differences: Numbers, kinds: Numbers) -> tuple[Numbers, Numbers]:
    """Return (atom,) effects and (J, atom) likelihoods where a difference is one of two or three things."""
    steps = np.arange(PARTS + 1)
    if kinds.size == 2:
        chances = np.stack([PARTS - steps, steps], axis=1) / PARTS
    else:
        first, last = (grid.ravel() for grid in np.meshgrid(steps, steps))
        inside = first + last <= PARTS
        chances = np.stack([first, PARTS - first - last, last], axis=1)[inside] / PARTS
    counts = np.stack([(differences == kind).sum(axis=1) for kind in kinds], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(counts[:, None] > 0, counts[:, None] * np.log(chances), 0.0).sum(axis=2)
    return chances @ kinds, np.exp(logs)


def _of_numbers(means: Numbers, counts: Numbers, line: tuple[float, float]) -> tuple[Numbers, Numbers]:
    """Return (atom,) the effects and (J, atom) the likelihoods where a difference can be any number."""
    atoms = np.unique(np.append(np.linspace(means.min(), means.max(), ATOMS), 0.0))
    atoms = atoms[(atoms >= means.min()) & (atoms <= means.max())]
    variances = (line[0] + line[1] * np.abs(atoms)) / counts[:, None]
    logs = -((means[:, None] - atoms) ** 2) / (2.0 * variances) - np.log(variances) / 2.0
    return atoms, np.exp(logs - logs.max(axis=1, keepdims=True))


def _gibbs(
    effects: Numbers, likelihood: Numbers, concentration: float, generator: np.random.Generator
) -> Numbers:
    """Return (sweep, J) the effects of the atoms that the draws sit on."""
    weights = np.full(effects.size, 1.0 / effects.size)
    # Draws that look alike share their likelihoods: few rows where a difference is of few kinds.
    rows, row = np.unique(likelihood, axis=0, return_inverse=True)
    answer = np.empty((SWEEPS, row.size))
    for sweep in range(BURN + SWEEPS):
        heaped = np.cumsum(rows * weights, axis=1)
        ticket = generator.random(row.size)
        place = np.empty(row.size, np.int64)
        for number in range(len(rows)):
            mine = row == number
            place[mine] = np.searchsorted(heaped[number], ticket[mine] * heaped[number, -1])
        place = np.minimum(place, effects.size - 1)
        held = np.bincount(place, minlength=effects.size)
        weights = generator.dirichlet(concentration / effects.size + held)
        if sweep >= BURN:
            answer[sweep - BURN] = effects[place]
    return answer


def on_side(effects: Numbers, expects: str, margin: float) -> Mask:
    """Return where effects are as a claim says.

    "more" and "less": by the margin at least, and not nothing; "same": within the margin; "not_more" and
    "not_less": anything else than more, or less.
    """
    more = (effects >= margin) & (effects > 0)
    less = (effects <= -margin) & (effects < 0)
    sides = {"more": more, "less": less, "same": ~more & ~less, "not_more": ~more, "not_less": ~less}
    return np.asarray(sides[expects])


def share(holds: Mask, there: Mask, seed: int) -> Share:
    """Return the share of the posterior in which something holds.

    holds: (sweep, J) whether it does; there: (J,) the draws that can tell.
    """
    generator = np.random.default_rng(seed)
    held = holds[:, there].sum(axis=1)
    sample = generator.beta(held + 0.5, int(there.sum()) - held + 0.5, size=(40, held.size))
    low, high = np.quantile(sample, [0.05, 0.95])
    mean = float(((held + 0.5) / (int(there.sum()) + 1.0)).mean())
    return Share(mean, float(low), float(high))
