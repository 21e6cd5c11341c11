"""Sector weights of the S&P 500 by market capitalisation and by equal weights, out of company snapshots.

Independent of the project: pandas alone, sectors by the members file of the time (2018) and by the sub-industry column of the
current members file (2024). Run: /usr/bin/python3 test/golden/sector-weights.py > test/golden/sector-weights.json
"""

import json
import os

import pandas as pd

DATA = os.environ.get("SECTORCAST_DATA", os.path.join(os.path.dirname(__file__), "../../../shared/data"))
MEMBERS = os.path.join(DATA, "sp500-members")
FUNDAMENTALS = os.path.join(DATA, "sp500-fundamentals")
TELECOM = {"Telecommunications Services": "Communication Services", "Telecommunication Services": "Communication Services"}


def weights(frame, sector):
    frame = frame[frame["Market Cap"] > 0]
    cap = frame.groupby(sector)["Market Cap"].sum() / frame["Market Cap"].sum()
    equal = frame.groupby(sector).size() / len(frame)
    return {
        "companies": len(frame),
        "marketCap": {name: float(value) for name, value in cap.items()},
        "equal": {name: float(value) for name, value in equal.items()},
    }


def derived(date):
    frame = pd.read_csv(os.path.join(MEMBERS, "sector_weights_derived.csv"))
    frame = frame[frame["snapshot_commit_date"] == date]
    return {TELECOM.get(row.sector, row.sector): float(row.weight) for row in frame.itertuples()}


def fundamental(frame, sector):
    """Mean of the shares of sales, cash flow (EBITDA), book value and dividends; what is missing or negative counts 0."""
    frame = frame[frame["Market Cap"] > 0].copy()
    cap = frame["Market Cap"]
    sizes = pd.DataFrame(
        {
            "sales": cap / frame["Price/Sales"].replace(0, float("nan")),
            "cash": frame["EBITDA"],
            "book": cap / frame["Price/Book"].replace(0, float("nan")),
            "dividends": cap * frame["Dividend Yield"],
        }
    )
    sizes = sizes.where((sizes > 0) & (sizes < float("inf")), 0.0)
    share = (sizes / sizes.sum()).mean(axis=1)
    return {name: float(value) for name, value in share.groupby(frame[sector]).sum().items()}


def main():
    old = pd.read_csv(os.path.join(FUNDAMENTALS, "2018-02-08.csv"))
    old["sector"] = old["Sector"].replace(TELECOM)
    new = pd.read_csv(os.path.join(FUNDAMENTALS, "2024-11-01.csv"))
    sub = {}
    for name in ("snapshots/constituents_asof_2024-01-31_823debe4.csv", "constituents.csv"):
        members = pd.read_csv(os.path.join(MEMBERS, name))
        sub.update(zip(members["GICS Sub-Industry"], members["GICS Sector"]))
    new["sector"] = new["Sector"].map(sub)
    out = {}
    for date, frame in (("2018-02-08", old), ("2024-11-01", new)):
        out[date] = {**weights(frame, "sector"), "derived": derived(date)}
    out["2024-11-01"]["fundamental"] = fundamental(new, "sector")
    print(json.dumps(out, indent=1))


main()
