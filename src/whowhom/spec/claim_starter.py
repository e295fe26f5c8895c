"""The claim that `whowhom new --claim` writes: judged as it stands, every line explained."""

from __future__ import annotations

import json

_TEXT = """\
# A claim, to be judged: whowhom judge FILE
# Every key is explained in docs/reference/claim.md; docs/tutorials/from-a-sentence-to-a-verdict.md goes
# through a whole one.

number = "X1"                # what tables and pages call it: letters, digits and -
says = TITLE                 # the claim in your own words, one thing only
by = ["who asserts it"]
against = ["who is said to hold otherwise"]
source = "assumption"        # where it is asserted: a key of the bibliography

# The organisation: a shipped scenario (whowhom list) or a file beside this one. Draws come from its
# posterior, or from the priors of its numbers where it has none.
scenario = "conclave"

# Write these before you look at any result.
refuted_by = "who is in office has as large a share of the electors without an age limit as with it"
not_tested = "how electors vote"

# What must come out. All comparisons must, unless you write: holds = "any"
[[comparisons]]
name = "no_age_limit"
says = "share of the electors whom the one in office made, end of 2019, without an age limit"
with = ["no_age_limit"]      # interventions of the scenario: whowhom list conclave
ask = "own/electors at 2019-12"   # one number of a history, as for whowhom compare --ask
expects = "less"             # more, less, same, not_more or not_less
margin = 0.05                # the smallest difference that would matter, in the unit of what is asked
why = "assumption: a twentieth of the electors, six of 120"

# Where it comes out the other way: edits of all versions. A claim without such a region says why instead:
# cannot = "…"
[[otherwise]]
verdict = "contradicted"
says = "an age limit that nobody reaches makes no difference when it falls"
edits = [{ set = "bodies.electors.age_limit", to = "110 years" }]
"""


def claim_starter(title: str) -> str:
    """Return the text of a claim that is judged as it stands."""
    return _TEXT.replace("TITLE", json.dumps(title, ensure_ascii=False))
