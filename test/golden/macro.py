"""Writes macro.json: what the macro and sentiment files hold, read here by pandas, and as-of values by their definition.

Only counts, sums and some values are written. The files are read from $SECTORCAST_DATA.
Run: SECTORCAST_DATA=<folder> /usr/bin/python3 test/golden/macro.py   (numpy, pandas, openpyxl; default ../shared/data)
"""

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get('SECTORCAST_DATA', HERE.parents[2] / 'shared' / 'data'))


def summary(days, values):
    values = np.asarray(values, dtype=float)
    return {
        'rows': len(values),
        'missing': int(np.isnan(values).sum()),
        'first': str(pd.Timestamp(days[0]).date()),
        'last': str(pd.Timestamp(days[-1]).date()),
        'sum': float(np.nansum(values)),
    }


def fred():
    out = {}
    for path in sorted((DATA / 'macro-fred').glob('*.csv')):
        frame = pd.read_csv(path)
        out[path.stem] = summary(pd.to_datetime(frame.iloc[:, 0]).to_numpy(), frame.iloc[:, 1])
    return out


def vintage(name):
    frame = pd.read_csv(DATA / 'macro-vintages' / name)
    codes = frame.iloc[0, 1:].astype(int)
    frame = frame.iloc[1:].dropna(how='all')
    frame.index = pd.to_datetime(frame['sasdate'], format='%m/%d/%Y')
    return frame.drop(columns='sasdate').astype(float), codes


def transformed(values, code):
    x = pd.Series(values.to_numpy())
    positive = x.where(x > 0)
    return {
        1: lambda: x,
        2: lambda: x.diff(),
        3: lambda: x.diff().diff(),
        4: lambda: np.log(positive),
        5: lambda: np.log(positive).diff(),
        6: lambda: np.log(positive).diff().diff(),
        7: lambda: (x / x.shift(1) - 1).diff(),
    }[code]()


def fred_md():
    names = ['fred-md-2023-05.csv', 'fred-md-2024-07.csv']
    (old, old_codes), (new, codes) = vintage(names[0]), vintage(names[1])
    files = {}
    for name, frame, its_codes in ((names[0], old, old_codes), (names[1], new, codes)):
        files[name] = {
            **summary(frame.index.to_numpy(), frame.to_numpy().ravel()[: len(frame)]),
            'series': frame.shape[1],
            'missing': int(frame.isna().sum().sum()),
            'sum': float(np.nansum(frame.to_numpy())),
            'codes': int(its_codes.sum()),
            'missingInLastRow': int(frame.iloc[-1].isna().sum()),
        }
    events = {}
    for series in ('INDPRO', 'CPIAUCSL', 'UNRATE', 'CMRMTSPLx', 'UMCSENTx'):
        a, b = old[series].dropna(), new[series].dropna()
        kept = a.index.intersection(b.index)
        changed = int((a[kept] != b[kept]).sum())
        events[series] = {
            'first': len(a),
            'revisedOrNew': changed + len(b.index.difference(a.index)),
            'withdrawn': len(a.index.difference(b.index)),
            'growth': [float((f.iloc[-1] / f[f.index[-1] - pd.DateOffset(years=1)] - 1) * 100) for f in (a, b)],
            'zscore60': [float((f.iloc[-1] - f.iloc[-60:].mean()) / f.iloc[-60:].std(ddof=1)) for f in (a, b)],
            'change3': [float(f.iloc[-1] - f.iloc[-4]) for f in (a, b)],
        }
    stationary = {}
    for series in ('UNRATE', 'INDPRO', 'CPIAUCSL', 'HOUST', 'FEDFUNDS', 'NONBORRES', 'VIXCLSx'):
        values = {code: transformed(new[series], code) for code in range(1, 8)}
        stationary[series] = {
            'code': int(codes[series]),
            'sums': [float(np.nansum(np.abs(v.replace([np.inf, -np.inf], np.nan)))) for v in values.values()],
            'present': [int(v.replace([np.inf, -np.inf], np.nan).notna().sum()) for v in values.values()],
        }
    return {'files': files, 'events': events, 'stationary': stationary}


def shiller():
    frame = pd.read_csv(DATA / 'shiller' / 'shiller_monthly.csv')
    days = pd.to_datetime(frame['Date']).to_numpy()
    return {name: summary(days, frame[name].replace(0.0, np.nan)) for name in frame.columns[1:]}


def policy_uncertainty():
    out = {}
    for sheet in ('Legacy Three Component EPU', 'Main News Index'):
        frame = pd.read_excel(DATA / 'sentiment' / 'US_Policy_Uncertainty_Data.xlsx', sheet_name=sheet)
        frame = frame[frame['Month'].notna()]
        days = pd.to_datetime({'year': frame['Year'].astype(int), 'month': frame['Month'].astype(int), 'day': 1})
        for name in frame.columns[2:]:
            series = pd.Series(frame[name].astype(float).to_numpy(), index=days.to_numpy()).sort_index()
            out[name] = summary(series.index.to_numpy(), series)
    frame = pd.read_csv(DATA / 'sentiment' / 'USEPUINDXD.csv')
    out['USEPUINDXD'] = summary(pd.to_datetime(frame['DATE']).to_numpy(), frame['USEPUINDXD'])
    return out


def main():
    golden = {'fred': fred(), 'fredMd': fred_md(), 'shiller': shiller(), 'policyUncertainty': policy_uncertainty()}
    (HERE / 'macro.json').write_text(json.dumps(golden, indent=1) + '\n')


main()
