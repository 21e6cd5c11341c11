"""Golden values for src/regimes/cycle-phases.ts, from numpy alone and in the domain of logarithms.

Random series of 600 sessions with gaps; medians and median deviations of the past before each refit; logistic memberships
1 / (1 + exp(-1.702 z)); a chain of four phases that last 75 * 21 / 4 sessions each, in which 21 sessions are one observation.
Run: /usr/bin/python3 test/golden/cycle-phases.py > test/golden/cycle-phases.json
"""

import json

import numpy as np

ROWS, REFITS = 600, [200, 450]
rng = np.random.default_rng(20260101)
slow = np.sin(np.arange(ROWS) / 80)
series = {
    "slack": -slow + 0.3 * rng.standard_normal(ROWS) + 5,
    "curve": 1.5 - 0.8 * slow + 0.5 * rng.standard_normal(ROWS),
    "growth": np.cos(np.arange(ROWS) / 80) + 0.4 * rng.standard_normal(ROWS) + 0.5,
    "claims": -np.cos(np.arange(ROWS) / 80) + 0.6 * rng.standard_normal(ROWS),
}
for values in series.values():
    values[rng.random(ROWS) < 0.05] = np.nan
for values in series.values():
    values[300:303] = np.nan
series = {name: np.round(values, 6) for name, values in series.items()}


def deviations(names, centred):
    """Mean of the z-scores that are there."""
    z = np.full((len(names), ROWS), np.nan)
    for start, end in zip(REFITS, REFITS[1:] + [ROWS]):
        for i, (name, sign) in enumerate(names):
            past = series[name][:start]
            centre = np.nanmedian(past) if centred else 0.0
            scale = np.nanmedian(np.abs(past - centre)) / 0.6744897501960817
            z[i, start:end] = sign * (series[name][start:end] - centre) / scale
    there = ~np.isnan(z)
    count = there.sum(axis=0)
    return np.where(count > 0, np.where(there, z, 0).sum(axis=0) / np.maximum(count, 1), np.nan)


level = deviations([("slack", -1), ("curve", -1)], True)
direction = deviations([("growth", 1), ("claims", -1)], True)
growth = deviations([("growth", 1), ("claims", -1)], False)

log_yes = lambda z: -np.logaddexp(0, -1.702 * z)
log_no = lambda z: -np.logaddexp(0, 1.702 * z)
evidence = np.stack(
    [
        log_no(level) + log_yes(growth),
        log_yes(level) + log_yes(direction),
        log_yes(level) + log_no(direction),
        log_no(level) + log_no(growth),
    ],
    axis=1,
)

leave = 4 / (75 * 21)
moves = np.where(np.eye(4, dtype=bool), 1 - leave, leave / 3)
belief = np.full(4, -np.log(4))
phases = np.full((ROWS, 4), np.nan)
for row in range(ROWS):
    belief = np.logaddexp.reduce(belief[:, None] + np.log(moves), axis=0)
    if np.isnan(evidence[row]).any():
        continue
    belief = belief + evidence[row] / 21
    belief -= np.logaddexp.reduce(belief)
    phases[row] = np.exp(belief)

plain = lambda values: [None if np.isnan(v) else float(v) for v in values]
print(
    json.dumps(
        {
            "refits": REFITS,
            "series": {name: plain(values) for name, values in series.items()},
            "rows": list(range(195, ROWS, 15)) + [300, 303],
            "phases": [plain(phases[row]) for row in list(range(195, ROWS, 15)) + [300, 303]],
        }
    )
)
