"""Writes industry-momentum.json: momentum rotation on the ten industries of Kenneth R. French's data library, by pandas.

At each month end industries are ranked on the compounded return of the last k months, the combination on the mean of the five; the
best are held over the next month in equal weights, ties to the earlier column. Returns stay what the file says: whole hundredths of
a percent. One-month momentum is compared in these, longer ones as products of exact fractions, so that ties are ties.
With costs, holdings are kept in money: what is traded is what separates them from equal parts at each month end.
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
COST = 0.005
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


def rotation(table, scores, top, held, cost):
    """Returns of the months held after costs, and one-way turnover a year: holdings in money, rebalanced at every month end."""
    returns = table.astype(float) / 100
    money, holdings, series, traded = 1.0, pd.Series(0.0, index=table.columns), [], []
    for month in held:
        before = scores.iloc[table.index.get_loc(month) - 1]
        wanted = pd.Series(0.0, index=table.columns)
        chosen = best(before, top)
        wanted.iloc[chosen] = money / len(chosen)
        volume = (wanted - holdings).abs().sum()
        traded.append(volume / money)
        # What trading costs is taken from all holdings alike.
        holdings = wanted * (1 - cost * volume / money) * (1 + returns.loc[month])
        series.append(holdings.sum() / money - 1)
        money = holdings.sum()
    return pd.Series(series), sum(traded[1:]) / 2 / (len(held) - 1) * 12


def paid(table, scores, top, held):
    series, turnover = rotation(table, scores, top, held, COST)
    return {'top': top, **figures(series), 'turnover': turnover}


def early(table, growth, months, first):
    """One best industry from a first month on, whose momentum reaches back to the first return of the table."""
    # Growth over so many months ends with the month before: the first of them is the first of the table.
    assert list(table.index).index(first) == months
    score = momentum(growth, months)
    held = [month for month in table.index if first <= month <= LAST]
    return {'lookback': months, 'from': first, 'months': len(held), **figures(rotation(table, score, 1, held, 0)[0])}


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
        'costBps': COST * 1e4,
        # The combination in the best three, and all ten.
        'paid': [paid(table, scores[tuple(MONTHS)], 3, held), paid(table, scores[(1,)], 10, held)],
        'early': [early(table, growth, 1, 192608), early(table, growth, 18, 192801)],
    }
    (HERE / 'industry-momentum.json').write_text(json.dumps(document, indent=1) + '\n')


main()
