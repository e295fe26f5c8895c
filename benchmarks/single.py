"""The numbers of `parameters` as float32 constants and the streams as `NAME_STREAM`, for compiled code.

A bare Python float inside a compiled loop would promote the whole expression to 64 bits.
"""

from __future__ import annotations

import numpy as np

from benchmarks import parameters
from whowhom.core.draw import stream

STREAM_NAMES = (
    "first_opinion",
    "first_competence",
    "first_health",
    "first_patron",
    "economy",
    "discontent",
    "support",
    "decline",
    "death",
    "new_opinion",
    "new_competence",
    "new_health",
    "new_patron",
    "partner",
    "opinion_noise",
    "rotation",
    "candidate",
    "candidate_noise",
    "leaning",
    "delegates",
    "slate_size",
    "slate_noise",
)
STREAMS = {name: stream("declared", name) for name in STREAM_NAMES}

for _name, _value in list(vars(parameters).items()):
    if isinstance(_value, float):
        globals()[_name] = np.float32(_value)
for _name, _value in STREAMS.items():
    globals()[f"{_name.upper()}_STREAM"] = _value

POSITION_0 = np.array(parameters.POSITION_0, np.float32)
POSITION_1 = np.array(parameters.POSITION_1, np.float32)
TIER_SIZES = np.array(parameters.TIER_SIZES, np.float32)
TILT = np.float32(1.0 + parameters.SECRETARY_BIAS)
HALF, ONE, ZERO, TWO = np.float32(0.5), np.float32(1.0), np.float32(0.0), np.float32(2.0)
TINY, LOWEST = np.float32(1e-20), np.float32(-1e30)
