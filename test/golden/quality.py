"""What is odd in the real data folders, counted independently of the program with pandas: test/golden/quality.json.

Run with: python3 test/golden/quality.py (reads SECTORCAST_DATA or ../shared/data).
"""

import csv
import glob
import hashlib
import json
import os

import numpy as np
import pandas as pd

DATA = os.environ.get("SECTORCAST_DATA", "../shared/data")
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "quality.json")
PRICES = ["open", "high", "low", "close"]


def read(path):
    frame = pd.read_csv(path, encoding="utf-8-sig")
    frame.columns = [name.lower() for name in frame.columns]
    frame["date"] = frame["date"].str[:10]
    frame["line"] = frame.index + 2
    frame["file"] = os.path.basename(path)
    return frame


def symbols_of(folder):
    if folder == "vietnam":
        long = read(f"{DATA}/vietnam/vn30_ohlcv.csv")
        stocks = {symbol: rows.reset_index(drop=True) for symbol, rows in long.groupby("symbol")}
        indices = {name: read(f"{DATA}/vietnam/{name}.csv") for name in ["HNXINDEX", "VN30", "VNINDEX"]}
        return [stocks, indices]
    paths = sorted(glob.glob(f"{DATA}/{folder}/*.csv"))
    return [{os.path.basename(path)[:-4].replace("_data", ""): read(path) for path in paths}]


def faults(rows):
    """What is wrong with the prices of each row: blank, or zero, or outside of their range, or both of the latter."""
    found = {}
    for i, row in rows.iterrows():
        prices = row[PRICES].astype(float)
        outside = (prices > row.high * (1 + 1e-9)).any() or (prices < row.low * (1 - 1e-9)).any()
        if prices.isna().any():
            found[i] = ["blank-price"]
        elif (prices == 0).any():
            found[i] = ["zero-price"] + (["ohlc"] if outside else [])
        elif outside:
            found[i] = ["ohlc"]
    return found


def suspects(rows):
    prices = rows[PRICES].astype(float)
    high, low = prices["high"], prices["low"]
    return rows[
        prices.isna().any(axis=1)
        | (prices == 0).any(axis=1)
        | prices.gt(high * (1 + 1e-9), axis=0).any(axis=1)
        | prices.lt(low * (1 - 1e-9), axis=0).any(axis=1)
    ]


def gaps(group):
    union = sorted(set().union(*[set(rows.date) for rows in group.values()]))
    position = {date: i for i, date in enumerate(union)}
    found = []
    for symbol, rows in group.items():
        at = [position[date] for date in rows.date]
        found += [[symbol, union[a + 1], b - a - 1] for a, b in zip(at, at[1:]) if b - a > 1]
    return found


def spikes(group):
    closes = pd.DataFrame({s: pd.Series(rows.close.astype(float).values, index=rows.date) for s, rows in group.items()})
    closes = closes.where(closes > 0).sort_index()
    returns = {symbol: np.log(closes[symbol].dropna()).diff().dropna() for symbol in group}
    table = pd.DataFrame(returns)
    market = table.median(axis=1).where(table.notna().sum(axis=1) >= 5, 0)
    found = []
    for symbol, series in returns.items():
        excess = (series - market.reindex(series.index)).values
        for t in range(len(excess) - 1):
            a, b = excess[t], excess[t + 1]
            if abs(a) < 0.1 or a * b >= 0 or abs(a + b) > 0.25 * abs(a):
                continue
            around = np.concatenate([excess[max(0, t - 63) : t], excess[t + 2 : t + 65]])
            if len(around) >= 10 and abs(a) >= 10 * np.median(abs(around)) / 0.6745:
                found.append([symbol, series.index[t]])
    return found


def late(group):
    starts = sorted(rows.date.iloc[0] for rows in group.values())
    usual = starts[(len(starts) - 1) // 2]
    return sorted(symbol for symbol, rows in group.items() if rows.date.iloc[0] > usual)


def early(group):
    ends = sorted((rows.date.iloc[-1] for rows in group.values()), reverse=True)
    usual = ends[(len(ends) - 1) // 2]
    return sorted(symbol for symbol, rows in group.items() if rows.date.iloc[-1] < usual)


def growth(group):
    found = {}
    for symbol, rows in group.items():
        kept = rows.drop(index=list(faults(suspects(rows))))
        years = kept.groupby(kept.date.str[:4]).volume.agg(["median", "count"])
        medians = years[years["count"] >= 200]["median"].clip(lower=1).values
        best = max((medians[j] / medians[i] for i in range(len(medians)) for j in range(i, len(medians))), default=1)
        if best >= 10:
            found[symbol] = int(round(best))
    return found


def bars(folder):
    groups = symbols_of(folder)
    errors, zero, limit = [], [], {}
    for group in groups:
        for symbol, rows in group.items():
            broken = faults(suspects(rows))
            errors += [
                [kind, rows.file[i], int(rows.line[i]), rows.date[i], symbol]
                for i, kinds in broken.items()
                for kind in kinds
            ]
            zero += [[symbol, date] for date in rows[rows.volume == 0].date]
            if folder == "vietnam" and len(group) > 3:
                close = rows.drop(index=list(broken)).close
                moves = int((close.pct_change().abs() > 0.075).sum())
                if moves:
                    limit[symbol] = moves
    return {
        "files": len(set(rows.file.iloc[0] for group in groups for rows in group.values())),
        "rows": int(sum(len(rows) for group in groups for rows in group.values())),
        "errors": sorted(errors, key=lambda e: (e[1], e[2], e[0])),
        "gaps": sorted(gap for group in groups for gap in gaps(group)),
        "zeroVolume": sorted(zero),
        "spikes": sorted(spike for group in groups for spike in spikes(group)),
        "lateStarts": sorted(symbol for group in groups for symbol in late(group)),
        "earlyEnds": sorted(symbol for group in groups for symbol in early(group)),
        "growth": {symbol: ratio for group in groups for symbol, ratio in growth(group).items()},
        "limitMoves": limit,
    }


def fred():
    monthly, daily = [], {}
    for path in sorted(glob.glob(f"{DATA}/macro-fred/*.csv")):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        name = os.path.basename(path)[:-4]
        blank = frame.iloc[:, 1].str.strip().isin(["", "."])
        first = int((~blank).values.argmax())
        inner = [i for i in range(first, len(frame)) if blank[i]]
        spacing = pd.to_datetime(frame.iloc[:, 0]).diff().dt.days.median()
        if spacing < 20 and inner:
            daily[name] = len(inner)
        elif inner:
            monthly.append([name, inner[0] + 2, frame.iloc[inner[0], 0], len(inner)])
    return {"periodic": monthly, "daily": daily}


def fred_md():
    found = {}
    for path in sorted(glob.glob(f"{DATA}/macro-vintages/*.csv")):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        blank = (frame == "").all(axis=1)
        last = frame[~blank].iloc[-1]
        names = [name for name in frame.columns if last[name] == ""]
        found[os.path.basename(path)] = {"blankRows": int(blank.sum()), "line": int(last.name) + 2, "missing": names}
    return found


def shiller():
    frame = pd.read_csv(f"{DATA}/shiller/shiller_monthly.csv")
    runs = []
    for column in frame.columns[2:]:
        zero = (frame[column] == 0).values
        starts = [i for i in range(len(zero)) if zero[i] and (i == 0 or not zero[i - 1])]
        for start in starts:
            end = start
            while end + 1 < len(zero) and zero[end + 1]:
                end += 1
            runs.append([int(start) + 2, frame.Date[start], end - start + 1])
    return sorted(runs)


def french():
    daily = pd.read_csv(f"{DATA}/french/10_Industry_Portfolios_Daily.csv", skiprows=1, header=None)
    days = pd.to_datetime(daily[0].astype(str), format="%Y%m%d")
    saturdays = days[days.dt.dayofweek == 5]
    codes = {}
    for path in sorted(glob.glob(f"{DATA}/french/*")):
        cells = [cell.strip() for line in open(path) for cell in line.split(",")]
        count = sum(cell in ("-99.99", "-99.9900", "-999", "-999.00") for cell in cells)
        if count:
            codes[os.path.basename(path)] = count
    return {
        "rows": len(daily),
        "saturdays": len(saturdays),
        "firstSaturday": [int(saturdays.index[0]) + 2, str(saturdays.iloc[0].date())],
        "lastSaturday": str(saturdays.iloc[-1].date()),
        "codes": codes,
    }


def members():
    ragged, unknown = [], []
    for path in sorted(glob.glob(f"{DATA}/sp500-members/snapshots/*.csv")):
        rows = list(csv.reader(open(path, encoding="utf-8-sig")))
        name = os.path.relpath(path, f"{DATA}/sp500-members")
        ragged += [[name, i + 1, row[0]] for i, row in enumerate(rows) if len(row) != len(rows[0])]
        unknown += [[name, i + 1, row[0]] for i, row in enumerate(rows) if row[-1] == "Industries"]
    sums = {}
    for path in sorted(glob.glob(f"{DATA}/sp500-members/**/*.csv", recursive=True)):
        sums.setdefault(hashlib.sha256(open(path, "rb").read()).hexdigest(), []).append(
            os.path.relpath(path, f"{DATA}/sp500-members")
        )
    return {"ragged": ragged, "unknown": unknown, "same": sorted(n for names in sums.values() for n in names[1:])}


def fundamentals():
    headers, swapped, suffixed, ragged = [], [], [], []
    previous = None
    for path in sorted(glob.glob(f"{DATA}/sp500-fundamentals/*.csv")):
        rows = list(csv.reader(open(path, encoding="utf-8-sig")))
        name, header = os.path.basename(path), [cell.lower() for cell in rows[0]]
        ragged += [[name, i + 1] for i, row in enumerate(rows) if len(row) != len(header)]
        full = pd.DataFrame([row for row in rows[1:] if len(row) == len(header)], columns=header)
        low, high = (pd.to_numeric(full[f"52 week {end}"], errors="coerce") for end in ("low", "high"))
        if (low > high).mean() > 0.5:
            swapped.append(name)
        caps = full["market cap" if "market cap" in header else "market capitalization"]
        if caps.str.endswith("B").mean() > 0.5:
            suffixed.append(name)
        if previous is not None and set(header) != previous:
            headers.append(name)
        previous = set(header)
    return {"headers": headers, "swapped": swapped, "suffixed": suffixed, "ragged": ragged}


def flow():
    notes, descending = [], 0
    for path in sorted(glob.glob(f"{DATA}/vietnam/foreign-flow/*.csv")):
        rows = list(csv.reader(open(path, encoding="utf-8-sig")))
        notes += [[os.path.basename(path)[:-4], i + 1] for i, row in enumerate(rows) if i > 0 and len(row[1]) != 10]
        dates = pd.to_datetime([row[1] for row in rows[1:] if len(row[1]) == 10], format="%d/%m/%Y")
        descending += int(dates.is_monotonic_decreasing)
    return {"notes": notes, "newestFirst": descending}


def odd_splits():
    found = []
    for symbol, rows in symbols_of("us-sector-etfs")[0].items():
        for _, row in rows[rows["stock splits"] > 0].iterrows():
            if abs(row["stock splits"] - round(row["stock splits"])) > 1e-9:
                found.append([symbol, row.date, row["stock splits"]])
    return found


result = {
    "us-sector-etfs": bars("us-sector-etfs"),
    "sp500-stocks": bars("sp500-stocks"),
    "vietnam": bars("vietnam"),
    "oddSplits": odd_splits(),
    "fred": fred(),
    "fredMd": fred_md(),
    "shiller": shiller(),
    "french": french(),
    "members": members(),
    "fundamentals": fundamentals(),
    "flow": flow(),
}
with open(OUT, "w") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
