"""The document that `whowhom new --statute` writes: a club's statute, to be audited, every line explained."""

from __future__ import annotations

import json

_TEXT = """# The statute of an organisation, to be audited: whowhom audit {file}
# Read it from top to bottom and replace what is not so in yours. A line that begins with # is for you.

title = {title}
from = 2026-01-01                  # the day from which the audit looks ahead (a date, without quotes)
until = 2046-01-01

# ----------------------------------------------------------------------------------------------------
# 1. Who is there? A body is a set of seats; an office is a body of one seat.

[bodies.assembly]                  # the name after the dot is how everything else calls it: a-z, 0-9, _
label = "General assembly"         # how readers see it
seats = 12                         # members with a vote; add weights = [3, 1, ...] where votes differ
source = "statute, article 5"      # where it is written

# Members who leave of themselves: a share for each year, from your own lists. Leave these lines out if you do
# not know; then nobody leaves early, and a body without a term never changes. They make an audit slow where
# a body has more than some twenty seats.
[bodies.assembly.early_exit]
value = 0.10
unit = "1/year"
source = "membership lists, 2016 to 2025"

[bodies.board]
label = "Board"
seats = 5
term = "3 years"                   # how long somebody is chosen for; leave it out for life, or at pleasure
# The day on which the present term of each seat ends: one date for each seat, or one for all of them. Leave
# it out and write staggered = true where ends are spread evenly and you do not know the days.
ends = [2027-03-31, 2027-03-31, 2027-03-31, 2028-03-31, 2028-03-31]
source = "statute, article 8"

[bodies.president]
label = "President"
seats = 1
term = "2 years"
ends = [2027-03-31]
source = "statute, article 9"

# ----------------------------------------------------------------------------------------------------
# 2. Who does what to whom? A rule is a sentence: by VERB over. Verbs that fill seats: appoints (the first
# seat of `by` decides alone; where all of it votes, write elects), elects, coopts (a body takes in others by
# its vote), draws (by lot from `by`), ex_officio (the seat comes with another). Verbs that check: confirms,
# vetoes, proposes (only its candidates go to the vote). expels empties seats, enlarges adds some.
# by = "members" stands for voters who are no body of the document.

[[rules]]
name = "admission"                 # your name for the rule, so that you can change it in a draft
verb = "coopts"
by = "board"                       # who decides
over = "assembly"                  # who gets in
decision = "majority"              # "2/3", "2/3 of seats", "unanimity", "5 votes", ...; absent: majority
source = "statute, article 3"

[[rules]]
name = "election_of_the_board"
verb = "elects"
by = "assembly"
over = "board"
decision = "majority"
quorum = "1/2"                     # so many seats must be present
source = "statute, article 8"

[[rules]]
name = "election_of_the_president"
verb = "elects"
by = "board"
over = "president"
source = "statute, article 9"

[[rules]]
name = "removal"
verb = "expels"
by = "assembly"
over = "board"
decision = "2/3"
source = "statute, article 12"

# ----------------------------------------------------------------------------------------------------
# 3. Whose capture do you fear?

[audit]
principal = "president"            # the body whose side might capture others; leave it out to try each office
horizon = "10 years"
hold = {{ board = 3, assembly = 5 }}  # seats of each body that are on its side today

# ----------------------------------------------------------------------------------------------------
# 4. Drafts: what would you change? Each is tried with  whowhom audit {file} --with slate

[interventions.slate]
label = "only candidates whom the president proposes go to the vote"
edits = [
  {{ add = "rules", value = {{ name = "slate", verb = "proposes", by = "president", over = "board" }} }},
]

[interventions.consent]
label = "the assembly must agree to whom the board admits"
edits = [
  {{ add = "rules", value = {{ name = "consent", verb = "confirms", by = "assembly", over = "assembly" }} }},
]

[interventions.longer_terms]
label = "terms of six years, one seat or so each year"
edits = [
  {{ set = "bodies.board.term", to = "6 years" }},
  {{ remove = "bodies.board.ends" }},
  {{ set = "bodies.board.staggered", to = true }},
]
"""


def statute(name: str, file: str) -> str:
    """Return the text of a document to be audited, under a title of one's own, for a file of that name."""
    return _TEXT.format(title=json.dumps(name, ensure_ascii=False), file=file)
