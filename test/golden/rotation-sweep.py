"""Writes rotation-sweep.json: momentum rotations under two conventions, computed here from their definitions in words.

Constant: the best assets are bought at the close of the decision, weights are reset to equal every day for nothing, and the change of
the target weights costs 25 basis points of it, on the day of the decision. Drifting: a decision is filled at the next close, shares
are held between fills, and 25 basis points of the traded value are paid; the equity after a fill is the root of an equation.
The prices are random walks, rounded; one asset is listed late, one dies.
Run: /usr/bin/python3 test/golden/rotation-sweep.py   (numpy, pandas, scipy)
"""

import json
import platform
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
from scipy.optimize import brentq

HERE = Path(__file__).resolve().parent
LOOKBACKS = [[3], [21], [5, 10, 40]]
TOPS = [1, 2, 5]
STEPS = [1, 4, 20]
COST = 0.0025
YEAR = 252


def prices():
    rng = np.random.default_rng(11)
    moves = rng.normal(0.0004, 0.015, (300, 6)) + rng.normal(0, 0.004, (30, 6)).repeat(10, axis=0)
    closes = pd.DataFrame((100 * np.exp(moves.cumsum(axis=0))).round(3))
    closes.iloc[:90, 4] = np.nan
    closes.iloc[210:, 1] = np.nan
    return closes


def targets(closes, lookbacks, top, step):
    """Weights by day of decision."""
    momentum = sum(closes / closes.shift(k) - 1 for k in lookbacks) / len(lookbacks)
    # A sum that lacks a close is NaN; so is its rank.
    order = momentum.rank(axis=1, ascending=False, method='first')
    chosen = order <= top
    weights = chosen.div(chosen.sum(axis=1).replace(0, np.nan), axis=0).fillna(0.0)
    return weights[weights.index % step == 0]


def constant(closes, weights):
    returns = closes.pct_change(fill_method=None).fillna(0.0)
    held = weights.reindex(closes.index).ffill().fillna(0.0)
    changes = held.diff().abs().sum(axis=1)
    changes.iloc[0] = held.iloc[0].sum()
    earned = (held.shift(1).fillna(0.0) * returns).sum(axis=1) - COST * changes
    return earned, changes


def drifting(closes, weights):
    shares, cash, equity, traded = {}, 1.0, [1.0], []
    for t in range(1, len(closes)):
        today, before = closes.iloc[t], closes.iloc[t - 1]
        for asset in [a for a in shares if np.isnan(today[a])]:
            cash += shares.pop(asset) * before[asset]
        if t - 1 in weights.index:
            value = {a: n * today[a] for a, n in shares.items()}
            total = cash + sum(value.values())
            want = {a: w for a, w in weights.loc[t - 1].items() if w > 0 and not np.isnan(today[a])}

            def amount(after):
                return sum(abs(want.get(a, 0) * after - value.get(a, 0)) for a in set(want) | set(value))

            after = brentq(lambda x: x + COST * amount(x) - total, 0.5 * total, total, xtol=1e-16, rtol=1e-15)
            traded.append(amount(after) / total)
            shares = {a: w * after / today[a] for a, w in want.items()}
            cash = after * (1 - sum(want.values()))
        equity.append(cash + sum(n * today[a] for a, n in shares.items()))
    curve = pd.Series(equity)
    return curve.pct_change().fillna(0.0), pd.Series(traded)


def cell(returns, traded):
    # What builds the portfolio from cash is no turnover: the first of what is traded.
    turned = traded[traded > 0].iloc[1:].sum()
    curve = (1 + returns).cumprod()
    years = (len(returns) - 1) / YEAR
    return {
        'equity': curve.iloc[-1],
        'cagr': curve.iloc[-1] ** (1 / years) - 1,
        'volatility': returns.std() * np.sqrt(YEAR),
        'sharpe': returns.mean() / returns.std() * np.sqrt(YEAR),
        'maxDrawdown': (curve / curve.cummax().clip(lower=1) - 1).min(),
        'turnover': turned / 2 / years,
    }


def main():
    closes = prices()
    cells = []
    for lookbacks, top, step in product(LOOKBACKS, TOPS, STEPS):
        weights = targets(closes, lookbacks, top, step)
        for holding, run in [('constant', constant), ('drifting', drifting)]:
            figures = cell(*run(closes, weights))
            cells.append({'lookbacks': lookbacks, 'top': top, 'every': step, 'holding': holding, **figures})
    rows = [[None if np.isnan(x) else x for x in row] for row in closes.to_numpy().tolist()]
    versions = {'python': platform.python_version(), 'numpy': np.__version__, 'pandas': pd.__version__, 'scipy': scipy.__version__}
    document = {'madeBy': 'rotation-sweep.py', 'versions': versions, 'costBps': 10_000 * COST, 'closes': rows, 'cells': cells}
    (HERE / 'rotation-sweep.json').write_text(json.dumps(document) + '\n')


main()
