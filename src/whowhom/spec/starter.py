"""The document that `whowhom new` writes: a small association, every line explained."""

from __future__ import annotations

import json

_TEXT = """# A scenario for WhoWhom: an organisation, and what happens in it. Read it from top to bottom.
# A line that begins with # is for you; the program skips it.

title = {title}                    # shown on every page of results
# What it is about, for whoever reads the results.
description = "An association whose members elect a board, which elects its chair."
from = 2000-01-01                  # the first month that is simulated (a date, without quotes)
until = 2020-01-01                 # the month before which it ends

# ----------------------------------------------------------------------------------------------------
# Bodies are named sets of seats. An office is a body of one seat.

[bodies.chair]                     # the name between the dots is how everything else calls this body
label = "Chair"                    # how readers see it
seats = 1                          # one seat: an office
term = "2 years"                   # after which the seat falls vacant; leave it out for "for life"

[bodies.board]
label = "Board"
seats = 7                          # seats at the start
term = "3 years"
staggered = true                   # terms end one after another, not all in the same month
term_limit = 3                     # nobody serves more than three terms in a row

[bodies.assembly]
label = "Members' assembly"
seats = 60                         # every member has a seat and one vote

# ----------------------------------------------------------------------------------------------------
# Rules are sentences: who (by) does what (verb) to whom (over), and with how many votes (decision).

[[rules]]
name = "assembly_elects_board"     # your name for the rule, so that an intervention can change it
verb = "elects"                    # appoints, coopts, draws… fill seats, expels empties them
by = "assembly"                    # who acts
over = "board"                     # whose seats are filled
pool = "assembly"                  # from whom they are taken
decision = "majority"              # more than half of those present; try "2/3" or "majority of seats"
quorum = "1/3"                     # so many of the seats must be present
ballot = "secret"                  # nobody sees how the others vote

[[rules]]
name = "board_elects_chair"
verb = "elects"
by = "board"
over = "chair"
pool = "board"                     # the chair is one of the board
decision = "majority of seats"     # absent members count as no

[[rules]]
name = "assembly_expels_board"
verb = "expels"
by = "assembly"
over = "board"
decision = "2/3"                   # two thirds of those present
every = "12 months"                # once a year; without it, whenever there is occasion

[[rules]]
name = "entry"
verb = "draws"                     # by chance, from those who wait outside
by = "members"                     # all members together
over = "assembly"
pool = "entrants"

# ----------------------------------------------------------------------------------------------------
# People. Known persons stand in a table (people.file = "people.csv"); here all of them enter from outside.

[people]
capacity = 200                     # the most persons at any time

[people.entrants]
pool = 80                          # how many wait at the start, enough for every seat
# Every number has a unit and a source, a key of your bibliography: put yours in place of "example".
age = {{ value = 45, unit = "year", source = "example" }}
# How far ages lie around that mean: two thirds of entrants are within one standard deviation.
age_spread = {{ value = 12, unit = "year", source = "example" }}

# ----------------------------------------------------------------------------------------------------
# The schedule lists the mechanisms that act every month, in this order. `whowhom explain` describes each.

[[schedule]]
mechanism = "mortality"            # seats fall vacant by death, at the ages of a life table
# A number of the schedule may have the source "assumption". It then needs a prior, which says what else the
# number could be: every history draws its own. This one multiplies the chances of the life table.
multiplier = {{ value = 1, unit = "1", source = "assumption", prior = "lognormal(1, 0.2)" }}

[[schedule]]
mechanism = "election"             # the rules above are carried out

# ----------------------------------------------------------------------------------------------------
# Interventions are questions: the same history, but with one thing different.

[interventions.larger_board]         # the name by which arms and the command line call it
label = "A board of eleven"
edits = [{{ set = "bodies.board.seats", to = 11 }}]  # the path of a key, and its other value

[interventions.appointed_chair]
label = "No terms for the chair"
edits = [{{ remove = "bodies.chair.term" }}]

# Arms are the versions that one run simulates side by side, with the same luck.

[[arms]]
name = "base"                      # the document as it stands

[[arms]]
name = "larger"
interventions = ["larger_board"]   # applied from left to right
"""


def starter(name: str) -> str:
    """Give the text of a first document, a small association under the given title, every line explained.

    It reads and passes all checks of `spec` as it stands. The name may be any text.
    """
    # A JSON string is a TOML string too, but for the delete character.
    return _TEXT.format(title=json.dumps(name or "untitled", ensure_ascii=False).replace("\x7f", "\\u007f"))
