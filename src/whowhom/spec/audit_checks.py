"""Whether the table `[audit]` fits the organisation."""

from __future__ import annotations

from whowhom.spec.audit_table import AuditTable
from whowhom.spec.duration import months_in
from whowhom.spec.findings import Findings
from whowhom.spec.scenario import Scenario


def check_audit(scenario: Scenario, findings: Findings) -> None:
    """Note bodies that do not exist, durations that mean nothing, and more seats held than there are."""
    audit = scenario.audit
    if audit is None:
        return
    if audit.principal is not None:
        findings.known("audit.principal", "body", audit.principal, scenario.bodies)
    for index, target in enumerate(audit.targets):
        findings.known(f"audit.targets[{index}]", "body", target, scenario.bodies)
    for leaf in ("tenure", "horizon"):
        text = getattr(audit, leaf)
        if text is not None:
            findings.told(f"audit.{leaf}", lambda text=text: months_in(text))  # type: ignore[misc]
    _check_hold(audit, scenario, findings)


def _check_hold(audit: AuditTable, scenario: Scenario, findings: Findings) -> None:
    """Check the seats that the principal's side is said to hold."""
    for name, seats in audit.hold.items():
        key = f"audit.hold.{name}"
        if findings.known(key, "body", name, scenario.bodies):
            most = scenario.bodies[name].seats
            if not 0 <= seats <= most:
                findings.wrong(key, f"found {seats}; expected 0 to {most}, the seats of {name}")
