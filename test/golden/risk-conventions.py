"""Writes risk-conventions.json: every risk metric, and every convention of other libraries, of real and of made-up series.

Each number is computed here from its published definition with NumPy, pandas and SciPy. The real series are read from
$SECTORCAST_DATA and only what is derived of them is written, because the prices are not ours to pass on; the made-up ones are those
of risk-metrics.json. Undefined numbers are null.
Run: SECTORCAST_DATA=<folder> /usr/bin/python3 test/golden/risk-conventions.py   (default ../shared/data)
"""

import json
import os
import platform
import re
import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
from scipy import stats

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get('SECTORCAST_DATA', HERE.parents[2] / 'shared' / 'data'))
BASE = runpy.run_path(str(HERE / 'risk-metrics.py'))
TAIL = 0.05
FROM, TO = '2005-01-01', '2019-12-31'


def divided(reward, risk):
    return reward / risk if risk > 0 else np.nan


def closes(symbol):
    bars = pd.read_csv(DATA / 'us-sector-etfs' / f'{symbol}.csv', usecols=['Date', 'Close'])
    return pd.Series(bars['Close'].to_numpy(), index=pd.to_datetime(bars['Date'].str[:10])).loc[FROM:TO]


def industries():
    """Value-weighted monthly returns: the first block of lines that begin with a month."""
    text = (DATA / 'french' / '10_Industry_Portfolios.csv').read_text()
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if re.match(r'\s*\d{6}\s*,', line))
    names = [name.strip() for name in lines[first - 1].split(',')[1:]]
    rows = []
    for line in lines[first:]:
        if not re.match(r'\s*\d{6}\s*,', line):
            break
        rows.append(line.split(','))
    index = pd.to_datetime([row[0].strip() for row in rows], format='%Y%m') + pd.offsets.MonthEnd(0)
    return pd.DataFrame([[float(cell) / 100 for cell in row[1:]] for row in rows], index=index, columns=names)


def drawdown_series(r, with_start=True):
    equity = (1 + r).cumprod()
    peak = equity.cummax()
    return equity / (peak.clip(lower=1) if with_start else peak) - 1


def worst_part(values, tail):
    """Integral of the empirical quantile function over the tail, divided by the tail: Acerbi and Tasche's expected shortfall."""
    ordered = np.sort(np.asarray(values))
    n = len(ordered)
    upper = np.minimum(np.arange(1, n + 1) / n, tail)
    lower = np.minimum(np.arange(n) / n, tail)
    return float(((upper - lower) * ordered).sum() / tail)


def newey_west_lag(n):
    return int(4 * (n / 100) ** (2 / 9))


def extremes(r):
    by_year = (1 + r).groupby(r.index.year).prod() - 1
    by_month = (1 + r).groupby([r.index.year, r.index.month]).prod() - 1
    return {
        'bestYear': by_year.max(),
        'worstYear': by_year.min(),
        'bestMonth': by_month.max(),
        'worstMonth': by_month.min(),
    }


def geometric(r):
    return np.exp(np.log1p(r).mean()) - 1 if len(r) else np.nan


def own(r, b, risk_free, periods):
    """The project's own metrics, those of risk-metrics.py among them."""
    known = BASE['metrics'](r.reset_index(drop=True), b.reset_index(drop=True), risk_free, periods)
    rate = (1 + risk_free) ** (1 / periods) - 1
    losses = drawdown_series(r)
    gains, pains = r[r > 0], -r[r < 0]
    excess = r - rate
    z = stats.norm.ppf(TAIL)
    skew, kurtosis = stats.skew(r), stats.kurtosis(r)
    fisher = z + (z**2 - 1) * skew / 6 + (z**3 - 3 * z) * kurtosis / 24 - (2 * z**3 - 5 * z) * skew**2 / 36
    payoff = divided(gains.mean(), pains.mean())
    win_rate = len(gains) / (len(gains) + len(pains))
    tail_ratio = abs(np.percentile(r, 95)) / abs(np.percentile(r, 5))
    log_equity = np.log1p(r).cumsum()
    alpha, beta, t = BASE['alpha_statistics'](
        excess.reset_index(drop=True), (b - rate).reset_index(drop=True), newey_west_lag(len(r)), periods
    )
    margin = stats.norm.ppf(0.975) * abs(alpha / t)
    pain = losses.abs().mean()
    return {
        **{name: known[name] for name in known if name != 'alphaT'},
        'recoveryFactor': divided(r.sum(), -losses.min()),
        'conditionalDrawdown': worst_part(losses, TAIL),
        'sampleUlcerIndex': np.sqrt((losses**2).sum() / (len(r) - 1)),
        'painIndex': pain,
        'martin': divided(known['cagr'] - risk_free, known['ulcerIndex']),
        'pain': divided(known['cagr'] - risk_free, pain),
        'valueAtRisk': np.percentile(r, 100 * TAIL),
        'gaussianValueAtRisk': stats.norm.ppf(TAIL, r.mean(), r.std()),
        'cornishFisherValueAtRisk': r.mean() + fisher * r.std(),
        'expectedShortfall': worst_part(r, TAIL),
        'gaussianExpectedShortfall': stats.norm.expect(
            lambda x: x, loc=r.mean(), scale=r.std(), ub=stats.norm.ppf(TAIL, r.mean(), r.std()), conditional=True, epsabs=1e-14
        ),
        'tailRatio': tail_ratio,
        'omega': divided(excess[excess > 0].sum(), -excess[excess < 0].sum()),
        'gainToPain': divided(r.sum(), pains.sum()),
        'profitFactor': divided(gains.sum(), pains.sum()),
        'payoff': payoff,
        'winRate': win_rate,
        'commonSense': divided(gains.sum(), pains.sum()) * tail_ratio,
        'kelly': win_rate - (1 - win_rate) / payoff,
        'stability': stats.linregress(np.arange(len(r)), log_equity).rvalue ** 2,
        'skewness': skew,
        'sampleSkewness': r.skew(),
        'kurtosis': kurtosis,
        'sampleKurtosis': r.kurtosis(),
        **extremes(r),
        'beta': beta,
        'alpha': alpha,
        'alphaT': t,
        'alphaLow': alpha - margin,
        'alphaHigh': alpha + margin,
        'treynor': excess.mean() * periods / beta,
        'mSquared': excess.mean() / excess.std() * b.std() * periods + rate * periods,
        'upCapture': geometric(r[b > 0]) / geometric(b[b > 0]),
        'downCapture': geometric(r[b < 0]) / geometric(b[b < 0]),
        'battingAverage': (r > b).mean(),
    }


def empyrical(r, b, risk_free, periods):
    """empyrical 0.5.5; the rate is one of a period."""
    rate = (1 + risk_free) ** (1 / periods) - 1

    def annual_return(x):
        return (1 + x).prod() ** (periods / len(x)) - 1

    excess = r - rate
    equity = np.concatenate([[100.0], 100 * (1 + r).cumprod()])
    peaks = np.fmax.accumulate(equity)
    max_drawdown = ((equity - peaks) / peaks).min()
    cutoff = int((len(r) - 1) * TAIL)
    centred = b - b.mean()
    beta = (centred * r).mean() / (centred**2).mean()
    active = r - b
    return {
        'totalReturn': (1 + r).prod() - 1,
        'cagr': annual_return(r),
        'volatility': r.std(ddof=1) * periods**0.5,
        'downsideDeviation': np.sqrt((np.clip(r, -np.inf, 0) ** 2).mean()) * np.sqrt(periods),
        'sharpe': excess.mean() / excess.std(ddof=1) * np.sqrt(periods),
        'sortino': excess.mean() * periods / (np.sqrt((np.clip(excess, -np.inf, 0) ** 2).mean()) * np.sqrt(periods)),
        'calmar': annual_return(r) / abs(max_drawdown),
        'maxDrawdown': max_drawdown,
        'valueAtRisk': np.percentile(r, 100 * TAIL),
        'expectedShortfall': np.mean(np.partition(r.to_numpy(), cutoff)[: cutoff + 1]),
        'tailRatio': np.abs(np.percentile(r, 95)) / np.abs(np.percentile(r, 5)),
        'omega': excess[excess > 0].sum() / (-1 * excess[excess < 0].sum()),
        'stability': stats.linregress(np.arange(len(r)), np.log1p(r).cumsum())[2] ** 2,
        'skewness': stats.skew(r),
        'kurtosis': stats.kurtosis(r),
        'beta': beta,
        'alpha': (1 + (excess - beta * (b - rate)).mean()) ** periods - 1,
        'informationRatio': active.mean() / active.std(ddof=1),
        'upCapture': annual_return(r[b > 0]) / annual_return(b[b > 0]),
        'downCapture': annual_return(r[b < 0]) / annual_return(b[b < 0]),
    }


def quantstats(r, b, risk_free, periods):
    """QuantStats 0.0.84."""
    excess = r - ((1 + risk_free) ** (1 / periods) - 1)
    total = (1 + r).prod() - 1
    growth = abs(total + 1) ** (1 / (len(r) / periods)) - 1
    prices = np.concatenate([[1.0], (1 + r).cumprod()])
    losses = (prices / np.maximum.accumulate(prices) - 1)[1:]
    ulcer = np.sqrt((losses**2).sum() / (len(r) - 1))
    covariance = np.cov(r, b)
    beta = covariance[0, 1] / covariance[1, 1]
    payoff = r[r > 0].mean() / abs(r[r < 0].mean())
    wins = (r > 0).sum() / (r != 0).sum()
    tail = abs(r.quantile(0.95) / r.quantile(0.05))
    factor = r[r >= 0].sum() / abs(r[r < 0].sum())
    normal = stats.norm
    return {
        'totalReturn': total,
        'cagr': growth,
        'volatility': r.std() * np.sqrt(periods),
        'sharpe': excess.mean() / excess.std(ddof=1) * np.sqrt(periods),
        'sortino': excess.mean() / np.sqrt((excess[excess < 0] ** 2).sum() / len(r)) * np.sqrt(periods),
        'calmar': growth / abs(losses.min()),
        'maxDrawdown': losses.min(),
        'ulcerIndex': ulcer,
        'martin': (total - risk_free) / ulcer,
        'recoveryFactor': abs(r.sum() - risk_free) / abs(losses.min()),
        'valueAtRisk': normal.ppf(TAIL, r.mean(), r.std()),
        'expectedShortfall': r.mean() - r.std() * normal.pdf(normal.ppf(TAIL)) / TAIL,
        'tailRatio': tail,
        'omega': excess[excess > 0].sum() / -excess[excess < 0].sum(),
        'gainToPain': r.sum() / abs(r[r < 0].sum()),
        'profitFactor': factor,
        'payoff': payoff,
        'winRate': wins,
        'commonSense': factor * tail,
        'kelly': (payoff * wins - (1 - wins)) / payoff,
        'skewness': r.skew(),
        'kurtosis': r.kurtosis(),
        'beta': beta,
        'alpha': (r.mean() - beta * b.mean()) * periods,
        'informationRatio': (r - b).mean() / (r - b).std(),
        'treynor': (total - risk_free) / beta,
    }


def quantstats_before(r, days_a_year):
    years = (r.index[-1] - r.index[0]).days / days_a_year
    return (1 + r).prod() ** (1 / years) - 1


def quantstats_0069(r, periods):
    threshold = stats.norm.ppf(TAIL, r.mean(), r.std())
    below = r[r < threshold]
    return {
        'cagr': quantstats_before(r, periods),
        'calmar': quantstats_before(r, 252) / abs(drawdown_series(r).min()),
        'expectedShortfall': below.mean() if len(below) else threshold,
    }


def quantstats_2022(r):
    worst = drawdown_series(r, with_start=False).min()
    growth = quantstats_before(r, 365)
    return {'cagr': growth, 'calmar': growth / abs(worst), 'maxDrawdown': worst}


def qlib(r, periods):
    n = {252: 238, 12: 12}[periods]
    return {
        'totalReturn': r.sum(),
        'cagr': r.mean() * n,
        'volatility': r.std(ddof=1),
        'sharpe': r.mean() / r.std(ddof=1) * np.sqrt(n),
        'maxDrawdown': (r.cumsum() - r.cumsum().cummax()).min(),
    }


def qlib_product(r, periods):
    n = {252: 238, 12: 12}[periods]
    curve = (1 + r).cumprod()
    deviation = np.log(1 + r).std(ddof=1)
    return {
        'totalReturn': curve.iloc[-1] - 1,
        'cagr': curve.iloc[-1] ** (n / len(r)) - 1,
        'volatility': deviation,
        'sharpe': (curve.iloc[-1] ** (1 / len(r)) - 1) / deviation * np.sqrt(n),
        'maxDrawdown': (curve / curve.cummax() - 1).min(),
    }


def s4(r, periods):
    growth = (1 + r).prod() ** (periods / len(r)) - 1
    deviation, downside = r.std() * periods**0.5, r[r < 0].std() * periods**0.5
    losses = drawdown_series(r)
    lengths = BASE['under_water_lengths'](BASE['equity_curve'](r.reset_index(drop=True)))
    total = (1 + r).prod() - 1
    return {
        'totalReturn': total,
        'cagr': growth,
        'volatility': deviation,
        'downsideDeviation': downside,
        'sharpe': (growth - 0.025) / deviation,
        'sortino': (growth - 0.025) / downside,
        'ulcerIndex': np.sqrt((losses**2).mean()),
        'maxDrawdown': losses.min(),
        'longestUnderWater': max(lengths),
        'averageUnderWater': np.mean(lengths),
        'calmar': growth / -losses.min(),
        'returnOverMaxDrawdown': total / -losses.min(),
    }


def block_length(r):
    """Politis and White (2004) with the constant of 2009, the sums written out over both signs of the lag."""
    x = r.to_numpy() - r.mean()
    n = len(x)
    run = max(5, int(np.ceil(np.sqrt(np.log10(n)))))
    most = int(np.ceil(np.sqrt(n))) + run
    covariance = np.array([(x[k:] * x[: n - k]).sum() / n for k in range(most + 1)])
    significant = np.abs(covariance / covariance[0]) >= 2 * np.sqrt(np.log10(n) / n)
    runs = [m for m in range(most - run + 1) if not significant[m + 1 : m + run + 1].any()]
    m = runs[0] if runs else np.flatnonzero(significant)[-1]
    window = min(2 * max(m, 1), most)
    lags = np.arange(-window, window + 1)
    weight = np.interp(np.abs(lags) / window, [0, 0.5, 1], [1, 1, 0])
    both = weight * covariance[np.abs(lags)]
    g, spectrum = (np.abs(lags) * both).sum(), both.sum()
    length = (2 * g**2 / (2 * spectrum**2)) ** (1 / 3) * n ** (1 / 3)
    return float(np.clip(length, 1, np.ceil(min(3 * np.sqrt(n), n / 3))))


def alternating_block_lengths():
    """Of 0, 1, 0, 1, ...: some lie at the caps, a third of the values and three times the root of their number."""
    return [[n, block_length(pd.Series(np.arange(n) % 2, dtype=float))] for n in (10, 12, 30, 100, 400, 401)]


def measured(r, b, risk_free, periods):
    return {
        'riskFreeAnnual': risk_free,
        'periodsPerYear': periods,
        'metrics': own(r, b, risk_free, periods),
        'conventions': {
            'empyrical': empyrical(r, b, risk_free, periods),
            'quantstats': quantstats(r, b, risk_free, periods),
            'quantstats-0.0.69': quantstats_0069(r, periods),
            'quantstats-2022': quantstats_2022(r),
            'qlib': qlib(r, periods),
            'qlib-product': qlib_product(r, periods),
            's4': s4(r, periods),
        },
        'blockLength': block_length(r),
        'rolling': rolling(r, b, periods),
    }


def rolling(r, b, periods):
    """The last, the least and the mean value over windows of a year."""
    frame = {
        'volatility': r.rolling(periods).std() * np.sqrt(periods),
        'totalReturn': np.exp(np.log1p(r).rolling(periods).sum()) - 1,
        'beta': r.rolling(periods).cov(b) / b.rolling(periods).var(),
    }
    return {name: [values.iloc[-1], values.min(), values.mean()] for name, values in frame.items()} if len(r) > periods else {}


def real_series():
    spy = closes('SPY').pct_change().iloc[1:]
    funds = {symbol: closes(symbol).pct_change().iloc[1:] for symbol in ('XLE', 'XLK', 'XLU', 'XLF')}
    for symbol, r in funds.items():
        yield f'{symbol} against SPY', r, spy, 0.025, 252
    yield '60% SPY, 40% XLP', 0.6 * spy + 0.4 * closes('XLP').pct_change().iloc[1:], spy, 0.01, 252
    table = industries()
    market = table.mean(axis=1)
    for name in ('NoDur', 'HiTec'):
        yield f'French {name}', table[name], market, 0.03, 12


def made_up():
    cases = {case['name']: case for case in json.loads((HERE / 'risk-metrics.json').read_text())['cases']}
    for name in ('seeded, 900 sessions', 'deep early drawdown, shallow long one'):
        case = cases[name]
        index = pd.date_range('2001-01-01', periods=len(case['returns']))
        r, b = (pd.Series(case[key], index=index, dtype=float) for key in ('returns', 'benchmark'))
        yield name, r, b, case['riskFreeAnnual'], case['periodsPerYear']


def main():
    document = {
        'generator': {
            'script': 'test/golden/risk-conventions.py',
            'python': platform.python_version(),
            'numpy': np.__version__,
            'pandas': pd.__version__,
            'scipy': scipy.__version__,
        },
        'tail': TAIL,
        'alternatingBlockLengths': alternating_block_lengths(),
        'from': FROM,
        'to': TO,
        'real': [{'name': name, 'periods': len(r), **measured(r, b, *rest)} for name, r, b, *rest in real_series()],
        'madeUp': [{'name': name, 'periods': len(r), **measured(r, b, *rest)} for name, r, b, *rest in made_up()],
    }
    lines = json.dumps(BASE['plain'](document), allow_nan=False, separators=(',', ':')).replace('{"name"', '\n{"name"')
    (HERE / 'risk-conventions.json').write_text(f'{lines}\n')


if __name__ == '__main__':
    main()
