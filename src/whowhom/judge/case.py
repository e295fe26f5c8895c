"""One claim before the judge: its questions, its share of the posterior, and the same in other settings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from whowhom.judge.asking import Asking
from whowhom.judge.comparing import Seen, Setting, ask, course, look, versions
from whowhom.judge.judged import Part
from whowhom.judge.shares import Mask, Share, on_side, share
from whowhom.measures.statistics import Numbers
from whowhom.spec.claim import Claim, Comparison
from whowhom.spec.errors import DocumentError, ModelError, Problem
from whowhom.spec.scenario import Scenario

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Case:
    """A claim, the asking that answers it, and the seed of the judge's own sampling."""

    claim: Claim
    asking: Asking
    seed: int

    @property
    def scenario(self) -> Scenario:
        """The organisation that the claim is about."""
        return self.asking.ensemble.scenario

    @property
    def simulated(self) -> bool:
        """Whether any comparison is of histories."""
        return any(item.simulated for item in self.claim.comparisons)

    def check(self, setting: Setting) -> None:
        """Raise DocumentError, pointing into the claim's file, where a comparison cannot be asked."""
        for place, item in enumerate(self.claim.comparisons):
            if not item.ask:
                continue
            key = f"comparisons[{place}]"
            try:
                for version in versions(item, setting):
                    self.asking.ensemble.check(version, item.questions)
            except ModelError as error:
                raise DocumentError([Problem(self.claim.origin.file, f"{key}.ask", str(error))]) from None
            except DocumentError as error:
                told = "; ".join(problem.message for problem in error.problems)
                raise DocumentError([Problem(self.claim.origin.file, f"{key}.with", told)]) from None

    def ask(self, setting: Setting, *, courses: bool = False) -> None:
        """Note all questions of the claim in a setting."""
        for item in self.claim.comparisons:
            ask(item, setting, self.asking, course=courses)

    def look(self, setting: Setting) -> list[Seen]:
        """Return every comparison as it came out in a setting."""
        return [
            look(item, self.claim, setting, self.asking, self._seed(setting, item))
            for item in self.claim.comparisons
        ]

    def share(self, seen: list[Seen], setting: Setting, holds: str | None = None) -> Share:
        """Return the share of the posterior in which the claim holds; `holds` joins its parts otherwise."""
        return share(*joint(seen, holds or self.claim.holds), self._seed(setting, None))

    def parts(self, seen: list[Seen], setting: Setting) -> tuple[Part, ...]:
        """Return every comparison with its own share of the posterior."""
        answer = []
        for one in seen:
            there, margin = one.there, one.comparison.margin
            of = share(one.holds, there, self._seed(setting, one.comparison))
            effects = one.effects[:, there]
            sides = [on_side(effects, way, margin).mean() for way in ("less", "more")]
            spread = np.quantile(effects, QUANTILES) if effects.size else [np.nan] * len(QUANTILES)
            shares = (float(sides[0]), max(0.0, float(1.0 - sides[0] - sides[1])), float(sides[1]))
            found = course(one, setting, self.asking)
            answer.append(Part(one, of, shares, tuple(float(value) for value in spread), found))
        return tuple(answer)

    def _seed(self, setting: Setting, item: Comparison | None) -> int:
        """Return a seed of the judge's own sampling, from names, so that order and company do not matter."""
        text = f"{self.seed} {self.claim.number} {setting.name} {item.name if item else ''}"
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "little")


def joint(seen: list[Seen], holds: str) -> tuple[Mask, Mask]:
    """Return (sweep, J) where all, or any, of the comparisons hold, and (J,) the draws that can tell."""
    masks = np.stack([one.holds for one in seen])
    there = np.all([one.there for one in seen], axis=0)
    held = masks.all(axis=0) if holds == "all" else masks.any(axis=0)
    return np.asarray(held), np.asarray(there)


def chance_by_draw(seen: list[Seen], holds: str) -> Numbers:
    """Return (J,) the chance that the claim holds in each draw, NaN where it cannot be told."""
    mask, there = joint(seen, holds)
    return np.where(there, mask.mean(axis=0), np.nan)
