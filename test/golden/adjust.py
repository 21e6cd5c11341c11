"""Writes adjust.json: raw prices behind the real sector funds, total returns, monthly bars and proxy overlaps, by pandas and numpy.

Run from any directory: /usr/bin/python3 test/golden/adjust.py (Debian's python3-pandas); reads SECTORCAST_DATA or ../shared/data.
"""
import json
import os
from pathlib import Path

import numpy
import pandas

HERE = Path(__file__).parent
DATA = Path(os.environ.get('SECTORCAST_DATA', HERE.parent.parent.parent / 'shared' / 'data'))
SYMBOLS = ['SPY', 'XLB', 'XLC', 'XLE', 'XLF', 'XLI', 'XLK', 'XLP', 'XLRE', 'XLU', 'XLV', 'XLY']
SAMPLES = ['1999-03-19', '2008-10-10', '2016-09-16', '2020-03-16', '2024-12-30', '2025-12-04']


def load(symbol):
    frame = pandas.read_csv(DATA / 'us-sector-etfs' / f'{symbol}.csv', float_precision='round_trip')
    frame.index = frame['Date'].str[:10]
    return frame


def raw_close(frame):
    """Dividends are stated in shares of today, so the split factor comes last."""
    adjusted, cash = frame['Close'].to_numpy(), (frame['Dividends'] + frame['Capital Gains']).to_numpy()
    close = adjusted.copy()
    multiplier = 1.0
    for t in range(len(close) - 2, -1, -1):
        close[t] = adjusted[t] / multiplier + cash[t + 1]
        multiplier *= 1 - cash[t + 1] / close[t]
    ratio = frame['Stock Splits'].replace(0, 1).to_numpy()
    later = numpy.append(numpy.cumprod(ratio[::-1])[::-1][1:], 1)
    return pandas.Series(close * later, frame.index), pandas.Series(cash * later, frame.index), later


out = {'raw': {}, 'cents': {}, 'sixtyFourths': {}, 'growth': {}, 'monthly': {}, 'overlap': {}}
frames = {symbol: load(symbol) for symbol in SYMBOLS}
for symbol, frame in frames.items():
    raw, cash, _ = raw_close(frame)
    out['raw'][symbol] = {day: raw[day] for day in SAMPLES if day in raw.index}
    cents = raw[raw.index >= '2001-04-09'] * 100
    out['cents'][symbol] = [int((abs(cents - cents.round()) <= 0.05).sum()), len(cents)]
    ticks = raw[raw.index < '2000-08-28'] * 64
    out['sixtyFourths'][symbol] = [int((abs(ticks - ticks.round()) <= 0.05).sum()), len(ticks)]
    split = frame['Stock Splits'].replace(0, 1)
    reinvested = ((raw + cash) * split / raw.shift()).iloc[1:].prod()
    out['growth'][symbol] = {'adjusted': frame['Close'].iloc[-1] / frame['Close'].iloc[0], 'reinvested': reinvested}

for symbol in ['XLF', 'XLRE']:
    frame = frames[symbol]
    groups = frame.groupby(frame.index.str[:7])
    months = pandas.DataFrame({'open': groups['Open'].first(), 'high': groups['High'].max(), 'low': groups['Low'].min(),
                               'close': groups['Close'].last(), 'volume': groups['Volume'].sum()})
    out['monthly'][symbol] = {'rows': len(months), 'sums': months.sum().tolist(), '2016-09': months.loc['2016-09'].tolist()}

for target, proxy in [('XLC', 'XLK'), ('XLRE', 'XLF'), ('XLRE', 'XLU')]:
    both = pandas.concat([frames[target]['Close'], frames[proxy]['Close']], axis=1, join='inner')
    returns = numpy.log(both).diff().dropna().to_numpy()
    covariance = numpy.cov(returns.T)
    out['overlap'][f'{target}/{proxy}'] = {
        'returns': len(returns), 'correlation': numpy.corrcoef(returns.T)[0, 1], 'beta': covariance[0, 1] / covariance[1, 1],
        'trackingError': (returns[:, 0] - returns[:, 1]).std(ddof=1) * 252**0.5,
        'meanDifference': (returns[:, 0] - returns[:, 1]).mean() * 252}

text = json.dumps(out, indent=1)
(HERE / 'adjust.json').write_text(text + '\n')
print(len(text), 'bytes', out['cents'], out['sixtyFourths'])
