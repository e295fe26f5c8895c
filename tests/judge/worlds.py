"""Synthetic worlds in which it is known by construction whether a claim is true.

A chief fills one post. With chance p he takes one of his own men; where he must be fair the chance is a half.
What fairness changes is therefore 1/2 - p at any draw of p, and over a posterior of p the share of draws in
which it is at least as large as a margin is counted, not estimated.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from whowhom.spec.claim import Claim
from whowhom.spec.claim_file import claim_of

PEOPLE = "name,body,patron\nchief,office,\na,,chief\nb,,chief\nc,,\nd,,\n"
PRIOR = "uniform(0.0, 1.0)"
NUMBER = "appointment.from_following"
DOCUMENT = """
title = "A chief and a post"
from = 2000-01-01
until = 2000-03-01
people.file = "people.csv"
bodies.office.seats = 1
bodies.post.seats = 1
rules = [{ name = "fills", verb = "appoints", by = "office", over = "post", pool = "members" }]
observe = [{ name = "his_men", observable = "following", body = "post", office = "office" }]
switches = ["grateful"]

[[schedule]]
mechanism = "appointment"
gratitude = { value = 0.0, unit = "probability", source = "identity" }
from_following = { value = 0.5, unit = "probability", source = "assumption", prior = "uniform(0, 1)" }

[interventions.fair]
label = "he takes his own men half of the time"
edits = [{ set = "schedule.appointment.from_following", to = 0.5 }]

[interventions.grateful]
label = "whoever is taken becomes his man"
edits = [{ set = "schedule.appointment.gratitude", to = 1.0 }]
"""
CLAIM = """
number = "T1"
says = "fairness costs the chief at least a tenth of the posts"
by = ["the test"]
source = "made_up"
scenario = "world.toml"
refuted_by = "it costs him less"
not_tested = "anything else"

[[comparisons]]
name = "fairness"
says = "the chief's men in the post, where he must be fair"
with = ["fair"]
ask = "his_men at 2000-02"
expects = "less"
margin = 0.1
why = "the test's own"

[[otherwise]]
verdict = "contradicted"
says = "he never takes his own men"
edits = [{ set = "schedule.appointment.from_following", to = 0.0 }]
"""


def world(folder: Path, chances: Sequence[float] = (), more: str = "") -> Claim:
    """Write a world whose posterior has these draws of the chance p, or none, and return the claim on it."""
    posterior = 'posterior = "posterior.csv"\n' if chances else ""
    (folder / "world.toml").write_text(posterior + DOCUMENT, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    if chances:
        rows = "\n".join(repr(float(chance)) for chance in chances)
        (folder / "posterior.csv").write_text(f"{NUMBER}\n{rows}\n", encoding="utf-8")
        about = {"units": {NUMBER: "probability"}, "priors": {NUMBER: PRIOR}, "targets": {}, "provenance": {}}
        (folder / "posterior.json").write_text(json.dumps(about), encoding="utf-8")
    path = folder / "claim.toml"
    path.write_text(CLAIM + more, encoding="utf-8")
    return claim_of(path)
