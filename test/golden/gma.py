"""Writes gma.json: the sector switching machine on a made-up market and on real funds, and deflated Sharpe ratios.

Everything is computed here from the definitions in words, with pandas, SciPy and NumPy: weeks by pandas' own calendar, averages by
rolling windows, growth from a table of positions, at the closes and at the opens of the sessions after the decisions. The real prices are read from $SECTORCAST_DATA, and only results are written.
Run: SECTORCAST_DATA=<folder> /usr/bin/python3 test/golden/gma.py   (numpy, pandas, scipy; default ../shared/data)
"""

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get('SECTORCAST_DATA', HERE.parents[2] / 'shared' / 'data'))
COST = 5e-4
FUNDS = ['XLB', 'XLC', 'XLE', 'XLF', 'XLI', 'XLK', 'XLP', 'XLRE', 'XLU', 'XLV', 'XLY']

SETTINGS = [
    dict(x=10, y=1, M=1, factor=1.0, favourite='CASH', select='largest', tie='keep', normalised=False, every='weekly'),
    dict(x=5, y=2, M=1, factor=1.2, favourite='DDD', select='largest', tie='keep', normalised=True, every='weekly'),
    dict(x=5, y=2, M=-1, factor=2.0, favourite='DDD', select='largest', tie='keep', normalised=False, every='weekly'),
    dict(x=4, y=1, M=-1, factor=1.0, favourite='CASH', select='smallest', tie='keep', normalised=True, every='weekly'),
    dict(x=3, y=0, M=1, factor=1.0, favourite='CASH', select='largest', tie='switch', normalised=True, every='monthly'),
    dict(x=20, y=5, M=1, factor=1.5, favourite='current', select='largest', tie='keep', normalised=True, every='daily'),
]


def made_up_market():
    """Four funds of different size; BBB begins late, CCC ends early; some sessions are holidays."""
    days = pd.bdate_range('2019-01-01', '2020-12-30')
    days = days[~days.isin(pd.to_datetime(['2019-04-19', '2019-05-27', '2019-07-04', '2019-12-25', '2020-01-01', '2020-04-10']))]
    t = np.arange(len(days))
    shapes = {'AAA': (20, 4e-4, 0.10, 0.09, 0.3), 'BBB': (200, 1e-4, 0.14, 0.05, 1.1), 'CCC': (50, -2e-4, 0.12, 0.13, 2.0), 'DDD': (80, 2e-4, 0.05, 0.04, 4.0)}
    closes = pd.DataFrame({k: base * np.exp(drift * t + swing * np.sin(speed * t + phase)) for k, (base, drift, swing, speed, phase) in shapes.items()}, index=days).round(4)
    closes.loc[closes.index[:150], 'BBB'] = np.nan
    closes.loc[closes.index[400]:, 'CCC'] = np.nan
    return closes


def made_up_opens(closes):
    """Between the close before and the close, sometimes beyond; the first session has its own close, some Mondays have none."""
    t = np.arange(len(closes))
    share = pd.Series(0.4 + 0.9 * np.sin(1.7 * t), index=closes.index)
    before = closes.shift(1).fillna(closes)
    opens = before.add((closes - before).mul(share, axis=0)).round(4)
    mondays = closes.index[closes.index.weekday == 0]
    opens.loc[mondays[::3], 'AAA'] = np.nan
    opens.loc[mondays[::5], 'DDD'] = np.nan
    return opens


def last_of_each(index, every):
    if every == 'daily':
        return index
    period = index.to_period('W-SUN' if every == 'weekly' else 'M')
    return pd.Series(index, index=index).groupby(period).last().to_list()


def machine(closes, s):
    """Holdings by step with their hurdles, from the first step at which a fund and the Favourite have a gMA."""
    table = closes.copy()
    table['CASH'] = 1.0
    steps = pd.DatetimeIndex(last_of_each(closes.index, s['every']))
    prices = table.loc[steps]
    average = prices.shift(s['y']).rolling(s['x'] - s['y'] + 1).mean()
    gma = prices / average - 1 if s['normalised'] else prices - average
    # A rolling sum leaves rounding where the price is constant.
    gma['CASH'] = gma['CASH'].where(gma['CASH'].isna(), 0.0)
    funds = list(closes.columns)
    eligible = funds if s['favourite'] in funds else funds + ['CASH']
    held = 'CASH' if s['favourite'] == 'current' else s['favourite']
    trace = []
    for day in steps:
        row = gma.loc[day]
        if not trace:
            ready = row[funds].notna().any() and (s['favourite'] == 'current' or not np.isnan(row[s['favourite']]))
            if not ready:
                continue
        if np.isnan(prices.loc[day, held]):
            held = 'CASH'
        favourite = held if s['favourite'] == 'current' else s['favourite']
        hurdle = s['factor'] * row[favourite]
        known = row[eligible].dropna()
        chosen = None
        if len(known):
            # idxmax and idxmin give the first of equals.
            chosen = known.idxmax() if s['select'] == 'largest' else known.idxmin()
            value = known[chosen]
            beyond = value > hurdle if s['M'] == 1 else value < hurdle
            if beyond or (s['tie'] == 'switch' and value == hurdle):
                held = chosen
        trace.append((day, chosen, hurdle, held))
    return trace


def growth(closes, trace, cost):
    """Growth of 1: what is decided on a day is held from the next day's close on."""
    table = closes.copy()
    table['CASH'] = 1.0
    first = trace[0][0]
    index = closes.index[closes.index >= first]
    decided = pd.Series({day: held for day, _, _, held in trace}).reindex(index).ffill()
    # At the close of a day the position is what had been decided the day before; at the first close it is cash.
    position = decided.shift(1)
    position.iloc[0] = 'CASH'
    filled = table.ffill()
    value = 1.0
    path = [1.0]
    for i in range(1, len(index)):
        day, before = index[i], index[i - 1]
        old, new = position.iloc[i - 1], position.iloc[i]
        value *= filled.loc[day, old] / filled.loc[before, old]
        if old != new:
            alive = not np.isnan(table.loc[day, old])
            if old != 'CASH' and alive:
                value *= 1 - cost
            if new != 'CASH':
                value /= 1 + cost
        path.append(value)
    return path


def growth_at_opens(closes, opens, trace, cost):
    """Growth of 1: what is decided on a day is traded at the next day's open, by counting shares and money.

    A fund without an open is not traded: what was to be sold for another is kept, what was to be bought is left as money. A fund
    that has no close on a day has been paid out at its last one by then.
    """
    decided = {day: held for day, _, _, held in trace}
    index = closes.index[closes.index >= trace[0][0]]
    name, shares, money = 'CASH', 0.0, 1.0
    path = [1.0]
    for before, day in zip(index[:-1], index[1:]):
        target = decided.get(before, name)
        if target != name:
            if name != 'CASH' and not np.isnan(opens.loc[day, name]):
                money, shares, name = shares * opens.loc[day, name] * (1 - cost), 0.0, 'CASH'
            if name == 'CASH' and target != 'CASH' and not np.isnan(opens.loc[day, target]):
                money, shares, name = 0.0, money / ((1 + cost) * opens.loc[day, target]), target
        if name != 'CASH':
            if np.isnan(closes.loc[day, name]):
                money, shares, name = shares * closes.loc[before, name], 0.0, 'CASH'
            else:
                path.append(shares * closes.loc[day, name])
                continue
        path.append(money)
    return path


def at_opens(closes, opens, trace):
    net, gross = (growth_at_opens(closes, opens, trace, cost) for cost in (COST, 0.0))
    returns = np.diff(net) / np.array(net[:-1])
    return {
        'net': net[-1],
        'gross': gross[-1],
        'sharpe': sharpe_of(returns),
        'maxDrawdown': float((np.array(net) / np.maximum.accumulate(net) - 1).min()),
    }


def equal_weight(closes, first):
    """Every fund that has a close today and the session before, in equal parts, rebalanced at each close without cost."""
    change = closes / closes.shift(1) - 1
    return change.mean(axis=1, skipna=True)[closes.index > first].fillna(0.0)


def sharpe_of(returns):
    deviation = returns.std(ddof=1)
    return float(returns.mean() / deviation * np.sqrt(252)) if deviation > 0 else None


def run(closes, opens, settings):
    trace = machine(closes, settings)
    net, gross = growth(closes, trace, COST), growth(closes, trace, 0.0)
    returns = np.diff(net) / np.array(net[:-1])
    easy = equal_weight(closes, trace[0][0])
    return {
        'settings': settings,
        'from': trace[0][0].strftime('%Y-%m-%d'),
        'held': [held for _, _, _, held in trace],
        'selected': [chosen for _, chosen, _, _ in trace],
        'hurdle': [None if np.isnan(h) else float(h) for _, _, h, _ in trace],
        'net': float(net[-1]),
        'gross': float(gross[-1]),
        'sharpe': sharpe_of(returns),
        'equalWeight': {'growth': float((1 + easy).prod()), 'sharpe': sharpe_of(easy)},
        'maxDrawdown': float((np.array(net) / np.maximum.accumulate(net) - 1).min()),
        'open': at_opens(closes, opens, trace),
    }


def psr(sharpe, threshold, periods, skew, kurtosis):
    return float(stats.norm.cdf((sharpe - threshold) * np.sqrt(periods - 1) / np.sqrt(1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe**2)))


def expected_maximum(trials, variance):
    gamma = np.euler_gamma
    return float(np.sqrt(variance) * ((1 - gamma) * stats.norm.ppf(1 - 1 / trials) + gamma * stats.norm.ppf(1 - 1 / (trials * np.e))))


def deflated_cases():
    rng = np.random.default_rng(20140701)
    cases = []
    for name, returns in {
        'normal': rng.normal(0.0006, 0.01, 800),
        'fat tails': 0.0004 + 0.008 * rng.standard_t(4, 600),
        'skewed': 0.0005 + 0.01 * (1 - rng.exponential(1, 500)),
    }.items():
        returns = returns.round(8)
        sharpe = returns.mean() / returns.std(ddof=1)
        skew, kurtosis = stats.skew(returns), stats.kurtosis(returns, fisher=False)
        needed = stats.norm.ppf(0.95) / sharpe
        cases.append({
            'name': name,
            'returns': returns.tolist(),
            'sharpe': float(sharpe),
            'skewness': float(skew),
            'kurtosis': float(kurtosis),
            'psr': psr(sharpe, 0, len(returns), skew, kurtosis),
            'minimumTrackRecord': float(1 + (1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe**2) * needed**2),
            'trials': 45,
            'variance': 3e-4,
            'expectedMaximum': expected_maximum(45, 3e-4),
            'dsr': psr(sharpe, expected_maximum(45, 3e-4), len(returns), skew, kurtosis),
        })
    return cases


def effective():
    rng = np.random.default_rng(7)
    common = rng.normal(size=(60, 1))
    series = (common + 0.8 * rng.normal(size=(60, 9))).round(6)
    correlations = np.corrcoef(series.T)
    values = np.linalg.eigvalsh(correlations)
    average = (correlations.sum() - 9) / 72
    return {
        'series': series.T.tolist(),
        'averageCorrelation': float(average),
        'byCorrelation': float(average + (1 - average) * 9),
        'byEigenvalues': float(values.sum() ** 2 / (values**2).sum()),
    }


def funds():
    frames, opened = {}, {}
    for symbol in FUNDS:
        frame = pd.read_csv(DATA / 'us-sector-etfs' / f'{symbol}.csv')
        frames[symbol] = pd.Series(frame['Close'].to_numpy(), index=pd.to_datetime(frame['Date'].str[:10]))
        opened[symbol] = pd.Series(frame['Open'].to_numpy(), index=frames[symbol].index)
    return [table[table.index <= '2025-12-24'] for table in (pd.DataFrame(frames), pd.DataFrame(opened))]


def real_runs():
    closes, opens = funds()
    common = dict(y=1, factor=1.0, favourite='CASH', tie='keep', every='weekly')
    settings = [
        dict(common, x=10, M=1, select='largest', normalised=False),
        dict(common, x=10, M=1, select='largest', normalised=True),
        dict(common, x=10, M=-1, select='smallest', normalised=False),
        dict(common, x=26, M=1, select='largest', normalised=True, factor=1.2, favourite='XLP'),
    ]
    runs = []
    for one in settings:
        result = run(closes, opens, one)
        switches = sum(a != b for a, b in zip([one['favourite']] + result['held'], result['held']))
        runs.append({key: result[key] for key in ('settings', 'from', 'net', 'gross', 'sharpe', 'equalWeight', 'maxDrawdown', 'open')} | {'steps': len(result['held']), 'switches': switches, 'last': result['held'][-1]})
    return runs


closes = made_up_market()
opens = made_up_opens(closes)
document = {
    'costBps': COST * 1e4,
    'market': {
        'dates': [day.strftime('%Y-%m-%d') for day in closes.index],
        'closes': {name: [None if np.isnan(v) else float(v) for v in closes[name]] for name in closes},
        'opens': {name: [None if np.isnan(v) else float(v) for v in opens[name]] for name in opens},
    },
    'runs': [run(closes, opens, settings) for settings in SETTINGS],
    'deflated': deflated_cases(),
    'effective': effective(),
    'real': real_runs(),
}
(HERE / 'gma.json').write_text(json.dumps(document) + '\n')
