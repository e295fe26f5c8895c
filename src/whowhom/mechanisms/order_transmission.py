"""An order on its way: what reaches the offices that carry it out, and what comes too late to stop them.

The order goes to each of n recipients through k = `links` links. It arrives whole with chance
p^k, p = `fidelity`. If it is called back, the reversal sets out in the month in which that was decided, h
months before the day, and arrives in time with chance p^k F_k(h + slack): each link takes an exponential time
of mean `delay`, and F_k is the distribution of the sum of k such times (Erlang's),

    F_k(t) = 1 - e^(-x) sum over i < k of x^i / i!,    x = t / delay;   1 at delay = 0 or k = 0.

On the day each whom the first order reached carries it out unless the reversal reached him: `executed`, and
`too_late` of them where it was called back. Not ordered, or while the rulers are not in power, nothing is
carried out.
At fidelity = 1 and delay = 0 nothing is lost or late, and a reversal stops everybody.
Does not model: recipients at different distances, orders garbled, officials who ask back.
Source: Tullock 1965 and Downs 1967 for p^k; Erlang's distribution for the delay.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import binomial, streams
from whowhom.core.elementary import exponential
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.theory.hierarchy import delivered_share

RECEIVED, STOPPED = streams("order_transmission", "received", "stopped")


class OrderTransmission(Mechanism):
    """Orders and reversals through links that lose and delay."""

    links = number(
        3.0, unit="1", low=0.0, high=20.0, prior="uniform(1, 5)", says="links from the top to a recipient"
    )
    fidelity = number(
        0.98,
        unit="share",
        low=0.0,
        high=1.0,
        prior="beta(98, 2)",
        says="chance that a link passes an order on whole",
    )
    delay = number(
        0.02,
        unit="month",
        low=0.0,
        high=12.0,
        prior="uniform(0.005, 0.05)",
        says="mean time that a link takes",
    )
    slack = number(
        0.13,
        unit="month",
        low=0.0,
        high=12.0,
        prior="uniform(0.03, 0.3)",
        says="time left in the month of the day itself, after a decision of that month",
    )

    memory = ("campaigns", 1)
    writes = ("campaigns.executed", "campaigns.too_late")


@inner
def _arrives_within(time: float, links: int, delay: float) -> float:
    """Return the chance that a sum of exponential times of mean `delay`, one a link, is at most `time`."""
    if links <= 0 or delay <= 0.0:
        return 1.0
    x = time / delay
    term = exponential(-x)
    late = term
    for link in range(1, links):
        term *= x / link
        late += term
    return min(max(1.0 - late, 0.0), 1.0)


def step(
    links: float,
    fidelity: float,
    delay: float,
    slack: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Remember when it was called back; on the day carry out what arrived."""
    month = state.clock.month[0]
    pressed = state.campaigns
    arrives = delivered_share(fidelity, int(links))
    for campaign in range(polity.campaign_from.size):
        # The month is remembered as one more, because memory begins at 0.
        if pressed.called_back[campaign] > 0.0 and memory[campaign] <= 0.0:
            memory[campaign] = month + 1
        due = int(polity.campaign_due[campaign])
        if month != due or pressed.ordered[campaign] <= 0.0 or state.regime.in_power[0] <= 0.0:
            continue
        received = binomial(draw, RECEIVED, campaign, int(polity.campaign_recipients[campaign]), arrives)
        stopped = 0
        if pressed.called_back[campaign] > 0.0:
            left = due - (float(memory[campaign]) - 1.0) + slack
            reached = arrives * _arrives_within(left, int(links), delay)
            stopped = binomial(draw, STOPPED, campaign, received, reached)
            pressed.too_late[campaign] = received - stopped
        pressed.executed[campaign] = received - stopped
