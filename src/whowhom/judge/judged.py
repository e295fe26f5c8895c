"""What a judge says: the verdict on a claim, its comparisons, and everything that the verdict turns on."""

from __future__ import annotations

from dataclasses import dataclass, field

from whowhom.judge.comparing import Course, Seen
from whowhom.judge.shares import Share
from whowhom.spec.claim import Claim


@dataclass(frozen=True)
class Part:
    """One comparison of a claim as it came out."""

    seen: Seen
    share: Share
    """Of the posterior in which the effect is as the claim says."""
    shares: tuple[float, float, float]
    """Of the posterior in which it is less, the same, more, by the margin."""
    spread: tuple[float, ...]
    """The 5, 25, 50, 75 and 95 % quantiles of the effect over the posterior."""
    course: Course | None


@dataclass(frozen=True)
class Turn:
    """The claim judged again under another assumption."""

    kind: str
    """"switch", "reading", "number", or "region" for one that the claim itself declares."""
    name: str
    says: str
    share: Share | None
    """None where the claim cannot be put there, as `says` tells."""
    verdict: str
    expected: str = ""
    """Of a declared region: the verdict that the claim's file expects there."""
    moved: float = 0.0
    """Of a number: how far it was moved, as a share of its prior."""
    turns: bool = False
    """Whether the verdict is turned by it."""


@dataclass(frozen=True)
class Limit:
    """What a region asks of one number, in its unit."""

    name: str
    low: float
    high: float
    unit: str


@dataclass(frozen=True)
class GoesWith:
    """One number with which the chance that a claim holds goes, over the draws that were judged."""

    name: str
    says: str
    unit: str
    correlation: float
    """Spearman's rank correlation."""
    p_value: float
    """Corrected for the count of uncertain numbers."""


@dataclass(frozen=True)
class Discovered:
    """The region of the numbers in which the claim holds, as far as one was found."""

    found: bool
    limits: tuple[Limit, ...]
    density: float
    coverage: float
    base: float


@dataclass(frozen=True)
class Judged:
    """A claim and what the judge says of it."""

    claim: Claim
    parts: tuple[Part, ...]
    share: Share
    """Of the posterior in which the claim holds."""
    alone: str
    """The verdict where no other claim is judged beside it."""
    turns: tuple[Turn, ...] = ()
    goes_with: tuple[GoesWith, ...] = ()
    """The numbers that go with it most, the strongest first."""
    discovered: Discovered | None = None
    flip: Turn | None = None
    """The smallest change that was found to turn the verdict."""
    hangs_on: str = ""
    """The assumption on which the verdict turns, in one sentence."""
    draws: int = 0
    histories: int = 0
    """Pairs of histories of each comparison."""
    labels: dict[str, str] = field(default_factory=dict)
    """By intervention what it is in words."""

    @property
    def counted(self) -> bool:
        """Whether it can be supported: not where the model cannot contradict it."""
        return self.claim.cannot is None
