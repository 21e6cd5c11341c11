"""What the golden scripts of the features share: two markets, and how results are written.

Each theme beside this file is run from any directory with Debian 12's python3-pandas, for example
/usr/bin/python3 test/golden/features/volatility.py; it writes volatility.json. The hash market comes from an integer hash that
test/features/golden-market.ts repeats, so no data are stored; the fund market is read from SECTORCAST_DATA or ../shared/data.
"""
import json
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy
import pandas

# A year of sessions and a bit, for what looks back on a year; not on two.
N_ROWS, N_ASSETS = 300, 4
# Asset 1 does not move over these rows, asset 2 is listed late, asset 3 has the prices of asset 0: ties in every rank.
FLAT = range(60, 94)
LISTED_FROM = 25
# Sampled rows: every so many, beginning at the asset's own number.
EVERY = {"hash": 10, "funds": 311}
FUNDS = "XLK XLF XLV XLY XLP XLE XLI XLB XLU XLRE XLC".split()
# The funds in three groups, so that each has peers: a fund is a sector by itself.
GROUPS = "sensitive cyclical defensive cyclical defensive sensitive sensitive cyclical defensive cyclical sensitive".split()


@dataclass
class Market:
    """Frames of sessions x assets; the benchmark's bars; a series per session and a flow per asset that are no bars."""

    name: str
    days: numpy.ndarray  # datetime64[D]
    open: pandas.DataFrame
    high: pandas.DataFrame
    low: pandas.DataFrame
    close: pandas.DataFrame
    volume: pandas.DataFrame
    benchmark: pandas.DataFrame  # columns open high low close volume
    macro: pandas.Series
    flow: pandas.DataFrame
    sectors: list


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


def spread(close, salt, sign):
    """High, low or open of the sessions: the close moved by up to 2%; not at all where the asset is flat."""
    return close * pandas.DataFrame(
        {
            a: [1 + (0 if a == 1 and row in FLAT else sign * uniform(row, a, salt) * 0.02) for row in range(N_ROWS)]
            for a in close.columns
        }
    )


def weekdays():
    """Weekdays from 2019-01-01 on."""
    return numpy.busday_offset("2019-01-01", numpy.arange(N_ROWS), roll="forward")


def flow_of(volume):
    """Shares bought net, made up from the volume."""
    return volume * pandas.DataFrame(
        {a: [2 * uniform(row, a, 6) - 1 for row in range(len(volume))] for a in volume.columns}
    )


def macro_of(n):
    """A series that changes every twentieth session."""
    return pandas.Series([100 + 10 * uniform(row // 20, 8, 7) for row in range(n)])


def hash_market():
    close = pandas.DataFrame({a: prices(0 if a == 3 else a) for a in range(N_ASSETS)})
    volume = pandas.DataFrame({a: volumes(a) for a in range(N_ASSETS)})
    high, low = spread(close, 3, 1), spread(close, 4, -1)
    open_ = low + (high - low) * pandas.DataFrame(
        {a: [uniform(row, a, 5) for row in range(N_ROWS)] for a in range(N_ASSETS)}
    )
    frames = [open_, high, low, close, volume]
    for frame in frames:
        frame.loc[: LISTED_FROM - 1, 2] = numpy.nan
    own = pandas.Series(prices(9))
    benchmark = pandas.DataFrame({"open": own, "high": own, "low": own, "close": own, "volume": own})
    sectors = ["a", "a", "b", "b"]
    return Market("hash", weekdays(), *frames, benchmark, macro_of(N_ROWS), flow_of(volume), sectors)


def fund_market():
    folder = Path(os.environ.get("SECTORCAST_DATA", Path(__file__).parents[4] / "shared/data")) / "us-sector-etfs"

    def read(symbol):
        frame = pandas.read_csv(folder / f"{symbol}.csv", float_precision="round_trip")
        frame.index = pandas.to_datetime(frame["Date"].str[:10])
        return frame[["Open", "High", "Low", "Close", "Volume"]].loc[:"2025-12-24"]

    bars = {symbol: read(symbol) for symbol in ["SPY", *FUNDS]}
    days = bars["SPY"].index
    field = lambda name: pandas.DataFrame(
        {i: bars[symbol][name].reindex(days).to_numpy(float) for i, symbol in enumerate(FUNDS)}
    )
    benchmark = bars["SPY"].reset_index(drop=True).astype(float).rename(columns=str.lower)
    frames = [field(name) for name in ["Open", "High", "Low", "Close", "Volume"]]
    return Market(
        "funds",
        days.to_numpy().astype("datetime64[D]"),
        *frames,
        benchmark,
        macro_of(len(days)),
        flow_of(frames[4]),
        list(GROUPS),
    )


def windows(frame, w):
    """Every window of w rows of each column, [rows, columns, w]; windows that begin before the first row are NaN."""
    values = frame.to_numpy(float)
    padded = numpy.vstack([numpy.full((w - 1, values.shape[1]), numpy.nan), values])
    return numpy.lib.stride_tricks.sliding_window_view(padded, w, axis=0)


def over_windows(frame, w, statistic):
    """`statistic` of every window without a NaN: a function of [n, w] giving [n]."""
    view = windows(frame, w)
    out = numpy.full(view.shape[:2], numpy.nan)
    for column in range(view.shape[1]):
        complete = ~numpy.isnan(view[:, column]).any(axis=1)
        if complete.any():
            with numpy.errstate(invalid="ignore", divide="ignore"):
                out[complete, column] = statistic(view[complete, column])
    return pandas.DataFrame(out)


def encode(market, frame):
    frame = frame.to_frame() if isinstance(frame, pandas.Series) else frame
    values = frame.to_numpy(float)
    every = EVERY[market.name]
    number = lambda v: None if numpy.isnan(v) else float(f"{v:.12g}")
    runs = []
    for column in values.T:
        missing = numpy.isnan(column)
        edges = numpy.flatnonzero(numpy.diff(numpy.concatenate([[1], missing.astype(int)]))).tolist()
        runs.append(edges)
    return {
        # Rows at which the asset changes between missing (as it begins) and present.
        "edges": runs,
        "sums": [number(numpy.nansum(column)) for column in values.T],
        "absoluteSums": [number(numpy.nansum(numpy.abs(column))) for column in values.T],
        "values": [[number(v) for v in column[a % every :: every]] for a, column in enumerate(values.T)],
    }


def write(features):
    """Writes the theme's JSON: `features(market)` gives frames (or series) by feature name."""
    golden = {
        "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "pandas": pandas.__version__},
        "every": EVERY,
        "markets": {},
    }
    for market in [hash_market(), fund_market()]:
        golden["markets"][market.name] = {name: encode(market, frame) for name, frame in features(market).items()}
    text = json.dumps(golden, separators=(",", ":")).replace('},"', '},\n"').replace('"markets":{', '"markets":{\n')
    Path(sys.argv[0]).with_suffix(".json").write_text(text + "\n")
