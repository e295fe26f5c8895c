"""Asking a plain Python which draws decided: the calls go there in a file, the answers come back in one."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from whowhom.build.model import Model
from whowhom.simulate.batch import cores
from whowhom.spec.errors import ResultError
from whowhom.trace.chain import TIE, Link
from whowhom.trace.follow import START, Kept, Step
from whowhom.trace.otherwise import Decided
from whowhom.trace.plain import Question
from whowhom.trace.recall import Recalled
from whowhom.trace.tally import sent_by_public

PROGRAM = "import sys; from whowhom.trace.plain import main; main(*sys.argv[1:])"


def decide(recalled: Recalled, links: list[Link], kept: dict[Step, Kept]) -> dict[int, Decided]:
    """Return, by the place of the link, what the draws of its call had to do with it; none for the start."""
    asked = [number for number, link in enumerate(links) if link.step != START]
    questions = [_question(recalled, links[number], kept) for number in asked]
    # Every second one each, because long calls of the same kind lie side by side.
    parts = [part for part in (range(start, len(asked), cores()) for start in range(cores())) if len(part)]
    with ThreadPoolExecutor(max(len(parts), 1)) as pool:
        answers = list(pool.map(lambda part: _asked(recalled, [questions[i] for i in part]), parts))
    return {
        asked[i]: decided
        for part, found in zip(parts, answers, strict=True)
        for i, decided in zip(part, found, strict=True)
    }


def _question(recalled: Recalled, link: Link, kept: dict[Step, Kept]) -> Question:
    """Return what is asked of the call of a link."""
    model = recalled.model
    entry, call = model.entries[link.step.call], kept[link.step]
    place = link.seat if link.seat >= 0 else link.taken
    moved = "moved" in link.marks
    body = _seats(model, int(model.polity.seat_body[place])) if place >= 0 else (0, 0)
    return Question(
        mechanism=entry.mechanism.name,
        path=entry.mechanism.path,
        which=entry.which,
        numbers=call.numbers,
        memory=call.memory,
        before=call.before,
        after=call.after,
        month=link.step.month,
        person=link.person,
        seats=(link.seat, link.seat + 1) if moved else body,
        seat=link.seat,
        seats_about=(place, link.other) if moved else (place,),
        body=body,
        elector_seats=tuple(
            _seats(model, elector) for elector in link.electors if not sent_by_public(model, elector)
        ),
        people=model.sizes.people,
        all_seats=model.sizes.seats,
        patron=link.other if link.kind == TIE else None,
    )


def _seats(model: Model, body: int) -> tuple[int, int]:
    """Return the first seat of a body and the one after its last."""
    first = int(model.polity.body_first[body])
    return first, first + int(model.polity.body_capacity[body])


def _asked(recalled: Recalled, questions: list[Question]) -> list[Decided]:
    """Answer some questions in a Python of their own, whose kernels are plain functions."""
    with tempfile.TemporaryDirectory() as folder:
        there, back = Path(folder) / "questions", Path(folder) / "answers"
        model = recalled.model
        given = {"polity": model.polity, "sizes": model.sizes, "key": recalled.key, "questions": questions}
        there.write_bytes(pickle.dumps(given))
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(there), str(back)],
            env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            last = done.stderr.strip().splitlines()[-1:] or ["it ended without a word"]
            raise ResultError(f"making calls again in plain Python failed: {last[0]}")
        found: list[Decided] = pickle.loads(back.read_bytes())
        return found
