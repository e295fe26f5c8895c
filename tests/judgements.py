"""Judgements made by hand for the pages of claims: every verdict, the record alone, what is missing."""

from __future__ import annotations

from typing import Any

Plain = dict[str, Any]
NASTY = "<script>alert('x')</script> & \"quoted\""
MONTHS = [f"{year}-{month:02d}" for year in range(1917, 1930) for month in range(1, 13)]


def share(probability: float | None, width: float = 0.1) -> Plain:
    """Return a share of the posterior with an interval around it."""
    if probability is None:
        return {"probability": None, "low": None, "high": None}
    low, high = max(probability - width, 0.001), min(probability + width, 0.999)
    return {"probability": probability, "low": low, "high": high}


def course(size: float, apart: str | None = "1919-06", lacking: int = 0) -> Plain:
    """Return a course that parts in a month and then grows; its first months may lack a number."""
    places = range(len(MONTHS))
    parted = MONTHS.index(apart) if apart else len(MONTHS)
    first: list[float | None] = [size * (0.5 + 0.3 * (k / 155) + 0.04 * (k % 5)) for k in places]
    second = [None if one is None else one - size * 0.002 * max(k - parted, 0) for k, one in enumerate(first)]
    gaps = [None if k < lacking else 0.0 for k in places]
    middle = [(b or 0.0) - (a or 0.0) for a, b in zip(first, second, strict=True)]
    return {
        "months": MONTHS,
        "first": [None if gaps[k] is None else first[k] for k in places],
        "second": [None if gaps[k] is None else second[k] for k in places],
        "low": [None if gaps[k] is None else middle[k] - size * 0.0006 * max(k - parted, 0) for k in places],
        "high": [None if gaps[k] is None else middle[k] + size * 0.0006 * max(k - parted, 0) for k in places],
        "apart": apart,
        "share_apart": 0.4 if apart else 0.0,
    }


ARMS: Plain = {
    "first": 0.71,
    "second": 0.47,
    "difference": -0.24,
    "low": -0.32,
    "high": -0.15,
    "unpaired_low": -0.36,
    "unpaired_high": -0.11,
    "gain": 1.003,
    "deviation": 0.45,
    "pairs": 114,
    "lacking": 14,
    "level": 0.95,
    "more_histories": 0.0,
}


def comparison(name: str, expects: str = "less", size: float = 1.0, **other: object) -> Plain:
    """Return one simulated comparison whose effects lie about -0.2 of its size."""
    values: Plain = {
        "name": name,
        "says": f"the second ruler leads at the end of 1929 in the version called {name}",
        "with": {"c13_equal": "appointments from the centre make no followers"},
        "against": {},
        "ask": ["leader=Stalin I.V. at 1929-12"],
        "less": [],
        "given": None,
        "level": None,
        "scale": "plain",
        "expects": expects,
        "margin": 0.1 * size,
        "why": "assumption: one history in ten is what a historian would call a different chance",
        "unit": "share",
        "status": "simulated",
        "value": -0.24 * size,
        "spread": [-0.78 * size, -0.36 * size, -0.16 * size, -0.02 * size, 0.17 * size],
        "shares": {"less": 0.65, "same": 0.27, "more": 0.08},
        "share": share(0.65),
        "arms": ARMS,
        "course": course(size),
    }
    return values | other


def on_record(name: str, status: str, **other: object) -> Plain:
    """Return one comparison of the record alone."""
    record: Plain = {"with": {}, "ask": [], "status": status, "arms": None, "course": None}
    return comparison(name, **(record | other))


def turn(kind: str, name: str, probability: float | None, verdict: str, expected: str = "") -> Plain:
    """Return the claim under another assumption; refused where it has no probability."""
    says = f"{name}: what differs there, told in a sentence of some length as they are"
    found = None if probability is None else share(probability)
    return {
        "kind": kind,
        "name": name,
        "says": says,
        "share": found,
        "verdict": verdict,
        "expected": expected,
        "moved": 0.2,
        "turns": probability is not None and probability < 0.5,
    }


TURNS = [
    turn("region", "region 1", 0.02, "contradicted", "contradicted"),
    turn("reading", "other_count", 0.97, "supported"),
    turn("switch", "districts", 0.28, "undetermined"),
    turn("switch", "refused", None, "does not fit"),
    turn("number", "appointment.gratitude", 0.41, "undetermined"),
]


GOES_WITH = {
    "name": "appointment.gratitude",
    "says": "chance that an appointee becomes the appointer's client (appointment.gratitude)",
    "unit": "probability",
    "correlation": 0.41,
    "p_value": 0.003,
}


def claim(number: str, verdict: str, probability: float | None, **other: object) -> Plain:
    """Return one claim."""
    values: Plain = {
        "number": number,
        "file": f"{number.lower()}_claim.toml",
        "says": f"organisation and votes decided who followed the founder, in claim {number}",
        "by": ["essay", "Wistrich"],
        "against": ["Trotsky", "Mandel"],
        "source": "schapiro_1980",
        "scenario": "soviet",
        "holds": "all",
        "refuted_by": "the same man leads as often without appointment from the centre",
        "not_tested": "classes and programmes as forces of their own",
        "cannot": None,
        "alone": verdict,
        "share": share(probability),
        "draws": 64,
        "histories": 128,
        "hangs_on": "fixed districts instead of random groups: contradicted (3 % of the posterior)",
        "comparisons": [comparison("one"), comparison("two", "same")],
        "turns": TURNS,
        "flip": TURNS[2],
        "goes_with": [GOES_WITH],
        "discovered": None,
        "otherwise": [],
        "verdict": verdict,
    }
    return values | other


FOUND: Plain = {
    "found": True,
    "limits": [
        {"name": "appointment.gratitude", "low": "infinite", "high": 0.4, "unit": "share"},
    ],
    "density": 0.81,
    "coverage": 0.55,
    "base": 0.3,
    "says": "appointment.gratitude is below 0.4 share",
}
DEATHS = comparison("deaths", "more", 2.3e6, unit="persons", arms={**ARMS, "gain": "infinite"})
LEVEL = comparison("level", "not_less", 0.4, level=0.5, arms=None, course=None, **{"with": {}})
COUNTS = comparison("counts", "not_more", 1.0, scale="log", unit="log ratio", course=course(40.0, "1925-06"))
NOTHING = comparison(
    "nothing",
    value=None,
    spread=[None] * 5,
    arms={**ARMS, "gain": None, "more_histories": "infinite", "difference": 0.0},
    course=course(1.0, None, len(MONTHS)),
    share=share(None),
    shares={"less": None, "same": None, "more": None},
)
VALUES: Plain = {
    "command": "whowhom judge",
    "seed": 1924,
    "draws": 64,
    "each": 2,
    "histories": 12536,
    "chance_that_any_is_wrong": 0.031,
    "claims": [
        claim("C01", "supported", 0.981, discovered=FOUND, comparisons=[comparison("one"), DEATHS, COUNTS]),
        claim(
            "C03",
            "contradicted",
            0.012,
            draws=0,
            histories=0,
            says=NASTY,
            by=[NASTY],
            hangs_on=NASTY,
            file=NASTY,
            comparisons=[
                on_record("own_votes", "sourced", says=NASTY, unit=NASTY, why=NASTY),
                on_record("answers", "recalled"),
            ],
        ),
        claim("C13", "undetermined", 0.962, alone="supported", comparisons=[LEVEL], against=[], flip=None),
        claim("C14", "undetermined", 0.21, comparisons=[comparison(f"no{k}") for k in range(5)], turns=[]),
        claim("C28", "not counted", 0.88, cannot="nothing in the model could", holds="any"),
        claim("C31", "undetermined", None, comparisons=[NOTHING], discovered={**FOUND, "found": False}),
    ],
}
