"""The declared model in plain NumPy, the history axis first in every array, shared out over two processes.

Idiomatic vectorised NumPy in float32: rare events go through index lists, elections run only when due, chunks
have the fastest size. Chance is the library's counter hash (same draws as the compiled versions) or NumPy's
SFC64.
"""

from __future__ import annotations

from concurrent.futures import Executor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks import parameters as p
from benchmarks import single as c
from benchmarks.numpy_chance import Array, Chance, GeneratorChance, HashChance

CHUNK = 200
SLOTS = p.CURRENTS


def take(values: Array, flat: NDArray[np.intp]) -> Array:
    """Return the values at places of the array laid flat."""
    return values.ravel().take(flat, mode="clip")


class Batch:
    """All histories of one chunk, and the steps of one month."""

    def __init__(self, chance: Chance, count: int, people: int, places: int) -> None:
        self.chance, self.count, self.people, self.places = chance, count, people, places
        self.rows = np.arange(count)
        self.offset = (self.rows * people)[:, None]
        n, seats = people, places + p.OFFICES
        self.economy = np.zeros((count, p.INDICATORS), np.float32)
        self.discontent = np.full((count, p.GROUPS), c.HALF)
        self.support = np.full((count, p.GROUPS), c.HALF)
        self.opinion = [c.TWO * chance.uniform(c.FIRST_OPINION_STREAM, n, d * n) - c.ONE for d in range(2)]
        for d, position in enumerate((c.POSITION_0, c.POSITION_1)):
            self.opinion[d][:, :SLOTS] = position
        self.competence = chance.uniform(c.FIRST_COMPETENCE_STREAM, n)
        self.health = c.HALF + c.HALF * chance.uniform(c.FIRST_HEALTH_STREAM, n)
        self.patron = chance.whole(c.FIRST_PATRON_STREAM, n, SLOTS)
        self.loyalty = np.full((count, n), c.LOYALTY_START)
        self.prestige = np.zeros((count, n), np.float32)
        self.holder = np.tile(np.arange(SLOTS, SLOTS + seats, dtype=np.intp), (count, 1))
        self.leaning = np.zeros((count, SLOTS, places), np.float32)
        self.congress = np.zeros((count, SLOTS), np.float32)
        self.leader = np.zeros(count, np.intp)
        self.place_group = np.arange(places) % p.GROUPS

    def flat(self, index: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return where index[r, ...] of history r lies in an array laid flat."""
        return index + self.offset

    def economy_and_groups(self) -> None:
        """Steps 1 and 2."""
        chance = self.chance
        self.economy = c.PERSISTENCE * self.economy + c.SHOCK * chance.normal(c.ECONOMY_STREAM, p.INDICATORS)
        d, s = self.discontent, self.support
        of_group = self.economy[:, np.arange(p.GROUPS) % p.INDICATORS]
        aim = c.DISCONTENT_LEVEL - c.ECONOMY_EFFECT * of_group + c.SUPPORT_EFFECT * (c.HALF - s)
        noise = c.MOOD_NOISE * chance.normal(c.DISCONTENT_STREAM, p.GROUPS)
        self.discontent = np.clip(d + c.MOOD_RATE * (aim - d) + noise, c.ZERO, c.ONE)
        noise = c.MOOD_NOISE * chance.normal(c.SUPPORT_STREAM, p.GROUPS)
        self.support = np.clip(s + c.MOOD_RATE * (c.ONE - self.discontent - s) + noise, c.ZERO, c.ONE)

    def deaths(self) -> None:
        """Steps 3 and 4."""
        chance, n = self.chance, self.people
        self.health -= c.DECLINE_LEAST + c.DECLINE_SPREAD * chance.uniform(c.DECLINE_STREAM, n)
        np.maximum(self.health, c.ZERO, out=self.health)
        hazard = c.HAZARD_LEAST + c.HAZARD_SCALE * np.exp(-c.HAZARD_STEEPNESS * self.health)
        self.dead = chance.uniform(c.DEATH_STREAM, n) < hazard
        r, i = np.nonzero(self.dead)
        if r.size == 0:
            return
        orphan_r, orphan = np.nonzero(take(self.dead, self.flat(self.patron)))
        self.patron[orphan_r, orphan] = self.leader[orphan_r]
        self.loyalty[orphan_r, orphan] *= c.HALF
        self.health[r, i] = c.HALF + c.HALF * chance.uniform_at(c.NEW_HEALTH_STREAM, r, i)
        self.competence[r, i] = chance.uniform_at(c.NEW_COMPETENCE_STREAM, r, i)
        spokesman = i < SLOTS
        for d, position in enumerate((c.POSITION_0, c.POSITION_1)):
            opinion = c.TWO * chance.uniform_at(c.NEW_OPINION_STREAM, r, i + d * n) - c.ONE
            opinion[spokesman] = position[i[spokesman]]
            self.opinion[d][r, i] = opinion
        self.prestige[r, i] = c.ZERO
        self.loyalty[r, i] = c.LOYALTY_START
        self.patron[r, i] = chance.whole_at(c.NEW_PATRON_STREAM, r, i, SLOTS)

    def persuasion(self) -> None:
        """Step 5."""
        chance, n = self.chance, self.people
        x, y = self.opinion
        weights, pull_x, pull_y = np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
        for m in range(p.PARTNERS):
            partner = self.flat(chance.whole(c.PARTNER_STREAM, n, n, m * n))
            dx, dy = take(x, partner) - x, take(y, partner) - y
            weight = take(self.prestige, partner) + c.PRESTIGE_FLOOR
            weight *= dx * dx + dy * dy < c.CONFIDENCE
            weights += weight
            pull_x += weight * dx
            pull_y += weight * dy
        weights += c.ONE
        tie, patron = c.PATRON_PULL * self.loyalty, self.flat(self.patron)
        moved = []
        for d, (own, total) in enumerate(((x, pull_x), (y, pull_y))):
            total *= c.PERSUASION
            total /= weights
            total += tie * (take(own, patron) - own)
            total += c.OPINION_NOISE * chance.normal(c.OPINION_NOISE_STREAM, n, d * n)
            moved.append(np.clip(own + total, -c.ONE, c.ONE))
        self.opinion = moved

    def standing(self) -> None:
        """Steps 6 to 8."""
        x, y = self.opinion
        patron = self.flat(self.patron)
        dx, dy = take(x, patron) - x, take(y, patron) - y
        closeness = np.exp(-c.LOYALTY_STEEPNESS * (dx * dx + dy * dy))
        self.loyalty += c.LOYALTY_RATE * (closeness - self.loyalty)
        counts = np.bincount(patron.ravel(), minlength=self.count * self.people)
        self.clients = counts.reshape(self.count, self.people).astype(np.float32)
        aim = c.COMPETENCE_SHARE * self.competence
        aim += c.CLIENT_SHARE * self.clients / (self.clients + c.CLIENT_HALF)
        self.prestige += c.PRESTIGE_RATE * (aim - self.prestige)

    def vacancies(self) -> None:
        """Step 9."""
        chance, seats = self.chance, self.places + p.OFFICES
        vacant = take(self.dead, self.flat(self.holder)) | (
            chance.uniform(c.ROTATION_STREAM, seats) < c.ROTATION
        )
        r, s = np.nonzero(vacant)
        self.filled = np.bincount(r, minlength=self.count)
        chief = np.where(s < self.places, self.holder[r, self.places], self.leader[r])
        index = s[:, None] * p.CANDIDATES + np.arange(p.CANDIDATES)
        rows = np.broadcast_to(r[:, None], index.shape)
        who = chance.whole_at(c.CANDIDATE_STREAM, rows, index, self.people)
        x, y = self.opinion
        dx, dy = x[rows, who] - x[r, chief][:, None], y[rows, who] - y[r, chief][:, None]
        gumbel = -np.log(-np.log(chance.uniform_at(c.CANDIDATE_NOISE_STREAM, rows, index)))
        value = np.where(self.patron[rows, who] == chief[:, None], self.loyalty[rows, who], c.ZERO)
        value += c.COMPETENCE_WEIGHT * self.competence[rows, who] - c.DISTANCE_WEIGHT * np.sqrt(
            dx * dx + dy * dy
        )
        value += c.PRESTIGE_WEIGHT * self.prestige[rows, who] + c.GUMBEL_WEIGHT * gumbel
        winner = who[np.arange(r.size), value.argmax(axis=1)]
        self.holder[r, s] = winner
        self.patron[r, winner] = chief
        self.loyalty[r, winner] = np.maximum(self.loyalty[r, winner], c.LOYALTY_SEATED)

    def leanings(self) -> None:
        """Step 10."""
        secretary = self.flat(self.holder[:, : self.places])
        self.near = [take(opinion, secretary) for opinion in self.opinion]
        dx = self.near[0][:, None, :] - c.POSITION_0[None, :, None]
        dy = self.near[1][:, None, :] - c.POSITION_1[None, :, None]
        self.distance = dx * dx + dy * dy
        mood = self.support[:, self.place_group] - c.HALF
        leads = np.arange(SLOTS) == self.leader[:, None]
        factor = np.where(leads, c.ONE, -c.OPPOSITION_SHARE)
        aim = c.SECRETARY_LEVEL - c.SECRETARY_SLOPE * self.distance + factor[:, :, None] * mood[:, None, :]
        noise = self.chance.normal(c.LEANING_STREAM, SLOTS * self.places).reshape(aim.shape)
        self.leaning += c.LEANING_RATE * (aim - self.leaning) + c.LEANING_NOISE * noise

    def delegates(self) -> None:
        """Three tiers of delegates, with the thumb of the secretary on each."""
        favoured = np.arange(SLOTS)[:, None] == self.distance.argmin(axis=1)[:, None, :]
        tilt = np.where(favoured, c.TILT, c.ONE)
        votes = np.exp(self.leaning)
        for tier, size in enumerate(c.TIER_SIZES):
            votes *= tilt
            rest = votes.sum(axis=1)
            left = np.full_like(rest, size)
            for current in range(SLOTS - 1):
                share = np.minimum(votes[:, current] / np.maximum(rest, c.TINY), c.ONE)
                rest -= votes[:, current]
                z = self.chance.normal(c.DELEGATES_STREAM, self.places, (3 * tier + current) * self.places)
                mean = left * share
                count = np.floor(mean + np.sqrt(mean * (c.ONE - share)) * z + c.HALF)
                votes[:, current] = np.clip(count, c.ZERO, left)
                left -= votes[:, current]
            votes[:, SLOTS - 1] = left
        self.congress = votes.sum(axis=2)

    def contest(self) -> None:
        """Slate and vote, in the histories where somebody else than the leader leads the congress."""
        challenger = self.congress.argmax(axis=1).astype(np.intp)
        r = np.nonzero(challenger != self.leader)[0]
        sizes = p.SLATE_LEAST + self.chance.whole(c.SLATE_SIZE_STREAM, 1, p.SLATE_SIZES)[:, 0]
        score = self.prestige + c.SLATE_NOISE * self.chance.normal(c.SLATE_NOISE_STREAM, self.people)
        score += c.MACHINE_BONUS * (self.patron == self.holder[:, self.places, None])
        most = p.SLATE_LEAST + p.SLATE_SIZES - 1
        top = np.argpartition(-score[r], most - 1, axis=1)[:, :most]
        rows = r[:, None]
        top = np.take_along_axis(top, np.argsort(-score[rows, top], axis=1), axis=1)
        seated = np.arange(most) < sizes[r, None]
        loyal = c.VOTE_LOYALTY * self.loyalty[rows, top]
        cost = []
        for chief in (challenger[r, None], self.leader[r, None]):
            d = [opinion[rows, top] - opinion[rows, chief] for opinion in self.opinion]
            cost.append(d[0] * d[0] + d[1] * d[1] - loyal * (self.patron[rows, top] == chief))
        yes = ((cost[0] < cost[1]) & seated).sum(axis=1)
        won = r[2 * yes > sizes[r]]
        self.leader[won] = challenger[won]

    def step(self, month: int) -> None:
        """Run one month."""
        self.chance.month = month
        self.economy_and_groups()
        self.deaths()
        self.persuasion()
        self.standing()
        self.vacancies()
        self.leanings()
        if month % p.ELECTION_PERIOD == 0:
            self.delegates()
            self.contest()

    def outputs(self, out: Array) -> None:
        """Step 12: write 21 numbers for every history."""
        rows, leader = self.rows, self.leader
        x, y = self.opinion
        secretary = self.holder[:, self.places]
        holder = self.flat(self.holder)
        share = self.clients / np.float32(self.people)
        out[:, 0], out[:, 1] = self.economy.mean(axis=1), self.discontent.mean(axis=1)
        out[:, 2], out[:, 3] = self.support.mean(axis=1), self.dead.mean(axis=1)
        out[:, 4], out[:, 5], out[:, 6] = self.health.mean(axis=1), x.mean(axis=1), y.mean(axis=1)
        out[:, 7] = (x * x + y * y).mean(axis=1)
        out[:, 8], out[:, 9] = self.loyalty.mean(axis=1), self.prestige.mean(axis=1)
        out[:, 10] = self.prestige.max(axis=1)
        out[:, 11], out[:, 12], out[:, 13] = share[rows, secretary], share[rows, leader], share.max(axis=1)
        out[:, 14] = self.filled / self.holder.shape[1]
        out[:, 15] = take(self.competence, holder).mean(axis=1)
        out[:, 16] = take(self.loyalty, holder).mean(axis=1)
        out[:, 17] = (take(self.patron, holder) == leader[:, None]).mean(axis=1)
        out[:, 18] = self.leaning[rows, leader].mean(axis=1)
        out[:, 19] = self.congress[rows, leader] / np.float32(p.TIER_SIZES[-1] * self.places)
        out[:, 20] = leader


def run_chunk(
    seed: int, months: int, people: int, places: int, source: str, piece: tuple[int, int]
) -> NDArray[np.float32]:
    """Run one chunk, `piece` = (first history, count), and return its outputs, shape (count, months, 21)."""
    first, count = piece
    chance: Chance = (HashChance if source == "hash" else GeneratorChance)(seed, first, count)
    batch = Batch(chance, count, people, places)
    outputs = np.empty((count, months, len(p.OUTPUTS)), np.float32)
    for month in range(1, months + 1):
        batch.step(month)
        batch.outputs(outputs[:, month - 1])
    return outputs


def run(
    seed: int,
    first: int,
    count: int,
    months: int = p.MONTHS,
    people: int = p.PEOPLE,
    places: int = p.PLACES,
    source: str = "hash",
    pool: Executor | None = None,
    chunk: int = CHUNK,
) -> NDArray[np.float32]:
    """Return the outputs of histories first .. first+count-1; `pool`, if given, shares out the chunks."""
    pieces = [(first + k, min(chunk, count - k)) for k in range(0, count, chunk)]
    work = partial(run_chunk, seed, months, people, places, source)
    return np.concatenate(list(map(work, pieces) if pool is None else pool.map(work, pieces)))
