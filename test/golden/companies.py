"""Second opinion on the snapshots of company figures and of index members, by pandas and the standard csv module.

Run: /usr/bin/python3 test/golden/companies.py  (reads SECTORCAST_DATA or ../shared/data, writes companies.json beside itself)
"""
import csv
import glob
import json
import math
import os
import re

import pandas as pd

DATA = os.environ.get("SECTORCAST_DATA", "../shared/data")
HERE = os.path.dirname(os.path.abspath(__file__))
FIELDS = {
    "price": ["price"],
    "peRatio": ["price/earnings"],
    "eps": ["earnings/share"],
    "dividendYield": ["dividend yield"],
    "bookValuePerShare": ["book value"],
    "marketCap": ["market cap", "market capitalization"],
    "ebitda": ["ebitda"],
    "priceToSales": ["price/sales"],
    "priceToBook": ["price/book"],
    "low52": ["52 week low"],
    "high52": ["52 week high"],
}
SUFFIX = {"B": 1e9, "M": 1e6}


def whole_rows(path):
    with open(path, encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.reader(handle) if row]
    header = [name.strip().lower() for name in rows[0]]
    return pd.DataFrame([row for row in rows[1:] if len(row) == len(header)], columns=header)


def figure(text):
    text = text.strip()
    if text and text[-1] in SUFFIX:
        return float(text[:-1]) * SUFFIX[text[-1]]
    value = pd.to_numeric(text, errors="coerce")
    return float(value) if math.isfinite(value) else math.nan


def snapshot(path):
    date = os.path.basename(path)[:10]
    raw = whole_rows(path)
    table = pd.DataFrame({"symbol": raw["symbol"].str.replace(r"^([A-Z]+)-([A-Z])$", r"\1.\2", regex=True)})
    for field, names in FIELDS.items():
        column = next((name for name in names if name in raw), None)
        table[field] = raw[column].map(figure) if column else math.nan
    # Units by date here, by content in the program.
    if "2013" <= date < "2018":
        table["marketCap"] *= 1e9
        table["ebitda"] *= 1e9
    if date < "2020":
        table["dividendYield"] /= 100
    if date == "2018-02-08":
        table["low52"], table["high52"] = table["high52"], table["low52"]
    for field in FIELDS:
        if field != "dividendYield":
            table[field] = table[field].where(table[field] != 0)
    other = table["eps"] > 2 * table["price"]
    table.loc[other, ["eps", "peRatio"]] = math.nan
    wrong_book = table["bookValuePerShare"] > 10 * table["price"]
    table.loc[wrong_book, ["bookValuePerShare", "priceToBook"]] = math.nan
    table.loc[other | wrong_book, "marketCap"] = math.nan
    fields = {
        field: {"count": int(table[field].count()), "sum": float(table[field].sum()), "median": none(table[field].median())}
        for field in FIELDS
    }
    return date, table, {"rows": len(table), "fields": fields}


def none(value):
    return None if math.isnan(value) else float(value)


def sector_id(name):
    name = re.sub(r"^Telecommunications? Services$", "Communication Services", name)
    return name.lower().replace(" ", "-")


KNOWN_SECTORS = {
    "communication-services", "consumer-discretionary", "consumer-staples", "energy", "financials", "health-care",
    "industrials", "information-technology", "materials", "real-estate", "utilities",
}


def members(path):
    raw = whole_rows(path)
    column = "gics sector" if "gics sector" in raw else "sector"
    sectors = raw[column].map(sector_id)
    kept = raw.assign(sector=sectors)[sectors.isin(KNOWN_SECTORS)]
    symbols = kept["symbol"].str.replace(r"^([A-Z]+)-([A-Z])$", r"\1.\2", regex=True)
    return dict(zip(symbols, kept["sector"]))


def sector_yields(table, sector_of):
    table = table.assign(sector=table["symbol"].map(sector_of)).dropna(subset=["sector"])
    value = (table["eps"] / table["price"]).fillna(1 / table["peRatio"])
    table = table.assign(value=value).dropna(subset=["value"])
    capped = table.dropna(subset=["marketCap"])
    weighted = (capped["value"] * capped["marketCap"]).groupby(capped["sector"]).sum() / capped.groupby("sector")["marketCap"].sum()
    medians = table.groupby("sector")["value"].median()
    return {sector: [float(medians[sector]), float(weighted[sector])] for sector in sorted(medians.index)}


def main():
    snapshots, lists, yields = {}, {}, {}
    for path in sorted(glob.glob(f"{DATA}/sp500-members/**/constituents*20*.csv", recursive=True)):
        date = re.search(r"\d{4}-\d{2}-\d{2}", path).group()
        lists[date] = members(path)
    for path in sorted(glob.glob(f"{DATA}/sp500-fundamentals/*.csv")):
        date, table, summary = snapshot(path)
        snapshots[date] = summary
        before = [day for day in lists if day <= date]
        if date in ("2014-03-08", "2018-02-08", "2026-05-15"):
            yields[date] = sector_yields(table, lists[max(before)])
    counts = {date: pd.Series(sectors).value_counts().sort_index().to_dict() for date, sectors in lists.items()}
    with open(f"{HERE}/companies.json", "w", encoding="utf-8") as handle:
        json.dump({"snapshots": snapshots, "members": counts, "earningsYield": yields}, handle)
        handle.write("\n")


main()
