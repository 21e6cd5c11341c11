"""Writes industry-momentum.json: momentum rotation on the ten industries of Kenneth R. French's data library, by pandas.

At each month end industries are ranked on the compounded return of the last k months, the combination on the mean of the five; the
best are held over the next month in equal weights, ties to the earlier column. Returns stay what the file says: whole hundredths of
a percent. One-month momentum is compared in these, longer ones as products of exact fractions, so that ties are ties.
Only figures are written, because the data are not ours to pass on.
Run: SECTORCAST_DATA=<folder> /usr/bin/python3 test/golden/industry-momentum.py   (numpy, pandas; default ../shared/data)
"""

import json
import os
import platform
from fractions import Fraction
from io import StringIO
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get('SECTORCAST_DATA', HERE.parents[2] / 'shared' / 'data')) / 'french'
MONTHS = [1, 3, 6, 9, 12]
RISK_FREE = 0.0368
FIRST, LAST = 192801, 200912


def first_table(name):
    lines = (DATA / name).read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(','))
    end = next(i for i in range(start + 1, len(lines)) if not lines[i].split(',')[0].strip().isdigit())
    table = pd.read_csv(StringIO('\n'.join(lines[start:end])), index_col=0, dtype=str)
    return table.apply(lambda column: column.str.strip())


def growths(table):
    """1 + r as exact fractions."""
    return table.apply(lambda column: column.map(lambda text: 1 + Fraction(text) / 100))


def momentum(growth, months):
    out = growth
    for lag in range(1, months):
        out = out * growth.shift(lag)
    return out.where(out.notna(), None)


def figures(returns):
    curve = (1 + returns).cumprod()
    excess = returns - ((1 + RISK_FREE) ** (1 / 12) - 1)
    return {
        'cagr': curve.iloc[-1] ** (12 / len(returns)) - 1,
        'volatility': returns.std() * np.sqrt(12),
        'sharpe': excess.mean() / excess.std() * np.sqrt(12),
        'maxDrawdown': (curve / curve.cummax().clip(lower=1) - 1).min(),
    }


def best(scores, top):
    """Columns of one month, best first."""
    columns = sorted(range(len(scores)), key=lambda j: (-scores.iloc[j], j))
    return columns[:top]


def main():
    table = first_table('10_Industry_Portfolios.csv')
    returns = table.astype(float) / 100
    growth = growths(table)
    scores = {(k,): momentum(growth, k) for k in MONTHS}
    scores[tuple(MONTHS)] = sum((scores[(k,)] for k in MONTHS[1:]), scores[(1,)])
    held = [month for month in table.index if FIRST <= month <= LAST]
    rows = []
    ties = 0
    for (lookbacks, score), top in product(scores.items(), [1, 2, 3]):
        series = []
        for month in held:
            before = score.iloc[table.index.get_loc(month) - 1]
            chosen = best(before, top)
            series.append(returns.loc[month].iloc[chosen].mean())
            order = before.sort_values(ascending=False)
            ties += order.iloc[top - 1] == order.iloc[top]
        rows.append({'lookbacks': list(lookbacks), 'top': top, **figures(pd.Series(series))})
    factors = first_table('F-F_Research_Data_Factors.CSV')
    bills = factors['RF'].astype(float).loc[held].mean() / 100
    document = {
        'madeBy': 'industry-momentum.py',
        'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'pandas': pd.__version__},
        'months': len(held),
        'riskFree': RISK_FREE,
        'billsPerMonth': bills,
        'tiesAtTheEdge': int(ties),
        'rows': rows,
        'equalWeight': figures(returns.loc[held].mean(axis=1)),
    }
    (HERE / 'industry-momentum.json').write_text(json.dumps(document, indent=1) + '\n')


main()
