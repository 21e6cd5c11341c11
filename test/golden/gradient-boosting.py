"""Writes gradient-boosting.json: predictions of scikit-learn's HistGradientBoostingRegressor.

Run from any directory with Debian 12's python3-sklearn: /usr/bin/python3 test/golden/gradient-boosting.py
The rows come from an integer hash that test/models/gradient-boosting/golden.test.ts repeats, so no data are stored.
"""
import json
import platform
from pathlib import Path

import numpy
import sklearn
from sklearn.ensemble import HistGradientBoostingRegressor

N_TRAIN, N_FRESH, N_FEATURES = 2000, 200, 8
# The last feature is never missing in training, so that a fresh missing value has to follow the larger side.
NEVER_MISSING = N_FEATURES - 1
EVERY = 10


def uniform(row, column, salt):
    """MurmurHash3's finaliser of one number per cell, as a fraction of 2 ** 32."""
    h = (row * 64 + column + salt * 0x9E3779B1) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return (h ^ (h >> 16)) / 4294967296


def rows(start, end, levels):
    """Features and target; `levels` > 0 rounds the features down to that many values."""
    x = numpy.empty((end - start, N_FEATURES))
    y = numpy.empty(end - start)
    for i in range(start, end):
        v = [uniform(i, j, 1) for j in range(N_FEATURES)]
        if levels > 0:
            v = [int(u * levels) / levels for u in v]
        step = 1 if v[3] > 0.5 else 0
        y[i - start] = v[0] + 4 * (v[1] - 0.5) * (v[2] - 0.5) + step - v[4] * v[4] + v[7] + (uniform(i, 0, 3) - 0.5)
        for j in range(N_FEATURES):
            fresh = i >= N_TRAIN
            if uniform(i, j, 2) < 0.05 and fresh == (j == NEVER_MISSING):
                v[j] = float("nan")
        x[i - start] = v
    return x, y


CASES = {
    "fewValues": dict(levels=12, trees=40, learningRate=0.1, maxLeaves=15, maxBins=255, minSamplesLeaf=20, l2=1.0),
    "quantileBins": dict(levels=0, trees=40, learningRate=0.1, maxLeaves=15, maxBins=64, minSamplesLeaf=20, l2=1.0),
    "manyLeaves": dict(levels=0, trees=20, learningRate=0.3, maxLeaves=63, maxBins=255, minSamplesLeaf=5, l2=0.0),
}
# With small leaves a fresh value may fall between two rows of a node, where any threshold parts the training rows alike.
COMPARE_FRESH = ("fewValues", "quantileBins")


def predictions(case):
    x, y = rows(0, N_TRAIN, case["levels"])
    fresh, _ = rows(N_TRAIN, N_TRAIN + N_FRESH, case["levels"])
    model = HistGradientBoostingRegressor(
        loss="squared_error",
        max_iter=case["trees"],
        learning_rate=case["learningRate"],
        max_leaf_nodes=case["maxLeaves"],
        max_depth=None,
        max_bins=case["maxBins"],
        min_samples_leaf=case["minSamplesLeaf"],
        l2_regularization=case["l2"],
        early_stopping=False,
    ).fit(x, y)
    return model.predict(x)[::EVERY].tolist(), model.predict(fresh)[::EVERY].tolist()


def main():
    golden = {
        "versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "every": EVERY,
        "cases": {},
    }
    for name, case in CASES.items():
        train, fresh = predictions(case)
        golden["cases"][name] = {"params": case, "train": train, "fresh": fresh if name in COMPARE_FRESH else []}
    path = Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
