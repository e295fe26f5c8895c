"""The chain of counts: how many seats of every kind the principal's side holds, exactly, at real sizes.

Seats of a body that differ in nothing the rules ask for are exchangeable: which of them the side holds does
not matter, only how many. Under the two-sided mechanisms (`party_line`, `party_purge`, `party_packing`,
`departure`, `tenure`) these counts are a Markov chain, so that a body of a hundred seats has hundreds of
states where persons would have more than there are atoms.

    kinds.py       seats that are alike, and who sits there at the start
    votes.py       the chance that a side carries a rule, given the counts
    moves.py       what one act does to one kind of seats, as a matrix
    acts.py        the acts of a month, in the order of the schedule
    chain.py       the distribution month by month, control, first passage
    locked.py      the counts from which the rest can undo nothing
"""
