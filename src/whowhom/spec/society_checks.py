"""Whether parties, instruments, campaigns and remembered names fit the rest of a document."""

from __future__ import annotations

from whowhom.spec.findings import Findings
from whowhom.spec.scenario import Scenario


def check_society(scenario: Scenario, findings: Findings) -> None:
    """Note owners and tiers that are no bodies, several ruling parties, campaigns about the unremembered."""
    ruling = [name for name, party in scenario.parties.items() if party.ruling]
    for name in ruling[1:]:
        findings.wrong(
            f"parties.{name}.ruling", f"found a second ruling party beside {ruling[0]!r}; expected one"
        )
    for name, instrument in scenario.instruments.items():
        key = f"instruments.{name}"
        findings.known(f"{key}.owner", "body", instrument.owner, scenario.bodies)
        findings.ordered(key, instrument.start, instrument.until)
    for name, campaign in scenario.campaigns.items():
        key = f"campaigns.{name}"
        findings.known(f"{key}.about", "subject", campaign.about, scenario.subjects)
        for index, tier in enumerate(campaign.tiers):
            findings.known(f"{key}.tiers[{index}]", "body", tier, scenario.bodies)
        findings.within(f"{key}.from", campaign.start, scenario.start, scenario.until)
        if campaign.due <= campaign.start:
            findings.wrong(f"{key}.due", f"found {campaign.due}; expected a date after {campaign.start}")
    findings_of_places(scenario, findings)


def findings_of_places(scenario: Scenario, findings: Findings) -> None:
    """Note sets of places and publics that ask for columns of a file that no set of places names."""
    for name, places in scenario.places.items():
        for leaf in ("output_by", "garrison_by"):
            column = getattr(places, leaf)
            if column is not None and places.file is None:
                findings.wrong(f"places.{name}.{leaf}", "found a column; expected a file of places beside it")
            if column is not None and getattr(places, leaf.removesuffix("_by")) is None:
                whole = leaf.removesuffix("_by")
                findings.wrong(f"places.{name}.{leaf}", f"found a column; expected {whole}, which it divides")
    for name, public in scenario.publics.items():
        places_of = scenario.places.get(public.places)
        for leaf in ("members_by", "support_by"):
            if getattr(public, leaf) is not None and (places_of is None or places_of.file is None):
                findings.wrong(
                    f"publics.{name}.{leaf}",
                    f"found a column; expected places.{public.places}.file beside it",
                )


def check_subjects(scenario: Scenario, persons: set[str], findings: Findings) -> None:
    """Note remembered names that are not in the table of persons."""
    for index, who in enumerate(scenario.subjects):
        findings.known(f"subjects[{index}]", "person", who, persons)
