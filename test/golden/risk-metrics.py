"""Writes risk-metrics.json: the risk metrics of several series, each computed here from its definition in words.

Where empyrical and QuantStats have the metric, the convention is theirs (sample deviation, 252 sessions, a flat annual rate
compounded down to one session). Undefined numbers are null. The real series is read from $SECTORCAST_DATA and only its
metrics are written, because the prices are not ours to pass on.
Run: SECTORCAST_DATA=<folder> /usr/bin/python3 test/golden/risk-metrics.py   (numpy, pandas; default ../shared/data)
"""

import json
import os
import platform
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get('SECTORCAST_DATA', HERE.parents[2] / 'shared' / 'data'))
REAL = {'symbol': 'XLE', 'benchmark': 'SPY', 'from': '2006-01-03', 'to': '2010-12-31'}
LAG = 5


def divided(reward, risk):
    return reward / risk if risk > 0 else np.nan


def equity_curve(returns):
    """Capital of 1, then its value after every period."""
    return pd.concat([pd.Series([1.0]), (1 + returns).cumprod()], ignore_index=True)


def under_water_lengths(equity):
    """Steps from each last peak to the point that is level with it again, or to the end."""
    level = equity >= equity.cummax() * (1 - 1e-12)
    lengths, peak = [], 0
    for position in np.flatnonzero(level)[1:]:
        if position - peak > 1:
            lengths.append(position - peak)
        peak = position
    if peak < len(equity) - 1:
        lengths.append(len(equity) - 1 - peak)
    return lengths


def long_run_covariance(moments, lag):
    """Bartlett-weighted sum of autocovariance matrices, divided by n."""
    n = len(moments)
    total = moments.T @ moments / n
    for k in range(1, min(lag, n - 1) + 1):
        cross = moments[k:].T @ moments[:-k] / n
        total += (1 - k / (lag + 1)) * (cross + cross.T)
    return total


def alpha_statistics(y, x, lag, periods):
    """Constant of y on x by the normal equations, with the sandwich estimate of its variance."""
    if len(y) < 3 or x.nunique() == 1:
        return np.nan, np.nan, np.nan
    design = np.column_stack([np.ones(len(x)), x])
    coefficients = np.linalg.lstsq(design, y, rcond=None)[0]
    residuals = y.to_numpy() - design @ coefficients
    bread = np.linalg.inv(design.T @ design / len(x))
    sandwich = bread @ long_run_covariance(design * residuals[:, None], lag) @ bread / len(x)
    exact = np.abs(residuals).max() <= 1e-12 * np.abs(y).max()
    error = np.nan if exact else np.sqrt(sandwich[0, 0])
    return coefficients[0] * periods, coefficients[1], divided(coefficients[0], error)


def metrics(returns, benchmark, risk_free, periods):
    rate = (1 + risk_free) ** (1 / periods) - 1
    excess, active = returns - rate, returns - benchmark
    equity = equity_curve(returns)
    losses = (equity / equity.cummax() - 1)[1:]
    total = equity.iloc[-1] - 1
    growth = (1 + total) ** (periods / len(returns)) - 1
    deviation = 0.0 if returns.nunique() == 1 and len(returns) > 1 else returns.std(ddof=1)
    volatility = deviation * np.sqrt(periods)
    below = returns[returns < 0]
    downside_volatility = below.std(ddof=1) * np.sqrt(periods)
    tracking = 0.0 if active.nunique() == 1 and len(active) > 1 else active.std(ddof=1)
    downside = np.sqrt(np.mean(np.minimum(returns, 0) ** 2) * periods)
    below_rate = np.sqrt(np.mean(np.minimum(excess, 0) ** 2) * periods)
    lengths = under_water_lengths(equity)
    alpha, beta, alpha_t = alpha_statistics(excess, benchmark - rate, LAG, periods)
    return {
        'totalReturn': total,
        'cagr': growth,
        'volatility': volatility,
        'downsideVolatility': downside_volatility,
        'downsideDeviation': downside,
        'sharpe': divided(excess.mean() * periods, volatility),
        'sortino': divided(excess.mean() * periods, below_rate),
        'calmar': divided(growth, -losses.min()),
        'returnOverMaxDrawdown': divided(total, -losses.min()),
        'sharpeFromCagr': divided(growth - risk_free, volatility),
        'sortinoFromCagr': divided(growth - risk_free, downside_volatility),
        'maxDrawdown': losses.min(),
        'ulcerIndex': np.sqrt((losses**2).mean()),
        'longestUnderWater': max(lengths, default=0),
        'averageUnderWater': np.mean(lengths) if lengths else np.nan,
        'trackingError': tracking * np.sqrt(periods),
        'informationRatio': divided(active.mean() * np.sqrt(periods), tracking),
        'beta': beta,
        'alpha': alpha,
        'alphaT': alpha_t,
    }


def information(scores, realised, lag):
    """Rank correlation per session over complete pairs, its mean and Newey-West t."""
    series = []
    for a, b in zip(scores, realised):
        pairs = pd.DataFrame({'a': a, 'b': b}).dropna()
        usable = len(pairs) >= 3 and pairs.a.nunique() > 1 and pairs.b.nunique() > 1
        series.append(pairs.a.rank().corr(pairs.b.rank()) if usable else np.nan)
    known = np.array([value for value in series if not np.isnan(value)])
    error = np.sqrt(long_run_covariance((known - known.mean())[:, None], lag)[0, 0] / len(known))
    signs = np.sign(scores) * np.sign(realised)
    return {
        'series': series,
        'mean': known.mean(),
        't': known.mean() / error,
        'sessions': len(known),
        'hitRate': (signs > 0).sum() / (np.abs(signs) == 1).sum(),
    }


def real_returns(symbol):
    bars = pd.read_csv(DATA / 'us-sector-etfs' / f'{symbol}.csv')
    bars.index = bars['Date'].str[:10]
    return bars['Close'].loc[REAL['from'] : REAL['to']].pct_change().iloc[1:].reset_index(drop=True)


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else float(value)
    return int(value) if isinstance(value, np.integer) else value


def seeded_series():
    random = np.random.default_rng(20240229)
    market = 0.0004 + 0.011 * random.standard_t(4, 900) / np.sqrt(2)
    fund = 0.0001 + 0.9 * market + 0.006 * random.standard_normal(900)
    return np.round(fund, 6), np.round(market, 6)


def series():
    long_fund, long_market = seeded_series()
    deep_then_long = [-0.2, -0.15, 0.6] + [0.01, -0.03] + [0.001] * 29 + [0.02, -0.01, 0.005, 0.02]
    wavy = np.round(0.004 * np.sin(np.arange(len(deep_then_long)) * 1.7) + 0.0005, 6)
    return [
        # Name, returns, benchmark, risk-free rate a year, periods a year.
        ('flat line', [0.0] * 12, [0.01, -0.01] * 6, 0.0, 252),
        ('steady growth', [0.001] * 12, [0.002, -0.001] * 6, 0.025, 252),
        ('one return', [0.05], [0.02], 0.025, 252),
        ('one loss', [-0.05], [0.02], 0.025, 12),
        ('mixed', [0.01, -0.02, 0.015, 0.0, -0.005, 0.03, -0.01], [0.005, -0.01, 0.02, 0.001, -0.004, 0.02, -0.02], 0.025, 252),
        ('monthly', [0.04, -0.06, 0.02, 0.03, -0.01, 0.05, -0.02, 0.01, 0.0, 0.02, -0.03, 0.06, 0.01, -0.005], [0.02, -0.03, 0.01, 0.02, 0.0, 0.03, -0.01, 0.01, 0.01, 0.0, -0.02, 0.04, 0.02, 0.0], 0.03, 12),
        ('deep early drawdown, shallow long one', deep_then_long, list(wavy), 0.01, 252),
        ('ends under water', [0.1, -0.3, 0.1, 0.1, -0.05, 0.02], [0.02, -0.1, 0.03, 0.02, -0.01, 0.0], 0.0, 252),
        ('seeded, 900 sessions', list(long_fund), list(long_market), 0.025, 252),
    ]


def main():
    cases = []
    for name, returns, benchmark, risk_free, periods in series():
        values = metrics(pd.Series(returns, dtype=float), pd.Series(benchmark, dtype=float), risk_free, periods)
        cases.append(
            {
                'name': name,
                'returns': returns,
                'benchmark': benchmark,
                'riskFreeAnnual': risk_free,
                'periodsPerYear': periods,
                'metrics': values,
            }
        )
    fund, market = real_returns(REAL['symbol']), real_returns(REAL['benchmark'])
    real = {**REAL, 'sessions': len(fund), 'riskFreeAnnual': 0.025, 'periodsPerYear': 252}
    random = np.random.default_rng(7)
    scores = np.round(random.standard_normal((60, 7)), 1)
    realised = np.round(0.1 * scores + 0.3 * random.standard_normal((60, 7)), 1)
    scores[random.random((60, 7)) < 0.15] = np.nan
    realised[random.random((60, 7)) < 0.1] = np.nan
    # Sessions that can not count: two pairs left, scores that are all equal.
    scores[3] = [np.nan] * 5 + [0.1, 0.5]
    realised[3, 5:] = [0.2, 0.4]
    scores[8] = 0.4
    document = {
        'generator': {
            'script': 'test/golden/risk-metrics.py',
            'python': platform.python_version(),
            'numpy': np.__version__,
            'pandas': pd.__version__,
        },
        'lag': LAG,
        'cases': cases,
        'real': {**real, 'metrics': metrics(fund, market, 0.025, 252)},
        'ranking': [
            {'lag': lag, 'scores': scores, 'realised': realised, **information(scores, realised, lag)} for lag in (0, 5)
        ],
    }
    lines = json.dumps(plain(document), allow_nan=False, separators=(',', ':')).replace('{"name"', '\n{"name"')
    (HERE / 'risk-metrics.json').write_text(f'{lines}\n')


if __name__ == '__main__':
    main()
