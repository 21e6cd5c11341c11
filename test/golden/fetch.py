"""Session days by zoneinfo, zip archives by zipfile, and a restatement by pandas, for test/datasets/fetch."""

import base64
import io
import json
import os
import zipfile
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

HERE = Path(__file__).parent
DATA = Path(os.environ.get("SECTORCAST_DATA", HERE / "../../../shared/data"))


def session_days():
    cases = []
    for zone, hour, dates in [
        ("America/New_York", 9.5, ["1998-12-22", "2007-03-12", "2024-07-03", "2024-11-04"]),
        ("Asia/Ho_Chi_Minh", 9, ["2018-07-23", "2025-11-12"]),
        # Currencies open at midnight of London: 23:00 of the day before in summer.
        ("Europe/London", 0, ["2024-01-15", "2024-07-15", "2024-10-28"]),
        ("America/Chicago", 0, ["2024-03-11", "2024-12-02"]),
    ]:
        offset = datetime(2026, 1, 5, 12, tzinfo=ZoneInfo(zone)).utcoffset().total_seconds()
        for date in dates:
            year, month, day = map(int, date.split("-"))
            at = datetime(year, month, day, int(hour), int(hour % 1 * 60), tzinfo=ZoneInfo(zone))
            cases.append({"zone": zone, "gmtoffset": offset, "seconds": at.timestamp(), "date": date})
    return cases


def archives():
    text = "date,value\r\n" + "\r\n".join(f"{192607 + i},{i * 0.25}" for i in range(40)) + "\r\n"
    cases = []
    for name, method, folder, comment in [
        ("deflated", zipfile.ZIP_DEFLATED, False, b""),
        ("stored", zipfile.ZIP_STORED, False, b""),
        ("in a folder, with a comment", zipfile.ZIP_DEFLATED, True, b"PK\x05\x06 made by a test"),
    ]:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            if folder:
                archive.writestr(zipfile.ZipInfo("data/"), "")
            archive.writestr(zipfile.ZipInfo("data/F.CSV" if folder else "F.CSV"), text, method)
            archive.comment = comment
        cases.append({"name": name, "zip": base64.b64encode(out.getvalue()).decode()})
    return {"text": text, "cases": cases}


class Stream(io.RawIOBase):
    """Can not be wound back: zipfile then writes sizes behind the data."""

    def __init__(self):
        self.data = b""

    def writable(self):
        return True

    def write(self, data):
        self.data += bytes(data)
        return len(data)


def streamed(text):
    out = Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("F.CSV", text)
    return {"name": "streamed, sizes behind the data", "zip": base64.b64encode(out.data).decode()}


def vintages():
    """What changed between two real vintages of FRED-MD, in the months that both have."""
    read = lambda name: pd.read_csv(DATA / "macro-vintages" / name).iloc[1:].dropna(subset=["sasdate"]).set_index("sasdate")
    old, new = read("fred-md-2023-05.csv"), read("fred-md-2024-07.csv")
    months = [month for month in old.index if month in new.index]
    fields = [field for field in old.columns if field in new.columns]
    a, b = old.loc[months, fields].astype(float), new.loc[months, fields].astype(float)
    scale = a.abs().where(a.abs() > b.abs(), b.abs())
    changed = ((a - b).abs() > 1e-9 * scale) | (a.isna() != b.isna())
    return {
        "shared": len(months),
        "changed": int(changed.sum().sum()),
        "INDPRO": int(changed["INDPRO"].sum()),
        "removedFields": [field for field in old.columns if field not in new.columns],
    }


if __name__ == "__main__":
    zips = archives()
    zips["cases"].append(streamed(zips["text"]))
    golden = {"sessionDays": session_days(), "archives": zips, "vintages": vintages()}
    (HERE / "fetch.json").write_text(json.dumps(golden, indent=1) + "\n")
