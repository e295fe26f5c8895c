"""Whether the members of a document fill whole cells and districts, and its places."""

from __future__ import annotations

from whowhom.spec.findings import Findings
from whowhom.spec.scenario import Scenario


def check_membership(scenario: Scenario, findings: Findings) -> None:
    """Note places that do not exist, members who fill no whole districts, places without a district."""
    table = scenario.membership
    if table is None:
        return
    known = findings.known("membership.places", "set of places", table.places, scenario.places)
    size = table.cell * table.district
    whole = max(table.districts, 1) * size
    if table.members != whole:
        findings.wrong(
            "membership.members",
            f"found {table.members}; expected whole districts of {table.cell} times {table.district}, "
            f"for example {whole}",
        )
    elif known and table.districts < scenario.places[table.places].count:
        findings.wrong(
            "membership.members",
            f"found {table.districts} districts; expected one at least for each of "
            f"{scenario.places[table.places].count} places",
        )
