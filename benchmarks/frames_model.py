"""Steps 3 to 8 of the declared model in idiomatic mesa-frames: one Polars table of actors, a column each.

Health and death, newcomers, persuasion, loyalty, clients, prestige; no groups, seats, places or elections,
so that person 0 leads throughout. Chance is NumPy's, through the model's generator; partners and patrons are
read by `gather`; clients are counted by NumPy, since a join would cost more.

Runs in an environment of its own, without the library: `python -m benchmarks.frames_model` prints the seconds
that the asked histories took, start-up not counted, or writes their outputs with --out.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF
from numpy.typing import NDArray

from benchmarks import parameters as p

LEADER = 0
X, Y, PATRON = pl.col("x"), pl.col("y"), pl.col("patron")
HEALTH, LOYALTY, PRESTIGE, DEAD = pl.col("health"), pl.col("loyalty"), pl.col("prestige"), pl.col("dead")


class Persons(AgentSetPolars):
    """The actors; slot i is row i."""

    def __init__(self, model: Polity, people: int) -> None:
        super().__init__(model)
        self.count = people
        x, y = self.opinions()
        self += pl.DataFrame(
            {
                "unique_id": np.arange(people),
                "x": x,
                "y": y,
                "competence": self.uniform(),
                "health": np.float32(0.5) + np.float32(0.5) * self.uniform(),
                "loyalty": np.full(people, p.LOYALTY_START, np.float32),
                "prestige": np.zeros(people, np.float32),
                "patron": self.random.integers(0, p.CURRENTS, people),
                "dead": np.zeros(people, bool),
                "clients": np.zeros(people, np.float32),
            }
        )

    def uniform(self) -> NDArray[np.float32]:
        """Return a uniform number for each actor."""
        return self.random.random(self.count, dtype=np.float32)

    def normal(self) -> NDArray[np.float32]:
        """Return a normal number for each actor."""
        return self.random.standard_normal(self.count, dtype=np.float32)

    def opinions(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return opinions of newcomers in every slot; the first four stand where their currents do."""
        x, y = 2 * self.uniform() - 1, 2 * self.uniform() - 1
        x[: p.CURRENTS], y[: p.CURRENTS] = p.POSITION_0, p.POSITION_1
        return x, y

    def decline(self) -> None:
        """Step 3."""
        lost = pl.lit(pl.Series(p.DECLINE_LEAST + p.DECLINE_SPREAD * self.uniform(), dtype=pl.Float32))
        luck = pl.lit(pl.Series(self.uniform()))
        left = pl.max_horizontal(HEALTH - lost, pl.lit(0.0, pl.Float32))
        hazard = p.HAZARD_LEAST + p.HAZARD_SCALE * (-p.HAZARD_STEEPNESS * left).exp()
        self.agents = self.agents.with_columns(health=left, dead=luck < hazard)

    def replace(self) -> None:
        """Step 4."""
        if not self.agents["dead"].any():
            return
        orphan = DEAD.gather(PATRON)
        x, y = self.opinions()
        fresh = {
            "x": x,
            "y": y,
            "competence": self.uniform(),
            "health": np.float32(0.5) + np.float32(0.5) * self.uniform(),
            "patron": self.random.integers(0, p.CURRENTS, self.count),
        }
        passed = self.agents.with_columns(
            patron=pl.when(orphan).then(pl.lit(LEADER)).otherwise(PATRON),
            loyalty=pl.when(orphan).then(LOYALTY * 0.5).otherwise(LOYALTY),
        )
        self.agents = passed.with_columns(
            *(
                pl.when(DEAD).then(pl.lit(pl.Series(values))).otherwise(pl.col(name)).alias(name)
                for name, values in fresh.items()
            ),
            loyalty=pl.when(DEAD).then(pl.lit(p.LOYALTY_START, pl.Float32)).otherwise(LOYALTY),
            prestige=pl.when(DEAD).then(pl.lit(0.0, pl.Float32)).otherwise(PRESTIGE),
        )

    def listen(self) -> None:
        """Step 5."""
        partners = [pl.lit(pl.Series(self.random.integers(0, self.count, self.count))) for _ in range(4)]
        heard = self.agents.select(
            x=X,
            y=Y,
            tie=p.PATRON_PULL * LOYALTY,
            patron_x=X.gather(PATRON),
            patron_y=Y.gather(PATRON),
            **{f"dx{m}": X.gather(other) - X for m, other in enumerate(partners)},
            **{f"dy{m}": Y.gather(other) - Y for m, other in enumerate(partners)},
            **{f"w{m}": p.PRESTIGE_FLOOR + PRESTIGE.gather(other) for m, other in enumerate(partners)},
        )
        dx, dy = ([pl.col(f"{axis}{m}") for m in range(p.PARTNERS)] for axis in ("dx", "dy"))
        weights = [
            pl.when(dx[m] * dx[m] + dy[m] * dy[m] < p.CONFIDENCE).then(pl.col(f"w{m}")).otherwise(0.0)
            for m in range(p.PARTNERS)
        ]
        heard = heard.with_columns(**{f"w{m}": weight for m, weight in enumerate(weights)})
        w = [pl.col(f"w{m}") for m in range(p.PARTNERS)]
        total = 1.0 + w[0] + w[1] + w[2] + w[3]
        moved = []
        for own, axis, patron in ((X, dx, "patron_x"), (Y, dy, "patron_y")):
            pull = w[0] * axis[0] + w[1] * axis[1] + w[2] * axis[2] + w[3] * axis[3]
            noise = pl.lit(pl.Series(self.normal()))
            new = own + p.PERSUASION * pull / total + pl.col("tie") * (pl.col(patron) - own)
            moved.append((new + p.OPINION_NOISE * noise).clip(-1.0, 1.0).cast(pl.Float32))
        self.agents = self.agents.with_columns(heard.select(x=moved[0], y=moved[1]))

    def relate(self) -> None:
        """Steps 6 to 8."""
        counts = np.bincount(self.agents["patron"].to_numpy(), minlength=self.count)
        clients = pl.lit(pl.Series(counts.astype(np.float32)))
        dx, dy = X.gather(PATRON) - X, Y.gather(PATRON) - Y
        closeness = (-p.LOYALTY_STEEPNESS * (dx * dx + dy * dy)).exp()
        aim = p.COMPETENCE_SHARE * pl.col("competence")
        aim += p.CLIENT_SHARE * clients / (clients + p.CLIENT_HALF)
        self.agents = self.agents.with_columns(
            loyalty=LOYALTY + p.LOYALTY_RATE * (closeness - LOYALTY),
            prestige=PRESTIGE + p.PRESTIGE_RATE * (aim - PRESTIGE),
            clients=clients,
        )

    def step(self) -> None:
        """Run one month."""
        self.decline()
        self.replace()
        self.listen()
        self.relate()


class Polity(ModelDF):
    """The actors and nobody else."""

    def __init__(self, seed: int, people: int) -> None:
        super().__init__(seed)
        self.persons = Persons(self, people)
        self.agents += self.persons

    def outputs(self) -> list[float]:
        """Return the outputs of `parameters.ACTOR_OUTPUTS` of this month."""
        table, count = self.persons.agents, len(self.persons)
        row = table.select(
            dying=DEAD.mean(),
            health=HEALTH.mean(),
            x=X.mean(),
            y=Y.mean(),
            square=(X * X + Y * Y).mean(),
            loyalty=LOYALTY.mean(),
            prestige=PRESTIGE.mean(),
            greatest=PRESTIGE.max(),
            leader=pl.col("clients").get(LEADER) / count,
            most=pl.col("clients").max() / count,
        ).row(0)
        return list(row)


def run(seed: int, months: int = p.MONTHS, people: int = p.PEOPLE) -> NDArray[np.float32]:
    """Return the outputs of one history, shape (months, 10)."""
    model = Polity(seed, people)
    rows = []
    for _ in range(months):
        model.persons.do("step")
        rows.append(model.outputs())
    return np.array(rows, np.float32)


def main() -> None:
    """Run histories 1 to --histories, one after another."""
    parser = argparse.ArgumentParser(description="Steps 3 to 8 of the declared model in mesa-frames.")
    parser.add_argument("--histories", type=int, default=1)
    parser.add_argument("--months", type=int, default=p.MONTHS)
    parser.add_argument("--people", type=int, default=p.PEOPLE)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    run(1, 2, given.people)
    began = time.perf_counter()
    found = [run(seed, given.months, given.people) for seed in range(1, given.histories + 1)]
    seconds = time.perf_counter() - began
    if given.out is not None:
        np.save(given.out, np.stack(found))
    print(seconds)


if __name__ == "__main__":
    main()
