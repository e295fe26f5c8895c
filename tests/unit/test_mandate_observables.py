"""What is measured of power seized and shared, in a state written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.countries import country, recorded, step_of

IDLE = step_of("party_closure", {"pace": "1/month"}, {}, pace=0.0)
LATER = """
[places.islands]
count = 2
from = 2000-02-01
"""


def seen(folder: Path, observable: str, **needs: str) -> list[float]:
    """Return an observable in the first two months of a country with two regions and, later, two islands.

    Blue (0.4 of the delegates) has 0.7 of the office, red (0.6) 0.2; the first region is held, and an island.
    """
    names = "\n".join(f'{kind} = "{name}"' for kind, name in needs.items())
    text = f'{IDLE}\n[[observe]]\nobservable = "{observable}"\nname = "it"\n{names}'
    model = country(
        folder,
        text,
        more=LATER,
        places_hold=[1.0, 0.5, 1.0, 0.999],
        parties_office=[0.7, 0.2],
        parties_legal=[1.0, 0.0],
        regime_authority=0.25,
        regime_hours=31.0,
    )
    return [float(value) for value in recorded(model, 1)[0, :, 0]]


@pytest.mark.parametrize(
    ("observable", "needs", "expected"),
    [
        ("seizure_hours", {}, [31, 31]),
        ("authority", {}, [0.25, 0.25]),
        ("held_places", {"places": "regions"}, [1, 1]),
        # The islands exist from month 1; one of them is held fully.
        ("held_places", {"places": "islands"}, [0, 1]),
        ("held_place", {"place": "1"}, [0.5, 0.5]),
        ("office_share", {"party": "blue"}, [0.7, 0.7]),
        ("office_of_others", {}, [0.2, 0.2]),
        # 0.7 - 0.4 and 0.2 - 0.6.
        ("office_less_mandate", {"party": "blue"}, [0.3, 0.3]),
        ("office_less_mandate", {"party": "red"}, [-0.4, -0.4]),
        # (0.3 + 0.4) / 2.
        ("mandate_distance", {}, [0.35, 0.35]),
        ("legal_parties", {}, [1, 1]),
        ("legal_party", {"party": "red"}, [0, 0]),
    ],
)
def test_hand_cases(tmp_path: Path, observable: str, needs: dict[str, str], expected: list[float]) -> None:
    assert seen(tmp_path, observable, **needs) == pytest.approx(expected, abs=1e-6)
