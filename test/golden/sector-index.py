"""Second opinion on sector indices made of the stocks of the S&P 500, by pandas on wide tables.

Run: /usr/bin/python3 test/golden/sector-index.py  (reads SECTORCAST_DATA or ../shared/data, writes sector-index.json beside itself)
"""
import csv
import glob
import json
import math
import os

import numpy as np
import pandas as pd

DATA = os.environ.get("SECTORCAST_DATA", "../shared/data")
HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 60
SESSIONS = ["2013-02-11", "2014-02-03", "2016-05-19", "2017-02-01", "2017-09-14", "2018-02-07"]


def rows_of(path):
    """Rows as long as the header, by name of the column in lower case."""
    with open(path, encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.reader(handle) if row]
    header = [name.strip().lower() for name in rows[0]]
    return [dict(zip(header, row)) for row in rows[1:] if len(row) == len(header)]


def plain(symbol):
    return symbol[:-2] + "." + symbol[-1] if len(symbol) > 2 and symbol[-2] == "-" else symbol


def number(text):
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) and value != 0 else math.nan


def market_caps():
    """Frame of capitalisations, one row per day of publication, one column per symbol."""
    table = {}
    for path in sorted(glob.glob(f"{DATA}/sp500-fundamentals/20*.csv")):
        day = os.path.basename(path)[:10]
        if day > "2018-02-07":
            continue
        caps = {}
        for row in rows_of(path):
            text = (row.get("market cap") or row.get("market capitalization") or "").strip()
            unit = {"B": 1e9, "M": 1e6}.get(text[-1:], 1e9)
            cap = number(text.rstrip("BM")) * unit
            price = number(row["price"])
            # Figures of another share class: the capitalisation is not to be trusted.
            if number(row.get("earnings/share", "")) > 2 * price or number(row.get("book value", "")) > 10 * price:
                cap = math.nan
            caps[plain(row["symbol"].strip())] = cap
        table[pd.Timestamp(day)] = caps
    return pd.DataFrame.from_dict(table, orient="index").sort_index()


def sector_table(dates, symbols):
    """Sector of each stock as known on each date."""
    known = {}
    for path in sorted(glob.glob(f"{DATA}/sp500-members/snapshots/constituents*.csv")):
        day = pd.Timestamp(os.path.basename(path).split("_")[2])
        sectors = {}
        for row in rows_of(path):
            name = (row.get("sector") or row.get("gics sector") or "").strip()
            if name in ("", "Industries"):
                continue
            name = "Communication Services" if name.startswith("Telecom") else name
            sectors[plain(row["symbol"].strip())] = name.lower().replace(" ", "-")
        known[day] = sectors
    frame = pd.DataFrame(index=dates, columns=symbols, dtype=object)
    days = sorted(known)
    for date in dates:
        newest = [day for day in days if day <= date][-1]
        frame.loc[date] = [known[newest].get(symbol) for symbol in symbols]
    return frame


def wide(field, stocks):
    return pd.DataFrame({symbol: table[field] for symbol, table in stocks.items()}).sort_index()


stocks = {}
for path in sorted(glob.glob(f"{DATA}/sp500-stocks/*_data.csv")):
    table = pd.read_csv(path, parse_dates=["date"], index_col="date")
    # Blank prices are faults of a row, the others do not matter to an index of closes and openings.
    stocks[os.path.basename(path)[: -len("_data.csv")]] = table[["open", "close", "volume"]].dropna()

close, opening, volume = (wide(field, stocks) for field in ("close", "open", "volume"))
dates, symbols = close.index, list(close.columns)
before = close.ffill().shift(1)
row = pd.DataFrame(np.where(close.notna(), np.arange(len(dates))[:, None], np.nan), index=dates, columns=symbols)
age = np.arange(len(dates))[:, None] - row.ffill().shift(1)
counts = age <= PATIENCE
change = (close / before - 1).where(close.notna(), 0).where(counts)
start = (opening / before - 1).where(close.notna(), 0).where(counts)
sectors = sector_table(dates, symbols)
sector_before = sectors.shift(1)
sector_before.iloc[0] = sectors.iloc[0]

caps = market_caps().reindex(columns=symbols)
filled = close.ffill()
at_publication = {}
for symbol in symbols:
    prices = stocks[symbol]["close"]
    at_publication[symbol] = [
        (prices[:day].iloc[-1] if len(prices[:day]) else prices.iloc[0]) for day in caps.index
    ]
shares = (caps / pd.DataFrame(at_publication, index=caps.index)).ffill()
# Before a stock's first bar it has no return, so that its weight there does not matter.
cap_now = shares.reindex(dates, method="ffill") * filled
weights = {"equal": close.notna().astype(float) * 0 + 1, "market-cap": cap_now.shift(1)}

result = {"stocks": len(stocks), "sessions": len(dates), "weightings": {}}
for name, weight in weights.items():
    out = {}
    for sector in sorted({value for value in sectors.to_numpy().ravel() if value is not None}):
        inside = sector_before == sector
        member = inside & change.notna() & (weight > 0)
        if not member.to_numpy().any():
            continue
        w = weight.where(member)
        total = w.sum(axis=1)
        moves = ((w * change).sum(axis=1) / total).where(total > 0, 0)
        first = member.any(axis=1).to_numpy().argmax()
        level = 100 * (1 + moves.iloc[first:]).cumprod()
        base = pd.concat([pd.Series([100.0], index=[dates[first - 1]]), level])
        own = change.where(member)
        traded = (close * volume).where(inside).sum(axis=1)
        rows = {}
        for text in SESSIONS:
            day = pd.Timestamp(text)
            if day not in level.index:
                continue
            n = int(member.loc[day].sum())
            rows[text] = {
                "close": float(base[day]),
                "open": float(base.shift(1)[day] * (1 + (w * start).loc[day].sum() / total[day])),
                "members": n,
                "breadth": float((own.loc[day] > 0).sum() / n),
                "dispersion": float(own.loc[day].std(ddof=0)) if n > 1 else None,
                "traded": float(traded[day]),
            }
        out[sector] = {"from": str(dates[first - 1].date()), "rows": rows}
    result["weightings"][name] = out

with open(os.path.join(HERE, "sector-index.json"), "w", encoding="utf-8") as handle:
    json.dump(result, handle, separators=(",", ":"))
    handle.write("\n")
