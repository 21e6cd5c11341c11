"""Writes french.json: what the seven files of Kenneth R. French's library hold, read here by pandas and by hand.

Only counts, sums and the measures of one portfolio are written. The files are read from $SECTORCAST_DATA.
Run: SECTORCAST_DATA=<folder> /usr/bin/python3 test/golden/french.py   (numpy, pandas; default ../shared/data)
"""

import io
import json
import os
import re
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get('SECTORCAST_DATA', HERE.parents[2] / 'shared' / 'data')) / 'french'


def tables(path):
    """(title, frame in the file's units with NaN for missing, periods as text) of each table."""
    lines = [line.rstrip('\r') for line in path.read_text().split('\n')]
    data = [re.match(r'\s*\d{4,8},', line) is not None for line in lines]
    starts = [i for i in range(len(lines)) if data[i] and not data[i - 1]]
    for start in starts:
        end = next((i for i in range(start, len(lines)) if not data[i]), len(lines))
        frame = pd.read_csv(io.StringIO('\n'.join(lines[start - 1 : end])), index_col=0, dtype={0: str})
        title = lines[start - 2].rstrip(',').strip() if start >= 2 else ''
        yield title, frame.astype(float).replace([-99.99, -999], np.nan)


def summary(title, frame):
    values = frame.to_numpy()
    return {
        'title': title,
        'columns': len(frame.columns),
        'rows': len(frame),
        'first': str(frame.index[0]).strip(),
        'last': str(frame.index[-1]).strip(),
        'missing': int(np.isnan(values).sum()),
        'sum': float(np.nansum(values)),
        'squares': float(np.nansum(values**2)),
    }


def portfolio():
    """Equal weight of the ten value-weighted industries, rebalanced monthly, 1928 to 2009."""
    frame = next(f for t, f in tables(DATA / '10_Industry_Portfolios.csv') if t.startswith('Average Value Weighted Returns -- M'))
    months = frame.index.astype(str)
    returns = frame[(months >= '192801') & (months <= '200912')].mean(axis=1) / 100
    equity = (1 + returns).cumprod()
    peak = equity.cummax().clip(lower=1)
    return {
        'months': len(returns),
        'cagr': float(equity.iloc[-1] ** (12 / len(returns)) - 1),
        'volatility': float(returns.std(ddof=1) * np.sqrt(12)),
        'maxDrawdown': float((equity / peak - 1).min()),
    }


def weights(name):
    """First and last row of market weights, and the largest ever."""
    found = dict(tables(DATA / name))
    caps = found['Number of Firms in Portfolios'].fillna(0) * found['Average Firm Size'].fillna(0)
    shares = caps.div(caps.sum(axis=1), axis=0).to_numpy()
    return {'first': shares[0].tolist(), 'last': shares[-1].tolist(), 'largest': float(shares.max())}


def daily_index():
    """Last value of the index of each daily industry that starts at 100."""
    frame = next(tables(DATA / '10_Industry_Portfolios_Daily.csv'))[1]
    days = pd.to_datetime(frame.index.astype(str), format='%Y%m%d')
    closes = 100 * (1 + frame / 100).cumprod()
    return {
        'logLast': {name.strip(): float(np.log(closes[name].iloc[-1])) for name in frame.columns},
        'saturdays': int((days.dayofweek == 5).sum()),
        'lastSaturday': str(days[days.dayofweek == 5].max().date()),
    }


def main():
    golden = {
        'files': {path.name: [summary(*table) for table in tables(path)] for path in sorted(DATA.iterdir())},
        'portfolio': portfolio(),
        'weights': {name: weights(name) for name in ('10_Industry_Portfolios.csv', '49_Industry_Portfolios.CSV')},
        'daily': daily_index(),
    }
    (HERE / 'french.json').write_text(json.dumps(golden, indent=1) + '\n')


main()
