"""The stylised facts of the case as measures: each is reported as reproduced or missed, with its number.

The arithmetic stands in `soviet_patterns`; what the run recorded and what is on record meet in the modules of
the land, of the party and of dissent. Here they stand together, by the number of the system that shows them.
"""

from __future__ import annotations

from whowhom.report import soviet_facts_land as land
from whowhom.report import soviet_facts_party as party
from whowhom.report import soviet_facts_voices as voices
from whowhom.report.measure import Measure

FACTS: dict[int, tuple[Measure, ...]] = {
    4: (land.SOWING_FALL, land.SOWING_RECOVERY, land.SOWING_TURNS, land.SOWING_AGAINST_FORCE),
    5: (land.RETREATED, land.RETREAT_AFTER_RISING, land.RETREAT_FOLLOWS_RISING),
    7: (party.FUNNEL_KEPT, party.FUNNEL_NARROWS, party.PACKING_LEADS, party.PACKING_FIRST),
    8: (party.PARTNERS_TARGETED, party.PARTNERS_BEYOND_CHANCE),
    9: (land.PEAK_OF_1930, land.LATE_1930, land.UNREST_BREAKS, land.AFTER_RETREAT),
    10: (land.REPRESSION_FOLLOWS, land.REPRESSION_LATER, land.REPRESSION_PARTS),
    12: (voices.GROW_AFTER_TRIALS, voices.MORE_AFTER_TRIALS, voices.ANSWER_TO_REPRISALS),
    13: (voices.ORDERED, voices.REVERSED, voices.REVERSED_AND_MISSED, voices.TOO_LATE),
}
"""The facts of each system, as measures."""
