"""Second opinion on the foreign flow files, by pandas.

Run: /usr/bin/python3 test/golden/flow.py  (reads SECTORCAST_DATA or ../shared/data, writes flow.json beside itself)
"""
import glob
import json
import os

import pandas as pd

DATA = os.environ.get("SECTORCAST_DATA", "../shared/data")
HERE = os.path.dirname(os.path.abspath(__file__))


def flow(path):
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    raw.columns = [name.encode("latin-1").decode("utf-8") for name in raw.columns]
    notes = ~raw["Ngày"].str.fullmatch(r"\d{2}/\d{2}/\d{4}")
    rows = raw[~notes]
    number = {name: pd.to_numeric(rows[name]) for name in rows.columns[2:10]}
    net = number["Giá trị NN (Tỉ VND)"]
    buy, sell, volume, close = number["NN mua"], number["NN bán"], number["Khối lượng"], number["Giá khớp"]
    implied = (buy - sell) * close / 1e6
    missing = (net == 0) & (implied.abs() > 0.1)
    off = ~missing & ((net - implied).abs() > 0.1 + 0.05 * implied.abs())
    dates = pd.to_datetime(rows["Ngày"], format="%d/%m/%Y")
    return {
        "rows": len(rows),
        "first": str(dates.min().date()),
        "last": str(dates.max().date()),
        "noteLines": [int(i) + 2 for i in raw.index[notes]],
        "netValueMissing": int(missing.sum()),
        "netValueOff": int(off.sum()),
        "buy": int(buy.sum()),
        "sell": int(sell.sum()),
        "volume": int(volume.sum()),
        "netValue": float(net[~missing].sum()),
        "turnover": float((volume * close / 1e6).sum()),
        "pressure": float(((buy - sell) / volume).sum()),
    }


def main():
    out = {os.path.basename(path)[:-4]: flow(path) for path in sorted(glob.glob(f"{DATA}/vietnam/foreign-flow/*.csv"))}
    with open(f"{HERE}/flow.json", "w", encoding="utf-8") as handle:
        json.dump(out, handle)
        handle.write("\n")


main()
