"""Writes features.json: every windowed feature computed by pandas, independently of this project.

Run from any directory with Debian 12's python3-pandas: /usr/bin/python3 test/golden/features.py
Prices and volumes come from an integer hash that test/features/golden.test.ts repeats, so no data are stored.
"""
import json
import platform
from pathlib import Path

import numpy
import pandas

N_ROWS, N_ASSETS = 90, 4
# Asset 1 does not move over these rows, asset 2 is listed late, asset 3 has the prices of asset 0: ties in every rank.
FLAT = range(40, 62)
LISTED_FROM = 25
EVERY = 4


def uniform(row, column, salt):
    """MurmurHash3's finaliser of one number per cell, as a fraction of 2 ** 32."""
    h = (row * 64 + column + salt * 0x9E3779B1) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return (h ^ (h >> 16)) / 4294967296


def prices(column):
    """Whole cents, so that equal prices are common."""
    cents, out = 5000 + 1000 * column, []
    for row in range(N_ROWS):
        moves = not (column == 1 and row in FLAT)
        cents += int(uniform(row, column, 1) * 201) - 100 if moves else 0
        out.append(cents / 100)
    return out


def volumes(column):
    out = []
    for row in range(N_ROWS):
        u = uniform(row, column, 2)
        flat = column == 1 and row in FLAT
        out.append(0.0 if u < 0.02 else 1000.0 if flat else float(int(u * 5000) + 500))
    return out


def market():
    close = pandas.DataFrame({a: prices(0 if a == 3 else a) for a in range(N_ASSETS)})
    volume = pandas.DataFrame({a: volumes(a) for a in range(N_ASSETS)})
    close.loc[: LISTED_FROM - 1, 2] = numpy.nan
    volume.loc[: LISTED_FROM - 1, 2] = numpy.nan
    return close, volume, pandas.Series(prices(9))


def spread(close, salt, sign):
    """High or low of the sessions: the close moved by up to 2%."""
    return close * pandas.DataFrame(
        {a: [1 + sign * uniform(row, a, salt) * 0.02 for row in range(N_ROWS)] for a in range(N_ASSETS)}
    )


def large_trade(close, volume, window):
    """Unusual turnover, of a window whose last value is not part of its own baseline, times where the close lies in the range."""
    high, low = spread(close, 3, 1), spread(close, 4, -1)
    turnover = numpy.log((close * volume).where(volume > 0))
    baseline = turnover.shift(1).rolling(window - 1)
    deviation = baseline.std()
    unusual = ((turnover - baseline.mean()) / deviation.where(deviation > 1e-12)).clip(lower=0)
    location = ((2 * close - high - low) / (high - low)).where(high != low, 0)
    return unusual * location


def robust_z(window):
    """Of a window whose last value is not part of its own baseline."""
    baseline, newest = window[:-1], window[-1]
    centre = numpy.median(baseline)
    spread = numpy.median(numpy.abs(baseline - centre)) * 1.482602218505602
    return (newest - centre) / spread if spread > 0 else numpy.nan


def features():
    close, volume, benchmark = market()
    line = numpy.log(close.div(benchmark, axis=0))
    # Without trades there is no log: minus infinity is missing.
    log_volume = numpy.log(volume.where(volume > 0))
    momentum = numpy.log(close / close.shift(7))
    centred = momentum.sub(momentum.mean(axis=1), axis=0)
    ranks = momentum.rank(axis=1)
    weights = numpy.arange(1, 10)
    average = close.shift(2).rolling(4).mean()
    return {
        "momentum_7": momentum,
        "momentum_12_3": numpy.log(close.shift(3) / close.shift(12)),
        "relative_price": line,
        "relative_strength_10": line - line.shift(10),
        "relative_strength_slope_11": line.rolling(11).apply(
            lambda y: numpy.polynomial.polynomial.polyfit(numpy.arange(11), y, 1)[1], raw=True
        ),
        "momentum_differential_mean_7": centred,
        "momentum_differential_rank_7": (ranks - 1).div(ranks.count(axis=1) - 1, axis=0),
        "log_volume": log_volume,
        "volume_anomaly_12": log_volume.rolling(13).apply(robust_z, raw=True),
        "large_trade_12": large_trade(close, volume, 12),
        "volatility_8": numpy.log(close).diff().rolling(8).std(),
        "wma_9": close.rolling(9).apply(lambda p: numpy.average(p, weights=weights), raw=True),
        "gma_5_2": close - average,
        "gma_normalised_5_2": close / average - 1,
    }


def main():
    golden = {
        "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "pandas": pandas.__version__},
        "every": EVERY,
        "features": {},
    }
    for name, frame in features().items():
        golden["features"][name] = {
            "present": ["".join("10"[int(v)] for v in frame[a].isna()) for a in range(N_ASSETS)],
            "values": [
                [None if numpy.isnan(v) else float(f"{v:.12g}") for v in frame[a].iloc[a % EVERY :: EVERY]]
                for a in range(N_ASSETS)
            ],
        }
    text = json.dumps(golden, separators=(",", ":")).replace('"present"', '\n"present"').replace('"values"', '\n"values"')
    Path(__file__).with_suffix(".json").write_text(text.replace('},"', '},\n"') + "\n")


if __name__ == "__main__":
    main()
